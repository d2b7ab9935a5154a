// SPDX-License-Identifier: GPL-3.0-or-later
// Clocks told from made-up round trips, whose truth is known.
#include "bench/guest_clock.h"

#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdlib.h>

#include "common/base/rng.h"
#include "common/model/record.h"

// A guest's clock: its time is offset + rate * the host's.
struct truth {
    int64_t offset_ns;
    double rate;
};

static uint64_t guest_time(const struct truth *truth, uint64_t host_ns)
{
    return (uint64_t)truth->offset_ns + host_ns +
           (uint64_t)(int64_t)((truth->rate - 1) * (double)host_ns);
}

// One ping that takes `there` ns to the guest and `back` ns from it.
static void ping(struct guest_clock *clock, const struct truth *truth, uint64_t *now_ns,
                 uint64_t there, uint64_t back)
{
    uint64_t id = guest_clock_ping(clock, *now_ns);
    uint64_t guest_ns = guest_time(truth, *now_ns + there);
    *now_ns += there + back;
    cr_assert(guest_clock_pong(clock, id, guest_ns, *now_ns));
}

Test(harness_guest_clock, believes_the_shortest_round_trip)
{
    const struct truth truth = {.offset_ns = 5000000000, .rate = 1};
    struct guest_clock clock = {0};
    uint64_t now_ns = 1000000000;
    guest_clock_begin(&clock, 3);
    ping(&clock, &truth, &now_ns, 900000, 100);
    ping(&clock, &truth, &now_ns, 1000, 1000);
    ping(&clock, &truth, &now_ns, 100, 800000);
    cr_assert_eq(clock.pings_left, 0);
    cr_assert_eq(clock.fix.offset_ns, truth.offset_ns);
    cr_assert_eq(clock.fix.error_ns, 1000);
    cr_assert_eq(guest_clock_to_guest(&clock, 7), 5000000007);
    cr_assert_eq(guest_clock_to_host(&clock, 5000000007), 7);
}

Test(harness_guest_clock, keeps_the_truth_within_its_error)
{
    struct rng rng;
    rng_init(&rng, 30);
    for (int i = 0; i < 5000; i++) {
        struct truth truth = {.offset_ns = (int64_t)rng_below(&rng, UINT64_C(1) << 50), .rate = 1};
        if (rng_below(&rng, 2))
            truth.offset_ns = -truth.offset_ns / 1024;
        struct guest_clock clock = {0};
        uint64_t now_ns = (UINT64_C(1) << 45) + rng_below(&rng, UINT64_C(1) << 40);
        guest_clock_begin(&clock, 8);
        while (clock.pings_left)
            ping(&clock, &truth, &now_ns, 1 + rng_below(&rng, 1000000),
                 1 + rng_below(&rng, 1000000));
        int64_t wrong_ns = clock.fix.offset_ns - truth.offset_ns;
        cr_assert_leq((uint64_t)llabs(wrong_ns), clock.fix.error_ns, "case %d", i);
    }
}

Test(harness_guest_clock, refuses_pongs_that_answer_nothing)
{
    struct guest_clock clock = {0};
    cr_assert_not(guest_clock_pong(&clock, 0, 1, 2), "no round under way");
    guest_clock_begin(&clock, 1);
    uint64_t id = guest_clock_ping(&clock, 100);
    cr_assert_not(guest_clock_pong(&clock, id + 1, 1, 200));
    cr_assert_not(guest_clock_pong(&clock, id - 1, 1, 200));
    cr_assert(guest_clock_pong(&clock, id, 1, 200));
    cr_assert_not(guest_clock_pong(&clock, id, 1, 300), "twice");
}

static double rate_over(const struct truth *truth, uint64_t span_ns, uint64_t trip_ns)
{
    struct guest_clock clock = {0};
    uint64_t now_ns = UINT64_C(1000000000);
    guest_clock_begin(&clock, 1);
    ping(&clock, truth, &now_ns, trip_ns / 2, trip_ns / 2);
    guest_clock_mark_first(&clock);
    now_ns += span_ns;
    guest_clock_begin(&clock, 1);
    ping(&clock, truth, &now_ns, trip_ns / 2, trip_ns / 2);
    return guest_clock_rate(&clock);
}

Test(harness_guest_clock, tells_a_clock_that_runs_at_another_rate)
{
    const double rates[] = {0.5, 0.9, 1.001, 1.1, 2.0};
    for (size_t i = 0; i < sizeof rates / sizeof *rates; i++) {
        const struct truth truth = {.offset_ns = 4000000000, .rate = rates[i]};
        double told = rate_over(&truth, UINT64_C(10000000000), 20000);
        cr_assert_float_eq(told, rates[i], 1e-5, "%g told as %g", rates[i], told);
    }
}

Test(harness_guest_clock, calls_a_difference_within_the_error_none)
{
    const struct truth truth = {.offset_ns = 4000000000, .rate = 1.0000001};
    cr_assert_eq(rate_over(&truth, UINT64_C(1000000000), 20000), 1.0);
}

Test(harness_guest_clock, has_no_rate_without_two_rounds)
{
    const struct truth truth = {.offset_ns = 1, .rate = 1};
    struct guest_clock clock = {0};
    uint64_t now_ns = 1000;
    cr_assert_eq(guest_clock_rate(&clock), RECORD_ABSENT);
    guest_clock_mark_first(&clock);
    cr_assert_eq(guest_clock_rate(&clock), RECORD_ABSENT, "a guest lost before any round");
    guest_clock_begin(&clock, 1);
    cr_assert_eq(guest_clock_rate(&clock), RECORD_ABSENT, "a round without an answer");
    ping(&clock, &truth, &now_ns, 10, 10);
    guest_clock_mark_first(&clock);
    cr_assert_eq(guest_clock_rate(&clock), RECORD_ABSENT, "the same round twice");
    guest_clock_begin(&clock, 2);
    cr_assert_eq(guest_clock_rate(&clock), RECORD_ABSENT, "the second round lost");
}
