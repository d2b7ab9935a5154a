// SPDX-License-Identifier: GPL-3.0-or-later
// Verdicts of two sides, and what there is no verdict from.
#include <criterion/criterion.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/err.h"
#include "common/base/scope.h"
#include "compare/contrast.h"
#include "tests/compare/made_run.h"

// Two runs, one a side, and what they say.
struct two {
    struct made_run runs[2];
    struct contrast contrast;
    struct err err;
    int result;
};

static void make_two(struct two *two, const char *yaml)
{
    *two = (struct two){0};
    made_run_init(&two->runs[0], 1, yaml);
    made_run_init(&two->runs[1], 2, yaml);
}

static void contrast_two(struct two *two, const struct contrast_options *options)
{
    const struct side_run runs[] = {made_run_side(&two->runs[0]), made_run_side(&two->runs[1])};
    const struct side a = {"old", &runs[0], 1}, b = {"new", &runs[1], 1};
    two->result = contrast_of(&a, &b, options, &two->contrast, &two->err);
}

static void two_done(struct two *two)
{
    contrast_done(&two->contrast);
    err_done(&two->err);
    made_run_done(&two->runs[0]);
    made_run_done(&two->runs[1]);
}

#define scope_two __attribute__((cleanup(two_done)))

static const struct judgement *find(const struct contrast *contrast, const char *measure,
                                    uint32_t guests)
{
    for (size_t i = 0; i < contrast->count; i++)
        if (strcmp(contrast->list[i].measure, measure) == 0 && contrast->list[i].guests == guests)
            return &contrast->list[i];
    cr_assert(false, "no %s at %u", measure, guests);
    return NULL;
}

static bool has_remark(const struct contrast *contrast, const char *part)
{
    for (size_t i = 0; i < contrast->remark_count; i++)
        if (strstr(contrast->remarks[i], part))
            return true;
    return false;
}

static void expect_verdict(const struct judgement *judgement, enum contrast_verdict verdict)
{
    cr_expect_eq(judgement->verdict, verdict, "%s at %u: %s, not %s: %.3f [%.3f, %.3f] p %.3g: %s",
                 judgement->measure, judgement->guests, contrast_verdict_name(judgement->verdict),
                 contrast_verdict_name(verdict), judgement->ratio.value, judgement->ratio.low,
                 judgement->ratio.high, judgement->p_adjusted, judgement->why);
}

// --- verdicts -----------------------------------------------------------------------------------

Test(compare_contrast, finds_what_is_slower_and_only_that)
{
    scope_two struct two two;
    make_two(&two, NULL);
    for (uint32_t guests = 1; guests <= 4; guests *= 2) {
        made_run_add_boots(&two.runs[0], guests, 8, 100000, 0.01, 0);
        made_run_add_boots(&two.runs[1], guests, 8, guests == 4 ? 90000 : 100000, 0.01, 3);
    }
    contrast_two(&two, NULL);
    cr_assert_eq(two.result, 0, "%s", err_text(&two.err));
    const struct judgement *slow = find(&two.contrast, "throughput", 4);
    expect_verdict(slow, CONTRAST_WORSE);
    cr_expect_float_eq(slow->ratio.value, 0.9, 0.002);
    cr_expect_lt(slow->ratio.low, 0.9);
    cr_expect_gt(slow->ratio.high, 0.9);
    cr_expect_eq(slow->boots[0], 8);
    cr_expect_eq(slow->units[1], 8);
    cr_expect_not(slow->is_paired);
    cr_expect_float_eq(slow->values[0], 100000, 100);
    expect_verdict(find(&two.contrast, "p99", 4), CONTRAST_WORSE);
    expect_verdict(find(&two.contrast, "throughput", 1), CONTRAST_SAME);
    expect_verdict(find(&two.contrast, "throughput", 2), CONTRAST_SAME);
    expect_verdict(find(&two.contrast, "memory", 4), CONTRAST_SAME);
    cr_expect_eq(two.contrast.overall, CONTRAST_WORSE);
}

Test(compare_contrast, tells_which_way_is_better)
{
    scope_two struct two two;
    make_two(&two, NULL);
    made_run_add_boots(&two.runs[0], 1, 8, 100000, 0.01, 0);
    made_run_add_boots(&two.runs[1], 1, 8, 112000, 0.01, 3);
    contrast_two(&two, NULL);
    expect_verdict(find(&two.contrast, "throughput", 1), CONTRAST_BETTER);
    expect_verdict(find(&two.contrast, "p50", 1), CONTRAST_BETTER);
    cr_expect_eq(two.contrast.overall, CONTRAST_BETTER);
}

Test(compare_contrast, numbers_that_are_identical_are_the_same)
{
    scope_two struct two two;
    make_two(&two, NULL);
    made_run_add_boots(&two.runs[0], 1, 3, 100000, 0, 0);
    made_run_add_boots(&two.runs[1], 1, 3, 100000, 0, 0);
    contrast_two(&two, NULL);
    const struct judgement *same = find(&two.contrast, "throughput", 1);
    expect_verdict(same, CONTRAST_SAME);
    cr_expect_eq(same->ratio.low, 1);
    cr_expect_eq(same->ratio.high, 1);
    cr_expect_eq(same->p, 1);
    cr_expect_eq(two.contrast.overall, CONTRAST_SAME);
}

// Without any variance so few boots still cannot say that it was no chance.
Test(compare_contrast, three_boots_a_side_are_too_few_for_a_p)
{
    scope_two struct two two;
    make_two(&two, NULL);
    made_run_add_boots(&two.runs[0], 1, 3, 100000, 0, 0);
    made_run_add_boots(&two.runs[1], 1, 3, 80000, 0, 0);
    contrast_two(&two, NULL);
    const struct judgement *slow = find(&two.contrast, "throughput", 1);
    expect_verdict(slow, CONTRAST_UNDECIDED);
    cr_expect_float_eq(slow->p_least, 0.1, 1e-9);
    cr_expect(strstr(slow->why, "So few boots"), "%s", slow->why);
    cr_expect_geq(slow->more_units, 2);
    cr_expect_leq(slow->more_units, 4);
}

Test(compare_contrast, one_boot_has_no_interval)
{
    scope_two struct two two;
    make_two(&two, NULL);
    made_run_add_boots(&two.runs[0], 1, 1, 100000, 0, 0);
    made_run_add_boots(&two.runs[1], 1, 5, 80000, 0.01, 0);
    contrast_two(&two, NULL);
    const struct judgement *slow = find(&two.contrast, "throughput", 1);
    expect_verdict(slow, CONTRAST_UNDECIDED);
    cr_expect(isnan(slow->ratio.low) && isnan(slow->ratio.high));
    cr_expect(strstr(slow->why, "One boot of A"), "%s", slow->why);
    cr_expect_eq(slow->more_units, 0);
}

Test(compare_contrast, noise_is_undecided_with_a_number_of_boots)
{
    scope_two struct two two;
    make_two(&two, NULL);
    made_run_add_boots(&two.runs[0], 1, 4, 100000, 0.05, 0);
    made_run_add_boots(&two.runs[1], 1, 4, 100500, 0.05, 3);
    contrast_two(&two, NULL);
    const struct judgement *open = find(&two.contrast, "throughput", 1);
    expect_verdict(open, CONTRAST_UNDECIDED);
    cr_expect_gt(open->more_units, 1);
    cr_expect_lt(open->more_units, 200);
    cr_expect_eq(two.contrast.overall, CONTRAST_UNDECIDED);
}

Test(compare_contrast, the_threshold_is_what_matters)
{
    scope_two struct two two;
    make_two(&two, NULL);
    made_run_add_boots(&two.runs[0], 1, 10, 100000, 0.002, 0);
    made_run_add_boots(&two.runs[1], 1, 10, 98000, 0.002, 3);
    contrast_two(&two, NULL);
    expect_verdict(find(&two.contrast, "throughput", 1), CONTRAST_SAME);
    contrast_done(&two.contrast);
    contrast_two(&two, &(struct contrast_options){.threshold = 0.01});
    expect_verdict(find(&two.contrast, "throughput", 1), CONTRAST_WORSE);
}

// --- drift --------------------------------------------------------------------------------------

// The host grows slower by 40 % while both take turns; B is 5 % slower all the while.
static void make_drift(struct two *two, const char *campaign)
{
    make_two(two, NULL);
    for (int i = 0; i < 12; i++) {
        double host = 1 - 0.4 * i / 11, noise = i % 2 ? 1.004 : 0.996;
        made_run_add(&two->runs[0], 1, 100000 * host * noise);
        made_run_add(&two->runs[1], 1, 95000 * host / noise);
    }
    made_run_set(&two->runs[0].record.campaign, campaign);
    made_run_set(&two->runs[1].record.campaign, campaign);
}

Test(compare_contrast, blocks_of_one_campaign_take_drift_out)
{
    scope_two struct two two;
    make_drift(&two, "f00");
    contrast_two(&two, NULL);
    const struct judgement *slow = find(&two.contrast, "throughput", 1);
    cr_expect(slow->is_paired);
    cr_expect(two.contrast.is_interleaved);
    expect_verdict(slow, CONTRAST_WORSE);
    cr_expect_float_eq(slow->ratio.value, 0.95, 0.003);
}

// A has 12 blocks, B lost one in the middle and the last three.
Test(compare_contrast, only_whole_blocks_count)
{
    scope_two struct two two;
    make_drift(&two, "f00");
    two.runs[1].steps[4].state = RECORD_FAILED;
    for (int i = 9; i < 12; i++)
        two.runs[1].steps[i].state = RECORD_FAILED;
    contrast_two(&two, NULL);
    const struct judgement *slow = find(&two.contrast, "throughput", 1);
    cr_expect(slow->is_paired);
    for (int s = 0; s < 2; s++) {
        cr_expect_eq(slow->units[s], 8);
        cr_expect_eq(slow->boots[s], 8);
    }
    cr_expect_float_eq(slow->ratio.value, 0.95, 0.003, "no boot stands beside another block's");
}

Test(compare_contrast, runs_of_two_sessions_are_no_blocks)
{
    scope_two struct two two;
    make_drift(&two, "");
    contrast_two(&two, NULL);
    const struct judgement *slow = find(&two.contrast, "throughput", 1);
    cr_expect_not(slow->is_paired);
    expect_verdict(slow, CONTRAST_UNDECIDED);
    cr_expect(has_remark(&two.contrast, "One run a side"));
}

// A reference that grew as much slower says that it is the host.
Test(compare_contrast, a_reference_explains_what_the_host_did)
{
    scope_two struct two two;
    struct two reference;
    make_two(&two, NULL);
    make_two(&reference, NULL);
    made_run_add_boots(&two.runs[0], 1, 10, 100000, 0.003, 0);
    made_run_add_boots(&two.runs[1], 1, 10, 90000, 0.003, 3);
    made_run_add_boots(&reference.runs[0], 1, 10, 5000, 0.003, 1);
    made_run_add_boots(&reference.runs[1], 1, 10, 4500, 0.003, 5);
    const struct side_run runs[] = {made_run_side(&reference.runs[0]),
                                    made_run_side(&reference.runs[1])};
    const struct side a = {"old", &runs[0], 1}, b = {"new", &runs[1], 1};
    contrast_two(&two, &(struct contrast_options){.reference = {&a, &b}});
    const struct judgement *rate = find(&two.contrast, "throughput", 1);
    const struct judgement *latency = find(&two.contrast, "p50", 1);
    expect_verdict(rate, CONTRAST_SAME);
    cr_expect_float_eq(rate->raw.value, 0.9, 0.002);
    cr_expect_float_eq(rate->ratio.value, 1, 0.002);
    cr_expect_float_eq(latency->raw.value, 1 / 0.9, 0.01);
    cr_expect_float_eq(latency->ratio.value, 1, 0.01);
    cr_expect_eq(find(&two.contrast, "memory", 1)->ratio.value, 1);
    cr_expect(has_remark(&two.contrast, "The reference"));
    two_done(&reference);
}

// More boots of the thing itself tell no more of the reference.
Test(compare_contrast, no_number_of_boots_makes_up_for_a_reference_that_tells_little)
{
    for (uint32_t boots = 1; boots <= 2; boots++) {
        scope_two struct two two;
        struct two reference;
        make_two(&two, NULL);
        make_two(&reference, NULL);
        for (int r = 0; r < 2; r++) {
            made_run_add_boots(&two.runs[r], 1, 6, 100000, 0.003, 3 * (uint32_t)r);
            made_run_add_boots(&reference.runs[r], 1, boots, 5000, 0.2, (uint32_t)r);
        }
        const struct side_run runs[] = {made_run_side(&reference.runs[0]),
                                        made_run_side(&reference.runs[1])};
        const struct side a = {"old", &runs[0], 1}, b = {"new", &runs[1], 1};
        contrast_two(&two, &(struct contrast_options){.reference = {&a, &b}});
        const struct judgement *rate = find(&two.contrast, "throughput", 1);
        expect_verdict(rate, CONTRAST_UNDECIDED);
        uint32_t wanted = boots == 1 ? 0 : CONTRAST_UNITS_MAX;
        cr_expect_eq(rate->more_units, wanted, "%u: %u", boots, rate->more_units);
        two_done(&reference);
    }
}

// --- several runs -------------------------------------------------------------------------------

enum { SESSIONS = 10 };

// Sessions differ by 10 %, boots of one by 0.1 %.
static void make_sessions(struct made_run *runs, struct side_run *sides, int64_t first, double hz,
                          const char *campaign)
{
    static const double shares[SESSIONS] = {0.1,   -0.08, 0.02,  -0.1, 0.07,
                                            -0.01, 0.05,  -0.04, 0.09, -0.1};
    for (int i = 0; i < SESSIONS; i++) {
        made_run_init(&runs[i], first + i, NULL);
        made_run_add_boots(&runs[i], 1, 4, hz * (1 + shares[(i + first) % SESSIONS]), 0.001, 0);
        if (campaign) {
            scope_free char *mark = strdup(campaign);
            mark[0] += (char)((i + first) % SESSIONS);
            made_run_set(&runs[i].record.campaign, mark);
        }
        sides[i] = made_run_side(&runs[i]);
    }
}

static void expect_sessions(const char *campaign, bool is_paired, enum contrast_verdict verdict)
{
    struct made_run ours[SESSIONS], theirs[SESSIONS];
    struct side_run our_sides[SESSIONS], their_sides[SESSIONS];
    scope_contrast struct contrast contrast = {0};
    make_sessions(ours, our_sides, 0, 100000, campaign);
    make_sessions(theirs, their_sides, 20, 95000, campaign);
    const struct side a = {"old", our_sides, SESSIONS}, b = {"new", their_sides, SESSIONS};
    cr_assert_eq(contrast_of(&a, &b, NULL, &contrast, NULL), 0);
    const struct judgement *judgement = find(&contrast, "throughput", 1);
    cr_expect_eq(judgement->units[0], SESSIONS);
    cr_expect_eq(judgement->boots[0], 4 * SESSIONS);
    cr_expect_eq(judgement->is_paired, is_paired);
    expect_verdict(judgement, verdict);
    for (int i = 0; i < SESSIONS; i++) {
        made_run_done(&ours[i]);
        made_run_done(&theirs[i]);
    }
}

// By boots it would be clear beyond doubt.
Test(compare_contrast, the_unit_is_the_run_where_both_sides_have_several)
{
    expect_sessions(NULL, false, CONTRAST_UNDECIDED);
}

Test(compare_contrast, runs_made_in_turns_are_blocks)
{
    expect_sessions("a", true, CONTRAST_WORSE);
}

// --- one side only ------------------------------------------------------------------------------

Test(compare_contrast, what_one_side_lacks_is_told_and_has_no_verdict)
{
    scope_two struct two two;
    make_two(&two, NULL);
    made_run_add_boots(&two.runs[0], 1, 5, 100000, 0.001, 0);
    made_run_add_boots(&two.runs[0], 8, 5, 50000, 0.001, 0);
    made_run_add_boots(&two.runs[1], 1, 5, 100000, 0.001, 3);
    for (size_t i = 0; i < two.runs[1].step_count; i++)
        two.runs[1].steps[i].guest_list[0].host_memory_bytes = RECORD_ABSENT;
    contrast_two(&two, NULL);
    expect_verdict(find(&two.contrast, "memory", 1), CONTRAST_ONE_SIDED);
    const struct judgement *crowd = find(&two.contrast, "throughput", 8);
    expect_verdict(crowd, CONTRAST_ONE_SIDED);
    cr_expect_str_eq(crowd->why, "Only A has it.");
    cr_expect_float_eq(crowd->values[0], 50000, 50);
    cr_expect(isnan(crowd->values[1]));
    cr_expect(isnan(crowd->p));
    cr_expect_eq(two.contrast.overall, CONTRAST_SAME);
    cr_expect_gt(two.contrast.counts[CONTRAST_ONE_SIDED], 0);
}

Test(compare_contrast, refuses_sides_without_a_figure_in_common)
{
    scope_two struct two two;
    make_two(&two, NULL);
    made_run_add_boots(&two.runs[0], 1, 2, 100000, 0.001, 0);
    made_run_add_boots(&two.runs[0], 2, 2, 100000, 0.001, 0);
    made_run_add_boots(&two.runs[1], 4, 2, 100000, 0.001, 0);
    contrast_two(&two, NULL);
    cr_assert_eq(two.result, -EINVAL);
    cr_expect(strstr(err_text(&two.err), "measured at 1, 2 guests, and at 4"), "%s",
              err_text(&two.err));
}

// --- runs that are not as they should be --------------------------------------------------------

Test(compare_contrast, refuses_a_run_that_finished_nothing)
{
    scope_two struct two two;
    make_two(&two, NULL);
    made_run_add_boots(&two.runs[0], 1, 2, 100000, 0.001, 0);
    two.runs[1].record.state = RECORD_INTERRUPTED;
    contrast_two(&two, NULL);
    cr_assert_eq(two.result, -EINVAL);
    cr_expect_str_eq(err_text(&two.err), "new: no boot was finished in run 2 (interrupted): there "
                                         "is nothing to compare");
}

Test(compare_contrast, what_an_interrupted_run_finished_counts)
{
    scope_two struct two two;
    make_two(&two, NULL);
    made_run_add_boots(&two.runs[0], 1, 5, 100000, 0.001, 0);
    made_run_add_boots(&two.runs[1], 1, 5, 100000, 0.001, 3);
    made_run_add(&two.runs[1], 1, 10)->state = RECORD_INTERRUPTED;
    two.runs[1].record.state = RECORD_INTERRUPTED;
    contrast_two(&two, NULL);
    const struct judgement *judgement = find(&two.contrast, "throughput", 1);
    cr_expect_eq(judgement->boots[1], 5);
    expect_verdict(judgement, CONTRAST_SAME);
    cr_expect(has_remark(&two.contrast, "Run 2 was interrupted: the 5 boots it finished count."));
}

Test(compare_contrast, clocks_that_went_backwards_are_told)
{
    scope_two struct two two;
    make_two(&two, NULL);
    made_run_add_boots(&two.runs[0], 1, 5, 100000, 0.001, 0);
    made_run_add_boots(&two.runs[1], 1, 6, 100000, 0.001, 0);
    two.runs[1].steps[2].guest_list[0].windows[0].duration_ns = (uint64_t)-5000;
    two.runs[1].steps[3].guest_list[0].windows[0].duration_ns = 0;
    two.runs[1].record.ended_at_ns = two.runs[1].record.started_at_ns - 1;
    contrast_two(&two, NULL);
    cr_expect_eq(find(&two.contrast, "throughput", 1)->boots[1], 4);
    cr_expect(has_remark(&two.contrast, "in 2 boots, which tell nothing"));
    cr_expect(has_remark(&two.contrast, "ended before it began"));
}

Test(compare_contrast, figures_that_are_no_numbers_are_none)
{
    scope_two struct two two;
    make_two(&two, "load:\n  workload: exec\n  exec:\n    program: /bin/true\n");
    for (int r = 0; r < 2; r++)
        for (int b = 0; b < 4; b++) {
            struct step_record *step = made_run_add(&two.runs[r], 1, 1000);
            const double values[] = {b == 1 ? NAN : 7, 0};
            const char *const names[] = {"score", "errors"};
            for (int f = 0; f < 2; f++)
                step_record_add_figure(step, &(struct figure_record){.guest = 0,
                                                                     .name = strdup(names[f]),
                                                                     .unit = strdup(""),
                                                                     .higher_is_better = f == 0,
                                                                     .value = values[f]});
        }
    contrast_two(&two, NULL);
    const struct judgement *score = find(&two.contrast, "score", 1);
    cr_expect(score->is_judged);
    cr_expect_eq(score->boots[0], 3);
    expect_verdict(score, CONTRAST_SAME);
    const struct judgement *errors = find(&two.contrast, "errors", 1); // 0 of nothing is no change
    expect_verdict(errors, CONTRAST_SAME);
    cr_expect_eq(errors->values[1], 0);
}

static void add_figure(struct made_run *run, const char *unit, bool higher_is_better, double value)
{
    step_record_add_figure(made_run_add(run, 1, 1000),
                           &(struct figure_record){.guest = 0,
                                                   .name = strdup("figure"),
                                                   .unit = strdup(unit),
                                                   .higher_is_better = higher_is_better,
                                                   .value = value});
}

static const char exec_load[] = "load:\n  workload: exec\n  exec:\n    program: /bin/true\n";

// Nothing done any more is worse, no error any more is better; from nothing on there is no ratio.
Test(compare_contrast, zeros_have_verdicts)
{
    static const struct {
        bool higher_is_better;
        double before, after;
        enum contrast_verdict verdict;
    } cases[] = {{true, 50, 0, CONTRAST_WORSE},
                 {false, 50, 0, CONTRAST_BETTER},
                 {false, 0, 50, CONTRAST_UNDECIDED}};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        scope_two struct two two;
        make_two(&two, exec_load);
        for (int b = 0; b < 8; b++) {
            add_figure(&two.runs[0], "", cases[c].higher_is_better, cases[c].before * (b + 20));
            add_figure(&two.runs[1], "", cases[c].higher_is_better, cases[c].after * (b + 20));
        }
        contrast_two(&two, NULL);
        const struct judgement *figure = find(&two.contrast, "figure", 1);
        expect_verdict(figure, cases[c].verdict);
        cr_expect_eq(isnan(figure->ratio.value), cases[c].before == 0);
    }
}

// 900 us after 1 ms are not 900 times as much.
Test(compare_contrast, a_figure_in_another_unit_is_another_figure)
{
    for (int turned = 0; turned < 2; turned++) {
        scope_two struct two two;
        make_two(&two, exec_load);
        for (int b = 0; b < 8; b++) {
            add_figure(&two.runs[0], "ms", false, 1 + 0.001 * b);
            add_figure(&two.runs[1], turned ? "ms" : "us", turned, 900 + b);
        }
        contrast_two(&two, NULL);
        size_t lone = 0;
        for (size_t i = 0; i < two.contrast.count; i++)
            lone += strcmp(two.contrast.list[i].measure, "figure") == 0 &&
                    two.contrast.list[i].verdict == CONTRAST_ONE_SIDED;
        cr_expect_eq(lone, 2);
        cr_expect_eq(two.contrast.counts[CONTRAST_ONE_SIDED], 2);
    }
}

// --- what is asked ------------------------------------------------------------------------------

Test(compare_contrast, judges_what_is_named)
{
    static const char *const names[] = {"all_up"};
    scope_two struct two two;
    make_two(&two, NULL);
    made_run_add_boots(&two.runs[0], 1, 5, 100000, 0.001, 0);
    made_run_add_boots(&two.runs[1], 1, 5, 50000, 0.001, 3);
    contrast_two(&two, &(struct contrast_options){.measures = names, .measure_count = 1});
    cr_expect(find(&two.contrast, "all_up", 1)->is_judged);
    cr_expect_not(find(&two.contrast, "throughput", 1)->is_judged);
    cr_expect_eq(two.contrast.overall, CONTRAST_SAME);
}

Test(compare_contrast, refuses_what_is_not_comparable_unless_told)
{
    scope_two struct two two;
    make_two(&two, NULL);
    made_run_add_boots(&two.runs[0], 1, 5, 100000, 0.001, 0);
    made_run_add_boots(&two.runs[1], 1, 5, 100000, 0.001, 3);
    two.runs[1].record.emulated = false;
    made_run_set(&two.runs[1].record.platform, "kvm");
    contrast_two(&two, NULL);
    cr_assert_eq(two.result, -EINVAL);
    cr_expect_str_eq(err_text(&two.err), "runs 1 and 2: one is emulated and the other is not (tcg; "
                                         "kvm); --anyway compares them");
    contrast_two(&two, &(struct contrast_options){.anyway = true});
    cr_assert_eq(two.result, 0);
    cr_expect_str_eq(two.contrast.remarks[0],
                     "Compared all the same: one is emulated and the other is not (tcg; kvm).");
    cr_expect(two.contrast.is_emulated[0]);
    cr_expect_not(two.contrast.is_emulated[1]);
    cr_expect_str_eq(two.contrast.changes[0], "platform: tcg -> kvm");
}
