// SPDX-License-Identifier: GPL-3.0-or-later
// clone3(2) as a fork into new namespaces. The child shares nothing with its parent's threads, so
// between here and execve(2) it calls nothing but the kernel.
#include "bench/container_spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/control_group.h"
#include "bench/process_platform.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"

// What may fail in the child, and how it is called.
#define STEPS(X)                                                                                   \
    X(SESSION, "a session of its own")                                                             \
    X(CGROUP, "a control group namespace")                                                         \
    X(MOUNTS, "mounts of its own")                                                                 \
    X(PROC, "its /proc")                                                                           \
    X(NAME, "its host name")                                                                       \
    X(CONSOLE, "its console")                                                                      \
    X(CHANNEL, "its channel")                                                                      \
    X(EXEC, "the agent")

enum step {
#define X(name, text) STEP_##name,
    STEPS(X)
#undef X
};

struct failure {
    enum step step;
    int code;
};

enum { READING, WRITING };

// Closed where it is -1.
struct line {
    int ends[2];
};

static void line_done(struct line *line)
{
    scope_close_(&line->ends[READING]);
    scope_close_(&line->ends[WRITING]);
}

static void close_end(struct line *line, int end)
{
    close(line->ends[end]);
    line->ends[end] = -1;
}

// --- the child ----------------------------------------------------------------------------------

// What the child is told, made by its parent: it allocates nothing.
struct birth {
    const struct process_launch *launch;
    const char *name;
    struct line go;     // a byte: it is in its group, and may begin
    struct line report; // a failure; closed by execve
};

static int put_console(const struct birth *birth)
{
    int nothing = open("/dev/null", O_RDONLY);
    if (nothing < 0 || dup2(nothing, STDIN_FILENO) < 0)
        return -1;
    int console = open(birth->launch->console, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (console < 0 || dup2(console, STDOUT_FILENO) < 0)
        return -1;
    int result = dup2(console, STDERR_FILENO);
    if (console > STDERR_FILENO)
        close(console);
    if (nothing > STDERR_FILENO)
        close(nothing);
    return result;
}

static int take_step(const struct birth *birth, enum step step)
{
    const struct process_launch *launch = birth->launch;
    switch (step) {
    case STEP_SESSION:
        return setsid();
    case STEP_CGROUP:
        return unshare(CLONE_NEWCGROUP);
    case STEP_MOUNTS:
        return mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL);
    case STEP_PROC:
        return mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL);
    case STEP_NAME:
        return sethostname(birth->name, strlen(birth->name));
    case STEP_CONSOLE:
        return put_console(birth);
    case STEP_CHANNEL:
        return dup2(launch->channel_fd, PROCESS_AGENT_FD);
    default:
        return execve(launch->argv[0], launch->argv, launch->variables);
    }
}

// The console comes before the channel: what it opens might get the channel's number else. Our own
// ends are moved out of the way of both.
static _Noreturn void be_born(struct birth *birth)
{
    char byte;
    close_end(&birth->go, WRITING);
    close_end(&birth->report, READING);
    int report = fcntl(birth->report.ends[WRITING], F_DUPFD_CLOEXEC, PROCESS_AGENT_FD + 1);
    if (read(birth->go.ends[READING], &byte, 1) != 1)
        _exit(EXIT_FAILURE);
    for (enum step step = STEP_SESSION;; step++) {
        if (take_step(birth, step) >= 0)
            continue;
        const struct failure failure = {step, errno};
        if (write(report, &failure, sizeof failure) < 0)
            _exit(EXIT_FAILURE + 1);
        _exit(EXIT_FAILURE);
    }
}

// --- its parent ---------------------------------------------------------------------------------

static bool is_ordinary(void)
{
    return geteuid() != 0;
}

static pid_t clone_apart(void)
{
    struct clone_args arguments = {
        .flags = CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWIPC | CLONE_NEWUTS |
                 (is_ordinary() ? CLONE_NEWUSER : 0),
        .exit_signal = SIGCHLD,
    };
    return (pid_t)syscall(SYS_clone3, &arguments, sizeof arguments);
}

static int put(pid_t pid, const char *file, const char *text)
{
    scope_free char *path = alloc_printf("/proc/%d/%s", (int)pid, file);
    scope_close int fd = open(path, O_WRONLY | O_CLOEXEC);
    return fd < 0 || write(fd, text, strlen(text)) < 0 ? -errno : 0;
}

// A user without rights may map itself alone (user_namespaces(7)).
static int map_user(pid_t pid, struct err *err)
{
    scope_free char *user = alloc_printf("%u %u 1", geteuid(), geteuid());
    scope_free char *group = alloc_printf("%u %u 1", getegid(), getegid());
    int result = put(pid, "setgroups", "deny");
    if (result == 0)
        result = put(pid, "uid_map", user);
    if (result == 0)
        result = put(pid, "gid_map", group);
    return result < 0 ? err_system(err, -result, "mapping the user into a container") : 0;
}

static const char *step_name(enum step step)
{
    static const char *const names[] = {
#define X(name, text) [STEP_##name] = text,
        STEPS(X)
#undef X
    };
    return names[step];
}

// What the child reports; nothing when its execve has closed the line.
static int hear(const struct birth *birth, struct err *err)
{
    struct failure failure;
    ssize_t length;
    do
        length = read(birth->report.ends[READING], &failure, sizeof failure);
    while (length < 0 && errno == EINTR);
    if (length == 0)
        return 0;
    if (length != sizeof failure)
        return err_system(err, EIO, "starting a container");
    return err_system(err, failure.code, "a container of %s: %s", birth->launch->argv[0],
                      step_name(failure.step));
}

static int raise_child(struct birth *birth, pid_t pid, struct err *err)
{
    int result = is_ordinary() ? map_user(pid, err) : 0;
    close_end(&birth->go, READING);
    close_end(&birth->report, WRITING);
    if (result == 0)
        result = control_group_join(birth->launch->group, pid, err);
    if (result == 0 && write(birth->go.ends[WRITING], "", 1) != 1)
        result = err_system(err, errno, "starting a container");
    return result < 0 ? result : hear(birth, err);
}

static int open_lines(struct birth *birth, struct err *err)
{
    if (pipe2(birth->go.ends, O_CLOEXEC) == 0 && pipe2(birth->report.ends, O_CLOEXEC) == 0)
        return 0;
    return err_system(err, errno, "pipe");
}

int container_spawn(const struct process_launch *launch, pid_t *ret_pid, struct err *err)
{
    scope_free char *name = alloc_printf("fullhouse-%" PRIu32, launch->index);
    struct birth birth = {launch, name, {{-1, -1}}, {{-1, -1}}};
    int result = open_lines(&birth, err);
    pid_t pid = result < 0 ? -1 : clone_apart();
    if (pid == 0)
        be_born(&birth);
    if (result == 0 && pid < 0)
        result = err_system(err, errno, "making namespaces");
    if (pid > 0 && (result = raise_child(&birth, pid, err)) < 0) {
        kill(pid, SIGKILL);
        waitpid(pid, NULL, 0);
    }
    line_done(&birth.go);
    line_done(&birth.report);
    if (result == 0)
        *ret_pid = pid;
    return result;
}

int container_spawn_check(struct err *err)
{
    pid_t pid = clone_apart();
    if (pid == 0)
        _exit(EXIT_SUCCESS);
    if (pid > 0) {
        waitpid(pid, NULL, 0);
        return 0;
    }
    return err_host(
        err, is_ordinary() ? "run it as root, or sysctl kernel.unprivileged_userns_clone=1" : NULL,
        "no container: making mount, PID, IPC and UTS namespaces: %s", strerror(errno));
}
