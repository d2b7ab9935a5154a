// SPDX-License-Identifier: GPL-3.0-or-later
// Differences of differences from made-up boots: what is the same with and without an accident
// falls out, what is not is told, and a lost neighbour is worse than any ratio.
#include "common/inference/isolation.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/model/scenario.h"
#include "tests/common/inference/step_fixture.h"

enum { GUESTS = 3, BOOTS = 3, STEPS = 2 * BOOTS, ACCIDENT_WINDOW = 2 };

static struct scenario scenario;
static struct step_record steps[STEPS];
static struct isolation isolation;

static void set_up(void)
{
    scenario_init(&scenario);
    scenario.guests_max = GUESTS;
    scenario.fault = ACCIDENT_PANIC;
}

static void tear_down(void)
{
    isolation_done(&isolation);
    step_fixture_steps_done(steps, STEPS);
    scenario_done(&scenario);
}

TestSuite(inference_isolation, .init = set_up, .fini = tear_down);

// after: what a neighbour does in its last window over what it does in its first one.
static struct step_record make_boot(enum accident kind, uint32_t repeat, double after)
{
    struct step_record step = step_fixture_make(&(struct step_fixture){
        .guests = GUESTS, .repeat = repeat, .operations = 1000, .latency_ns = 5000});
    step.kind = RECORD_STEP_ISOLATION;
    record_set(&step.guest_list[0].load, alloc_copy(accident_name(kind)));
    for (uint32_t g = 0; g < GUESTS; g++) {
        struct guest_record *guest = &step.guest_list[g];
        for (size_t w = 0; w < guest->window_count; w++)
            if (guest->windows[w].index > ACCIDENT_WINDOW)
                guest->windows[w].operations =
                    (uint64_t)(g == 0 ? 0 : 1000 * after + repeat); // boots differ a little
    }
    const struct figure_record figure = {
        .guest = 0,
        .name = alloc_copy(RECORD_FIGURE_ACCIDENT),
        .unit = alloc_copy(""),
        .value = ACCIDENT_WINDOW,
    };
    step_record_add_figure(&step, &figure);
    return step;
}

static void make_boots(double with, double without)
{
    for (uint32_t b = 0; b < BOOTS; b++) {
        steps[2 * b] = make_boot(ACCIDENT_PANIC, b, with);
        steps[2 * b + 1] = make_boot(ACCIDENT_NONE, b, without);
    }
}

static void compute(void)
{
    isolation_init(&isolation, &scenario, steps, STEPS);
}

static void expect_sentence(const char *part)
{
    scope_free char *text = isolation_sentence(&isolation, false);
    cr_assert_not_null(strstr(text, part), "%s", text);
}

Test(inference_isolation, what_drifts_within_every_boot_falls_out)
{
    make_boots(0.8, 0.8);
    compute();
    cr_assert_eq(isolation.boots, BOOTS);
    cr_assert_eq(isolation.calm_boots, BOOTS);
    cr_assert_float_eq(isolation.throughput_ratio.value, 1, 1e-9);
    expect_sentence("panic in one of 3 guests: the others felt nothing beyond doubt: 1x [");
}

Test(inference_isolation, what_only_the_accident_does_is_told)
{
    make_boots(0.5, 1);
    compute();
    cr_assert_float_eq(isolation.throughput_ratio.value, 0.5, 0.01);
    cr_assert_lt(isolation.throughput_ratio.high, 0.6);
    expect_sentence("the others felt it: 0.5");
}

Test(inference_isolation, room_that_is_left_is_a_gain)
{
    make_boots(1.5, 1);
    compute();
    expect_sentence("the others gained by it");
}

Test(inference_isolation, befallen_guest_is_no_neighbour)
{
    make_boots(1, 1);
    record_set(&steps[0].guest_list[0].reason, alloc_copy("it died"));
    for (size_t i = 0; i < STEPS; i += 2)
        steps[i].guest_list[0].state = RECORD_FAILED;
    compute();
    cr_assert_eq(isolation.lost, 0);
    cr_assert_float_eq(isolation.throughput_ratio.value, 1, 1e-9, "its silence does not count");
}

Test(inference_isolation, lost_neighbour_is_worse_than_any_ratio)
{
    make_boots(1, 1);
    steps[2].state = RECORD_FAILED;
    steps[2].guest_list[1].state = RECORD_FAILED;
    compute();
    cr_assert_eq(isolation.lost, 1);
    cr_assert_eq(isolation.boots, BOOTS - 1);
    expect_sentence("the others lost 1 of their own");
}

Test(inference_isolation, one_boot_judges_nothing)
{
    make_boots(0.5, 1);
    isolation_init(&isolation, &scenario, steps, 2);
    cr_assert_eq(isolation.boots, 1);
    cr_assert(isnan(isolation.throughput_ratio.low));
    expect_sentence("the others cannot be judged by so few boots: 0.5");
}

Test(inference_isolation, scenario_without_a_fault_has_none)
{
    make_boots(1, 1);
    scenario.fault = ACCIDENT_NONE;
    compute();
    cr_assert_eq(isolation.boots, 0);
    cr_assert(isnan(isolation.throughput_ratio.value));
}
