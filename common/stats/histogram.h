// SPDX-License-Identifier: GPL-3.0-or-later
// Latency histogram with a bounded relative error. Values below 128 ns have a bin each; above,
// every power of two is split into 128 equal bins. A bin spans at most 1/128 of its lower edge and
// is reported by its middle, so a reported value differs from the true one by at most 1/256 (0.40
// %). The layout is that of Tene's HdrHistogram and of fio's stat.h. Values above HISTOGRAM_MAX_NS
// (about 4.9 hours) are counted in the last bin and in saturated. Freestanding: no libc.
#ifndef FULLHOUSE_COMMON_STATS_HISTOGRAM_H
#define FULLHOUSE_COMMON_STATS_HISTOGRAM_H

#include <stddef.h>
#include <stdint.h>

enum {
    HISTOGRAM_SUB_BITS = 7,  // 128 bins a power of two
    HISTOGRAM_MAX_BITS = 44, // values of up to 44 bits
    HISTOGRAM_BINS = (HISTOGRAM_MAX_BITS - HISTOGRAM_SUB_BITS + 1) << HISTOGRAM_SUB_BITS,
};
#define HISTOGRAM_MAX_NS         ((UINT64_C(1) << HISTOGRAM_MAX_BITS) - 1)
#define HISTOGRAM_RELATIVE_ERROR (1.0 / 256.0)

struct histogram {
    uint64_t total;     // values recorded
    uint64_t saturated; // of these, beyond HISTOGRAM_MAX_NS
    uint64_t sum_ns;    // exact sum, for the mean; stops at UINT64_MAX (584 years)
    uint64_t min_ns;    // exact; 0 when empty
    uint64_t max_ns;    // exact
    uint64_t counts[HISTOGRAM_BINS];
};

void histogram_reset(struct histogram *histogram);
void histogram_record(struct histogram *histogram, uint64_t value_ns);
// Adds all of from to into.
void histogram_merge(struct histogram *into, const struct histogram *from);

// The bin a value falls in, and the edges of a bin: low inclusive, high exclusive.
size_t histogram_bin(uint64_t value_ns);
uint64_t histogram_bin_low_ns(size_t bin);
uint64_t histogram_bin_high_ns(size_t bin);

// The value at quantile q (0..1): the middle of the bin that holds the ceil(q * total)-th smallest
// value, never outside min..max. 0 when empty.
uint64_t histogram_quantile_ns(const struct histogram *histogram, double q);
// Exact mean (to a double's precision), 0 when empty.
double histogram_mean_ns(const struct histogram *histogram);

#endif
