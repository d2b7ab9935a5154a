// SPDX-License-Identifier: GPL-3.0-or-later
// posix_spawn with two pipes: it hears our end on one, and says where it listens on the other.
#include "bench/responder.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/interrupt.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"

extern char **environ;

enum { LINE_MAX_BYTES = 4096, EXIT_IN_USE = 4 };
static const uint64_t PATIENCE_NS = 20 * CLOCK_NS_PER_SECOND;

// A descriptor above the standard ones, so that none of the child's lands on another.
static int raise_fd(int fd)
{
    int raised = fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    close(fd);
    return raised;
}

static int make_pipe(int ends[2])
{
    if (pipe2(ends, O_CLOEXEC) < 0)
        return -errno;
    ends[0] = raise_fd(ends[0]);
    ends[1] = raise_fd(ends[1]);
    return 0;
}

// A session of its own: the terminal's Ctrl-C reaches us alone.
static int spawn(const char *agent, char *at, int in_fd, int out_fd, pid_t *ret_pid)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    scope_free char *program = alloc_copy(agent);
    char option[] = "--respond";
    char *argv[] = {program, option, at, NULL};
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in_fd, 0);
    posix_spawn_file_actions_adddup2(&actions, out_fd, 1);
    posix_spawn_file_actions_adddup2(&actions, out_fd, 2);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID);
    int code = posix_spawn(ret_pid, agent, &actions, &attributes, argv, environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return -code;
}

// Its first line, or what it said before it ended; "" when it said nothing in time.
static char *read_line(int fd)
{
    uint64_t deadline_ns = clock_monotonic_ns() + PATIENCE_NS;
    struct strbuf line = {0};
    while (line.length < LINE_MAX_BYTES && !strchr(strbuf_text(&line), '\n')) {
        struct pollfd event = {.fd = fd, .events = POLLIN};
        char bytes[256];
        int ready = poll(&event, 1, clock_poll_timeout_ms(deadline_ns));
        if (ready < 0 && errno == EINTR)
            continue;
        ssize_t got = ready > 0 ? read(fd, bytes, sizeof bytes) : 0;
        if (got <= 0)
            break;
        strbuf_add_bytes(&line, bytes, (size_t)got);
    }
    char *text = strbuf_take(&line);
    text[strcspn(text, "\n")] = '\0';
    return text;
}

// Whoever has closed its output is on its way out and keeps its exit code.
static void hear_the_end(int fd)
{
    scope_free char *line = NULL;
    do {
        free(line);
        line = read_line(fd);
    } while (*line);
}

// Said where it listens, or why it cannot. Its exit code tells an address that is taken.
static int hear(struct responder *responder, int fd, struct err *err)
{
    scope_free char *line = read_line(fd);
    if (ipv4_parse_peer(line, false, &responder->peer, NULL) == 0)
        return 0;
    int status = 0;
    close(responder->pipe_fd);
    responder->pipe_fd = -1;
    hear_the_end(fd);
    kill(responder->pid, SIGKILL);
    waitpid(responder->pid, &status, 0);
    responder->pid = 0;
    // It may have been hit before it had a session of its own.
    if (interrupt_pending())
        return err_interrupted(err);
    bool in_use = WIFEXITED(status) && WEXITSTATUS(status) == EXIT_IN_USE;
    return err_system(err, in_use ? EADDRINUSE : EIO, "the responder said '%.200s'", line);
}

int responder_start(const char *agent, const struct ipv4_peer *at, struct responder *ret_responder,
                    struct err *err)
{
    int ears[2], mouth[2];
    scope_free char *where = ipv4_format_peer(at);
    int result = make_pipe(ears);
    if (result < 0)
        return err_system(err, -result, "a pipe");
    scope_close int theirs = ears[0];
    scope_close int ours = ears[1];
    result = make_pipe(mouth);
    if (result < 0)
        return err_system(err, -result, "a pipe");
    scope_close int said = mouth[0];
    struct responder responder = {.pipe_fd = -1};
    result = spawn(agent, where, theirs, mouth[1], &responder.pid);
    close(mouth[1]);
    if (result < 0)
        return err_system(err, -result, "%s", agent);
    responder.pipe_fd = scope_take_fd(ours);
    result = hear(&responder, said, err);
    if (result == 0)
        *ret_responder = responder;
    return result;
}

void responder_stop(struct responder *responder)
{
    if (responder->pipe_fd >= 0)
        close(responder->pipe_fd);
    if (responder->pid > 0) {
        kill(responder->pid, SIGKILL);
        waitpid(responder->pid, NULL, 0);
    }
    *responder = (struct responder){.pipe_fd = -1};
}
