// SPDX-License-Identifier: GPL-3.0-or-later
// Latency histogram: bins, recording and quantiles. Freestanding: no libc and no libm, so that a
// guest without an operating system records as every other does.
#include "common/stats/histogram.h"

enum { SUB_BINS = 1 << HISTOGRAM_SUB_BITS };

static uint64_t add_saturating(uint64_t left, uint64_t right)
{
    uint64_t sum;
    return __builtin_add_overflow(left, right, &sum) ? UINT64_MAX : sum;
}

void histogram_reset(struct histogram *histogram)
{
    histogram->total = 0;
    histogram->saturated = 0;
    histogram->sum_ns = 0;
    histogram->min_ns = 0;
    histogram->max_ns = 0;
    for (size_t bin = 0; bin < HISTOGRAM_BINS; bin++)
        histogram->counts[bin] = 0;
}

size_t histogram_bin(uint64_t value_ns)
{
    if (value_ns < SUB_BINS)
        return (size_t)value_ns;
    if (value_ns > HISTOGRAM_MAX_NS)
        return HISTOGRAM_BINS - 1;
    unsigned top_bit = 63 - (unsigned)__builtin_clzll(value_ns);
    unsigned shift = top_bit - HISTOGRAM_SUB_BITS;
    // value >> shift lies in 128..255, so each further power of two starts 128 bins later.
    return ((size_t)shift << HISTOGRAM_SUB_BITS) + (size_t)(value_ns >> shift);
}

static unsigned bin_shift(size_t bin)
{
    return bin < SUB_BINS ? 0 : (unsigned)(bin >> HISTOGRAM_SUB_BITS) - 1;
}

uint64_t histogram_bin_low_ns(size_t bin)
{
    if (bin < SUB_BINS)
        return bin;
    return (uint64_t)((bin & (SUB_BINS - 1)) + SUB_BINS) << bin_shift(bin);
}

uint64_t histogram_bin_high_ns(size_t bin)
{
    return histogram_bin_low_ns(bin) + (UINT64_C(1) << bin_shift(bin));
}

void histogram_record(struct histogram *histogram, uint64_t value_ns)
{
    if (histogram->total == 0 || value_ns < histogram->min_ns)
        histogram->min_ns = value_ns;
    if (value_ns > histogram->max_ns)
        histogram->max_ns = value_ns;
    histogram->total++;
    histogram->saturated += value_ns > HISTOGRAM_MAX_NS;
    histogram->sum_ns = add_saturating(histogram->sum_ns, value_ns);
    histogram->counts[histogram_bin(value_ns)]++;
}

void histogram_merge(struct histogram *into, const struct histogram *from)
{
    if (from->total == 0)
        return;
    if (into->total == 0 || from->min_ns < into->min_ns)
        into->min_ns = from->min_ns;
    if (from->max_ns > into->max_ns)
        into->max_ns = from->max_ns;
    into->total = add_saturating(into->total, from->total);
    into->saturated = add_saturating(into->saturated, from->saturated);
    into->sum_ns = add_saturating(into->sum_ns, from->sum_ns);
    // Bins outside of the extremes are empty.
    size_t last = histogram_bin(from->max_ns);
    for (size_t bin = histogram_bin(from->min_ns); bin <= last; bin++)
        into->counts[bin] = add_saturating(into->counts[bin], from->counts[bin]);
}

// ceil(q * total) in 1..total. The product is taken a hair lower first: 0.07 * 100 is a little
// more than 7 in binary and would else ask for the 8th value.
static uint64_t rank_of(double q, uint64_t total)
{
    if (!(q > 0))
        return 1;
    if (q >= 1)
        return total;
    double exact = q * (double)total * (1 - 0x1p-51);
    // 2^64 itself does not convert back.
    if (exact >= 0x1p64)
        return total;
    uint64_t rank = (uint64_t)exact;
    if ((double)rank < exact)
        rank++;
    if (rank < 1)
        return 1;
    return rank > total ? total : rank;
}

static uint64_t clamp(uint64_t value, uint64_t low, uint64_t high)
{
    if (value < low)
        return low;
    return value > high ? high : value;
}

uint64_t histogram_quantile_ns(const struct histogram *histogram, double q)
{
    if (histogram->total == 0)
        return 0;
    uint64_t left = rank_of(q, histogram->total);
    size_t bin = histogram_bin(histogram->min_ns); // those below are empty
    while (bin < HISTOGRAM_BINS - 1 && histogram->counts[bin] < left)
        left -= histogram->counts[bin++];
    uint64_t low = histogram_bin_low_ns(bin);
    uint64_t middle = low + (histogram_bin_high_ns(bin) - low) / 2;
    return clamp(middle, histogram->min_ns, histogram->max_ns);
}

double histogram_mean_ns(const struct histogram *histogram)
{
    if (histogram->total == 0)
        return 0;
    return (double)histogram->sum_ns / (double)histogram->total;
}
