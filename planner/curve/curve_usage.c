// SPDX-License-Identifier: GPL-3.0-or-later
// From telemetry and records of guests to slopes.
#include "planner/curve/curve_usage.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/inference/slope.h"
#include "common/model/telemetry.h"
#include "common/store/store.h"

// --- a step -------------------------------------------------------------------------------------

static double cores_of_cpu(const struct host_record *host)
{
    return host->cores > 0 && host->cores < host->cpus ? (double)host->cores / host->cpus : 1;
}

double curve_usage_cores(const struct run_record *run)
{
    double cpus = run->usable_cpus > 0 ? run->usable_cpus : run->host.cpus;
    return cpus * cores_of_cpu(&run->host);
}

// The host's own count of its CPUs: those that this program may not use are busy with others.
static size_t count_cpus(const struct telemetry *telemetry)
{
    size_t count = 0;
    for (size_t i = 0; i < telemetry->count; i++)
        count += strcmp(telemetry->series[i].source, "cpu") == 0 &&
                 strcmp(telemetry->series[i].metric, "cpu_busy_ratio") == 0 &&
                 strncmp(telemetry->series[i].object, "cpu ", 4) == 0;
    return count;
}

// The mean over the last measured_ns; NAN where nothing was told then.
static double mean_busy(const struct telemetry *telemetry, int64_t measured_ns)
{
    const struct telemetry_series *series =
        telemetry_find(telemetry, "cpu", "host", "cpu_busy_ratio");
    double sum = 0;
    size_t count = 0;
    if (!series || series->count == 0 || measured_ns <= 0)
        return NAN;
    int64_t from_ns = series->points[series->count - 1].at_ns - measured_ns;
    for (size_t i = 0; i < series->count; i++)
        if (series->points[i].at_ns > from_ns) {
            sum += series->points[i].value;
            count++;
        }
    return count ? sum / (double)count : NAN;
}

static double busy_cores(const struct telemetry *telemetry, const struct run_record *run,
                         const struct step_record *step)
{
    size_t cpus = count_cpus(telemetry);
    return mean_busy(telemetry, step->measured_ns) * (double)(cpus ? cpus : run->host.cpus) *
           cores_of_cpu(&run->host);
}

// NAN where one of the guests could not be seen.
static double process_cores(const struct step_record *step, double cores_a_cpu)
{
    double sum_ns = 0;
    for (size_t g = 0; g < step->guest_count; g++) {
        if (step->guest_list[g].host_cpu_ns < 0)
            return NAN;
        sum_ns += (double)step->guest_list[g].host_cpu_ns;
    }
    return step->guest_count == step->guests && step->measured_ns > 0
               ? sum_ns / (double)step->measured_ns * cores_a_cpu
               : NAN;
}

static double memory_bytes(const struct step_record *step)
{
    double sum = 0;
    for (size_t g = 0; g < step->guest_count; g++) {
        if (step->guest_list[g].host_memory_bytes < 0)
            return NAN;
        sum += (double)step->guest_list[g].host_memory_bytes;
    }
    return step->guest_count == step->guests ? sum : NAN;
}

int curve_usage_read(struct store *store, const struct run_record *run,
                     const struct step_record *steps, size_t step_count,
                     struct curve_usage *ret_usage, struct err *err)
{
    struct curve_usage usage = {alloc_zeroed(step_count + 1, sizeof(*usage.list)), 0};
    for (size_t s = 0; s < step_count; s++) {
        scope_telemetry struct telemetry telemetry = {0};
        const struct step_record *step = &steps[s];
        if (step->kind != RECORD_STEP_LADDER || step->state != RECORD_DONE || step->guests == 0)
            continue;
        int result = store_read_telemetry(store, step->id, &telemetry, err);
        if (result < 0) {
            curve_usage_done(&usage);
            return result;
        }
        usage.list[usage.count++] = (struct curve_usage_step){
            .guests = step->guests,
            .busy_cores = busy_cores(&telemetry, run, step),
            .process_cores = process_cores(step, cores_of_cpu(&run->host)),
            .memory_bytes = memory_bytes(step),
        };
    }
    *ret_usage = usage;
    return 0;
}

void curve_usage_done(struct curve_usage *usage)
{
    if (!usage)
        return;
    free(usage->list);
    *usage = (struct curve_usage){0};
}

// --- a density, a guest -------------------------------------------------------------------------

static double busy_of(const struct curve_usage_step *step)
{
    return step->busy_cores;
}

static double process_of(const struct curve_usage_step *step)
{
    return step->process_cores;
}

static double memory_of(const struct curve_usage_step *step)
{
    return step->memory_bytes;
}

static struct estimate mean_at(const struct curve_usage *usage, uint32_t guests,
                               double (*of)(const struct curve_usage_step *))
{
    double sum = 0, squares = 0, count = 0;
    for (size_t i = 0; i < usage->count; i++) {
        double value = of(&usage->list[i]);
        if (usage->list[i].guests != guests || isnan(value))
            continue;
        sum += value;
        squares += value * value;
        count++;
    }
    const struct spread spread = {
        .is_known = count > 1,
        .variance = fmax(squares - sum * sum / count, 0) / (count - 1) / count,
        .freedom = count - 1,
    };
    return count > 0 ? spread_interval(sum / count, &spread, 0.95)
                     : (struct estimate){NAN, NAN, NAN};
}

struct estimate curve_usage_busy(const struct curve_usage *usage, uint32_t guests)
{
    const struct estimate busy = mean_at(usage, guests, busy_of);
    return isnan(busy.value) ? mean_at(usage, guests, process_of) : busy;
}

// A guest takes nothing less than nothing.
static struct uncertain measured(const struct estimate *estimate)
{
    if (!(estimate->value > 0))
        return uncertain_absent();
    bool has_interval = !isnan(estimate->low) && !isnan(estimate->high);
    return (struct uncertain){
        .value = estimate->value,
        .low = has_interval ? fmax(estimate->low, 0) : estimate->value,
        .high = has_interval ? estimate->high : estimate->value,
        .origin = ORIGIN_MEASURED,
    };
}

static struct uncertain slope_up_to(const struct curve_usage *usage, uint32_t most,
                                    double (*of)(const struct curve_usage_step *))
{
    scope_free double *x = alloc_zeroed(usage->count + 1, sizeof(*x));
    scope_free double *y = alloc_zeroed(usage->count + 1, sizeof(*y));
    size_t count = 0;
    for (size_t i = 0; i < usage->count; i++) {
        double value = of(&usage->list[i]);
        if (usage->list[i].guests > most || isnan(value))
            continue;
        x[count] = usage->list[i].guests;
        y[count++] = value;
    }
    const struct estimate slope = slope_of(x, y, count).slope;
    return measured(&slope);
}

struct uncertain curve_usage_cores_a_guest(const struct curve_usage *usage, uint32_t most)
{
    const struct uncertain busy = slope_up_to(usage, most, busy_of);
    const struct uncertain process = slope_up_to(usage, most, process_of);
    return isnan(busy.value) || process.value > busy.value ? process : busy;
}

struct uncertain curve_usage_bytes_a_guest(const struct curve_usage *usage)
{
    return slope_up_to(usage, UINT32_MAX, memory_of);
}
