// SPDX-License-Identifier: GPL-3.0-or-later
// Starts, listens, and ends. What the output means is somebody else's business.
#include "workloads/linux/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/base/units.h"

// LAST_READS: what lies in a pipe when its writer has gone; a grandchild may go on writing.
enum { READ_BYTES = 1 << 16, LAST_READS = 16, LAST_LINES = 4, LAST_BYTES = 600 };

struct child {
    const struct child_command *command;
    struct child_result *result;
    pid_t pid;
    int pidfd;
    int pipes[2];  // our ends of its standard output and error
    int theirs[2]; // its ends, until it has started
    int input;
    // errno of an exec that failed. The child writes it, sharing our memory, which the compiler
    // must not overlook: no way from there leads back.
    volatile int exec_code;
};

static int open_ends(struct child *child)
{
    child->input = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (child->input < 0)
        return -errno;
    for (int i = 0; i < 2; i++) {
        int ends[2];

        if (pipe2(ends, O_CLOEXEC) < 0)
            return -errno;
        child->pipes[i] = ends[0];
        child->theirs[i] = ends[1];
        if (fcntl(ends[0], F_SETFL, O_NONBLOCK) < 0)
            return -errno;
    }
    return 0;
}

static void close_fd(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

static void close_theirs(struct child *child)
{
    close_fd(&child->input);
    close_fd(&child->theirs[0]);
    close_fd(&child->theirs[1]);
}

// A copy of dup2 that survives a descriptor that is where it should be.
static int put_at(int fd, int target)
{
    return fd == target ? fcntl(fd, F_SETFD, 0) : dup2(fd, target);
}

// In the child, which shares our memory until it is the program: system calls only.
static _Noreturn void become(struct child *child)
{
    static const struct sigaction ordinary = {.sa_handler = SIG_DFL};
    sigset_t none;

    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0UL, 0UL, 0UL);
    for (int number = 1; number < NSIG; number++)
        sigaction(number, &ordinary, NULL);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    if (put_at(child->input, 0) >= 0 && put_at(child->theirs[0], 1) >= 0 &&
        put_at(child->theirs[1], 2) >= 0)
        execve(child->command->path, (char *const *)child->command->argv,
               (char *const *)child->command->environment);
    child->exec_code = errno;
    _exit(127);
}

// vfork: a copy of our memory map would cost, and make every page of a load beside us be copied.
static pid_t __attribute__((noinline)) start(struct child *child)
{
    pid_t pid = vfork();

    if (pid == 0)
        become(child);
    return pid;
}

static void kill_group(const struct child *child)
{
    kill(-child->pid, SIGKILL);
    kill(child->pid, SIGKILL);
}

static int reap(const struct child *child)
{
    int status = 0;

    while (waitpid(child->pid, &status, 0) < 0)
        if (errno != EINTR)
            return -errno;
    return status;
}

static int cannot_start(const struct child *child, int code, struct err *err)
{
    const char *path = child->command->path;

    if (code == ENOENT && access(path, F_OK) == 0)
        return err_system(err, code, "%s: its loader or interpreter is not there", path);
    if (code == ENOEXEC)
        return err_system(err, code, "%s: no program of this machine's architecture", path);
    return err_system(err, code, "%s cannot be started", path);
}

static int begin(struct child *child, struct err *err)
{
    int rc = open_ends(child);

    if (rc < 0)
        return err_system(err, -rc, "%s: its pipes", child->command->path);
    child->pid = start(child);
    if (child->pid < 0)
        return err_system(err, errno, "%s: a process for it", child->command->path);
    close_theirs(child);
    if (child->exec_code) {
        reap(child);
        return cannot_start(child, child->exec_code, err);
    }
    child->pidfd = pidfd_open(child->pid, 0);
    if (child->pidfd < 0) {
        rc = errno;
        kill_group(child);
        reap(child);
        return err_system(err, rc, "%s: watching it", child->command->path);
    }
    return 0;
}

// --- listening ---------------------------------------------------------------------------------

// Of the output the beginning is kept, which is where a document begins, of the errors the end.
static void keep(struct child *child, int stream, const char *bytes, size_t length)
{
    struct child_result *result = child->result;
    struct strbuf *kept = stream == 0 ? &result->output : &result->errors;

    if (stream == 0 && kept->length + length > CHILD_OUTPUT_MAX) {
        result->is_cut = true;
        length = CHILD_OUTPUT_MAX - kept->length;
    }
    if (length)
        strbuf_add_bytes(kept, bytes, length);
    if (stream == 1 && kept->length > CHILD_ERRORS_MAX)
        strbuf_drop_front(kept, kept->length - CHILD_ERRORS_MAX);
}

// False when there is no more, now or ever.
static bool read_once(struct child *child, int stream)
{
    char bytes[READ_BYTES];
    int *fd = &child->pipes[stream];
    ssize_t length = *fd >= 0 ? read(*fd, bytes, sizeof bytes) : -1;

    if (length > 0)
        keep(child, stream, bytes, (size_t)length);
    else if (*fd >= 0 && (length == 0 || (errno != EAGAIN && errno != EINTR)))
        close_fd(fd);
    return length > 0;
}

static void read_rest(struct child *child)
{
    for (int stream = 0; stream < 2; stream++)
        for (int i = 0; i < LAST_READS && read_once(child, stream); i++)
            ;
}

// 1 it has ended, 0 not yet, -ETIMEDOUT, -ECANCELED, or another negative errno.
static int listen_once(struct child *child, uint64_t deadline_ns)
{
    struct pollfd events[] = {
        {.fd = child->pipes[0], .events = POLLIN},
        {.fd = child->pipes[1], .events = POLLIN},
        {.fd = child->pidfd, .events = POLLIN},
        {.fd = child->command->stop_fd, .events = POLLIN},
    };
    int ready = poll(events, sizeof events / sizeof events[0], clock_poll_timeout_ms(deadline_ns));

    if (ready < 0)
        return errno == EINTR ? 0 : -errno;
    for (int stream = 0; stream < 2; stream++)
        if (events[stream].revents)
            read_once(child, stream);
    if (events[2].revents)
        return 1;
    if (events[3].revents)
        return -ECANCELED;
    return clock_monotonic_ns() >= deadline_ns ? -ETIMEDOUT : 0;
}

// --- its end -----------------------------------------------------------------------------------

// The last lines that say something, of the errors if there are any; a new string.
static char *last_words(const struct child_result *result)
{
    const struct strbuf *source = result->errors.length ? &result->errors : &result->output;
    const char *text = strbuf_text(source);
    size_t end = source->length, begin;
    int lines = 0;

    while (end > 0 && strchr("\n\r\t ", text[end - 1]))
        end--;
    for (begin = end; begin > 0 && end - begin < LAST_BYTES; begin--)
        if (text[begin - 1] == '\n' && ++lines == LAST_LINES)
            break;
    return end ? alloc_printf("; it printed last:\n%.*s", (int)(end - begin), text + begin)
               : alloc_copy("; it printed nothing");
}

static int tell_timeout(const struct child *child, struct err *err)
{
    char limit[UNITS_TEXT_SIZE];
    scope_free char *words = last_words(child->result);

    err_input(err, "%s did not end within %s and was killed%s", child->command->path,
              units_format_duration_ns(limit, (double)child->command->timeout_ns), words);
    return -ETIMEDOUT;
}

static int judge(const struct child *child, int status, struct err *err)
{
    scope_free char *words = NULL;
    const char *path = child->command->path;

    if (status < 0)
        return err_system(err, -status, "%s: its end", path);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return 0;
    words = last_words(child->result);
    if (WIFSIGNALED(status))
        err_input(err, "%s was killed by SIG%s (%s)%s", path, sigabbrev_np(WTERMSIG(status)),
                  sigdescr_np(WTERMSIG(status)), words);
    else
        err_input(err, "%s ended with exit code %d%s", path, WEXITSTATUS(status), words);
    return -EIO;
}

static int finish(struct child *child, uint64_t began_ns, struct err *err)
{
    uint64_t deadline_ns = began_ns + child->command->timeout_ns;
    int rc, status;

    do
        rc = listen_once(child, deadline_ns);
    while (rc == 0);
    child->result->ran_ns = clock_monotonic_ns() - began_ns;
    // Before it is reaped, while its group is surely its own.
    kill_group(child);
    read_rest(child);
    status = reap(child);
    if (rc == -ECANCELED)
        return rc;
    if (rc == -ETIMEDOUT)
        return tell_timeout(child, err);
    return rc < 0 ? err_system(err, -rc, "%s: waiting for it", child->command->path)
                  : judge(child, status, err);
}

int child_run(const struct child_command *command, struct child_result *ret_result, struct err *err)
{
    struct child child = {
        .command = command,
        .result = ret_result,
        .pidfd = -1,
        .pipes = {-1, -1},
        .theirs = {-1, -1},
        .input = -1,
    };
    uint64_t began_ns = clock_monotonic_ns();
    int rc;

    *ret_result = (struct child_result){0};
    rc = begin(&child, err);
    if (rc == 0)
        rc = finish(&child, began_ns, err);
    close_theirs(&child);
    close_fd(&child.pipes[0]);
    close_fd(&child.pipes[1]);
    close_fd(&child.pidfd);
    return rc;
}

void child_result_done(struct child_result *result)
{
    strbuf_done(&result->output);
    strbuf_done(&result->errors);
    *result = (struct child_result){0};
}
