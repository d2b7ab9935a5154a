// SPDX-License-Identifier: GPL-3.0-or-later
// The histogram: its layout without gap or overlap, its stated error, quantiles and merging.
#include "common/stats/histogram.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/rng.h"

// Too large for a stack frame to take lightly; each test has its own process.
static struct histogram histogram;
static struct histogram other;

static void fill(struct histogram *into, uint64_t first, uint64_t last)
{
    for (uint64_t value = first; value <= last; value++)
        histogram_record(into, value);
}

Test(stats_histogram, tiles_all_values_without_gap)
{
    cr_assert_eq(histogram_bin_low_ns(0), 0);
    for (size_t bin = 0; bin < HISTOGRAM_BINS; bin++) {
        uint64_t low = histogram_bin_low_ns(bin);
        uint64_t high = histogram_bin_high_ns(bin);
        cr_assert_lt(low, high);
        cr_assert_eq(histogram_bin(low), bin);
        cr_assert_eq(histogram_bin(high - 1), bin);
        if (bin + 1 < HISTOGRAM_BINS)
            cr_assert_eq(histogram_bin_low_ns(bin + 1), high);
    }
    cr_assert_eq(histogram_bin_high_ns(HISTOGRAM_BINS - 1), HISTOGRAM_MAX_NS + 1);
}

Test(stats_histogram, keeps_its_bins_as_narrow_as_it_says)
{
    for (size_t bin = 128; bin < HISTOGRAM_BINS; bin++) {
        uint64_t low = histogram_bin_low_ns(bin);
        cr_assert_leq((histogram_bin_high_ns(bin) - low) * 128, low);
    }
}

Test(stats_histogram, reports_every_value_within_its_error)
{
    struct rng rng;
    rng_init(&rng, 5);
    for (int bits = 0; bits < HISTOGRAM_MAX_BITS; bits++)
        for (int i = 0; i < 20; i++) {
            uint64_t value = (UINT64_C(1) << bits) + rng_below(&rng, UINT64_C(1) << bits);
            histogram_reset(&histogram);
            // A neighbour on each side, so that the exact minimum and maximum do not help.
            histogram_record(&histogram, 0);
            histogram_record(&histogram, value);
            histogram_record(&histogram, UINT64_MAX);
            double got = (double)histogram_quantile_ns(&histogram, 0.5);
            cr_assert_leq(fabs(got - (double)value), (double)value * HISTOGRAM_RELATIVE_ERROR);
        }
}

Test(stats_histogram, is_all_zero_when_empty)
{
    histogram_reset(&histogram);
    cr_assert_eq(histogram_quantile_ns(&histogram, 0.5), 0);
    cr_assert_eq(histogram_mean_ns(&histogram), 0);
    cr_assert_eq(histogram.min_ns, 0);
    cr_assert_eq(histogram.max_ns, 0);
}

Test(stats_histogram, forgets_on_reset)
{
    fill(&histogram, 1, 1000);
    histogram_reset(&histogram);
    cr_assert_eq(memcmp(&histogram, &other, sizeof(histogram)), 0);
}

Test(stats_histogram, keeps_exact_extremes_and_mean)
{
    histogram_record(&histogram, 1000003);
    histogram_record(&histogram, 17);
    histogram_record(&histogram, 500000);
    cr_assert_eq(histogram.min_ns, 17);
    cr_assert_eq(histogram.max_ns, 1000003);
    cr_assert_eq(histogram.total, 3);
    cr_assert_eq(histogram_mean_ns(&histogram), 1500020.0 / 3);
}

Test(stats_histogram, takes_the_smallest_value_that_covers_the_quantile)
{
    fill(&histogram, 1, 100); // each in a bin of its own
    cr_assert_eq(histogram_quantile_ns(&histogram, 0), 1);
    cr_assert_eq(histogram_quantile_ns(&histogram, 0.01), 1);
    cr_assert_eq(histogram_quantile_ns(&histogram, 0.5), 50);
    cr_assert_eq(histogram_quantile_ns(&histogram, 0.501), 51);
    cr_assert_eq(histogram_quantile_ns(&histogram, 0.99), 99);
    cr_assert_eq(histogram_quantile_ns(&histogram, 0.991), 100);
    cr_assert_eq(histogram_quantile_ns(&histogram, 1), 100);
    // 0.07 * 100 and its like lie a bit above the whole number in binary.
    for (int percent = 1; percent <= 100; percent++)
        cr_assert_eq(histogram_quantile_ns(&histogram, percent / 100.0), (uint64_t)percent, "%d",
                     percent);
}

Test(stats_histogram, bounds_quantiles_that_are_none)
{
    fill(&histogram, 10, 20);
    cr_assert_eq(histogram_quantile_ns(&histogram, -1), 10);
    cr_assert_eq(histogram_quantile_ns(&histogram, NAN), 10);
    cr_assert_eq(histogram_quantile_ns(&histogram, 2), 20);
}

Test(stats_histogram, never_leaves_min_and_max)
{
    histogram_record(&histogram, 1000000);
    cr_assert_eq(histogram_quantile_ns(&histogram, 0), 1000000);
    cr_assert_eq(histogram_quantile_ns(&histogram, 1), 1000000);
}

Test(stats_histogram, counts_what_passes_its_range)
{
    histogram_record(&histogram, HISTOGRAM_MAX_NS);
    cr_assert_eq(histogram.saturated, 0);
    histogram_record(&histogram, HISTOGRAM_MAX_NS + 1);
    histogram_record(&histogram, UINT64_MAX);
    cr_assert_eq(histogram.saturated, 2);
    cr_assert_eq(histogram.total, 3);
    cr_assert_eq(histogram.counts[HISTOGRAM_BINS - 1], 3);
    cr_assert_eq(histogram.max_ns, UINT64_MAX);
    cr_assert_eq(histogram.sum_ns, UINT64_MAX, "the sum stops, it does not wrap");
}

Test(stats_histogram, merges_to_what_one_would_have_recorded)
{
    static struct histogram both;
    struct rng rng;
    rng_init(&rng, 9);
    for (int i = 0; i < 20000; i++) {
        uint64_t value = rng_next(&rng) >> (20 + rng_below(&rng, 40));
        histogram_record(i % 3 ? &histogram : &other, value);
        histogram_record(&both, value);
    }
    histogram_merge(&histogram, &other);
    cr_assert_eq(memcmp(&histogram, &both, sizeof(both)), 0);
}

Test(stats_histogram, merges_with_nothing)
{
    static struct histogram empty;
    fill(&histogram, 5, 10);
    other = histogram;
    histogram_merge(&histogram, &empty);
    cr_assert_eq(memcmp(&histogram, &other, sizeof(other)), 0);
    histogram_merge(&empty, &histogram);
    cr_assert_eq(memcmp(&empty, &other, sizeof(other)), 0);
}

Test(stats_histogram, stops_rather_than_wraps_when_counts_are_full)
{
    fill(&histogram, 7, 7);
    histogram.total = histogram.counts[7] = UINT64_MAX;
    other = histogram;
    histogram_merge(&histogram, &other);
    cr_assert_eq(histogram.total, UINT64_MAX);
    cr_assert_eq(histogram.counts[7], UINT64_MAX);
    cr_assert_eq(histogram_quantile_ns(&histogram, 0.999999), 7);
}

static int compare(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left;
    uint64_t b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

// Against the sorted values themselves, over five decades of latency.
Test(stats_histogram, agrees_with_sorted_values)
{
    enum { COUNT = 20000 };
    static uint64_t values[COUNT];
    static const double quantiles[] = {0.001, 0.1, 0.5, 0.9, 0.99, 0.999, 0.9999};
    struct rng rng;
    rng_init(&rng, 11);
    for (int i = 0; i < COUNT; i++) {
        values[i] = (uint64_t)(100 * exp(rng_unit(&rng) * 11));
        histogram_record(&histogram, values[i]);
    }
    qsort(values, COUNT, sizeof(values[0]), compare);
    for (size_t i = 0; i < sizeof(quantiles) / sizeof(quantiles[0]); i++) {
        double exact = (double)values[(size_t)ceil(quantiles[i] * COUNT - 1e-9) - 1];
        double got = (double)histogram_quantile_ns(&histogram, quantiles[i]);
        cr_assert_leq(fabs(got - exact), exact * HISTOGRAM_RELATIVE_ERROR, "q %g", quantiles[i]);
    }
}
