// SPDX-License-Identifier: GPL-3.0-or-later
// What the core asks of the home it runs in, beside clock_monotonic_ns (common/base/clock.h): each
// home defines these.
#ifndef FULLHOUSE_WORKLOADS_CORE_HOME_H
#define FULLHOUSE_WORKLOADS_CORE_HOME_H

// Somebody else, who shares this CPU or runs on another, must go on before the caller can.
void home_yield(void);

#endif
