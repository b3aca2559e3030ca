#include "Sandbox.h"

#include <fcntl.h>
#include <linux/landlock.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <initializer_list>

namespace viewer {

namespace {

#ifdef BORDERLIGHT_SANITIZED
constexpr rlim_t mostMemory = RLIM_INFINITY; // sanitizers map terabytes
#else
constexpr rlim_t mostMemory = 2ULL * 1024 * 1024 * 1024;
#endif
constexpr rlim_t mostDescriptors = 16;
constexpr rlim_t mostDescriptorsOfPages = 64; // fonts

bool limit(__rlimit_resource_t resource, rlim_t most)
{
    const rlimit both{most, most};
    return ::setrlimit(resource, &both) == 0;
}

//! Leaves the folders in which fonts and what belongs to them lie, to be read. Older kernels cannot; then the filter of
//! calls still keeps the process from writing and from sending anything.
void leaveOnlyFonts()
{
    constexpr __u64 reading = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
    landlock_ruleset_attr rules{};
    rules.handled_access_fs = reading | LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE;
    const int set = int(::syscall(SYS_landlock_create_ruleset, &rules, sizeof rules, 0));
    if (set < 0)
        return;
    for (const char *folder : {"/usr/share", "/usr/local/share/fonts", "/etc/fonts", "/var/cache/fontconfig"}) {
        landlock_path_beneath_attr beneath{};
        beneath.allowed_access = reading;
        beneath.parent_fd = ::open(folder, O_PATH | O_CLOEXEC);
        if (beneath.parent_fd < 0)
            continue;
        (void)::syscall(SYS_landlock_add_rule, set, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0);
        ::close(beneath.parent_fd);
    }
    (void)::syscall(SYS_landlock_restrict_self, set, 0);
    ::close(set);
}

//! What looking for fonts and reading them needs in addition.
bool allowReading(scmp_filter_ctx filter)
{
    bool isGood = true;
    for (const int call :
         {SCMP_SYS(getdents64), SCMP_SYS(statx), SCMP_SYS(readlink), SCMP_SYS(access), SCMP_SYS(faccessat),
          SCMP_SYS(faccessat2), SCMP_SYS(fcntl), SCMP_SYS(fstatfs), SCMP_SYS(getcwd), SCMP_SYS(uname), SCMP_SYS(getuid),
          SCMP_SYS(geteuid), SCMP_SYS(getgid), SCMP_SYS(getegid), SCMP_SYS(fadvise64), SCMP_SYS(stat), SCMP_SYS(lstat)})
        isGood = ::seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0) == 0 && isGood;
    constexpr auto changing = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND;
    isGood = ::seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(openat), 1,
                                SCMP_A2(SCMP_CMP_MASKED_EQ, changing, 0)) == 0 &&
             isGood;
    return ::seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(open), 1, SCMP_A1(SCMP_CMP_MASKED_EQ, changing, 0)) ==
               0 &&
           isGood;
}

//! What the work and answering need of the kernel; nothing else is done.
bool allowOnly(Work work)
{
    scmp_filter_ctx filter = ::seccomp_init(work == Work::Frames ? SCMP_ACT_KILL_PROCESS : SCMP_ACT_ERRNO(EPERM));
    if (!filter)
        return false;
    bool isGood = true;
    for (const int call :
         {SCMP_SYS(recvmsg),      SCMP_SYS(sendmsg),        SCMP_SYS(read),         SCMP_SYS(pread64),
          SCMP_SYS(write),        SCMP_SYS(close),          SCMP_SYS(memfd_create), SCMP_SYS(fstat),
          SCMP_SYS(newfstatat),   SCMP_SYS(lseek),          SCMP_SYS(brk),          SCMP_SYS(munmap),
          SCMP_SYS(mremap),       SCMP_SYS(madvise),        SCMP_SYS(futex),        SCMP_SYS(clock_gettime),
          SCMP_SYS(gettimeofday), SCMP_SYS(getrandom),      SCMP_SYS(sched_yield),  SCMP_SYS(getpid),
          SCMP_SYS(gettid),       SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigreturn),
          SCMP_SYS(sigaltstack),  SCMP_SYS(tgkill),         SCMP_SYS(exit),         SCMP_SYS(exit_group)})
        isGood = ::seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0) == 0 && isGood;
#ifdef BORDERLIGHT_SANITIZED
    // A sanitizer asks the kernel through a pipe whether a pointer can be read.
    isGood = ::seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(pipe2), 0) == 0 && isGood;
#endif
    // Memory, but none that can be run.
    for (const int call : {SCMP_SYS(mmap), SCMP_SYS(mprotect)})
        isGood = ::seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 1, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0 &&
                 isGood;
    if (work == Work::Pages)
        isGood = allowReading(filter) && isGood;
    isGood = isGood && ::seccomp_load(filter) == 0;
    ::seccomp_release(filter);
    return isGood;
}

} // namespace

bool lockIn(Work work)
{
    // Its own user and network where the kernel lets everybody have them; the filter below does not depend on it.
    (void)::unshare(CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWIPC);
    ::prctl(PR_SET_DUMPABLE, 0);
    if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return false;
    if (work == Work::Pages)
        leaveOnlyFonts();
    return limit(RLIMIT_CORE, 0) &&
           limit(RLIMIT_NOFILE, work == Work::Pages ? mostDescriptorsOfPages : mostDescriptors) &&
           limit(RLIMIT_AS, mostMemory) && allowOnly(work);
}

} // namespace viewer
