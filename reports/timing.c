// SPDX-License-Identifier: GPL-3.0-or-later
// Gathers the non-negative figures of the steps of one density and summarises them.
#include "reports/timing.h"

#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/stats/summary.h"
#include "reports/document_run.h"

struct sample {
    double *values;
    size_t count;
};

static void sample_add(struct sample *sample, int64_t value)
{
    if (value < 0) // absent
        return;
    sample->values = alloc_resized(sample->values, sample->count + 1, sizeof(*sample->values));
    sample->values[sample->count++] = (double)value;
}

// The quantile, and the sample emptied.
static double sample_take_quantile(struct sample *sample, double q)
{
    double quantile = summary_quantile(sample->values, sample->count, q);
    free(sample->values);
    *sample = (struct sample){0};
    return quantile;
}

static bool is_finished_ladder(const struct step_record *step)
{
    return step->kind == RECORD_STEP_LADDER && step->state == RECORD_DONE;
}

static double boot_quantile_ns(const struct document_run *run, uint32_t guests, double q)
{
    struct sample boots = {0};
    for (size_t s = 0; s < run->step_count; s++) {
        const struct step_record *step = &run->steps[s];
        if (!is_finished_ladder(step) || step_record_units(step) != guests)
            continue;
        for (size_t g = 0; g < step->guest_count; g++)
            sample_add(&boots, step->guest_list[g].boot_ns);
    }
    return sample_take_quantile(&boots, q);
}

static double clock_error_ns(const struct step_record *step)
{
    double worst = NAN;
    for (size_t g = 0; g < step->guest_count; g++)
        if (step->guest_list[g].clock_error_ns >= 0)
            worst = fmax(worst, (double)step->guest_list[g].clock_error_ns); // NAN gives way
    return worst;
}

static struct timing timing_of(const struct document_run *run, uint32_t guests)
{
    struct timing timing = {.guests = guests, .clock_error_ns = NAN, .tool_ratio = NAN};
    struct sample all_up = {0}, barrier = {0};
    double tool_ns = 0, host_ns = 0;
    for (size_t s = 0; s < run->step_count; s++) {
        const struct step_record *step = &run->steps[s];
        if (!is_finished_ladder(step) || step_record_units(step) != guests)
            continue;
        timing.steps++;
        timing.steady += step->steady;
        sample_add(&all_up, step->boot_ns);
        sample_add(&barrier, step->barrier_ns);
        timing.clock_error_ns = fmax(timing.clock_error_ns, clock_error_ns(step));
        if (step->tool_cpu_ns >= 0 && step->measured_ns > 0) {
            tool_ns += (double)step->tool_cpu_ns;
            host_ns += (double)step->measured_ns;
        }
    }
    if (host_ns > 0)
        timing.tool_ratio = tool_ns / host_ns;
    timing.all_up_ns = sample_take_quantile(&all_up, 0.5);
    timing.barrier_p95_ns = sample_take_quantile(&barrier, 0.95);
    timing.boot_p50_ns = boot_quantile_ns(run, guests, 0.5);
    timing.boot_p95_ns = boot_quantile_ns(run, guests, 0.95);
    return timing;
}

struct timing *timing_of_run(const struct document_run *run)
{
    struct timing *timings = alloc_zeroed(run->density_count + 1, sizeof(*timings));
    for (size_t i = 0; i < run->density_count; i++)
        timings[i] = timing_of(run, run->densities[i].guests);
    return timings;
}

void timing_free(struct timing *timings)
{
    free(timings);
}
