// SPDX-License-Identifier: GPL-3.0-or-later
// From a step to numbers. What guests and windows count is common/inference/sample.h's business.
#include "compare/measure_boot.h"

#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/inference/sample.h"
#include "common/model/load.h"
#include "common/model/scenario.h"
#include "common/stats/summary.h"
#include "compare/measure.h"

// A percentile of which no more operations lie beyond is that of one or two of them.
#define BEYOND_LEAST 10

// What the measures are read from.
struct boot {
    const struct step_record *step;
    const struct load *load;
    struct sample sample;
    double values[SAMPLE_STATISTICS];
};

bool measure_boot_counts(const struct step_record *step)
{
    return step->kind == RECORD_STEP_LADDER && step->state == RECORD_DONE;
}

static bool is_finished(const struct guest_record *guest)
{
    return guest->state == RECORD_DONE;
}

// --- of operations ------------------------------------------------------------------------------

static double of_sample(const struct boot *boot, enum sample_statistic statistic)
{
    return boot->values[statistic];
}

static double percentile(const struct boot *boot, enum sample_statistic statistic, double q)
{
    double beyond = (1 - q) * (double)boot->sample.latency->total;
    return beyond >= BEYOND_LEAST ? of_sample(boot, statistic) : NAN;
}

static double throughput(const struct boot *boot)
{
    return load_is_idle(boot->load) ? NAN : of_sample(boot, SAMPLE_THROUGHPUT);
}

// The same; measure_set.c asks it of a calibration.
static double alone(const struct boot *boot)
{
    return boot->step->kind == RECORD_STEP_CALIBRATE ? throughput(boot) : NAN;
}

static double mean(const struct boot *boot)
{
    return of_sample(boot, SAMPLE_MEAN);
}

static double p50(const struct boot *boot)
{
    return percentile(boot, SAMPLE_P50, 0.5);
}

static double p90(const struct boot *boot)
{
    return percentile(boot, SAMPLE_P90, 0.9);
}

static double p99(const struct boot *boot)
{
    return percentile(boot, SAMPLE_P99, 0.99);
}

static double p999(const struct boot *boot)
{
    return percentile(boot, SAMPLE_P999, 0.999);
}

static double achieved(const struct boot *boot)
{
    return boot->step->rate_hz > 0 ? of_sample(boot, SAMPLE_ACHIEVED) : NAN;
}

static double among_guests(const struct boot *boot, enum sample_statistic statistic)
{
    bool is_one = boot->sample.guest_counts[0] < 2;
    return is_one || load_is_idle(boot->load) ? NAN : of_sample(boot, statistic);
}

static double fairness(const struct boot *boot)
{
    return among_guests(boot, SAMPLE_FAIRNESS);
}

static double worst(const struct boot *boot)
{
    return among_guests(boot, SAMPLE_WORST);
}

// A hypervisor that does not tell leaves the guest's column at 0.
static double steal(const struct boot *boot)
{
    return of_sample(boot, SAMPLE_STEAL) > 0 ? of_sample(boot, SAMPLE_STEAL) : NAN;
}

// --- of the host --------------------------------------------------------------------------------

static uint64_t operations_of(const struct guest_record *guest)
{
    uint64_t operations = 0;
    for (size_t w = 0; w < guest->window_count; w++)
        operations += guest->windows[w].measured ? guest->windows[w].operations : 0;
    return operations;
}

// NAN where one guest's process was not seen.
static double cpu_ns(const struct boot *boot, double *ret_operations, size_t *ret_guests)
{
    double sum_ns = 0, operations = 0;
    size_t guests = 0;
    for (size_t g = 0; g < boot->step->guest_count; g++) {
        const struct guest_record *guest = &boot->step->guest_list[g];
        if (!is_finished(guest))
            continue;
        sum_ns += guest->host_cpu_ns >= 0 ? (double)guest->host_cpu_ns : NAN;
        operations += (double)operations_of(guest);
        guests++;
    }
    *ret_operations = operations;
    *ret_guests = guests;
    return sum_ns;
}

static double cpu_per_operation(const struct boot *boot)
{
    double operations;
    size_t guests;
    double sum_ns = cpu_ns(boot, &operations, &guests);
    return operations > 0 && !load_is_idle(boot->load) ? sum_ns / operations : NAN;
}

static double host_cpu(const struct boot *boot)
{
    double operations;
    size_t guests;
    double sum_ns = cpu_ns(boot, &operations, &guests);
    double host_ns = (double)boot->step->measured_ns;
    return host_ns > 0 && guests > 0 ? sum_ns / host_ns / (double)guests : NAN;
}

static double wakeups(const struct boot *boot)
{
    double sum = 0;
    size_t guests = 0;
    for (size_t g = 0; g < boot->step->guest_count; g++) {
        const struct guest_record *guest = &boot->step->guest_list[g];
        const struct figure_record *figure =
            step_record_figure(boot->step, guest->index, RECORD_FIGURE_WAKEUPS);
        if (!is_finished(guest))
            continue;
        sum += figure ? figure->value : NAN;
        guests++;
    }
    return guests > 0 ? sum / (double)guests : NAN;
}

static double memory(const struct boot *boot)
{
    return of_sample(boot, SAMPLE_MEMORY);
}

// --- of the start -------------------------------------------------------------------------------

static double hello_p50(const struct boot *boot)
{
    scope_free double *times = alloc_zeroed(boot->step->guest_count, sizeof *times);
    size_t count = 0;
    for (size_t g = 0; g < boot->step->guest_count; g++)
        if (boot->step->guest_list[g].boot_ns >= 0)
            times[count++] = (double)boot->step->guest_list[g].boot_ns;
    return summary_quantile(times, count, 0.5);
}

static double all_up(const struct boot *boot)
{
    return boot->step->boot_ns >= 0 ? (double)boot->step->boot_ns : NAN;
}

// --- all of them --------------------------------------------------------------------------------

static const struct {
    const char *measure;
    double (*take)(const struct boot *boot);
} takes[] = {
    {"throughput", throughput},
    {"alone", alone},
    {"mean", mean},
    {"p50", p50},
    {"p90", p90},
    {"p99", p99},
    {"p99.9", p999},
    {"achieved", achieved},
    {"fairness", fairness},
    {"worst", worst},
    {"steal", steal},
    {"cpu_per_operation", cpu_per_operation},
    {"host_cpu", host_cpu},
    {"wakeups", wakeups},
    {"memory", memory},
    {"hello_p50", hello_p50},
    {"all_up", all_up},
};

static double take(const struct boot *boot, const char *measure)
{
    for (size_t i = 0; i < sizeof takes / sizeof *takes; i++)
        if (strcmp(takes[i].measure, measure) == 0) {
            double value = takes[i].take(boot);
            return isfinite(value) ? value : NAN;
        }
    return NAN;
}

bool measure_boot_has_sound_clocks(const struct step_record *step)
{
    for (size_t g = 0; g < step->guest_count; g++)
        for (size_t w = 0; w < step->guest_list[g].window_count; w++) {
            const struct window_record *window = &step->guest_list[g].windows[w];
            if (window->measured && (window->duration_ns == 0 || window->duration_ns > INT64_MAX))
                return false;
        }
    return true;
}

static void compute(struct boot *boot)
{
    size_t drawn = boot->sample.guest_counts[0];
    scope_free struct bootstrap_draw *draws = alloc_zeroed(drawn, sizeof *draws);
    for (size_t g = 0; g < drawn; g++)
        draws[g].guest = (uint32_t)g;
    sample_statistics(draws, drawn, &boot->sample, boot->values);
}

void measure_boot(const struct step_record *step, const struct load *load, double *ret_values)
{
    struct boot boot = {.step = step, .load = load};
    bool counts = step->state == RECORD_DONE && measure_boot_has_sound_clocks(step);
    sample_init(&boot.sample, step->guests);
    if (counts)
        sample_add_step(&boot.sample, step, true);
    counts = counts && boot.sample.boot_count > 0;
    if (counts)
        compute(&boot);
    for (size_t m = 0; m < measure_count; m++)
        ret_values[m] = counts ? take(&boot, measure_table[m].name) : NAN;
    sample_done(&boot.sample);
}

double measure_of_step(const struct measure *measure, const struct scenario *scenario,
                       const struct step_record *step)
{
    scope_free double *values = alloc_zeroed(measure_count, sizeof *values);
    measure_boot(step, &scenario->load, values);
    return values[measure - measure_table];
}
