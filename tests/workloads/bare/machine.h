// SPDX-License-Identifier: GPL-3.0-or-later
// The real bare guest in a real QEMU, its serial line at the other end of a socket, for tests. What
// is said to it goes through tests/workloads/linux/agent.h: it is the same conversation.
#ifndef FULLHOUSE_TESTS_WORKLOADS_BARE_MACHINE_H
#define FULLHOUSE_TESTS_WORKLOADS_BARE_MACHINE_H

#include <stdbool.h>
#include <stdint.h>

#include "tests/workloads/linux/agent.h"

struct machine {
    const char *accelerator; // "tcg" or "kvm"
    uint32_t vcpus;
    uint32_t memory_mib;
    const char *words;  // of its command line, NULL for none but the clock's rate
    bool has_seabios;   // loaded the long way, without our firmware
    bool knows_no_rate; // nobody tells it how fast its clock is
};

// Skips the test where this accelerator cannot run.
void machine_start(const struct machine *machine, struct agent *agent);

// Ends it, whatever it does.
void machine_stop(struct agent *agent);

// That it has ended by itself, within 10 s.
void machine_expect_end(struct agent *agent);

#endif
