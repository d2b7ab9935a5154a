// SPDX-License-Identifier: GPL-3.0-or-later
// The clock of this home: clock_monotonic_ns (common/base/clock.h) from the time stamp counter,
// which all vCPUs share.
#ifndef FULLHOUSE_WORKLOADS_BARE_CLOCK_H
#define FULLHOUSE_WORKLOADS_BARE_CLOCK_H

#include <stdint.h>

// The clock begins at 1 second: 0 means "not yet" here and there.
void clock_init(uint64_t tsc_hz);

#endif
