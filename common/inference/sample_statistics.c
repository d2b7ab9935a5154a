// SPDX-License-Identifier: GPL-3.0-or-later
// All statistics of one resample. A guest that was drawn three times is added once with weight
// three, and every percentile is read off the same merged counts.
#include <math.h>
#include <string.h>

#include "common/inference/sample.h"

static struct sample_guest *guest_of(const struct sample *sample, const struct bootstrap_draw *draw)
{
    return &sample->boots[draw->boot].guests[draw->guest];
}

static void compute_means(const struct sample *sample, const struct bootstrap_draw *draws,
                          size_t drawn, double *ret_values)
{
    double throughput = 0;
    double steal = 0;
    for (size_t i = 0; i < drawn; i++) {
        const struct sample_guest *guest = guest_of(sample, &draws[i]);
        throughput += guest->throughput_hz;
        steal += guest->steal_ratio;
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
        double value = sample->boots[draws[i].boot].whole[figure];
        bool first_of_slot = i == 0 || draws[i].slot != draws[i - 1].slot;
        if (!first_of_slot || isnan(value))
            continue;
        sum += value;
        known++;
    }
    return known ? sum / (double)known : NAN;
}

static void add_weighted(struct histogram *into, const struct sample_guest *guest)
{
    if (guest->total == 0)
        return;
    if (into->total == 0 || guest->min_ns < into->min_ns)
        into->min_ns = guest->min_ns;
    if (guest->max_ns > into->max_ns)
        into->max_ns = guest->max_ns;
    into->total += guest->times * guest->total;
    into->sum_ns += guest->times * guest->sum_ns;
    for (size_t i = 0; i < guest->bin_count; i++)
        into->counts[guest->bins[i].bin] += guest->times * guest->bins[i].count;
}

static void merge_drawn(const struct sample *sample, const struct bootstrap_draw *draws,
                        size_t drawn)
{
    histogram_reset(sample->scratch);
    for (size_t i = 0; i < drawn; i++)
        guest_of(sample, &draws[i])->times++;
    for (size_t i = 0; i < drawn; i++) {
        struct sample_guest *guest = guest_of(sample, &draws[i]);
        if (guest->times == 0)
            continue;
        add_weighted(sample->scratch, guest);
        guest->times = 0;
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
