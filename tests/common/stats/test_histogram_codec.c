// SPDX-License-Identifier: GPL-3.0-or-later
// Histograms as bytes: there and back, small, and every lie refused.
#include "common/stats/histogram_codec.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/rng.h"
#include "common/base/scope.h"
#include "common/stats/histogram.h"

static struct histogram histogram;
static struct histogram decoded;

static void round_trip(void)
{
    size_t size = histogram_encoded_size(&histogram);
    scope_free uint8_t *bytes = alloc_zeroed(size, 1);
    cr_assert_eq(histogram_encode(&histogram, bytes, size), size);
    cr_assert_eq(histogram_decode(&decoded, bytes, size), 0);
    cr_assert_eq(memcmp(&histogram, &decoded, sizeof(histogram)), 0);
}

Test(stats_histogram_codec, keeps_an_empty_one)
{
    round_trip();
    cr_assert_eq(histogram_encoded_size(&histogram), 6);
}

Test(stats_histogram_codec, keeps_the_extremes)
{
    histogram_record(&histogram, 0);
    round_trip();
    histogram_record(&histogram, HISTOGRAM_MAX_NS);
    round_trip();
    histogram_record(&histogram, UINT64_MAX);
    histogram_record(&histogram, UINT64_MAX);
    round_trip();
}

Test(stats_histogram_codec, keeps_a_full_one)
{
    for (size_t bin = 0; bin < HISTOGRAM_BINS; bin++)
        histogram_record(&histogram, histogram_bin_low_ns(bin));
    round_trip();
}

Test(stats_histogram_codec, keeps_whatever_was_recorded)
{
    struct rng rng;
    rng_init(&rng, 13);
    for (int i = 0; i < 5000; i++) {
        histogram_record(&histogram, rng_next(&rng) >> rng_below(&rng, 64));
        if (i % 50 == 0)
            round_trip();
    }
}

Test(stats_histogram_codec, takes_some_hundred_bytes_for_a_second)
{
    struct rng rng;
    rng_init(&rng, 17);
    for (int i = 0; i < 100000; i++)
        histogram_record(&histogram, (uint64_t)(20000 * (1 - log(1 - rng_unit(&rng)) / 10)));
    cr_assert_lt(histogram_encoded_size(&histogram), 1200);
}

Test(stats_histogram_codec, writes_nothing_past_its_room)
{
    for (uint64_t value = 1; value < 2000; value += 7)
        histogram_record(&histogram, value);
    size_t size = histogram_encoded_size(&histogram);
    for (size_t room = 0; room < size; room++) {
        scope_free uint8_t *bytes = malloc(room ? room : 1); // a sanitizer watches its end
        cr_assert_eq(histogram_encode(&histogram, bytes, room), 0);
    }
}

Test(stats_histogram_codec, refuses_every_truncation_and_every_tail)
{
    for (uint64_t value = 1; value < 2000; value += 7)
        histogram_record(&histogram, value);
    size_t size = histogram_encoded_size(&histogram);
    scope_free uint8_t *bytes = alloc_zeroed(size + 2, 1);
    histogram_encode(&histogram, bytes, size);
    for (size_t length = 0; length < size; length++) {
        scope_free uint8_t *part = malloc(length ? length : 1);
        memcpy(part, bytes, length);
        cr_assert_eq(histogram_decode(&decoded, part, length), -EBADMSG, "%zu", length);
    }
    bytes[size] = 1;
    cr_assert_eq(histogram_decode(&decoded, bytes, size + 1), -EBADMSG);
    bytes[size + 1] = 1;
    cr_assert_eq(histogram_decode(&decoded, bytes, size + 2), -EBADMSG);
}

#define REFUSES(...)                                                                               \
    do {                                                                                           \
        static const uint8_t bytes[] = {__VA_ARGS__};                                              \
        cr_assert_eq(histogram_decode(&decoded, bytes, sizeof(bytes)), -EBADMSG);                  \
        cr_assert_eq(histogram_check_encoded(bytes, sizeof(bytes)), -EBADMSG);                     \
    } while (0)

// version, total, saturated, sum, min, max, then distance and count.
Test(stats_histogram_codec, reads_the_format_as_it_is_written_down)
{
    static const uint8_t bytes[] = {1, 3, 0, 19, 5, 9, 5, 2, 4, 1};
    cr_assert_eq(histogram_decode(&decoded, bytes, sizeof(bytes)), 0);
    cr_assert_eq(decoded.total, 3);
    cr_assert_eq(decoded.counts[5], 2);
    cr_assert_eq(decoded.counts[9], 1);
}

Test(stats_histogram_codec, refuses_headers_that_lie)
{
    REFUSES(0, 3, 0, 19, 5, 9, 5, 2, 4, 1);  // version before ours
    REFUSES(2, 3, 0, 19, 5, 9, 5, 2, 4, 1);  // and after
    REFUSES(1, 4, 0, 19, 5, 9, 5, 2, 4, 1);  // total
    REFUSES(1, 3, 1, 19, 5, 9, 5, 2, 4, 1);  // saturated
    REFUSES(1, 3, 0, 14, 5, 9, 5, 2, 4, 1);  // a sum below three times the minimum
    REFUSES(1, 3, 0, 28, 5, 9, 5, 2, 4, 1);  // and above three times the maximum
    REFUSES(1, 3, 0, 19, 4, 9, 5, 2, 4, 1);  // minimum
    REFUSES(1, 3, 0, 19, 5, 10, 5, 2, 4, 1); // maximum
    REFUSES(1, 0, 0, 0, 0, 1);               // empty, yet with a maximum
    REFUSES(1, 1, 0, 0, 0, 0);               // a total without bins
}

Test(stats_histogram_codec, refuses_bins_that_lie)
{
    REFUSES(1, 3, 0, 15, 5, 5, 5, 2, 0, 1);   // the same bin twice
    REFUSES(1, 2, 0, 19, 5, 9, 5, 2, 4, 0);   // a bin in use with nothing in it
    REFUSES(1, 1, 0, 0, 0, 0, 0x80, 0x26, 1); // bin 4864, one too far
    REFUSES(1, 2, 0, 0, 0, 0, 0, 1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1, 1);
    // Counts whose sum wraps to the total claimed.
    REFUSES(1, 0, 0, 0, 5, 9, 5, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1, 4, 1);
}

Test(stats_histogram_codec, refuses_numbers_spelled_wrongly)
{
    REFUSES(0x81, 0, 0, 0, 0, 0, 0); // too long
    REFUSES(1, 0x80, 0, 0, 0, 0, 0); // too long a zero
    REFUSES(1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2, 0, 0, 0, 0); // 65 bits
    REFUSES(1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1);       // no end
}

Test(stats_histogram_codec, survives_random_damage)
{
    struct rng rng;
    rng_init(&rng, 19);
    for (int i = 0; i < 300; i++)
        histogram_record(&histogram, rng_below(&rng, 1000000));
    size_t size = histogram_encoded_size(&histogram);
    scope_free uint8_t *bytes = alloc_zeroed(size, 1);
    for (int i = 0; i < 20000; i++) {
        histogram_encode(&histogram, bytes, size);
        bytes[rng_below(&rng, size)] ^= (uint8_t)(1 + rng_below(&rng, 255));
        int code = histogram_decode(&decoded, bytes, size);
        cr_assert_eq(histogram_check_encoded(bytes, size), code);
        if (code == 0)
            cr_assert_eq(histogram_encoded_size(&decoded), size);
    }
}
