// SPDX-License-Identifier: GPL-3.0-or-later
// All statistics of one resample, which is a list of whole boots: every percentile is read off the
// same merged counts.
#include <math.h>
#include <string.h>

#include "common/inference/sample.h"

// The boot of the slot that begins with draws[i], or NULL where none begins.
static const struct sample_boot *boot_at(const struct sample *sample,
                                         const struct bootstrap_draw *draws, size_t i)
{
    bool first = i == 0 || draws[i].slot != draws[i - 1].slot;
    return first ? &sample->boots[draws[i].boot] : NULL;
}

static void compute_means(const struct sample *sample, const struct bootstrap_draw *draws,
                          size_t drawn, double *ret_values)
{
    double throughput = 0;
    double steal = 0;
    for (size_t i = 0; i < drawn; i++) {
        const struct sample_boot *boot = boot_at(sample, draws, i);
        throughput += boot ? boot->throughput_hz : 0;
        steal += boot ? boot->steal_ratio : 0;
    }
    ret_values[SAMPLE_THROUGHPUT] = throughput / (double)drawn;
    ret_values[SAMPLE_STEAL] = steal / (double)drawn;
}

// The mean over the slots in which the figure is known.
static double whole_mean(const struct sample *sample, const struct bootstrap_draw *draws,
                         size_t drawn, int figure)
{
    double sum = 0;
    size_t known = 0;
    for (size_t i = 0; i < drawn; i++) {
        const struct sample_boot *boot = boot_at(sample, draws, i);
        if (!boot || isnan(boot->whole[figure]))
            continue;
        sum += boot->whole[figure];
        known++;
    }
    return known ? sum / (double)known : NAN;
}

static void merge(struct histogram *into, const struct sample_boot *boot)
{
    if (boot->total == 0)
        return;
    if (into->total == 0 || boot->min_ns < into->min_ns)
        into->min_ns = boot->min_ns;
    if (boot->max_ns > into->max_ns)
        into->max_ns = boot->max_ns;
    into->total += boot->total;
    into->sum_ns += boot->sum_ns;
    for (size_t i = 0; i < boot->bin_count; i++)
        into->counts[boot->bins[i].bin] += boot->bins[i].count;
}

static void merge_drawn(const struct sample *sample, const struct bootstrap_draw *draws,
                        size_t drawn)
{
    histogram_reset(sample->scratch);
    for (size_t i = 0; i < drawn; i++) {
        const struct sample_boot *boot = boot_at(sample, draws, i);
        if (boot)
            merge(sample->scratch, boot);
    }
}

static void compute_latency(const struct histogram *latency, double *ret_values)
{
    static const struct {
        enum sample_statistic statistic;
        double q;
    } quantiles[] = {
        {SAMPLE_P50, 0.5}, {SAMPLE_P90, 0.9}, {SAMPLE_P99, 0.99}, {SAMPLE_P999, 0.999}};
    bool empty = latency->total == 0;
    for (size_t i = 0; i < sizeof(quantiles) / sizeof(quantiles[0]); i++)
        ret_values[quantiles[i].statistic] =
            empty ? NAN : (double)histogram_quantile_ns(latency, quantiles[i].q);
    ret_values[SAMPLE_MEAN] = empty ? NAN : histogram_mean_ns(latency);
}

void sample_statistics(const struct bootstrap_draw *draws, size_t drawn, void *context,
                       double *ret_values)
{
    const struct sample *sample = context;
    compute_means(sample, draws, drawn, ret_values);
    for (int figure = 0; figure < SAMPLE_WHOLE_COUNT; figure++)
        ret_values[SAMPLE_WHOLE_FIRST + figure] = whole_mean(sample, draws, drawn, figure);
    merge_drawn(sample, draws, drawn);
    compute_latency(sample->scratch, ret_values);
}
