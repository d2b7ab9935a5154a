// SPDX-License-Identifier: GPL-3.0-or-later
// Running another program to its end: its pipes, its deadline and its last word. How it is started
// is process_spawn.c's business.
#include "common/base/process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/interrupt.h"
#include "common/base/process_spawn.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/base/units.h"

// MAX_OUTPUT: more than anyone reads; the rest is read and dropped, so that a babbling child
// neither stalls nor eats the host. LAST_READS: the largest pipe an ordinary user may make is 1
// MiB.
enum { MAX_OUTPUT = 64 << 20, READ_SIZE = 64 << 10, LAST_READS = 16 };

struct watch {
    struct process_child child;
    struct strbuf outputs[2];
    uint64_t deadline_ns; // 0: none
    bool ended;
};

// One read; false at the end of the pipe or when it is empty for now. Closes a pipe at its end.
static bool read_once(struct watch *watch, int stream, char *scratch)
{
    int *fd = &watch->child.pipes[stream];
    struct strbuf *output = &watch->outputs[stream];
    ssize_t got = *fd >= 0 ? read(*fd, scratch, READ_SIZE) : -1;
    if (got > 0 && output->length + (size_t)got <= MAX_OUTPUT)
        strbuf_add_bytes(output, scratch, (size_t)got);
    if (*fd >= 0 && (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR))) {
        close(*fd);
        *fd = -1;
    }
    return got > 0;
}

// What still lies in the pipes when the child has ended. Bounded: a grandchild may go on writing.
static void read_rest(struct watch *watch, char *scratch)
{
    for (int stream = 0; stream < 2; stream++)
        for (int i = 0; i < LAST_READS && read_once(watch, stream, scratch); i++)
            ;
}

// Waits for something to happen and takes it in. 0 or negative errno.
static int turn(struct watch *watch, char *scratch)
{
    struct pollfd events[] = {
        {.fd = watch->child.pipes[0], .events = POLLIN},
        {.fd = watch->child.pipes[1], .events = POLLIN},
        {.fd = watch->child.pidfd, .events = POLLIN},
        {.fd = interrupt_fd(), .events = POLLIN},
    };
    if (interrupt_pending())
        return -EINTR;
    int timeout_ms = watch->deadline_ns ? clock_poll_timeout_ms(watch->deadline_ns) : -1;
    int ready = poll(events, sizeof(events) / sizeof(events[0]), timeout_ms);
    if (ready < 0)
        return errno == EINTR ? 0 : -errno;
    for (int stream = 0; stream < 2; stream++)
        if (events[stream].revents)
            read_once(watch, stream, scratch);
    watch->ended = events[2].revents != 0;
    if (watch->ended)
        read_rest(watch, scratch);
    else if (watch->deadline_ns && clock_monotonic_ns() >= watch->deadline_ns)
        return -ETIMEDOUT;
    return 0;
}

static int watch_to_end(struct watch *watch)
{
    scope_free char *scratch = alloc_zeroed(READ_SIZE, 1);
    int failed = 0;
    while (!watch->ended && !failed)
        failed = turn(watch, scratch);
    return failed;
}

// The child and all it started: it leads its own process group, unless it has left it.
static void kill_all(pid_t pid)
{
    kill(-pid, SIGKILL);
    kill(pid, SIGKILL);
}

static int reap(pid_t pid, int *ret_exit_code)
{
    int status;
    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR)
            return -errno;
    *ret_exit_code = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
    return 0;
}

// The last line that says something, of the error output if it has one.
static char *last_words(const struct watch *watch)
{
    const struct strbuf *output = &watch->outputs[watch->outputs[1].length ? 1 : 0];
    scope_free char *text = alloc_copy(strbuf_text(output));
    size_t length = strlen(text);
    while (length > 0 && text[length - 1] == '\n')
        text[--length] = '\0';
    const char *newline = strrchr(text, '\n');
    return alloc_copy(newline ? newline + 1 : text);
}

static int explain(const struct watch *watch, const char *program, uint64_t timeout_ns, int failed,
                   struct err *err)
{
    if (failed == -EINTR)
        return err_interrupted(err);
    if (failed != -ETIMEDOUT)
        return err_system(err, -failed, "waiting for %s", program);
    char limit[UNITS_TEXT_SIZE];
    scope_free char *words = last_words(watch);
    return err_system(err, ETIMEDOUT, "%s did not end within %s%s%.200s%s", program,
                      units_format_duration_ns(limit, (double)timeout_ns),
                      *words ? " (its last words: " : "", words, *words ? ")" : "");
}

static int run_child(struct watch *watch, const char *program, uint64_t timeout_ns,
                     int *ret_exit_code, struct err *err)
{
    watch->deadline_ns = timeout_ns ? clock_monotonic_ns() + timeout_ns : 0;
    int exit_code = 0;
    int failed = watch_to_end(watch);
    if (failed)
        kill_all(watch->child.pid);
    int lost = reap(watch->child.pid, &exit_code);
    if (failed)
        return explain(watch, program, timeout_ns, failed, err);
    if (lost)
        return err_system(err, -lost, "the end of %s", program);
    *ret_exit_code = exit_code;
    return 0;
}

static void watch_done(struct watch *watch)
{
    process_child_done(&watch->child);
    strbuf_done(&watch->outputs[0]);
    strbuf_done(&watch->outputs[1]);
}

int process_run(const char *const argv[], const struct process_options *options,
                struct process_result *ret_result, struct err *err)
{
    static const struct process_options defaults;
    if (!options)
        options = &defaults;
    if (interrupt_pending())
        return err_interrupted(err);
    struct process_result result = {0};
    __attribute__((cleanup(watch_done))) struct watch watch = {.child = PROCESS_CHILD_NONE};
    int failed = process_spawn(argv, options, &watch.child, err);
    if (!failed)
        failed = run_child(&watch, argv[0], options->timeout_ns, &result.exit_code, err);
    if (failed)
        return failed;
    strbuf_add_bytes(&watch.outputs[0], strbuf_text(&watch.outputs[1]), watch.outputs[1].length);
    result.output = strbuf_take(&watch.outputs[0]);
    *ret_result = result;
    return 0;
}

void process_result_done(struct process_result *result)
{
    if (!result)
        return;
    free(result->output);
    *result = (struct process_result){0};
}
