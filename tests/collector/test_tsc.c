// SPDX-License-Identifier: GPL-3.0-or-later
// The counter's frequency: the same every time it is measured.
#include "collector/tsc.h"

#include <criterion/criterion.h>
#include <inttypes.h>

Test(collector_tsc, is_told_alike_each_time)
{
    uint64_t least = UINT64_MAX, most = 0;
    for (int i = 0; i < 5; i++) {
        uint64_t khz = tsc_measure_khz();
        least = khz < least ? khz : least;
        most = khz > most ? khz : most;
    }
    cr_assert_gt(least, 100000, "%" PRIu64 " kHz", least);
    cr_assert_lt(most, 20000000, "%" PRIu64 " kHz", most);
    cr_assert_lt((double)(most - least), 1e-3 * (double)least, "%" PRIu64 "..%" PRIu64, least,
                 most);
}
