// SPDX-License-Identifier: GPL-3.0-or-later
// Starts, talks to and waits for the agent.
#include "tests/workloads/linux/agent.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/base/clock.h"
#include "common/base/err.h"

static const char program[] = TEST_BUILD_DIR "/fullhouse-guest";

void agent_start(struct agent *agent, const char *fault)
{
    char number[16];
    const char *arguments[] = {program, "--fd", number, fault ? "--test" : NULL, fault, NULL};
    int fds[2];

    cr_assert_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, fds), 0);
    fcntl(fds[0], F_SETFD, FD_CLOEXEC);
    snprintf(number, sizeof number, "%d", fds[1]);
    cr_assert_eq(posix_spawn(&agent->pid, program, NULL, NULL, (char *const *)arguments, environ),
                 0, "%s does not start", program);
    close(fds[1]);
    channel_init(&agent->channel, fds[0]);
}

int agent_exit_code(struct agent *agent)
{
    uint64_t deadline_ns = clock_monotonic_ns() + 40 * CLOCK_NS_PER_SECOND;
    int status;

    while (waitpid(agent->pid, &status, WNOHANG) == 0) {
        cr_assert_lt(clock_monotonic_ns(), deadline_ns, "the agent does not end");
        clock_sleep_until_ns(clock_monotonic_ns() + CLOCK_NS_PER_MS);
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void agent_hang_up(struct agent *agent)
{
    close(agent->channel.fd);
    channel_done(&agent->channel);
}

void agent_say(struct agent *agent, const struct wire_message *message)
{
    cr_assert_eq(channel_send(&agent->channel, message, NULL), 0);
}

void agent_say_type(struct agent *agent, enum wire_type type)
{
    agent_say(agent, &(struct wire_message){.type = type});
}

void agent_say_line(struct agent *agent, const char *line)
{
    cr_assert_eq(write(agent->channel.fd, line, strlen(line)), (ssize_t)strlen(line));
}

void agent_prepare(struct agent *agent, const char *workload, enum load_arrivals arrivals,
                   double rate)
{
    static struct trace_step steps[] = {{50000000, 250000}, {70000000, 0}, {30000000, 900000}};
    static struct trace trace = {steps, sizeof steps / sizeof *steps};

    agent_say(agent, &(struct wire_message){
                         .type = WIRE_PREPARE,
                         .prepare = {.load = {.workload = (char *)workload,
                                              .variant = (char *)"",
                                              .arrivals = arrivals,
                                              .burst = {4000, 30000000},
                                              .traces = {.traces = &trace, .count = 1},
                                              .trace_is_poisson = true,
                                              .rate = {.value = rate},
                                              .threads = 1},
                                     .seed = 11},
                     });
}

void agent_begin(struct agent *agent, uint64_t window_ns, uint32_t windows)
{
    agent_say(agent, &(struct wire_message){
                         .type = WIRE_START,
                         .start = {.window_ns = window_ns, .windows = windows},
                     });
}

struct wire_message agent_hear(struct agent *agent, enum wire_type type)
{
    uint64_t deadline_ns = clock_monotonic_ns() + 40 * CLOCK_NS_PER_SECOND;
    struct wire_message message = {0};
    struct err err = {0};

    cr_assert_eq(channel_wait(&agent->channel, deadline_ns, &message, &err), 1, "%s expected: %s",
                 wire_type_name(type), err_text(&err));
    cr_assert_eq(message.type, type, "%s expected, %s came: %s", wire_type_name(type),
                 wire_type_name(message.type),
                 message.type == WIRE_ERROR ? message.error.what : "");
    return message;
}

void agent_expect(struct agent *agent, enum wire_type type)
{
    struct wire_message message = agent_hear(agent, type);

    wire_message_done(&message);
}

void agent_expect_error(struct agent *agent, const char *what)
{
    struct wire_message message = agent_hear(agent, WIRE_ERROR);

    cr_assert(strstr(message.error.what, what), "%s", message.error.what);
    wire_message_done(&message);
}
