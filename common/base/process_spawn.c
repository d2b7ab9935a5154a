// SPDX-License-Identifier: GPL-3.0-or-later
// Starting another program by posix_spawn, which reports a failed chdir or exec and needs no copy
// of our memory. Its standard input is a file in memory: neither side can wait for the other.
#include "common/base/process_spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/process.h"
#include "common/base/scope.h"

// What the child gets: its three standard streams as descriptors of ours.
struct streams {
    int fds[3];
};

static void streams_done(struct streams *streams)
{
    for (int i = 0; i < 3; i++)
        scope_close_(&streams->fds[i]);
}

// A descriptor above the standard ones: where we were started with one of those closed, a new
// pipe could land there and be overwritten while the child's are put in place.
static int above_standard(int fd)
{
    if (fd < 0 || fd > STDERR_FILENO)
        return fd;
    int moved = fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    int saved_errno = errno;
    close(fd);
    errno = saved_errno;
    return moved;
}

static int open_input(const char *input)
{
    if (!input)
        return above_standard(open("/dev/null", O_RDONLY | O_CLOEXEC));
    scope_close int fd = above_standard(memfd_create("input", MFD_CLOEXEC));
    size_t length = strlen(input);
    for (size_t put = 0; fd >= 0 && put < length;) {
        ssize_t more = write(fd, input + put, length - put);
        if (more < 0 && errno != EINTR)
            return -1;
        put += more > 0 ? (size_t)more : 0;
    }
    if (fd < 0 || lseek(fd, 0, SEEK_SET) < 0)
        return -1;
    return scope_take_fd(fd);
}

static int open_pipe(int *ret_read_fd, int *ret_write_fd)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) < 0)
        return -errno;
    *ret_read_fd = above_standard(ends[0]);
    *ret_write_fd = above_standard(ends[1]);
    if (*ret_read_fd < 0 || *ret_write_fd < 0 || fcntl(*ret_read_fd, F_SETFL, O_NONBLOCK) < 0)
        return -errno;
    return 0;
}

static int open_streams(const char *input, struct streams *streams, struct process_child *child)
{
    streams->fds[0] = open_input(input);
    if (streams->fds[0] < 0)
        return -errno;
    for (int stream = 0; stream < 2; stream++) {
        int failed = open_pipe(&child->pipes[stream], &streams->fds[stream + 1]);
        if (failed)
            return failed;
    }
    return 0;
}

static bool is_unset(const char *entry, const char *const *unsets)
{
    size_t name_length = strcspn(entry, "=");
    for (; unsets && *unsets; unsets++)
        if (strlen(*unsets) == name_length && strncmp(entry, *unsets, name_length) == 0)
            return true;
    return false;
}

// Our environment without unsets: a new array of borrowed entries.
static char **environment_without(const char *const *unsets)
{
    size_t count = 0;
    while (environ && environ[count])
        count++;
    char **kept = alloc_zeroed(count + 1, sizeof(*kept));
    size_t length = 0;
    for (size_t i = 0; i < count; i++)
        if (!is_unset(environ[i], unsets))
            kept[length++] = environ[i];
    return kept;
}

// A group of its own, so that it can be killed with all its children and a terminal's Ctrl-C comes
// to us alone; none of the signals that we ignore or block.
static int set_attributes(posix_spawnattr_t *attributes)
{
    sigset_t all;
    sigset_t none;
    sigfillset(&all);
    sigemptyset(&none);
    int failed = posix_spawnattr_setflags(
        attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    if (!failed)
        failed = posix_spawnattr_setpgroup(attributes, 0);
    if (!failed)
        failed = posix_spawnattr_setsigdefault(attributes, &all);
    if (!failed)
        failed = posix_spawnattr_setsigmask(attributes, &none);
    return failed;
}

static int set_actions(posix_spawn_file_actions_t *actions, const struct streams *streams,
                       const char *work_dir)
{
    int failed = 0;
    for (int i = 0; i < 3 && !failed; i++)
        failed = posix_spawn_file_actions_adddup2(actions, streams->fds[i], i);
    if (!failed && work_dir)
        failed = posix_spawn_file_actions_addchdir_np(actions, work_dir);
    return failed;
}

// The system call with its two records. 0 or a positive errno, as posix_spawn has it.
static int start(const char *path, const char *const argv[], const struct process_options *options,
                 const struct streams *streams, pid_t *ret_pid)
{
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_t actions;
    scope_free char **environment = environment_without(options->unsets);
    int failed = posix_spawnattr_init(&attributes);
    if (failed)
        return failed;
    failed = posix_spawn_file_actions_init(&actions);
    if (!failed) {
        failed = set_attributes(&attributes);
        if (!failed)
            failed = set_actions(&actions, streams, options->work_dir);
        // posix_spawn promises to leave argv alone; its type is older than const.
        if (!failed)
            failed =
                posix_spawn(ret_pid, path, &actions, &attributes, (char *const *)argv, environment);
        posix_spawn_file_actions_destroy(&actions);
    }
    posix_spawnattr_destroy(&attributes);
    return failed;
}

// Without a pidfd nobody would learn of the end: the child just started goes again.
static int watch_pid(struct process_child *child)
{
    child->pidfd = pidfd_open(child->pid, 0);
    if (child->pidfd >= 0)
        return 0;
    int code = errno;
    // Gone before we asked, and not waiting for us: SIGCHLD is ignored and the kernel reaped it.
    if (code == ESRCH)
        return -ECHILD;
    kill(child->pid, SIGKILL);
    waitpid(child->pid, NULL, 0);
    return -code;
}

static int check_work_dir(const char *work_dir, struct err *err)
{
    struct stat status;
    if (!work_dir)
        return 0;
    if (stat(work_dir, &status) < 0)
        return err_system(err, errno, "%s", work_dir);
    return S_ISDIR(status.st_mode) ? 0 : err_system(err, ENOTDIR, "%s", work_dir);
}

int process_spawn(const char *const argv[], const struct process_options *options,
                  struct process_child *ret_child, struct err *err)
{
    __attribute__((cleanup(process_child_done))) struct process_child child = PROCESS_CHILD_NONE;
    __attribute__((cleanup(streams_done))) struct streams streams = {{-1, -1, -1}};
    scope_free char *path = process_find(argv[0]);
    if (!path)
        return err_system(err, ENOENT, "program %s", argv[0]);
    int failed = check_work_dir(options->work_dir, err);
    if (failed)
        return failed;
    failed = open_streams(options->input, &streams, &child);
    if (!failed)
        failed = -start(path, argv, options, &streams, &child.pid);
    if (!failed)
        failed = watch_pid(&child);
    if (failed)
        return err_system(err, -failed, "starting %s", argv[0]);
    *ret_child = child;
    child = (struct process_child)PROCESS_CHILD_NONE;
    return 0;
}

void process_child_done(struct process_child *child)
{
    scope_close_(&child->pidfd);
    scope_close_(&child->pipes[0]);
    scope_close_(&child->pipes[1]);
}
