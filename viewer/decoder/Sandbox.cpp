#include "Sandbox.h"

#include <sched.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include <initializer_list>

namespace viewer {

namespace {

#ifdef BORDERLIGHT_SANITIZED
constexpr rlim_t mostMemory = RLIM_INFINITY; // sanitizers map terabytes
#else
constexpr rlim_t mostMemory = 2ULL * 1024 * 1024 * 1024;
#endif
constexpr rlim_t mostDescriptors = 16;

bool limit(__rlimit_resource_t resource, rlim_t most)
{
    const rlimit both{most, most};
    return ::setrlimit(resource, &both) == 0;
}

//! What decoding and answering need of the kernel; anything else ends the process.
bool allowOnlyDecoding()
{
    scmp_filter_ctx filter = ::seccomp_init(SCMP_ACT_KILL_PROCESS);
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
    isGood = isGood && ::seccomp_load(filter) == 0;
    ::seccomp_release(filter);
    return isGood;
}

} // namespace

bool lockIn()
{
    // Its own user and network where the kernel lets everybody have them; the filter below does not depend on it.
    (void)::unshare(CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWIPC);
    ::prctl(PR_SET_DUMPABLE, 0);
    return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && limit(RLIMIT_CORE, 0) &&
           limit(RLIMIT_NOFILE, mostDescriptors) && limit(RLIMIT_AS, mostMemory) && allowOnlyDecoding();
}

} // namespace viewer
