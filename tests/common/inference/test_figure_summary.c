// SPDX-License-Identifier: GPL-3.0-or-later
// Figures of guests summed up: who counts with what, intervals on which scale, ratios to one alone.
#include "common/inference/figure_summary.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "common/base/alloc.h"
#include "tests/common/inference/step_fixture.h"

enum { STEPS = 6, SEED = 7 };

static struct step_record steps[STEPS];
static size_t count;
static struct figure_summaries summaries;

static void tear_down(void)
{
    figure_summaries_done(&summaries);
    step_fixture_steps_done(steps, count);
}

TestSuite(inference_figure_summary, .fini = tear_down);

static struct step_record *add_step(uint32_t guests, uint32_t repeat)
{
    steps[count] = step_fixture_make(
        &(struct step_fixture){.guests = guests, .repeat = repeat, .operations = 10});
    return &steps[count++];
}

static void tell(struct step_record *step, int64_t guest, const char *name, double value)
{
    step_record_add_figure(step, &(struct figure_record){.guest = guest,
                                                         .name = alloc_copy(name),
                                                         .unit = alloc_copy("1/s"),
                                                         .higher_is_better = true,
                                                         .value = value});
}

// Two boots alone, at 100 and 102; two of two guests, which do half, one of them a bit less.
static void make_iops(void)
{
    for (uint32_t boot = 0; boot < 2; boot++) {
        struct step_record *alone = add_step(1, boot), *both = add_step(2, boot);
        tell(alone, 0, "iops", 100 + 2 * boot);
        tell(both, 0, "iops", 51);
        tell(both, 1, "iops", 1); // one odd run among three
        tell(both, 1, "iops", 49 - boot);
        tell(both, 1, "iops", 80);
    }
    figure_summaries_init(&summaries, steps, count, SEED);
}

Test(inference_figure_summary, mean_of_medians_with_interval_and_worst_guest)
{
    make_iops();
    cr_assert_eq(summaries.count, 2);
    const struct figure_summary *alone = &summaries.list[0], *both = &summaries.list[1];
    cr_expect_eq(alone->guests, 1);
    cr_expect_float_eq(alone->mean.value, 101, 1e-9);
    cr_expect(alone->mean.low < 100 && alone->mean.high > 102);
    cr_expect(alone->is_logarithmic);
    cr_expect_eq(both->guests, 2);
    cr_expect_float_eq(both->mean.value, (51 + 49 + 51 + 48) / 4.0, 1e-9);
    cr_expect_eq(both->boots, 2);
    cr_expect_eq(both->tellers, 4);
    cr_expect_eq(both->asked, 4);
    cr_expect_eq(both->values, 8);
    cr_expect_float_eq(both->worst, 48, 1e-9);
    cr_expect_eq(both->worst_guest, 1);
    cr_expect_eq(both->worst_repeat, 1);
}

Test(inference_figure_summary, is_put_over_one_guest_alone)
{
    make_iops();
    const struct figure_summary *alone = &summaries.list[0], *both = &summaries.list[1];
    cr_expect_eq(alone->over_alone.value, 1);
    cr_expect_float_eq(both->over_alone.value, 49.75 / 101, 1e-9);
    cr_expect(both->over_alone.low < 0.49 && both->over_alone.high > 0.49);
}

Test(inference_figure_summary, one_boot_has_no_interval)
{
    tell(add_step(1, 0), 0, "iops", 5);
    figure_summaries_init(&summaries, steps, count, SEED);
    cr_assert_eq(summaries.count, 1);
    cr_expect_eq(summaries.list[0].mean.value, 5);
    cr_expect(isnan(summaries.list[0].mean.low) && isnan(summaries.list[0].mean.high));
    cr_expect_not(summaries.list[0].is_logarithmic);
}

Test(inference_figure_summary, values_below_zero_get_an_interval_of_differences_and_no_ratio)
{
    for (uint32_t boot = 0; boot < 3; boot++) {
        tell(add_step(1, boot), 0, "drift", -3 + (double)boot);
        tell(add_step(2, boot), 1, "drift", -1);
    }
    figure_summaries_init(&summaries, steps, count, SEED);
    cr_assert_eq(summaries.count, 2);
    const struct figure_summary *alone = &summaries.list[0], *both = &summaries.list[1];
    cr_expect_eq(alone->mean.value, -2);
    cr_expect(alone->mean.low < -2 && alone->mean.high > -2);
    cr_expect_float_eq(alone->mean.high + alone->mean.low, -4, 1e-9, "symmetric");
    cr_expect_not(alone->is_logarithmic);
    cr_expect(isnan(alone->over_alone.value));
    cr_expect(isnan(both->over_alone.value));
    cr_expect_eq(both->tellers, 3);
    cr_expect_eq(both->asked, 6, "guest 0 told nothing");
}

Test(inference_figure_summary, what_was_not_measured_or_not_told_by_guests_is_left_out)
{
    struct step_record *failed = add_step(1, 0), *curve = add_step(1, 0), *good = add_step(1, 1);
    failed->state = RECORD_FAILED;
    curve->kind = RECORD_STEP_CURVE;
    tell(failed, 0, "iops", 1);
    tell(curve, 0, "iops", 2);
    tell(good, 0, RECORD_FIGURE_WAKEUPS, 3);
    tell(good, RECORD_ABSENT, "pause", 4);
    figure_summaries_init(&summaries, steps, count, SEED);
    cr_expect_eq(summaries.count, 0);
}

Test(inference_figure_summary, names_keep_the_order_in_which_they_were_told)
{
    struct step_record *step = add_step(1, 0);
    tell(step, 0, "write", 1);
    tell(step, 0, "read", 2);
    figure_summaries_init(&summaries, steps, count, SEED);
    cr_assert_eq(summaries.count, 2);
    cr_expect_str_eq(summaries.list[0].name, "write");
    cr_expect_str_eq(summaries.list[1].name, "read");
    cr_expect_str_eq(summaries.list[1].unit, "1/s");
}
