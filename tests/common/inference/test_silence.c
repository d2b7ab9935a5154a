// SPDX-License-Identifier: GPL-3.0-or-later
// Steps in which no operation ended: said in words, and nothing is concluded from them.
#include "common/inference/silence.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/inference/density.h"
#include "common/inference/maximum.h"
#include "common/model/scenario.h"
#include "tests/common/inference/step_fixture.h"

// Looked at from the second boot on.
static const struct sequential_plan looks = {
    .boots_first = 2, .boots_max = 5, .confidence = SEQUENTIAL_CONFIDENCE_DEFAULT};

static struct scenario scenario;

static void read_scenario(const char *text)
{
    struct err err = {0};
    scenario_init(&scenario);
    cr_assert_eq(scenario_load_text(&scenario, "t", text, &err), 0, "%s", err_text(&err));
}

static void tear_down(void)
{
    scenario_done(&scenario);
}

TestSuite(inference_silence, .fini = tear_down);

static void set_guest(struct guest_record *guest, uint64_t operations, uint64_t due)
{
    for (size_t w = 0; w < guest->window_count; w++) {
        guest->windows[w].operations = guest->windows[w].measured ? operations : 1;
        guest->windows[w].due = due;
    }
}

static struct step_record make_step(uint32_t guests, uint64_t operations, uint64_t due)
{
    struct step_record step = step_fixture_make(
        &(struct step_fixture){.guests = guests, .operations = 1, .latency_ns = 1000, .due = due});
    for (uint32_t g = 0; g < guests && operations == 0; g++) {
        struct guest_record *guest = &step.guest_list[g];
        for (size_t w = 0; w < guest->window_count; w++) {
            free(guest->windows[w].histogram);
            guest->windows[w].histogram = NULL;
        }
        set_guest(guest, 0, due);
    }
    return step;
}

static void expect_silence(const struct step_record *step, const char *wanted)
{
    scope_free char *text = silence_of_step(&scenario, step);
    if (wanted)
        cr_expect_str_eq(text ? text : "(none)", wanted);
    else
        cr_expect_null(text, "%s", text);
}

static const char fio[] =
    "guests: 1..2\nload:\n  workload: exec\n  exec:\n"
    "    program: /usr/bin/fio\n    metrics: {iops: {pattern: '([0-9]+)', better: higher}}\n";

Test(inference_silence, names_program_and_windows)
{
    read_scenario(fio);
    struct step_record step = make_step(2, 0, 0);
    expect_silence(&step, "no run of fio ended in the 3 windows of 1s; give longer windows");
    step.kind = RECORD_STEP_CALIBRATE;
    expect_silence(&step, "no run of fio ended in the 3 windows of 1s; give longer windows");
    step.state = RECORD_FAILED;
    expect_silence(&step, NULL);
    step_record_done(&step);
}

Test(inference_silence, some_guests_only)
{
    read_scenario(fio);
    struct step_record step = make_step(2, 1, 0);
    expect_silence(&step, NULL);
    set_guest(&step.guest_list[1], 0, 0);
    expect_silence(&step, "in 1 of 2 guests no run of fio ended in the 3 windows of 1s; give "
                          "longer windows");
    step_record_done(&step);
}

Test(inference_silence, paced_loads_may_have_nothing_due)
{
    read_scenario("guests: 1..2\nload: {workload: cpu, variant: float, rate: 0.01/s}\n");
    struct step_record step = make_step(2, 0, 0);
    expect_silence(&step, "nothing fell due in the 3 windows of 1s; give longer windows");
    set_guest(&step.guest_list[0], 1, 1);
    expect_silence(&step, NULL);
    set_guest(&step.guest_list[0], 0, 2);
    expect_silence(&step, "no operation of cpu:float ended in the 3 windows of 1s; give longer "
                          "windows");
    step_record_done(&step);
}

Test(inference_silence, of_a_tile_the_stream_is_named)
{
    read_scenario("tiles: 1..1\ntile: {web: {load: {workload: cpu}}, idler: {load: {workload: "
                  "idle}}}\n");
    struct step_record step = make_step(2, 0, 0);
    record_set(&step.guest_list[0].role, alloc_copy("web"));
    record_set(&step.guest_list[1].role, alloc_copy("idler"));
    expect_silence(&step, "web: no operation of cpu ended in the 3 windows of 1s; give longer "
                          "windows");
    step_record_done(&step);
}

static void judge(struct step_record *step, const char *terms, struct density **ret_densities)
{
    struct slo slo = {0};
    struct err err = {0};
    size_t count;
    if (*terms)
        cr_assert_eq(slo_parse(terms, &slo, &err), 0, "%s", err_text(&err));
    density_compute_run(step, 1, &slo, &looks, 1, ret_densities, &count);
    cr_assert_eq(count, 1);
    slo_done(&slo);
}

Test(inference_silence, no_verdict_is_made_of_nothing)
{
    static const char *const terms[] = {"", "p99<=3x", "throughput>=1/s", "fairness>=90%",
                                        "achieved>=95%"};
    read_scenario(fio);
    for (size_t i = 0; i < sizeof terms / sizeof *terms; i++) {
        struct step_record step = make_step(1, 0, 0);
        struct density *densities;
        judge(&step, terms[i], &densities);
        cr_expect(densities[0].is_silent);
        cr_expect_eq(densities[0].verdict, DENSITY_UNDECIDED, "%s", terms[i]);
        cr_expect(isnan(densities[0].throughput.value) && isnan(densities[0].retained.value));
        const struct maximum maximum = maximum_of(densities, 1);
        scope_free char *sentence = maximum_sentence(&maximum, false);
        cr_expect(strstr(sentence, "none ended in the measured windows"), "%s", sentence);
        density_free(densities, 1);
        step_record_done(&step);
    }
}

// What fell due and was not done is a measurement.
Test(inference_silence, a_load_that_does_nothing_of_what_fell_due_fails)
{
    read_scenario(fio);
    struct step_record steps[2] = {make_step(1, 0, 5), make_step(1, 0, 5)};
    struct slo slo = {0};
    struct density *densities;
    size_t count;
    steps[1].repeat = 1;
    cr_assert_eq(slo_parse("achieved>=95%", &slo, NULL), 0);
    density_compute_run(steps, 2, &slo, &looks, 1, &densities, &count);
    cr_assert_eq(count, 1);
    cr_expect_eq(densities[0].verdict, DENSITY_FAILS);
    cr_expect_eq(densities[0].achieved.value, 0);
    density_free(densities, count);
    slo_done(&slo);
    step_fixture_steps_done(steps, 2);
}
