// SPDX-License-Identifier: GPL-3.0-or-later
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "reports/comparison.h"
#include "reports/emitter.h"
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
        cr_expect(strstr(text, "emulat"), "%s", emitters[i]->name);
        free(text);
    }
    document_done(&document);
    fixture_done(&fixture);
}
