// SPDX-License-Identifier: GPL-3.0-or-later
// Two half normal distributions, and how such numbers are written.
#include "planner/uncertain.h"

const char *origin_name(enum origin origin)
{
    static const char *const names[] = {
#define X(name, word) [ORIGIN_##name] = word,
        ORIGINS(X)
#undef X
    };
    return names[origin];
}
