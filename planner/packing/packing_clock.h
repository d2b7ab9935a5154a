// SPDX-License-Identifier: GPL-3.0-or-later
// The time as searches hold it against their deadlines.
#ifndef FULLHOUSE_PLANNER_PACKING_PACKING_CLOCK_H
#define FULLHOUSE_PLANNER_PACKING_PACKING_CLOCK_H

#include <stdint.h>

#include "common/base/clock.h"
#include "common/base/interrupt.h"

// CLOCK_MONOTONIC; past every deadline once the user said stop.
static inline uint64_t packing_clock_ns(void)
{
    return interrupt_pending() ? UINT64_MAX : clock_monotonic_ns();
}

#endif
