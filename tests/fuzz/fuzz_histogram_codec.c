// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as a histogram: refused, or a histogram that is sound, spells itself back to the same
// bytes and survives merging and quantiles.
#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "common/stats/histogram.h"
#include "common/stats/histogram_codec.h"

#define REQUIRE(condition)                                                                         \
    do {                                                                                           \
        if (!(condition))                                                                          \
            abort();                                                                               \
    } while (0)

static void check_sound(const struct histogram *histogram)
{
    static const double quantiles[] = {0, 0.5, 0.99, 1};
    uint64_t total = 0;
    for (size_t bin = 0; bin < HISTOGRAM_BINS; bin++)
        total += histogram->counts[bin];
    REQUIRE(total == histogram->total);
    for (size_t i = 0; i < sizeof(quantiles) / sizeof(quantiles[0]); i++) {
        uint64_t value = histogram_quantile_ns(histogram, quantiles[i]);
        REQUIRE(value >= histogram->min_ns && value <= histogram->max_ns);
    }
    REQUIRE(histogram_mean_ns(histogram) >= 0);
}

static void check_spelling(const struct histogram *histogram, const uint8_t *data, size_t size)
{
    uint8_t *bytes = malloc(size);
    REQUIRE(bytes);
    REQUIRE(histogram_encoded_size(histogram) == size);
    REQUIRE(histogram_encode(histogram, bytes, size) == size);
    REQUIRE(memcmp(bytes, data, size) == 0);
    free(bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct histogram histogram;
    static struct histogram merged;
    int code = histogram_decode(&histogram, data, size);
    REQUIRE(code == 0 || code == -EBADMSG);
    REQUIRE(histogram_check_encoded(data, size) == code);
    if (code < 0)
        return 0;
    check_sound(&histogram);
    check_spelling(&histogram, data, size);
    merged = histogram;
    histogram_merge(&merged, &histogram);
    REQUIRE(merged.min_ns == histogram.min_ns && merged.max_ns == histogram.max_ns);
    return 0;
}
