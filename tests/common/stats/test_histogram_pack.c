// SPDX-License-Identifier: GPL-3.0-or-later
// Histograms at rest: small, and the same as those that never rested.
#include "common/stats/histogram_pack.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/rng.h"
#include "common/base/scope.h"
#include "common/stats/histogram.h"
#include "common/stats/histogram_codec.h"

static struct histogram histogram, merged, packed_merged;

static void expect_same(const struct histogram *left, const struct histogram *right)
{
    cr_assert_eq(memcmp(left, right, sizeof *left), 0);
}

Test(stats_histogram_pack, an_idle_window_takes_next_to_nothing)
{
    scope_free struct histogram_pack *pack = histogram_pack(&histogram);
    cr_expect_leq(sizeof *pack + pack->length, 16);
    scope_free struct histogram *again = histogram_unpack(pack);
    expect_same(again, &histogram);
}

Test(stats_histogram_pack, none_is_an_empty_one)
{
    scope_free struct histogram *none = histogram_unpack(NULL);
    expect_same(none, &histogram);
    histogram_record(&histogram, 5);
    histogram_pack_merge(&histogram, NULL);
    cr_expect_eq(histogram.total, 1);
}

Test(stats_histogram_pack, merges_as_if_it_had_never_rested)
{
    struct rng rng;
    rng_init(&rng, 31);
    for (int i = 0; i < 60; i++) {
        histogram_reset(&histogram);
        for (uint64_t n = rng_below(&rng, 300); n > 0; n--)
            histogram_record(&histogram, rng_next(&rng) >> rng_below(&rng, 64));
        scope_free struct histogram_pack *pack = histogram_pack(&histogram);
        histogram_merge(&merged, &histogram);
        histogram_pack_merge(&packed_merged, pack);
        expect_same(&packed_merged, &merged);
        scope_free struct histogram *again = histogram_unpack(pack);
        expect_same(again, &histogram);
    }
}

Test(stats_histogram_pack, sums_stop_at_the_largest_number)
{
    histogram_record(&histogram, UINT64_MAX);
    scope_free struct histogram_pack *pack = histogram_pack(&histogram);
    for (int i = 0; i < 3; i++) {
        histogram_merge(&merged, &histogram);
        histogram_pack_merge(&packed_merged, pack);
    }
    cr_expect_eq(packed_merged.sum_ns, UINT64_MAX);
    expect_same(&packed_merged, &merged);
}

Test(stats_histogram_pack, takes_only_bytes_that_decode)
{
    histogram_record(&histogram, 1000);
    histogram_record(&histogram, 2000);
    scope_free struct histogram_pack *pack = histogram_pack(&histogram);
    scope_free struct histogram_pack *copy = histogram_pack_decode(pack->bytes, pack->length);
    cr_assert_not_null(copy);
    cr_expect_eq(copy->length, pack->length);
    for (size_t length = 0; length < pack->length; length++)
        cr_expect_null(histogram_pack_decode(pack->bytes, length), "%zu bytes", length);
    pack->bytes[0]++;
    cr_expect_null(histogram_pack_decode(pack->bytes, pack->length), "another version");
}

// Bytes that nobody has checked must not lead it out of its bounds.
Test(stats_histogram_pack, survives_any_bytes)
{
    struct rng rng;
    uint8_t bytes[64];
    rng_init(&rng, 32);
    for (int i = 0; i < 20000; i++) {
        for (size_t b = 0; b < sizeof bytes; b++)
            bytes[b] = (uint8_t)rng_next(&rng);
        bytes[0] = HISTOGRAM_CODEC_VERSION;
        histogram_merge_encoded(&histogram, bytes, rng_below(&rng, sizeof bytes + 1));
    }
}
