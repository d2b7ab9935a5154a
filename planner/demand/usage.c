// SPDX-License-Identifier: GPL-3.0-or-later
// Sums over guests by window, sums over windows by guest, and a histogram of both.
#include "planner/demand/usage.h"

#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/inference/spread.h"
#include "common/stats/histogram.h"

enum { BATCHES = 10 };
#define UNITS_PER_CORE 1e6 // of the histogram

struct usage {
    size_t windows, guests;
    double *deviations;  // by window: of all guests from their own means
    double means;        // sum over guests, as the following
    double mean_squares; // of their means
    double variances;    // over the windows in which they were there
    double squares;      // of their deviations, over all windows
    double peak;
    struct histogram values;
};

struct usage *usage_new(size_t windows)
{
    struct usage *usage = alloc_zeroed(1, sizeof *usage);
    usage->windows = windows;
    usage->deviations = alloc_zeroed(windows, sizeof *usage->deviations);
    return usage;
}

void usage_free(struct usage *usage)
{
    if (!usage)
        return;
    free(usage->deviations);
    free(usage);
}

static double mean_of(const double *cores, size_t windows, size_t *ret_seen)
{
    double sum = 0;
    size_t seen = 0;
    for (size_t i = 0; i < windows; i++)
        if (!isnan(cores[i])) {
            sum += cores[i];
            seen++;
        }
    *ret_seen = seen;
    return seen ? sum / (double)seen : (double)NAN;
}

bool usage_add(struct usage *usage, const double *cores)
{
    size_t seen;
    double squares = 0, mean = mean_of(cores, usage->windows, &seen);
    if (seen == 0)
        return false;
    for (size_t i = 0; i < usage->windows; i++) {
        if (isnan(cores[i]))
            continue;
        usage->deviations[i] += cores[i] - mean;
        squares += (cores[i] - mean) * (cores[i] - mean);
        usage->peak = fmax(usage->peak, cores[i]);
        histogram_record(&usage->values, (uint64_t)llround(cores[i] * UNITS_PER_CORE));
    }
    usage->guests++;
    usage->means += mean;
    usage->mean_squares += mean * mean;
    usage->variances += squares / (double)seen;
    usage->squares += squares;
    return true;
}

size_t usage_guests(const struct usage *usage)
{
    return usage->guests;
}

double usage_covariance(const struct usage *usage)
{
    double n = (double)usage->guests, squares = 0;
    if (usage->guests < 2)
        return NAN;
    for (size_t i = 0; i < usage->windows; i++)
        squares += usage->deviations[i] * usage->deviations[i];
    return (squares - usage->squares) / (double)usage->windows / (n * (n - 1));
}

// Of all guests, from the first window to that before the last.
static double batch_mean(const struct usage *usage, size_t first, size_t last)
{
    double sum = 0;
    for (size_t i = first; i < last; i++)
        sum += usage->deviations[i];
    return (usage->means + sum / (double)(last - first)) / (double)usage->guests;
}

static struct uncertain mean_cores(const struct usage *usage)
{
    double mean = usage->means / (double)usage->guests, squares = 0;
    size_t batches = usage->windows < BATCHES ? usage->windows : BATCHES;
    if (batches < 2)
        return uncertain_exact(mean, ORIGIN_MEASURED);
    for (size_t i = 0; i < batches; i++) {
        double from_mean =
            batch_mean(usage, i * usage->windows / batches, (i + 1) * usage->windows / batches) -
            mean;
        squares += from_mean * from_mean;
    }
    struct spread spread = {.is_known = true, .freedom = (double)batches - 1};
    spread.variance = squares / spread.freedom / (double)batches;
    struct estimate estimate = spread_interval(mean, &spread, 0.95);
    return (struct uncertain){mean, fmax(estimate.low, 0), estimate.high, ORIGIN_MEASURED};
}

struct cpu_demand usage_cpu(const struct usage *usage, double covariance)
{
    struct guest_class none;
    guest_class_init(&none);
    if (usage->guests == 0)
        return none.cpu;
    double n = (double)usage->guests, mean = usage->means / n;
    double between = fmax(usage->mean_squares / n - mean * mean, 0);
    double variance = usage->variances / n + between;
    double own = usage_covariance(usage), shared = isnan(own) ? covariance : own;
    struct cpu_demand cpu = none.cpu;
    cpu.mean_cores = mean_cores(usage);
    cpu.sd_cores = sqrt(variance);
    cpu.correlation = variance > 0 ? fmin(fmax(shared / variance, 0), 1) : 0;
    if (isnan(shared))
        cpu.correlation = CPU_CORRELATION_GUESS;
    cpu.p95_cores = (double)histogram_quantile_ns(&usage->values, 0.95) / UNITS_PER_CORE;
    cpu.peak_cores = usage->peak;
    return cpu;
}

static int compare_numbers(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

double usage_quantile(double *values, size_t count, double q)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (!isnan(values[i]))
            values[kept++] = values[i];
    if (kept == 0)
        return NAN;
    qsort(values, kept, sizeof *values, compare_numbers);
    size_t rank = (size_t)ceil(q * (double)kept);
    return values[rank > 0 ? rank - 1 : 0];
}
