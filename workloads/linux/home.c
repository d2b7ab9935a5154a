// SPDX-License-Identifier: GPL-3.0-or-later
// What the core asks of its home, by Linux.
#include "workloads/core/home.h"

#include <sched.h>

void home_yield(void)
{
    sched_yield();
}
