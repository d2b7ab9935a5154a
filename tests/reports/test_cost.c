// SPDX-License-Identifier: GPL-3.0-or-later
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/strbuf.h"
#include "reports/cost.h"
#include "reports/describe.h"
#include "reports/report.h"
#include "tests/reports/fixture.h"

static const uint32_t few[] = {1, 2, 4}, many[] = {1, 32, 128, 300};
static const struct fixture_run paced = {
    .densities = few, .density_count = 3, .boots = 3, .calibrations = 2};
static const struct fixture_run idle = {.densities = many,
                                        .density_count = 4,
                                        .boots = 2,
                                        .capacity = 300,
                                        .guest_kind = "bare",
                                        .idle = true,
                                        .refused = 512};

static struct document load_one(struct fixture *fixture, const struct fixture_run *options)
{
    struct document document = {0};
    fixture_init(fixture);
    int64_t id = fixture_add_run(fixture, options);
    fixture_load(fixture, &id, 1, &document);
    return document;
}

// The fixture's guests are offered a quarter of what one can do; their processes take 6 to 8 %
// more.
Test(reports_cost, tells_offered_counted_and_used)
{
    struct fixture fixture;
    struct document document = load_one(&fixture, &paced);
    for (size_t d = 0; d < document.runs[0].density_count; d++) {
        const struct cost *cost = &document.runs[0].costs[d];
        cr_expect_float_eq(cost->offered.value, 0.25, 0.01);
        cr_expect_float_eq(cost->counted_ratio.value, 0.245, 0.01);
        cr_expect_float_eq(cost->cpu_ratio.value, 0.268, 0.005);
        cr_expect_float_eq(cost->over_count.value,
                           cost->cpu_ratio.value / cost->counted_ratio.value, 1e-9);
        cr_expect_leq(cost->over_count.low, cost->over_count.value);
        cr_expect_geq(cost->over_count.high, cost->over_count.value);
    }
    char *text = describe_cpu_cost(&document.runs[0]);
    cr_expect_eq(strncmp(text, "Offered 25.", 11), 0, "%s", text);
    cr_expect(strstr(text, "% of one guest's capacity; with 1 guest the agent counts 24."), "%s",
              text);
    cr_expect(strstr(text, ", the host spends 26."), "%s", text);
    cr_expect(strstr(text, "x ["), "%s", text);
    free(text);
    document_done(&document);
    fixture_done(&fixture);
}

Test(reports_cost, without_calibration_goes_by_one_guest)
{
    struct fixture fixture;
    struct fixture_run absolute = paced;
    absolute.calibrations = 0;
    struct document document = load_one(&fixture, &absolute);
    const struct cost *cost = &document.runs[0].costs[0];
    // 400 operations a second of about 400 us.
    cr_expect_float_eq(cost->counted_ratio.value, 0.16, 0.01);
    cr_expect_float_eq(cost->offered.value, 0.16, 0.01);
    document_done(&document);
    fixture_done(&fixture);
}

// A host that does not even hold one: what an operation takes is mostly waiting.
Test(reports_cost, of_a_guest_that_cannot_keep_up_alone_nothing_is_counted)
{
    struct fixture fixture;
    struct document document = {0};
    fixture_init(&fixture);
    int64_t run = fixture_add_run(&fixture, &(struct fixture_run){.densities = fixture_ladder,
                                                                  .density_count = 2,
                                                                  .boots = 2,
                                                                  .capacity = 0.3});
    fixture_load(&fixture, &run, 1, &document);
    const struct cost *cost = &document.runs[0].costs[0];
    cr_expect(isnan(cost->counted_ratio.value), "%g", cost->counted_ratio.value);
    cr_expect(isnan(cost->over_count.value));
    cr_expect(cost->cpu_ratio.value > 0);
    document_done(&document);
    fixture_done(&fixture);
}

Test(reports_cost, of_unseen_guests_is_absent)
{
    struct fixture fixture;
    struct fixture_run unseen = paced;
    unseen.unseen = true;
    struct document document = load_one(&fixture, &unseen);
    const struct cost *cost = &document.runs[0].costs[0];
    cr_expect(isnan(cost->cpu_ratio.value));
    cr_expect(isnan(cost->over_count.value));
    cr_expect(isnan(document.runs[0].marginal_memory.process_bytes.value));
    cr_expect_null(describe_cpu_cost(&document.runs[0]));
    cr_expect_null(describe_marginal_memory(&document.runs[0]));
    document_done(&document);
    fixture_done(&fixture);
}

// 40 MiB are shared by all: the mean of one guest is 46 MiB, one more takes 6.5.
Test(reports_cost, marginal_memory_is_the_slope)
{
    struct fixture fixture;
    struct document document = load_one(&fixture, &idle);
    const struct estimate *bytes = &document.runs[0].marginal_memory.process_bytes;
    cr_expect_float_eq(bytes->value, 6.5 * 0x1p20, 0.05 * 0x1p20);
    cr_expect(bytes->low < 6.5 * 0x1p20 && bytes->high > 6.49 * 0x1p20);
    cr_expect_gt(document.runs[0].costs[0].memory_bytes.value, 45 * 0x1p20);
    char *text = describe_marginal_memory(&document.runs[0]);
    cr_expect_eq(strncmp(text, "One more guest takes 6.", 23), 0, "%s", text);
    free(text);
    document_done(&document);
    fixture_done(&fixture);
}

Test(reports_cost, idle_guests_have_no_figures_of_operations)
{
    struct fixture fixture;
    struct document document = load_one(&fixture, &idle);
    static const char *const senseless[] = {"p99",       "fairness", "achieved",
                                            "a guest  ", "retained", "nan"};
    char *text = report_text(&document, 200),
         *markdown = fixture_emit(&emitter_markdown, &document);
    for (size_t i = 0; i < sizeof(senseless) / sizeof(senseless[0]); i++) {
        cr_expect_null(strstr(text, senseless[i]), "%s in %s", senseless[i], text);
        cr_expect_null(strstr(markdown, senseless[i]), "%s in %s", senseless[i], markdown);
    }
    cr_expect(strstr(text, "guests  boots  "));
    cr_expect(strstr(text, "mem/guest") && strstr(text, "host CPU") && strstr(text, "hello p95") &&
              strstr(text, "all up"));
    free(text);
    free(markdown);
    document_done(&document);
    fixture_done(&fixture);
}

Test(reports_cost, idle_page_has_its_own_figures_alone)
{
    struct fixture fixture;
    struct document document = load_one(&fixture, &idle);
    char *page = fixture_emit(&emitter_html, &document);
    cr_expect(strstr(page, "<h3>Memory a guest</h3>"));
    cr_expect(strstr(page, "<h3>Time to hello</h3>"));
    cr_expect_null(strstr(page, "<h3>Latency</h3>"));
    cr_expect_null(strstr(page, "<h3>Fairness</h3>"));
    cr_expect_null(strstr(page, "<h2>Every density</h2>"));
    cr_expect_null(strstr(page, "The objective, term by term"));
    cr_expect_null(strstr(page, "One guest alone"));
    cr_expect_null(strstr(page, "Not measured on this host"));
    free(page);
    document_done(&document);
    fixture_done(&fixture);
}

Test(reports_cost, the_limit_that_came_first_is_in_the_first_lines)
{
    struct fixture fixture;
    struct document document = load_one(&fixture, &idle);
    char *text = report_text(&document, 200);
    *strstr(text, "\n\n") = '\0';
    cr_expect(strstr(text, "KVM, bare guest (run 1)\n"), "%s", text);
    cr_expect(strstr(text, "512 guests need 3.0 GiB"), "%s", text);
    free(text);
    document_done(&document);
    fixture_done(&fixture);
}
