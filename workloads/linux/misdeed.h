// SPDX-License-Identifier: GPL-3.0-or-later
// An accident as the guest itself commits it: a panic at once, a hog as processes of its own beside
// the load, until it is ended.
#ifndef FULLHOUSE_WORKLOADS_LINUX_MISDEED_H
#define FULLHOUSE_WORKLOADS_LINUX_MISDEED_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "common/model/accident.h"

struct err;

// Zeroed: none is under way.
struct misdeed {
    pid_t group; // of its processes, 0: none
    int fd;      // of the disk it fills, where group is not 0; -1: none
};

// Begins it. limit_bytes: of memory or disk it may take, 0: what there is. owns_machine: this is a
// guest of our own, whose kernel may panic and whose processes may be as many as they like; else
// the agent aborts, and a fork bomb is refused (-EOPNOTSUPP) since it would be the host's. 0 or
// negative errno, with err saying what is missing; does not return from a panic.
int misdeed_begin(struct misdeed *misdeed, enum accident kind, uint64_t limit_bytes,
                  bool owns_machine, struct err *err);

// Kills what is under way, and waits for it.
void misdeed_end(struct misdeed *misdeed);

#endif
