// SPDX-License-Identifier: GPL-3.0-or-later
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/strbuf.h"
#include "reports/comparison.h"
#include "reports/comparison_columns.h"
#include "reports/emitter.h"
#include "reports/figure_parts.h"
#include "reports/figure_ratio.h"
#include "tests/reports/fixture.h"

static struct document load_two(struct fixture *fixture, const struct fixture_run *subject,
                                const struct fixture_run *other)
{
    struct document document = {0};
    fixture_init(fixture);
    int64_t ids[] = {fixture_add_run(fixture, subject), fixture_add_run(fixture, other)};
    fixture_load(fixture, ids, 2, &document);
    return document;
}

static const uint32_t few[] = {1, 2, 4}, others[] = {2, 8};
static const struct fixture_run fast = {.densities = few, .density_count = 3, .boots = 3};
static const struct fixture_run slow = {.densities = others,
                                        .density_count = 2,
                                        .boots = 3,
                                        .capacity = 1,
                                        .platform = "tcg",
                                        .emulated = true};

Test(reports_comparison, takes_the_densities_that_both_have)
{
    struct fixture fixture;
    struct document document = load_two(&fixture, &fast, &slow);
    cr_assert_eq(document.comparison_count, 1);
    const struct comparison *comparison = &document.comparisons[0];
    cr_expect_null(comparison->reason);
    cr_assert_eq(comparison->row_count, 1);
    const struct comparison_row *row = &comparison->rows[0];
    cr_expect_eq(row->guests, 2);
    double expected = document_density(&document.runs[1], 2)->throughput.value /
                      document_density(&document.runs[0], 2)->throughput.value;
    cr_expect_float_eq(row->throughput_ratio.value, expected, 1e-9);
    cr_expect_lt(row->throughput_ratio.high, 0.7);
    cr_expect_gt(row->p99_ratio.low, 1);
    cr_expect_gt(row->p50_ratio.low, 1);
    cr_expect_leq(row->p99_ratio.low, row->p99_ratio.value);
    document_done(&document);
    fixture_done(&fixture);
}

Test(reports_comparison, of_a_run_with_itself_is_one)
{
    struct fixture fixture;
    struct document document = load_two(&fixture, &fast, &fast);
    const struct comparison *comparison = &document.comparisons[0];
    cr_assert_eq(comparison->row_count, 3);
    for (size_t i = 0; i < 3; i++) {
        cr_expect_eq(comparison->rows[i].throughput_ratio.value, 1);
        cr_expect_leq(comparison->rows[i].throughput_ratio.low, 1);
        cr_expect_geq(comparison->rows[i].throughput_ratio.high, 1);
    }
    document_done(&document);
    fixture_done(&fixture);
}

Test(reports_comparison, refuses_another_shape_and_no_common_density)
{
    struct fixture fixture;
    struct fixture_run bigger = fast, elsewhere = fast;
    static const uint32_t eight[] = {8};
    bigger.vcpus = 2;
    elsewhere.densities = eight;
    elsewhere.density_count = 1;
    struct document document = load_two(&fixture, &fast, &bigger);
    cr_expect(strstr(document.comparisons[0].reason, "shapes"));
    document_done(&document);
    fixture_done(&fixture);
    document = load_two(&fixture, &fast, &elsewhere);
    cr_expect(strstr(document.comparisons[0].reason, "no density"));
    document_done(&document);
    fixture_done(&fixture);
}

Test(reports_comparison, every_form_marks_the_emulated_one)
{
    struct fixture fixture;
    struct document document = load_two(&fixture, &fast, &slow);
    for (size_t i = 0; i < emitter_count; i++) {
        char *text = fixture_emit(emitters[i], &document);
        // A host that was watched as it was emulates nothing.
        cr_expect(strstr(text, "emulat") || emitters[i] == &emitter_collect_csv, "%s",
                  emitters[i]->name);
        free(text);
    }
    document_done(&document);
    fixture_done(&fixture);
}

// One campaign: KVM first, native second, emulation third with a single boot.
static struct document load_campaign(struct fixture *fixture)
{
    struct fixture_run kvm = {.campaign = "c1",
                              .label = "night",
                              .guest_kind = "bare",
                              .densities = few,
                              .density_count = 3,
                              .boots = 3,
                              .calibrations = 3,
                              .slowness = 1.25};
    struct fixture_run native = kvm, tcg = kvm;
    native.platform = "native";
    native.guest_kind = "process";
    native.slowness = 1;
    tcg.platform = "tcg";
    tcg.emulated = true;
    tcg.boots = tcg.calibrations = 1;
    tcg.slowness = 20;
    struct document document = {0};
    fixture_init(fixture);
    int64_t ids[] = {fixture_add_run(fixture, &kvm), fixture_add_run(fixture, &native),
                     fixture_add_run(fixture, &tcg)};
    fixture_load(fixture, ids, 3, &document);
    return document;
}

static void expect_no_interval(const struct estimate *estimate)
{
    cr_expect(isfinite(estimate->value));
    cr_expect(isnan(estimate->low) && isnan(estimate->high));
}

Test(reports_comparison, of_a_campaign_is_over_native)
{
    struct fixture fixture;
    struct document document = load_campaign(&fixture);
    cr_expect(document.campaign);
    cr_expect_eq(document.base, 1);
    cr_assert_eq(document.comparison_count, 2);
    const struct comparison *kvm = document_comparison(&document, 0);
    cr_assert_not_null(kvm);
    cr_expect_null(kvm->note);
    cr_expect_null(document_comparison(&document, 1));
    cr_expect_float_eq(kvm->alone.ratio.value, 0.8, 0.02);
    cr_expect_lt(kvm->alone.ratio.low, 0.8);
    cr_expect_gt(kvm->alone.ratio.high, 0.8);
    cr_assert_eq(kvm->row_count, 3);
    cr_expect_float_eq(kvm->rows[0].p50_ratio.value, 1.25, 0.05);
    cr_expect_eq(kvm->rows[2].retained.value,
                 document_density(&document.runs[0], 4)->retained.value);
    cr_expect_eq(kvm->rows[2].base_retained.value,
                 document_density(&document.runs[1], 4)->retained.value);
    document_done(&document);
    fixture_done(&fixture);
}

Test(reports_comparison, one_boot_gives_no_interval_and_says_so)
{
    struct fixture fixture;
    struct document document = load_campaign(&fixture);
    const struct comparison *tcg = document_comparison(&document, 2);
    expect_no_interval(&tcg->alone.ratio);
    expect_no_interval(&tcg->rows[1].throughput_ratio);
    expect_no_interval(&tcg->rows[1].p50_ratio);
    expect_no_interval(&tcg->rows[1].p99_ratio);
    char *alone = comparison_alone_text(tcg), *gaps = comparison_gaps_text(&document, tcg);
    cr_expect(strstr(alone, "(no interval: one boot)"), "%s", alone);
    cr_expect_str_eq(gaps,
                     "No interval: one boot of emulation (TCG), bare guest (run 3, night), at "
                     "1, 2, 4 guests.");
    cr_expect_null(comparison_gaps_text(&document, document_comparison(&document, 0)));
    free(alone);
    free(gaps);
    document_done(&document);
    fixture_done(&fixture);
}

Test(reports_comparison, every_form_names_both_sides)
{
    struct fixture fixture;
    struct document document = load_campaign(&fixture);
    static const struct emitter *const forms[] = {&emitter_text, &emitter_markdown, &emitter_html,
                                                  &emitter_json};
    for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
        struct strbuf out = {0};
        struct emitter_context context = {.columns = 200};
        cr_assert_eq(forms[i]->emit(&document, &context, &out, NULL), 0);
        const char *text = strbuf_text(&out);
        cr_expect(strstr(text, "KVM, bare guest (run 1, night) over native process (run 2, night)"),
                  "%s", forms[i]->name);
        cr_expect(
            strstr(text, "emulation (TCG), bare guest (run 3, night) over native process (run 2"),
            "%s", forms[i]->name);
        cr_expect(strstr(text, "differs in: emulation"), "%s", forms[i]->name);
        strbuf_done(&out);
        strbuf_done(&context.notes);
    }
    document_done(&document);
    fixture_done(&fixture);
}

Test(reports_comparison, maxima_stand_in_one_line)
{
    struct fixture fixture;
    struct document document = load_campaign(&fixture);
    char *maxima = comparison_maxima_text(&document);
    cr_expect_eq(strncmp(maxima, "Maximum density. KVM, bare guest: ", 34), 0, "%s", maxima);
    cr_expect(strstr(maxima, "; native process: at least 4; "), "%s", maxima);
    cr_expect(strstr(maxima, "; emulation (TCG), bare guest: undecided at 1."), "%s", maxima);
    free(maxima);
    document_done(&document);
    fixture_done(&fixture);
}

Test(reports_comparison, guests_of_two_kinds_are_noted)
{
    struct fixture fixture;
    struct fixture_run bare = fast, emulated = fast;
    bare.guest_kind = "bare";
    struct document document = load_two(&fixture, &fast, &bare);
    cr_expect_not(document.campaign);
    cr_expect_null(document.comparisons[0].reason);
    cr_expect_str_eq(document.comparisons[0].note, "differs in: guest kind");
    document_done(&document);
    fixture_done(&fixture);
    emulated.platform = "tcg";
    emulated.emulated = true;
    document = load_two(&fixture, &bare, &emulated);
    cr_expect_str_eq(document.comparisons[0].note, "differs in: emulation, guest kind");
    document_done(&document);
    fixture_done(&fixture);
}

Test(reports_comparison, figures_are_logarithmic_over_a_decade)
{
    struct fixture fixture;
    struct document document = load_campaign(&fixture);
    struct strbuf wide = {0}, narrow = {0};
    cr_assert(ratio_figure_is_drawable(&document));
    ratio_figure_script(&ratio_figures[0], &document, &wide);
    document.comparison_count = 1; // KVM alone
    ratio_figure_script(&ratio_figures[0], &document, &narrow);
    cr_expect(strstr(strbuf_text(&wide), "set logscale y"));
    cr_expect_null(strstr(strbuf_text(&narrow), "set logscale y"));
    cr_expect(strstr(strbuf_text(&wide), "$curve1 << EOD"));
    cr_expect(strstr(strbuf_text(&wide), "'times native process'"));
    document.comparison_count = 2;
    strbuf_done(&wide);
    strbuf_done(&narrow);
    document_done(&document);
    fixture_done(&fixture);
}

Test(reports_comparison, csv_has_ratios_in_the_rows_of_the_run)
{
    struct fixture fixture;
    struct document document = load_campaign(&fixture);
    char *csv = fixture_emit(&emitter_csv, &document);
    cr_expect(strstr(csv, ",campaign,base_run,differs_in,not_comparable,over_base_alone_ratio,"));
    cr_expect(strstr(csv, ",over_base_p50_ratio,over_base_p50_ratio_low,"));
    cr_expect(strstr(csv, ",c1,2,,,0.8") || strstr(csv, ",c1,2,,,0.79"), "%s", csv);
    cr_expect(strstr(csv, ",c1,2,differs in: emulation,,") ||
              strstr(csv, ",c1,2,\"differs in: emulation\",,"));
    cr_expect(strstr(csv, ",c1,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,0\r\n"),
              "the base has no ratio to itself: %s", csv);
    free(csv);
    document_done(&document);
    fixture_done(&fixture);
}

Test(reports_figure, wide_intervals_are_cut)
{
    struct estimate wide = figure_cut(&(struct estimate){2, 1e-7, 1e7});
    cr_expect_eq(wide.value, 2);
    cr_expect_eq(wide.low, 0.5);
    cr_expect_eq(wide.high, 8);
    struct estimate near = figure_cut(&(struct estimate){2, 1.9, 2.1});
    cr_expect_eq(near.low, 1.9);
    cr_expect_eq(near.high, 2.1);
    cr_expect(isnan(figure_cut(&(struct estimate){2, NAN, NAN}).low));
    cr_expect_eq(figure_cut(&(struct estimate){0, -1, 1}).low, -1);
}
