#pragma once

#include <QTemporaryDir>

namespace support {

//! Who is not root becomes so in namespaces of this process, where mounting a disk touches nobody. To be called while
//! there is one thread.
void becomeRootHere();

//! A small disk of its own, gone with this object. Where it could not be mounted the folder is one like any other.
class SmallDisk
{
public:
    explicit SmallDisk(qint64 bytes);
    ~SmallDisk();
    SmallDisk(const SmallDisk &) = delete;
    SmallDisk &operator=(const SmallDisk &) = delete;

    bool isMounted() const { return m_isMounted; }
    QString path() const { return m_folder.path(); }

private:
    QTemporaryDir m_folder;
    bool m_isMounted = false;
};

} // namespace support
