// SPDX-License-Identifier: GPL-3.0-or-later
// From guests' process times and windows to shares of a core. Boots and guests are resampled as for
// every other figure.
#include "reports/cost.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/rng.h"
#include "common/base/scope.h"
#include "common/inference/slope.h"
#include "reports/document_run.h"
#include "reports/timing.h"

// --- CPU time -----------------------------------------------------------------------------------

// The guests of one density whose process the host could watch, boot by boot.
struct watched {
    struct watched_guest {
        double used;    // of one core
        double counted; // of one core, NAN unknown
        double wakeups; // a second, NAN unknown
    } * guests;
    size_t guest_count;
    size_t *firsts;   // of each boot: its first guest
    uint32_t *counts; // of each boot: its guests
    size_t boot_count;
};

enum { CPU_USED, CPU_COUNTED, CPU_OVER, CPU_WAKEUPS, CPU_STATISTICS };

static void watched_done(struct watched *watched)
{
    free(watched->guests);
    free(watched->firsts);
    free(watched->counts);
}

static bool is_finished(const struct step_record *step, enum record_step_kind kind)
{
    return step->kind == kind && step->state == RECORD_DONE;
}

// Operations a second of the host's clock.
static double guest_hz(const struct guest_record *guest)
{
    double operations = 0, ns = 0;
    for (size_t w = 0; w < guest->window_count; w++) {
        if (!guest->windows[w].measured)
            continue;
        operations += (double)guest->windows[w].operations;
        ns += (double)guest->windows[w].duration_ns;
    }
    double clock_rate = guest->clock_rate > 0 ? guest->clock_rate : 1;
    return ns > 0 ? operations * 1e9 / (ns / clock_rate) : NAN;
}

static double wakeups_of(const struct step_record *step, uint32_t guest)
{
    const struct figure_record *figure = step_record_figure(step, guest, RECORD_FIGURE_WAKEUPS);
    return figure ? figure->value : NAN;
}

static void watch_step(struct watched *watched, const struct step_record *step, double core_seconds)
{
    size_t first = watched->guest_count;
    for (size_t g = 0; g < step->guest_count; g++) {
        const struct guest_record *guest = &step->guest_list[g];
        if (guest->state != RECORD_DONE || guest->host_cpu_ns < 0 || step->measured_ns <= 0)
            continue;
        watched->guests =
            alloc_resized(watched->guests, watched->guest_count + 1, sizeof(*watched->guests));
        watched->guests[watched->guest_count++] = (struct watched_guest){
            .used = (double)guest->host_cpu_ns / (double)step->measured_ns,
            .counted = guest_hz(guest) * core_seconds,
            .wakeups = wakeups_of(step, guest->index),
        };
    }
    if (watched->guest_count == first)
        return;
    size_t boots = watched->boot_count + 1;
    watched->firsts = alloc_resized(watched->firsts, boots, sizeof(*watched->firsts));
    watched->counts = alloc_resized(watched->counts, boots, sizeof(*watched->counts));
    watched->firsts[watched->boot_count] = first;
    watched->counts[watched->boot_count] = (uint32_t)(watched->guest_count - first);
    watched->boot_count = boots;
}

static void cpu_statistics(const struct bootstrap_draw *draws, size_t drawn, void *context,
                           double *ret_values)
{
    const struct watched *watched = context;
    double used = 0, counted = 0, wakeups = 0;
    for (size_t i = 0; i < drawn; i++) {
        size_t at = watched->firsts[draws[i].boot] + draws[i].guest;
        used += watched->guests[at].used;
        counted += watched->guests[at].counted;
        wakeups += watched->guests[at].wakeups;
    }
    ret_values[CPU_USED] = used / (double)drawn;
    ret_values[CPU_COUNTED] = counted / (double)drawn;
    ret_values[CPU_WAKEUPS] = wakeups / (double)drawn;
    ret_values[CPU_OVER] = counted > 0 ? used / counted : NAN;
}

// What one guest alone can do: of its calibration, NAN without one.
static double calibrated_hz(const struct document_run *run)
{
    double sum = 0;
    size_t count = 0;
    for (size_t s = 0; s < run->step_count; s++) {
        const struct step_record *step = &run->steps[s];
        if (!is_finished(step, RECORD_STEP_CALIBRATE) || step->guest_count != 1)
            continue;
        sum += guest_hz(&step->guest_list[0]);
        count++;
    }
    return count ? sum / (double)count : NAN;
}

// Cores that a guest of a closed load keeps busy.
static double busy_cores(const struct document_run *run)
{
    uint32_t vcpus = run->scenario.shape.vcpus, threads = run->scenario.load.threads;
    return threads && threads < vcpus ? threads : vcpus;
}

static bool computes_all_the_time(const struct load *load)
{
    const char *workload = load->workload ? load->workload : "";
    return load->arrivals != LOAD_CLOSED &&
           (strcmp(workload, "cpu") == 0 || strcmp(workload, "memory") == 0);
}

// The time of one operation that nobody disturbed: the median of one guest alone. What takes the
// CPU away now and then moves the mean.
static double undisturbed_ns(const struct histogram *latency)
{
    return latency->total ? (double)histogram_quantile_ns(latency, 0.5) : NAN;
}

// Of the calibration, where the load is closed; NAN without one.
static double calibrated_operation_ns(const struct document_run *run)
{
    scope_free struct histogram *latency = alloc_zeroed(1, sizeof(*latency));
    for (size_t s = 0; s < run->step_count; s++) {
        const struct step_record *step = &run->steps[s];
        if (!is_finished(step, RECORD_STEP_CALIBRATE) || step->guest_count != 1)
            continue;
        const struct guest_record *guest = &step->guest_list[0];
        for (size_t w = 0; w < guest->window_count; w++)
            if (guest->windows[w].measured)
                histogram_pack_merge(latency, guest->windows[w].histogram);
    }
    return undisturbed_ns(latency);
}

// Of one paced guest alone. NAN where its operations took more than all its CPUs: they waited for
// each other, and the median is a wait.
static double paced_operation_core_seconds(const struct document_run *run,
                                           const struct density *solo)
{
    double seconds = undisturbed_ns(solo->latency) / 1e9;
    return seconds * solo->throughput.value <= run->scenario.shape.vcpus ? seconds : NAN;
}

// CPU time of one operation: from the calibration, else from the density of one guest. NAN where
// the load does more than compute, or neither was measured.
static double operation_core_seconds(const struct document_run *run)
{
    if (!computes_all_the_time(&run->scenario.load))
        return NAN;
    double calibrated_ns = calibrated_operation_ns(run);
    const struct density *solo = document_density(run, 1);
    if (calibrated_ns > 0)
        return calibrated_ns / 1e9;
    return solo ? paced_operation_core_seconds(run, solo) : NAN;
}

static void fill_cpu(struct cost *cost, const struct document_run *run)
{
    __attribute__((cleanup(watched_done))) struct watched watched = {0};
    double core_seconds = operation_core_seconds(run);
    for (size_t s = 0; s < run->step_count; s++)
        if (is_finished(&run->steps[s], RECORD_STEP_LADDER) &&
            step_record_units(&run->steps[s]) == cost->guests)
            watch_step(&watched, &run->steps[s], core_seconds);
    const struct bootstrap_plan plan = {
        .boots = watched.counts,
        .boot_count = watched.boot_count,
        .seed = rng_derive(run->run.seed, cost->guests),
    };
    struct bootstrap bootstrap;
    bootstrap_init(&bootstrap, &plan, CPU_STATISTICS, cpu_statistics, &watched);
    cost->cpu_ratio = bootstrap_read(&bootstrap, CPU_USED);
    cost->counted_ratio = bootstrap_read(&bootstrap, CPU_COUNTED);
    cost->wakeups_hz = bootstrap_read(&bootstrap, CPU_WAKEUPS);
    cost->over_count = bootstrap_read(&bootstrap, CPU_OVER);
    bootstrap_done(&bootstrap);
}

// --- all of it ----------------------------------------------------------------------------------

static struct estimate plainly(double value)
{
    return (struct estimate){.value = value, .low = NAN, .high = NAN};
}

// What one guest alone can do in a second.
static double alone_hz(const struct document_run *run)
{
    double calibrated = calibrated_hz(run);
    return calibrated > 0 ? calibrated : busy_cores(run) / operation_core_seconds(run);
}

static double offered_ratio(const struct document_run *run, uint32_t guests)
{
    if (!computes_all_the_time(&run->scenario.load))
        return NAN;
    for (size_t s = 0; s < run->step_count; s++) {
        const struct step_record *step = &run->steps[s];
        if (is_finished(step, RECORD_STEP_LADDER) && step_record_units(step) == guests &&
            step->rate_hz > 0)
            return step->rate_hz / alone_hz(run);
    }
    return NAN;
}

struct cost *cost_of_run(const struct document_run *run)
{
    struct cost *costs = alloc_zeroed(run->density_count + 1, sizeof(*costs));
    for (size_t i = 0; i < run->density_count; i++) {
        const struct timing *timing = &run->timings[i];
        costs[i] = (struct cost){
            .guests = run->densities[i].guests,
            .memory_bytes = run->densities[i].memory_bytes,
            .offered = plainly(offered_ratio(run, run->densities[i].guests)),
            .hello_p50_ns = plainly(timing->boot_p50_ns),
            .hello_p95_ns = plainly(timing->boot_p95_ns),
            .all_up_ns = plainly(timing->all_up_ns),
        };
        fill_cpu(&costs[i], run);
    }
    return costs;
}

void cost_free(struct cost *costs)
{
    free(costs);
}

// --- marginal memory ----------------------------------------------------------------------------

// NAN where a process could not be seen.
static double process_bytes(const struct step_record *step)
{
    double sum = 0;
    for (size_t g = 0; g < step->guest_count; g++) {
        if (step->guest_list[g].host_memory_bytes < 0)
            return NAN;
        sum += (double)step->guest_list[g].host_memory_bytes;
    }
    return step->guest_count == step->guests ? sum : NAN;
}

static double available_bytes(const struct step_record *step)
{
    return step->memory_bytes >= 0 ? (double)step->memory_bytes : NAN;
}

static struct estimate slope_over_steps(const struct document_run *run,
                                        double (*bytes)(const struct step_record *step),
                                        size_t *ret_steps)
{
    scope_free double *x = alloc_zeroed(run->step_count + 1, sizeof(*x));
    scope_free double *y = alloc_zeroed(run->step_count + 1, sizeof(*y));
    size_t count = 0;
    for (size_t s = 0; s < run->step_count; s++) {
        double sum = bytes(&run->steps[s]);
        if (!is_finished(&run->steps[s], RECORD_STEP_LADDER) || isnan(sum))
            continue;
        x[count] = run->steps[s].guests;
        y[count++] = sum;
    }
    *ret_steps = count;
    return slope_of(x, y, count).slope;
}

struct marginal_memory cost_marginal_memory(const struct document_run *run)
{
    struct marginal_memory marginal = {0};
    size_t steps;
    marginal.process_bytes = slope_over_steps(run, process_bytes, &marginal.steps);
    marginal.available_bytes = slope_over_steps(run, available_bytes, &steps);
    return marginal;
}
