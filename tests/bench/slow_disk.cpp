//! Loaded before a program (LD_PRELOAD), lets its writes to files pass only so fast: SLOW_DISK names bytes a second.

#include <chrono>
#include <cstdlib>
#include <mutex>
#include <thread>

#include <dlfcn.h>
#include <sys/stat.h>
#include <unistd.h>

extern "C" ssize_t write(int file, const void *data, size_t size)
{
    using Clock = std::chrono::steady_clock;
    using Write = ssize_t (*)(int, const void *, size_t);
    static const auto real = reinterpret_cast<Write>(dlsym(RTLD_NEXT, "write"));
    static const char *named = std::getenv("SLOW_DISK");
    static const double rate = named ? std::atof(named) : 0;
    static std::mutex disk; // there is one
    static auto freeAt = Clock::now();

    struct stat kind
    {};
    if (rate > 0 && fstat(file, &kind) == 0 && S_ISREG(kind.st_mode)) {
        const std::lock_guard lock(disk);
        freeAt = std::max(freeAt, Clock::now()) +
                 std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(double(size) / rate));
        std::this_thread::sleep_until(freeAt);
    }
    return real(file, data, size);
}
