// SPDX-License-Identifier: GPL-3.0-or-later
// The hogs are children in a process group of their own, first in line for the kernel's
// out-of-memory killer, so that what they take does not end the agent that is to tell of it.
#include "workloads/linux/misdeed.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/sysinfo.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/base/err.h"
#include "common/base/rng.h"
#include "common/base/scope.h"
#include "workloads/linux/disk_target.h"

enum {
    PAGE_BYTES = 4096,
    CHUNK_BYTES = 1 << 20,
    DISK_WRITERS = 4,
};
// Of a disk whose size nobody told.
#define DISK_BYTES (UINT64_C(64) << 20)

// --- panic --------------------------------------------------------------------------------------

static bool write_word(const char *path, const char *word)
{
    scope_close int fd = open(path, O_WRONLY | O_CLOEXEC);

    return fd >= 0 && write(fd, word, strlen(word)) == (ssize_t)strlen(word);
}

static int panic(bool owns_machine, struct err *err)
{
    if (!owns_machine)
        abort();
    write_word("/proc/sys/kernel/sysrq", "1");
    write_word("/proc/sysrq-trigger", "c");
    return err_system(err, ENOSYS,
                      "this kernel takes no /proc/sysrq-trigger, so it cannot be made "
                      "to panic");
}

// --- hogs, each in a process of its own ---------------------------------------------------------

static _Noreturn void hog_memory(uint64_t limit_bytes)
{
    struct sysinfo info;
    uint64_t bytes = limit_bytes, taken = 0;
    struct rng rng;

    rng_init(&rng, (uint64_t)getpid());
    if (!bytes)
        bytes = sysinfo(&info) == 0 ? info.totalram * info.mem_unit : CHUNK_BYTES;
    char *start = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (start == MAP_FAILED)
        _exit(1);
    // Over and over: what a hypervisor takes away is asked for again.
    for (;; taken = taken + PAGE_BYTES >= bytes ? 0 : taken + PAGE_BYTES) {
        uint64_t word = rng_next(&rng);
        memcpy(start + taken, &word, sizeof word);
    }
}

static _Noreturn void hog_processes(void)
{
    for (;;)
        if (fork() < 0)
            for (volatile int i = 0; i < 1 << 20; i++)
                ; // none left: those that are there keep busy
}

static _Noreturn void hog_disk(int fd, uint64_t bytes, uint64_t writer)
{
    uint64_t at = writer * CHUNK_BYTES % bytes, *block;
    struct rng rng;

    // Not malloc: a thread of the agent may have held its lock when this process was forked.
    block = mmap(NULL, CHUNK_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (block == MAP_FAILED)
        _exit(1);
    rng_init(&rng, writer);
    for (;;) {
        for (size_t i = 0; i < CHUNK_BYTES / sizeof *block; i++)
            block[i] = rng_next(&rng);
        if (pwrite(fd, block, CHUNK_BYTES, (off_t)at) < 0 && errno != EINTR)
            _exit(1);
        at += (uint64_t)DISK_WRITERS * CHUNK_BYTES;
        if (at + CHUNK_BYTES > bytes)
            at = writer * CHUNK_BYTES % bytes;
    }
}

// What the child is to be before it does any harm: mortal, and out of the agent's way.
static void become_hog(pid_t group)
{
    setpgid(0, group);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    write_word("/proc/self/oom_score_adj", "1000");
}

// 0 in the child; the child's process, or negative errno.
static pid_t fork_hog(struct misdeed *misdeed, struct err *err)
{
    pid_t pid = fork();

    if (pid < 0)
        return err_system(err, errno, "fork");
    if (pid == 0) {
        become_hog(misdeed->group);
        return 0;
    }
    if (!misdeed->group)
        misdeed->group = pid;
    setpgid(pid, misdeed->group);
    return pid;
}

// --- one of them --------------------------------------------------------------------------------

static int begin_memory(struct misdeed *misdeed, uint64_t limit_bytes, struct err *err)
{
    pid_t pid = fork_hog(misdeed, err);

    if (pid == 0)
        hog_memory(limit_bytes);
    return pid < 0 ? (int)pid : 0;
}

static int begin_processes(struct misdeed *misdeed, bool owns_machine, struct err *err)
{
    if (!owns_machine)
        return err_system(err, EOPNOTSUPP, "a fork bomb outside of a guest would be the host's");
    pid_t pid = fork_hog(misdeed, err);
    if (pid == 0)
        hog_processes();
    return pid < 0 ? (int)pid : 0;
}

static int begin_disk(struct misdeed *misdeed, uint64_t limit_bytes, struct err *err)
{
    uint64_t bytes = limit_bytes ? limit_bytes : DISK_BYTES;
    const struct disk_target_options options = {
        .path = "", .bytes = bytes, .is_direct = true, .is_shared = true};
    struct disk_target target = {.lock = PTHREAD_MUTEX_INITIALIZER};
    int result = disk_target_take(&target, &options, err);

    misdeed->fd = result < 0 ? -1 : target.fd;
    for (uint64_t i = 0; result >= 0 && i < DISK_WRITERS; i++) {
        result = fork_hog(misdeed, err);
        if (result == 0)
            hog_disk(misdeed->fd, bytes, i);
    }
    return result < 0 ? result : 0;
}

int misdeed_begin(struct misdeed *misdeed, enum accident kind, uint64_t limit_bytes,
                  bool owns_machine, struct err *err)
{
    int result;

    misdeed_end(misdeed);
    *misdeed = (struct misdeed){.fd = -1};
    if (kind == ACCIDENT_PANIC)
        result = panic(owns_machine, err);
    else if (kind == ACCIDENT_MEMORY_HOG)
        result = begin_memory(misdeed, limit_bytes, err);
    else if (kind == ACCIDENT_FORK_BOMB)
        result = begin_processes(misdeed, owns_machine, err);
    else
        result = begin_disk(misdeed, limit_bytes, err);
    if (result < 0)
        misdeed_end(misdeed);
    return result;
}

void misdeed_end(struct misdeed *misdeed)
{
    if (misdeed->group > 0) {
        // Who multiplies may be missed once, not often.
        while (kill(-misdeed->group, SIGKILL) == 0 && waitpid(-misdeed->group, NULL, 0) >= 0)
            ;
        close(misdeed->fd);
    }
    *misdeed = (struct misdeed){.fd = -1};
}
