// SPDX-License-Identifier: GPL-3.0-or-later
// What the core asks of this home, beside the clock.
#include "workloads/core/home.h"

void home_yield(void)
{
    __builtin_ia32_pause();
}
