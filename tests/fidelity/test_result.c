// SPDX-License-Identifier: GPL-3.0-or-later
// Ratios with their intervals, and the accounts made of them.
#include "tests/fidelity/result.h"

#include <criterion/criterion.h>
#include <jansson.h>
#include <math.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/strbuf.h"
#include "tests/fidelity/account.h"

static const struct pair same = {
    .name = "a:b", .unit = "MB/s", .theirs = {.name = "peer"}, .same = true, .note = "so"};
static const struct pair other = {
    .name = "a:c", .unit = "ns", .theirs = {.name = "peer"}, .note = "else"};

// The host's mood moves both by half; ours stands at `ratio` of theirs, give or take `spread`.
static struct result made(const struct pair *pair, double ratio, double spread)
{
    struct result result = {.pair = pair, .place = "native", .runs = 10};

    for (size_t i = 0; i < result.runs; i++) {
        double mood = 1 + 0.5 * sin((double)i);

        result.their_values[i] = 1000 * mood;
        result.our_values[i] = 1000 * mood * ratio * (1 + spread * (i % 2 ? 1 : -1));
    }
    return result;
}

Test(fidelity_result, neighbours_share_the_hosts_mood)
{
    struct result result = made(&same, 1.01, 0.0);
    struct estimate ratio = result_ratio(&result);

    cr_assert_float_eq(ratio.value, 1.01, 1e-9);
    cr_assert_float_eq(ratio.low, 1.01, 1e-9);
    cr_assert_float_eq(ratio.high, 1.01, 1e-9);
    cr_assert_gt(result_our_cv(&result), 0.2);
    cr_assert_float_eq(result_our_cv(&result), result_their_cv(&result), 1e-9);
}

Test(fidelity_result, the_aim_is_judged_by_the_whole_interval)
{
    struct result within = made(&same, 1.01, 0.002), outside = made(&same, 0.9, 0.002),
                  across = made(&same, 1.0, 0.2), differs = made(&other, 0.5, 0.002);

    cr_assert_eq(result_verdict(&within), RESULT_KEPT);
    cr_assert_eq(result_verdict(&outside), RESULT_MISSED);
    cr_assert_eq(result_verdict(&across), RESULT_UNDECIDED);
    cr_assert_eq(result_verdict(&differs), RESULT_NO_AIM);
    within.absent = alloc_copy("gone");
    cr_assert_eq(result_verdict(&within), RESULT_NO_AIM);
    result_done(&within);
}

Test(fidelity_result, accounts_tell_all_of_it)
{
    struct result results[] = {made(&same, 1.01, 0.002), {.pair = &other, .place = "native"}};
    struct strbuf text = {0}, json = {0}, csv = {0};
    json_t *root;

    results[1].absent = alloc_copy("peer is not installed: apt-get install peer");
    account_text(results, 2, &text);
    account_json(results, 2, &json);
    account_csv(results, 2, &csv);
    cr_assert_not_null(strstr(strbuf_text(&text), "not installed: apt-get install peer"));
    cr_assert_not_null(strstr(strbuf_text(&csv), "\r\na:b,native,peer,MB/s,"));
    root = json_loads(strbuf_text(&json), 0, NULL);
    cr_assert_eq(json_array_size(root), 2);
    cr_assert_float_eq(json_number_value(json_object_get(json_array_get(root, 0), "ratio")), 1.01,
                       0.01);
    cr_assert_eq(json_array_size(json_object_get(json_array_get(root, 0), "our_values")), 10);
    cr_assert(json_is_null(json_object_get(json_array_get(root, 1), "ratio")));
    json_decref(root);
    strbuf_done(&text);
    strbuf_done(&json);
    strbuf_done(&csv);
    result_done(&results[1]);
}
