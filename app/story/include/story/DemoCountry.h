#pragma once

#include <story/Profile.h>

#include <memory>

namespace story {

//! The built-in contact point with invented patients, on loopback: another address, not another path. It answers as
//! long as the object lives.
class DemoCountry
{
public:
    struct Options
    {
        int port = 0;  //!< 0: any free one
        QString fault; //!< name of a misbehaviour that every answer is to show; empty: none
    };

    static network::Result<std::unique_ptr<DemoCountry>> start(const Options &options);
    static network::Result<std::unique_ptr<DemoCountry>> start() { return start(Options{}); }
    ~DemoCountry();

    const Profile &profile() const;

private:
    class Private;
    explicit DemoCountry(std::unique_ptr<Private> started);
    std::unique_ptr<Private> d;
};

} // namespace story
