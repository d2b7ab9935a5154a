// SPDX-License-Identifier: GPL-3.0-or-later
// The real agent as a process at the other end of a socket, for tests.
#ifndef FULLHOUSE_TESTS_WORKLOADS_LINUX_AGENT_H
#define FULLHOUSE_TESTS_WORKLOADS_LINUX_AGENT_H

#include <stdint.h>
#include <sys/types.h>

#include "common/wire/channel.h"

struct agent {
    pid_t pid;
    struct channel channel;
};

// Starts fullhouse-guest --fd N; fault NULL for none.
void agent_start(struct agent *agent, const char *fault);
// Its exit code, 128 + signal when it was killed; fails the test when it takes longer than 10 s.
int agent_exit_code(struct agent *agent);
// Closes our end.
void agent_hang_up(struct agent *agent);

void agent_say(struct agent *agent, const struct wire_message *message);
void agent_say_type(struct agent *agent, enum wire_type type);
void agent_say_line(struct agent *agent, const char *line);
// bursty: four times the rate for 30 ms; replay: a trace of three steps, Poisson.
void agent_prepare(struct agent *agent, const char *workload, enum load_arrivals arrivals,
                   double rate);
void agent_begin(struct agent *agent, uint64_t window_ns, uint32_t windows);

// The next message, which must be of this type. The caller releases it.
struct wire_message agent_hear(struct agent *agent, enum wire_type type);
// The same, released.
void agent_expect(struct agent *agent, enum wire_type type);
// The next message is an error that says this.
void agent_expect_error(struct agent *agent, const char *what);

#endif
