#pragma once

#include <model/Uid.h>
#include <network/Result.h>

#include <QString>

namespace network {

// A retrieval that meets another patient than the confirmed one leaves no file of the study under a final name: what
// came, then and before, is set apart beside it, where no program takes it for images of her. Whose they are is for a
// person to decide. Both read the disk: to be called off the GUI thread.

//! How many files of a study are set apart below a folder.
int countSetApart(const QString &folder, const model::StudyUid &study);

//! Deletes them, and says so in the study's journal; how many there were. Storage when a retrieval writes there now or
//! the disk refuses.
Result<int> deleteSetApart(const QString &folder, const model::StudyUid &study);

} // namespace network
