// SPDX-License-Identifier: GPL-3.0-or-later
// A few bytes of the kernel's.
#include "bench/seed.h"

#include <sys/random.h>

uint64_t seed_new(void)
{
    uint64_t seed = 0;
    while (seed == 0)
        if (getrandom(&seed, sizeof seed, 0) == sizeof seed)
            seed >>= SEED_SPARE_BITS;
    return seed;
}
