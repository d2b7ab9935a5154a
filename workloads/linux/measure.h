// SPDX-License-Identifier: GPL-3.0-or-later
// One load, one window, without a host: for people and for tests of the runner.
#ifndef FULLHOUSE_WORKLOADS_LINUX_MEASURE_H
#define FULLHOUSE_WORKLOADS_LINUX_MEASURE_H

#include <stdint.h>

#include "common/wire/message.h"

struct err;

// Prepares, runs for duration_ns and gives the one window (its histogram is the caller's). 0 or
// negative errno.
int measure_run(const struct wire_prepare *prepare, uint64_t duration_ns,
                struct wire_window *ret_window, struct err *err);

#endif
