// SPDX-License-Identifier: GPL-3.0-or-later
// Beats by absolute times.
#include "collector/beat.h"

#include <criterion/criterion.h>
#include <unistd.h>

#include "common/base/clock.h"

Test(collector_beat, counts_the_beats_that_nobody_was_there_for)
{
    struct beat beat;
    cr_assert_eq(beat_open(&beat, 10 * CLOCK_NS_PER_MS, NULL), 0);
    cr_assert_eq(beat_wait(&beat, 0, NULL), 1);
    uint64_t before = beat.missed;
    usleep(55000);
    cr_assert_eq(beat_wait(&beat, 0, NULL), 1);
    cr_expect_geq(beat.missed, before + 4);
    beat_close(&beat);
}

Test(collector_beat, ends_at_its_deadline)
{
    struct beat beat;
    cr_assert_eq(beat_open(&beat, 3600 * CLOCK_NS_PER_SECOND, NULL), 0);
    cr_expect_eq(beat_wait(&beat, clock_monotonic_ns() + CLOCK_NS_PER_MS, NULL), 0);
    cr_expect_eq(beat.missed, 0);
    beat_close(&beat);
}
