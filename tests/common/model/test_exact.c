// SPDX-License-Identifier: GPL-3.0-or-later
// Exact texts: short where they can be, and always the same number again.
#include <criterion/criterion.h>

#include "common/base/alloc.h"
#include "common/base/rng.h"
#include "common/base/scope.h"
#include "common/model/exact.h"

static void expect_text(char *text, const char *expected)
{
    cr_expect_str_eq(text, expected);
    free(text);
}

Test(model_exact, is_short)
{
    expect_text(exact_bytes(0), "0");
    expect_text(exact_bytes(UINT64_C(96) << 20), "96MiB");
    expect_text(exact_bytes(1000), "1000");
    expect_text(exact_duration(0), "0ns");
    expect_text(exact_duration(1500000), "1500us");
    expect_text(exact_duration(UINT64_C(120000000000)), "120s");
    expect_text(exact_share(0.95), "95%");
    expect_text(exact_number(2.5), "2.5");
    expect_text(exact_rate(&(struct rate){.is_share = true, .value = 0.25}), "25%");
    expect_text(exact_rate(&(struct rate){.value = 1e6}), "1000000/s");
}

Test(model_exact, reads_back_whole_numbers)
{
    static const uint64_t values[] = {1, 1023, 1024, UINT64_C(1) << 40, INT64_MAX, UINT64_MAX};
    for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
        scope_free char *bytes = exact_bytes(values[i]);
        scope_free char *duration = exact_duration(values[i]);
        uint64_t again = 0;
        cr_expect_eq(units_parse_bytes(bytes, &again, NULL), 0, "%s", bytes);
        cr_expect_eq(again, values[i], "%s", bytes);
        cr_expect_eq(units_parse_duration_ns(duration, &again, NULL), 0, "%s", duration);
        cr_expect_eq(again, values[i], "%s", duration);
    }
}

// A share of up to 13 decimals, as people and other programs write them.
static double written_share(struct rng *rng)
{
    static const uint64_t scales[] = {10, 1000, 1000000, 10000000000000};
    uint64_t scale = scales[rng_below(rng, 4)];
    scope_free char *text = alloc_printf("%.13f", (double)rng_below(rng, scale) / (double)scale);
    double ratio = 0;
    cr_assert_eq(units_parse_share(text, &ratio, NULL), 0);
    return ratio > 0 ? ratio : 0.5;
}

Test(model_exact, reads_back_any_share_and_rate)
{
    struct rng rng;
    rng_init(&rng, 1);
    for (int i = 0; i < 500; i++) {
        double ratio = written_share(&rng);
        struct rate rate = {.is_share = i % 2 == 0, .value = ratio};
        struct rate rate_again;
        double again = 0;
        scope_free char *share = exact_share(ratio);
        scope_free char *rate_text = exact_rate(&rate);
        cr_expect_eq(units_parse_share(share, &again, NULL), 0, "%s", share);
        cr_expect_eq(again, ratio, "%s", share);
        cr_expect_eq(units_parse_rate(rate_text, &rate_again, NULL), 0, "%s", rate_text);
        cr_expect_eq(rate_again.is_share, rate.is_share);
        cr_expect_eq(rate_again.value, rate.value, "%s", rate_text);
    }
}
