// SPDX-License-Identifier: GPL-3.0-or-later
// Ratios to native along the density: drift falls out, growth is found where it begins, what is
// absent says why.
#include "compare/overhead.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "common/base/err.h"
#include "common/base/scope.h"
#include "tests/compare/made_overhead.h"

static void compute(const struct made_overhead *made, struct overhead *overhead)
{
    struct err err = {0};
    cr_assert_eq(overhead_of(made->runs, made->count, overhead, &err), 0, "%s", err_text(&err));
}

static const struct overhead_arm *arm_of(const struct overhead *overhead, size_t load,
                                         const char *platform)
{
    for (size_t i = 0; i < overhead->loads[load].arm_count; i++)
        if (strcmp(overhead->loads[load].arms[i].run->record->platform, platform) == 0)
            return &overhead->loads[load].arms[i];
    cr_assert_fail("no %s", platform);
    abort();
}

static const struct overhead_curve *throughput_of(const struct overhead *overhead, size_t load,
                                                  const char *platform)
{
    const struct overhead_curve *curve =
        overhead_curve_find(arm_of(overhead, load, platform), "throughput");
    cr_assert_not_null(curve);
    return curve;
}

Test(compare_overhead, puts_each_platform_over_native_load_by_load)
{
    struct made_overhead made = {0};
    scope_overhead struct overhead overhead = {0};
    made_overhead_usual(&made);
    compute(&made, &overhead);
    cr_assert_eq(overhead.load_count, 2);
    cr_expect_str_eq(overhead.loads[0].name, "cpu:integer");
    cr_expect_str_eq(overhead_headline(&overhead.loads[0]), "throughput");
    const struct overhead_curve *kvm = throughput_of(&overhead, 0, "kvm");
    cr_assert_eq(kvm->cell_count, 4);
    cr_expect_eq(kvm->cells[3].guests, 8);
    cr_expect_eq(kvm->cells[3].boots, 4);
    cr_expect_float_eq(kvm->cells[3].ratio.value, 0.95, 0.005);
    cr_expect_lt(kvm->cells[3].ratio.low, 0.95);
    cr_expect_gt(kvm->cells[3].ratio.high, 0.95);
    made_overhead_done(&made);
}

// Half of the rounds were half as fast on all platforms: a ratio of means would be as wide as that.
Test(compare_overhead, what_drifts_on_all_platforms_falls_out)
{
    struct made_overhead made = {0};
    scope_overhead struct overhead overhead = {0};
    made_overhead_usual(&made);
    compute(&made, &overhead);
    const struct estimate *ratio = &throughput_of(&overhead, 0, "container")->cells[0].ratio;
    cr_expect_lt(ratio->high / ratio->low, 1.1, "%g to %g", ratio->low, ratio->high);
    made_overhead_done(&made);
}

Test(compare_overhead, finds_where_it_grows_and_only_there)
{
    struct made_overhead made = {0};
    scope_overhead struct overhead overhead = {0};
    made_overhead_usual(&made);
    compute(&made, &overhead);
    const struct overhead_curve *tcg = throughput_of(&overhead, 0, "tcg");
    cr_expect_eq(tcg->course, OVERHEAD_GROWS);
    cr_expect_eq(tcg->course_guests, 4);
    cr_expect_float_eq(tcg->cells[2].growth.value, 0.5, 0.02);
    cr_expect(isnan(tcg->cells[0].growth.value));
    const struct overhead_curve *kvm = throughput_of(&overhead, 0, "kvm");
    cr_expect_eq(kvm->course, OVERHEAD_STEADY);
    cr_expect_eq(kvm->course_guests, 0);
    made_overhead_done(&made);
}

// Latency costs where it is more.
Test(compare_overhead, growth_goes_by_what_is_better)
{
    struct made_overhead made = {0};
    scope_overhead struct overhead overhead = {0};
    made_overhead_usual(&made);
    compute(&made, &overhead);
    const struct overhead_curve *p50 = overhead_curve_find(arm_of(&overhead, 0, "tcg"), "p50");
    cr_assert_not_null(p50);
    cr_expect_eq(p50->course, OVERHEAD_GROWS);
    cr_expect_gt(p50->cells[2].growth.value, 1.5);
    cr_expect_float_eq(overhead_cost(p50, 2), 2, 1e-9);
    cr_expect_float_eq(overhead_cost(throughput_of(&overhead, 0, "tcg"), 0.5), 2, 1e-9);
    made_overhead_done(&made);
}

Test(compare_overhead, what_this_host_lacks_says_why_in_one_line)
{
    struct made_overhead made = {0};
    scope_overhead struct overhead overhead = {0};
    made_overhead_usual(&made);
    compute(&made, &overhead);
    const struct overhead_arm *kvm = arm_of(&overhead, 1, "kvm");
    cr_assert_not_null(kvm->absent);
    cr_expect_str_eq(kvm->absent, "KVM runs no Linux here <i>&</i>");
    cr_expect_eq(kvm->curve_count, 0);
    made_overhead_done(&made);
}

Test(compare_overhead, platforms_are_named_once_with_all_their_guests)
{
    struct made_overhead made = {0};
    scope_overhead struct overhead overhead = {0};
    made_overhead_usual(&made);
    compute(&made, &overhead);
    cr_assert_eq(overhead.platform_count, 4);
    cr_expect_str_eq(overhead.platforms[0].name, "native");
    cr_expect_str_eq(overhead.platforms[2].guests, "bare");
    cr_expect_str_eq(overhead.platforms[3].guests, "bare (cpu:integer); appliance (disk:randread)");
    cr_expect(overhead.platforms[3].is_emulated);
    cr_expect_not(overhead.platforms[2].is_emulated);
    made_overhead_done(&made);
}

static struct made_overhead_run simple(const char *platform, const char *guest_kind,
                                       const char *campaign, double operations)
{
    return (struct made_overhead_run){"cpu",      "integer", platform,
                                      guest_kind, campaign,  false,
                                      NULL,       {1, 2},    {operations, operations},
                                      2,          0.01};
}

static void add(struct made_overhead *made, struct made_overhead_run run)
{
    made_overhead_add(made, &run);
}

Test(compare_overhead, a_platform_with_two_kinds_of_guests_is_two)
{
    struct made_overhead made = {0};
    scope_overhead struct overhead overhead = {0};
    add(&made, simple("native", "process", "a", 1000));
    add(&made, simple("kvm", "bare", "a", 900));
    add(&made, simple("kvm", "appliance", "a", 800));
    compute(&made, &overhead);
    cr_assert_eq(overhead.platform_count, 3);
    cr_expect_str_eq(overhead.platforms[1].name, "kvm/bare");
    cr_expect_str_eq(overhead.platforms[2].name, "kvm/appliance");
    made_overhead_done(&made);
}

Test(compare_overhead, of_two_campaigns_of_a_load_the_newest_counts)
{
    struct made_overhead made = {0};
    scope_overhead struct overhead overhead = {0};
    add(&made, simple("native", "process", "a", 1000));
    add(&made, simple("kvm", "bare", "a", 100));
    add(&made, simple("native", "process", "b", 1000));
    add(&made, simple("kvm", "bare", "b", 900));
    compute(&made, &overhead);
    cr_assert_eq(overhead.load_count, 1);
    cr_assert_eq(overhead.loads[0].arm_count, 1);
    cr_expect_float_eq(throughput_of(&overhead, 0, "kvm")->cells[0].ratio.value, 0.9, 0.03);
    made_overhead_done(&made);
}

Test(compare_overhead, one_boot_has_a_ratio_and_no_interval)
{
    struct made_overhead made = {0};
    scope_overhead struct overhead overhead = {0};
    struct made_overhead_run native = simple("native", "process", "a", 1000);
    struct made_overhead_run kvm = simple("kvm", "bare", "a", 500);
    native.repeats = kvm.repeats = 1;
    add(&made, native);
    add(&made, kvm);
    compute(&made, &overhead);
    const struct overhead_curve *curve = throughput_of(&overhead, 0, "kvm");
    cr_expect_gt(curve->cells[0].ratio.value, 0.4);
    cr_expect(isnan(curve->cells[0].ratio.low));
    cr_expect_eq(curve->course, OVERHEAD_NOT_KNOWN);
    made_overhead_done(&made);
}

// Boots of different rounds are no pair.
Test(compare_overhead, a_boot_without_its_like_counts_for_nothing)
{
    struct made_overhead made = {0};
    scope_overhead struct overhead overhead = {0};
    struct made_overhead_run kvm = simple("kvm", "bare", "a", 900);
    kvm.repeats = 4;
    add(&made, simple("native", "process", "a", 1000));
    add(&made, kvm);
    compute(&made, &overhead);
    cr_expect_eq(throughput_of(&overhead, 0, "kvm")->cells[0].boots, 2);
    made_overhead_done(&made);
}

Test(compare_overhead, identical_boots_have_an_interval_of_nothing)
{
    struct made_overhead made = {0};
    scope_overhead struct overhead overhead = {0};
    struct made_overhead_run native = simple("native", "process", "a", 1000);
    native.spread = 0;
    add(&made, native);
    native.platform = "container";
    add(&made, native);
    compute(&made, &overhead);
    const struct overhead_curve *curve = throughput_of(&overhead, 0, "container");
    cr_expect_eq(curve->cells[0].ratio.value, 1);
    cr_expect_eq(curve->cells[0].ratio.low, 1);
    cr_expect_eq(curve->course, OVERHEAD_STEADY);
    made_overhead_done(&made);
}

static void expect_refused(struct made_overhead *made)
{
    struct overhead overhead = {0};
    struct err err = {0};
    cr_expect_lt(overhead_of(made->runs, made->count, &overhead, &err), 0);
    cr_expect_eq(err.kind, ERR_INPUT);
    cr_expect_not_null(strstr(err_text(&err), "native run"), "%s", err_text(&err));
    err_done(&err);
    made_overhead_done(made);
}

Test(compare_overhead, wants_a_native_run_and_something_beside_it)
{
    struct made_overhead none = {0}, without = {0}, alone = {0};
    add(&without, simple("kvm", "bare", "a", 900));
    add(&without, simple("tcg", "bare", "a", 900));
    add(&alone, simple("native", "process", "", 900));
    add(&alone, simple("tcg", "bare", "", 900));
    expect_refused(&none);
    expect_refused(&without);
    expect_refused(&alone);
}
