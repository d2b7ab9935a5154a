// SPDX-License-Identifier: GPL-3.0-or-later
// Densities from steps: exact sums, host time, which guests and windows count, and the verdict.
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/clock.h"
#include "common/inference/density.h"
#include "tests/common/inference/step_fixture.h"

// Looked at from the second boot on.
static const struct sequential_plan looks = {
    .boots_first = 2, .boots_max = 5, .confidence = SEQUENTIAL_CONFIDENCE_DEFAULT};

static struct density *compute(const struct step_record *steps, size_t count, const char *terms,
                               size_t *ret_count)
{
    struct slo slo;
    struct density *densities = NULL;
    cr_assert_eq(slo_parse(terms, &slo, NULL), 0);
    density_compute_run(steps, count, &slo, &looks, 42, &densities, ret_count);
    slo_done(&slo);
    return densities;
}

// One density from two boots of it and two of one guest alone.
static struct density *compute_pair(const struct step_fixture *solo, const struct step_fixture *at,
                                    const char *terms)
{
    struct step_record steps[4];
    size_t count = 0;
    for (uint32_t i = 0; i < 4; i++) {
        struct step_fixture fixture = i < 2 ? *solo : *at;
        fixture.repeat = i % 2;
        steps[i] = step_fixture_make(&fixture);
    }
    struct density *densities = compute(steps, 4, terms, &count);
    step_fixture_steps_done(steps, 4);
    cr_assert_eq(count, 2);
    return densities;
}

static const struct step_fixture solo = {.guests = 1, .operations = 1000, .latency_ns = 1000000};

Test(inference_density, adds_up_exactly)
{
    struct step_fixture four = {
        .guests = 4, .operations = 801, .latency_ns = 2000000, .slow_guests = 1};
    struct density *densities = compute_pair(&solo, &four, "");
    // Two boots, three measured windows, three guests of 801 and one of 400.
    cr_expect_eq(densities[1].operations, 2 * 3 * (3 * 801 + 400));
    cr_expect_eq(densities[1].due, densities[1].operations);
    cr_expect_eq(densities[1].latency->total, densities[1].operations);
    cr_expect_eq(densities[1].latency->max_ns, 2000000, "warm-up was counted");
    cr_expect_eq(densities[1].boots, 2);
    cr_expect_float_eq(densities[1].throughput.value, (3 * 801 + 400) / 4.0, 1e-9);
    cr_expect_float_eq(densities[1].total.value, 3 * 801 + 400, 1e-9);
    cr_expect_float_eq(densities[1].worst.value, 400.0 / 801, 1e-9);
    cr_expect_float_eq(densities[1].memory_bytes.value, 1000, 1e-9);
    cr_expect_lt(densities[1].fairness.value, 1);
    density_free(densities, 2);
}

Test(inference_density, the_value_is_that_of_the_pooled_histogram)
{
    struct step_fixture four = {.guests = 4, .operations = 800, .latency_ns = 2345678};
    struct density *densities = compute_pair(&solo, &four, "");
    for (size_t i = 0; i < 2; i++) {
        const struct density *density = &densities[i];
        cr_expect_eq(density->p50_ns.value, histogram_quantile_ns(density->latency, 0.5));
        cr_expect_eq(density->p99_ns.value, histogram_quantile_ns(density->latency, 0.99));
        cr_expect_eq(density->p999_ns.value, histogram_quantile_ns(density->latency, 0.999));
        cr_expect_float_eq(density->mean_ns.value, histogram_mean_ns(density->latency), 1e-6);
    }
    cr_expect_float_eq(densities[1].inflation.value, 2.345678, 1e-9);
    cr_expect_float_eq(densities[1].retained.value, 0.8, 1e-9);
    density_free(densities, 2);
}

Test(inference_density, one_guest_alone_is_one_by_definition)
{
    struct step_record step = step_fixture_make(&solo);
    size_t count = 0;
    struct density *densities = compute(&step, 1, "p99<=3x,retained>=90%,p50<=0.5x", &count);
    cr_assert_eq(count, 1);
    cr_expect_eq(densities[0].retained.value, 1);
    cr_expect_eq(densities[0].inflation.high, 1);
    cr_expect_eq(densities[0].terms[0].verdict, DENSITY_HOLDS);
    cr_expect_eq(densities[0].terms[1].verdict, DENSITY_HOLDS);
    cr_expect_eq(densities[0].terms[2].verdict, DENSITY_FAILS);
    cr_expect_eq(densities[0].verdict, DENSITY_FAILS);
    cr_expect(isnan(densities[0].throughput.low), "one boot has no interval");
    cr_expect(isnan(densities[0].total_ratio.value));
    density_free(densities, count);
    step_record_done(&step);
}

Test(inference_density, holds_fails_and_stays_undecided)
{
    struct step_fixture four = {.guests = 4, .operations = 800, .latency_ns = 2000000};
    struct density *densities = compute_pair(&solo, &four, "p99<=3x,p99<=1.5x,p99<=1ns");
    cr_expect_eq(densities[1].terms[0].verdict, DENSITY_HOLDS);
    cr_expect_eq(densities[1].terms[1].verdict, DENSITY_FAILS);
    cr_expect_eq(densities[1].terms[2].verdict, DENSITY_FAILS);
    cr_expect_eq(densities[1].verdict, DENSITY_FAILS);
    density_free(densities, 2);
    densities = compute_pair(&solo, &four, "p99<=3x,retained>=70%,throughput>=0.7x");
    cr_expect_eq(densities[1].verdict, DENSITY_HOLDS);
    cr_expect_eq(densities[1].rises, DENSITY_HOLDS);
    density_free(densities, 2);
}

Test(inference_density, an_interval_astride_the_bound_is_undecided)
{
    struct step_record steps[4];
    struct step_fixture four = {.guests = 4, .operations = 500, .latency_ns = 2000000};
    struct step_fixture one = solo;
    size_t count = 0;
    for (uint32_t i = 0; i < 2; i++) {
        one.repeat = four.repeat = i;
        four.latency_ns = 2000000 + 2000000 * i;
        steps[i] = step_fixture_make(&one);
        steps[2 + i] = step_fixture_make(&four);
    }
    struct density *densities = compute(steps, 4, "p99<=3x", &count);
    cr_expect_eq(densities[1].terms[0].verdict, DENSITY_UNDECIDED);
    cr_expect_eq(densities[1].verdict, DENSITY_UNDECIDED);
    cr_expect_lt(densities[1].terms[0].estimate.low, 3);
    cr_expect_gt(densities[1].terms[0].estimate.high, 3);
    density_free(densities, count);
    step_fixture_steps_done(steps, 4);
}

Test(inference_density, one_boot_decides_nothing)
{
    struct step_record steps[3];
    struct step_fixture four = {.guests = 4, .operations = 800, .latency_ns = 2000000};
    struct step_fixture one = solo;
    size_t count = 0;
    steps[0] = step_fixture_make(&one);
    one.repeat = 1;
    steps[1] = step_fixture_make(&one);
    steps[2] = step_fixture_make(&four);
    struct density *densities = compute(steps, 3, "p99<=30x,p99<=10s,achieved>=1%", &count);
    for (size_t i = 0; i < 3; i++)
        cr_expect_eq(densities[1].terms[i].verdict, DENSITY_UNDECIDED);
    cr_expect_eq(densities[1].rises, DENSITY_UNDECIDED);
    density_free(densities, count);
    step_fixture_steps_done(steps, 3);
}

Test(inference_density, throughput_that_no_longer_rises_fails)
{
    struct step_fixture four = {.guests = 4, .operations = 240, .latency_ns = 2000000};
    struct density *densities = compute_pair(&solo, &four, "");
    cr_expect_eq(densities[0].verdict, DENSITY_HOLDS);
    cr_expect_float_eq(densities[1].total_ratio.value, 0.96, 1e-9);
    cr_expect_eq(densities[1].rises, DENSITY_FAILS);
    cr_expect_eq(densities[1].verdict, DENSITY_FAILS);
    density_free(densities, 2);
}

Test(inference_density, achieved_is_that_of_the_worst_guest)
{
    struct step_fixture four = {
        .guests = 4, .operations = 90, .due = 100, .latency_ns = 2000000, .slow_guests = 1};
    struct step_fixture one = {.guests = 1, .operations = 100, .due = 100, .latency_ns = 1000000};
    struct density *densities = compute_pair(&one, &four, "achieved>=50%");
    cr_expect_float_eq(densities[0].achieved.value, 1, 1e-12);
    cr_expect_float_eq(densities[1].achieved.value, 0.45, 1e-12);
    cr_expect_float_eq(densities[1].achieved.high, 0.45, 1e-12, "the worst guest was not drawn");
    cr_expect_eq(densities[1].terms[0].verdict, DENSITY_FAILS);
    density_free(densities, 2);
}

Test(inference_density, closed_load_achieves_all)
{
    struct step_fixture four = {.guests = 4, .operations = 800, .latency_ns = 2000000};
    struct density *densities = compute_pair(&solo, &four, "achieved>=95%");
    cr_expect_eq(densities[1].achieved.low, 1);
    cr_expect_eq(densities[1].verdict, DENSITY_HOLDS);
    density_free(densities, 2);
}

Test(inference_density, counts_in_host_seconds)
{
    struct step_record step = step_fixture_make(&solo);
    size_t count = 0;
    // Its clock runs twice as fast: what it takes for three seconds were one and a half.
    step.guest_list[0].clock_rate = 2;
    struct density *densities = compute(&step, 1, "", &count);
    cr_expect_float_eq(densities[0].throughput.value, 2000, 1e-9);
    density_free(densities, count);
    step_record_done(&step);
}

Test(inference_density, passes_over_what_is_not_finished)
{
    struct step_record steps[6];
    size_t count = 0;
    for (uint32_t i = 0; i < 6; i++) {
        struct step_fixture fixture = solo;
        fixture.guests = i + 1;
        steps[i] = step_fixture_make(&fixture);
    }
    steps[0].kind = RECORD_STEP_CALIBRATE;
    steps[1].state = RECORD_FAILED;
    steps[2].guest_list[1].state = RECORD_FAILED;
    for (size_t g = 0; g < 4; g++)
        steps[3].guest_list[g].state = RECORD_FAILED;
    for (size_t g = 0; g < 5; g++)
        for (size_t w = 0; w < steps[4].guest_list[g].window_count; w++)
            steps[4].guest_list[g].windows[w].measured = false;
    steps[5].state = RECORD_INTERRUPTED;
    struct density *densities = compute(steps, 6, "", &count);
    cr_assert_eq(count, 1);
    cr_expect_eq(densities[0].guests, 3);
    cr_expect_eq(densities[0].operations, 2 * 3 * 1000, "a failed guest was counted");
    density_free(densities, count);
    step_fixture_steps_done(steps, 6);
}

Test(inference_density, nothing_gives_nothing)
{
    size_t count = 77;
    struct density *densities = compute(NULL, 0, "p99<=3x", &count);
    cr_expect_eq(count, 0);
    density_free(densities, count);
    density_free(NULL, 0);
}

Test(inference_density, absent_figures_stay_absent)
{
    struct step_record step = step_fixture_make(&solo);
    size_t count = 0;
    step.memory_bytes = RECORD_ABSENT;
    for (size_t w = 0; w < step.guest_list[0].window_count; w++) {
        free(step.guest_list[0].windows[w].histogram);
        step.guest_list[0].windows[w].histogram = NULL;
    }
    struct density *densities = compute(&step, 1, "p99<=3x,p50<=1ms", &count);
    cr_expect(isnan(densities[0].memory_bytes.value));
    cr_expect(isnan(densities[0].steal_ratio.value), "steal that nobody told became a number");
    cr_expect(isnan(densities[0].p99_ns.value));
    cr_expect(isnan(densities[0].inflation.value));
    cr_expect_eq(densities[0].terms[0].verdict, DENSITY_UNDECIDED);
    cr_expect_eq(densities[0].verdict, DENSITY_UNDECIDED);
    density_free(densities, count);
    step_record_done(&step);
}

Test(inference_density, without_solo_relative_terms_are_undecided)
{
    struct step_record steps[2];
    size_t count = 0;
    for (uint32_t i = 0; i < 2; i++) {
        struct step_fixture fixture = {
            .guests = 4, .repeat = i, .operations = 800, .latency_ns = 2000000};
        steps[i] = step_fixture_make(&fixture);
    }
    struct density *densities = compute(steps, 2, "p99<=3x,p99<=3ms", &count);
    cr_expect(isnan(densities[0].terms[0].estimate.value));
    cr_expect_eq(densities[0].terms[0].verdict, DENSITY_UNDECIDED);
    cr_expect_eq(densities[0].terms[1].verdict, DENSITY_HOLDS);
    density_free(densities, count);
    step_fixture_steps_done(steps, 2);
}

Test(inference_density, told_steal_is_a_number_everywhere)
{
    struct step_fixture four = {.guests = 4, .operations = 800, .latency_ns = 2000000};
    struct step_record steps[2] = {step_fixture_make(&solo), step_fixture_make(&four)};
    size_t count = 0;
    for (size_t w = 0; w < 4; w++)
        steps[1].guest_list[0].windows[w].steal_ns = 400000000;
    struct density *densities = compute(steps, 2, "", &count);
    cr_expect_eq(densities[0].steal_ratio.value, 0);
    cr_expect_float_eq(densities[1].steal_ratio.value, 0.1, 1e-12);
    density_free(densities, count);
    step_fixture_steps_done(steps, 2);
}

static void swap(struct step_record *left, struct step_record *right)
{
    struct step_record kept = *left;
    *left = *right;
    *right = kept;
}

Test(inference_density, the_order_of_steps_does_not_matter)
{
    struct step_record steps[6];
    size_t count = 0;
    for (uint32_t i = 0; i < 6; i++) {
        struct step_fixture fixture = {.guests = i < 3 ? 1 : 4,
                                       .repeat = i % 3,
                                       .operations = 500 + 37 * i,
                                       .latency_ns = 1000000 + 30011 * i};
        steps[i] = step_fixture_make(&fixture);
    }
    struct density *first = compute(steps, 6, "p99<=3x", &count);
    swap(&steps[0], &steps[5]);
    swap(&steps[1], &steps[4]);
    struct density *second = compute(steps, 6, "p99<=3x", &count);
    cr_assert_eq(count, 2);
    cr_expect_eq(first[1].throughput.low, second[1].throughput.low);
    cr_expect_eq(first[1].inflation.high, second[1].inflation.high);
    cr_expect_eq(first[1].total_ratio.low, second[1].total_ratio.low);
    density_free(first, 2);
    density_free(second, 2);
    step_fixture_steps_done(steps, 6);
}

static void spread_latencies(struct step_record *step)
{
    for (size_t g = 0; g < step->guest_count; g++)
        for (size_t w = 0; w < step->guest_list[g].window_count; w++) {
            struct window_record *window = &step->guest_list[g].windows[w];
            scope_free struct histogram *latency = histogram_unpack(window->histogram);
            for (uint64_t i = 0; i < 400; i++)
                histogram_record(latency, 50000 + i * i * 97 + g);
            free(window->histogram);
            window->histogram = histogram_pack(latency);
        }
}

Test(inference_density, sixty_four_guests_take_well_under_a_second)
{
    struct step_record steps[4];
    size_t count = 0;
    for (uint32_t i = 0; i < 4; i++) {
        struct step_fixture fixture = {
            .guests = 64, .repeat = i, .operations = 100, .latency_ns = 2000000};
        steps[i] = step_fixture_make(&fixture);
        spread_latencies(&steps[i]);
    }
    uint64_t before = clock_process_cpu_ns();
    struct density *densities = compute(steps, 4, "p99<=3ms,p50<=1ms,worst>=80%", &count);
    double seconds = (double)(clock_process_cpu_ns() - before) / 1e9;
    cr_expect_lt(seconds, 1.0, "%.2f s", seconds);
    density_free(densities, count);
    step_fixture_steps_done(steps, 4);
}

// --- idle guests -------------------------------------------------------------------------------

Test(inference_density, idle_guests_hold_by_being_there)
{
    const struct step_fixture one = {.guests = 1}, many = {.guests = 300};
    struct step_record steps[] = {step_fixture_make(&one), step_fixture_make(&many)};
    struct density *densities;
    size_t count;
    density_compute_run(steps, 2, NULL, &looks, 1, &densities, &count);
    cr_assert_eq(count, 2);
    for (size_t i = 0; i < count; i++) {
        cr_expect(densities[i].is_idle);
        cr_expect_eq(densities[i].verdict, DENSITY_HOLDS, "one boot is enough");
        cr_expect_eq(densities[i].term_count, 0);
        cr_expect_eq(densities[i].operations, 0);
        cr_expect(isnan(densities[i].p99_ns.value));
        cr_expect(isnan(densities[i].total_ratio.value));
        cr_expect_eq(densities[i].memory_bytes.value, 1000);
    }
    density_free(densities, count);
    step_fixture_steps_done(steps, 2);
}

Test(inference_density, guests_that_should_work_do_not_hold_by_being_there)
{
    const struct step_fixture one = {.guests = 1}, two = {.guests = 2};
    struct step_record steps[] = {step_fixture_make(&one), step_fixture_make(&two)};
    const struct slo none = {0};
    struct density *densities;
    size_t count;
    density_compute_run(steps, 2, &none, &looks, 1, &densities, &count);
    cr_assert_eq(count, 2);
    cr_expect_not(densities[1].is_idle);
    cr_expect_eq(densities[1].verdict, DENSITY_UNDECIDED, "nothing was done");
    density_free(densities, count);
    step_fixture_steps_done(steps, 2);
}
