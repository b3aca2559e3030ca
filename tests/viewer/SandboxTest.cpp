#include <Sandbox.h>

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

using viewer::Work;

namespace {

//! What is tried behind the lock; true where it succeeds.
using Deed = bool (*)(const char *path);

bool reads(const char *path)
{
    return ::open(path, O_RDONLY) >= 0;
}
bool writes(const char *path)
{
    return ::open(path, O_WRONLY) >= 0;
}
bool creates(const char *path)
{
    return ::open(path, O_RDONLY | O_CREAT, 0600) >= 0;
}
bool removes(const char *path)
{
    return ::unlink(path) == 0;
}
bool makesFolder(const char *path)
{
    return ::mkdir(path, 0700) == 0;
}
bool talksToTheNetwork(const char *)
{
    return ::socket(AF_INET, SOCK_STREAM, 0) >= 0;
}
bool talksToNeighbours(const char *)
{
    return ::socket(AF_UNIX, SOCK_STREAM, 0) >= 0;
}
bool starts(const char *)
{
    const pid_t child = ::fork();
    if (child == 0)
        ::_exit(0);
    return child > 0;
}
bool becomes(const char *)
{
    const char *const none[] = {nullptr};
    ::execve("/bin/true", const_cast<char *const *>(none), const_cast<char *const *>(none));
    return false; // only where it was refused
}
bool makesCode(const char *)
{
    return ::mmap(nullptr, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED;
}
bool signalsOthers(const char *)
{
    return ::kill(::getppid(), 0) == 0;
}

[[maybe_unused]] bool takesThreeGigabytes(const char *)
{
    return ::mmap(nullptr, 3UL << 30, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0) !=
           MAP_FAILED;
}

constexpr int done = 10;
constexpr int refused = 11;
constexpr int notLocked = 12;

//! How a process ends that locks itself in and tries it.
int endOf(Work work, Deed deed, const QByteArray &path)
{
    const pid_t child = ::fork();
    if (child == 0) {
        const bool isLocked = viewer::lockIn(work);
        ::_exit(!isLocked ? notLocked : deed(path.constData()) ? done : refused);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return status;
}

bool kernelHasLandlock()
{
    return ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION) >= 1;
}

} // namespace

//! What the helpers can do once they have locked themselves in: each deed is tried in a process of its own.
class SandboxTest : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;

private slots:
    void init()
    {
        QFile secret(m_folder.filePath(QStringLiteral("secret")));
        QVERIFY(secret.open(QIODevice::WriteOnly) && secret.write("x") == 1);
    }

    void whatDrawsPagesIsRefusedEverythingButFonts_data()
    {
        QTest::addColumn<Deed>("deed");
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<bool>("isAllowed");
        QTest::addColumn<bool>("needsLandlock");
        const QByteArray secret = QFile::encodeName(m_folder.filePath(QStringLiteral("secret")));
        QTest::newRow("a folder of fonts") << Deed(reads) << QByteArray("/usr/share") << true << false;
        QTest::newRow("a file of the user") << Deed(reads) << secret << false << true;
        QTest::newRow("a file of the system") << Deed(reads) << QByteArray("/etc/passwd") << false << true;
        QTest::newRow("what the process is") << Deed(reads) << QByteArray("/proc/self/environ") << false << true;
        QTest::newRow("writing") << Deed(writes) << secret << false << false;
        QTest::newRow("creating") << Deed(creates) << secret + "-new" << false << false;
        QTest::newRow("removing") << Deed(removes) << secret << false << false;
        QTest::newRow("a new folder") << Deed(makesFolder) << secret + "-folder" << false << false;
        QTest::newRow("the network") << Deed(talksToTheNetwork) << QByteArray() << false << false;
        QTest::newRow("a local socket") << Deed(talksToNeighbours) << QByteArray() << false << false;
        QTest::newRow("another process") << Deed(starts) << QByteArray() << false << false;
        QTest::newRow("another program") << Deed(becomes) << QByteArray() << false << false;
        QTest::newRow("memory that runs") << Deed(makesCode) << QByteArray() << false << false;
        QTest::newRow("signals") << Deed(signalsOthers) << QByteArray() << false << false;
    }
    void whatDrawsPagesIsRefusedEverythingButFonts()
    {
        QFETCH(Deed, deed);
        QFETCH(QByteArray, path);
        QFETCH(bool, isAllowed);
        QFETCH(bool, needsLandlock);
        if (needsLandlock && !kernelHasLandlock())
            QSKIP("This kernel has no Landlock: files can be read, but not written and not sent.");
        const int status = endOf(Work::Pages, deed, path);
        QVERIFY2(WIFEXITED(status), "it was ended");
        QCOMPARE(WEXITSTATUS(status), isAllowed ? done : refused);
        QVERIFY(QFile::exists(m_folder.filePath(QStringLiteral("secret"))));
    }

    void whatDecodesIsEndedByTheFirstAttempt_data()
    {
        QTest::addColumn<Deed>("deed");
        QTest::newRow("reading") << Deed(reads);
        QTest::newRow("writing") << Deed(writes);
        QTest::newRow("the network") << Deed(talksToTheNetwork);
        QTest::newRow("another process") << Deed(starts);
        QTest::newRow("another program") << Deed(becomes);
        QTest::newRow("memory that runs") << Deed(makesCode);
    }
    void whatDecodesIsEndedByTheFirstAttempt()
    {
        QFETCH(Deed, deed);
        const int status = endOf(Work::Frames, deed, QFile::encodeName(m_folder.filePath(QStringLiteral("secret"))));
        QVERIFY2(WIFSIGNALED(status), qPrintable(QString::number(WEXITSTATUS(status))));
        QCOMPARE(WTERMSIG(status), SIGSYS);
    }

#ifndef BORDERLIGHT_SANITIZED // whose shadow alone takes more
    void greedIsRefused_data()
    {
        QTest::addColumn<Work>("work");
        QTest::newRow("frames") << Work::Frames;
        QTest::newRow("pages") << Work::Pages;
    }
    void greedIsRefused()
    {
        QFETCH(Work, work);
        const int status = endOf(work, takesThreeGigabytes, QByteArray());
        QVERIFY2(WIFEXITED(status), qPrintable(QString::number(status)));
        QCOMPARE(WEXITSTATUS(status), refused);
    }
#endif
};

QTEST_GUILESS_MAIN(SandboxTest)
#include "SandboxTest.moc"
