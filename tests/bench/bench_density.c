// SPDX-License-Identifier: GPL-3.0-or-later
// What a verdict costs: every estimate with its bootstrap interval, for ladders of growing size up
// to 64 guests, 10 densities and 4 boots of each. The harness does this after every step, so it
// must stay far below the time a step takes.
#include <stdio.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/inference/density.h"
#include "tests/bench/made_step.h"
#include "tests/bench/measure.h"

enum { BOOTS = 4, WINDOWS = 5, RUNS = 5 };
static const double AIM_MS = 2000;

static const uint32_t ladder[] = {1, 2, 4, 8, 16, 32, 48, 56, 60, 64};
enum { DENSITIES = sizeof(ladder) / sizeof(ladder[0]) };

static struct step_record *made_steps(size_t densities)
{
    struct step_record *steps = alloc_zeroed(densities * BOOTS, sizeof(*steps));

    for (size_t i = 0; i < densities; i++)
        for (uint32_t boot = 0; boot < BOOTS; boot++)
            made_step(&steps[i * BOOTS + boot], ladder[i], boot, WINDOWS, 1);
    return steps;
}

// Looked at from the second boot on.
static const struct sequential_plan looks = {
    .boots_first = 2, .boots_max = 5, .confidence = SEQUENTIAL_CONFIDENCE_DEFAULT};

static struct measure measure_density(const struct step_record *steps, size_t densities,
                                      const struct slo *slo)
{
    struct measure measure = {0};

    for (int i = 0; i < RUNS; i++) {
        struct density *list;
        size_t count;
        uint64_t begin_ns = clock_monotonic_ns();
        density_compute_run(steps, densities * BOOTS, slo, &looks, 1, &list, &count);
        measure_add(&measure, (double)(clock_monotonic_ns() - begin_ns) / 1e6);
        density_free(list, count);
    }
    return measure;
}

int main(void)
{
    struct err err = {0};
    struct slo slo;

    if (slo_parse("p99<=3x,achieved>=95%", &slo, &err) < 0) {
        fprintf(stderr, "bench_density: %s\n", err_text(&err));
        return 1;
    }
    struct step_record *steps = made_steps(DENSITIES);
    struct measure measure = {0};

    printf("All estimates and verdicts of a run, %d boots of every density, %d windows:\n", BOOTS,
           WINDOWS);
    for (size_t densities = 4; densities <= DENSITIES; densities += 3) {
        char what[64];
        measure = measure_density(steps, densities, &slo);
        snprintf(what, sizeof(what), "%zu densities, up to %u guests", densities,
                 ladder[densities - 1]);
        measure_print(&measure, what, "ms");
    }
    for (size_t i = 0; i < (size_t)DENSITIES * BOOTS; i++)
        step_record_done(&steps[i]);
    free(steps);
    slo_done(&slo);
    return measure_judge(&measure, AIM_MS, "ms");
}
