// SPDX-License-Identifier: GPL-3.0-or-later
#include <criterion/criterion.h>
#include <libxml/xmlstring.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/strbuf.h"
#include "reports/html_text.h"
#include "reports/report.h"
#include "tests/reports/fixture.h"

static void load_hostile(struct fixture *fixture, struct document *document)
{
    fixture_init(fixture);
    int64_t id = fixture_add_run(fixture, &(struct fixture_run){
                                              .label = "<script>alert(1)</script>\x1b\xff\" '&",
                                              .platform = "tcg",
                                              .emulated = true,
                                              .densities = fixture_ladder,
                                              .density_count = fixture_ladder_count,
                                              .boots = 3,
                                              .dead_guest = true,
                                              .refused = 16,
                                              .events = true,
                                          });
    fixture_load(fixture, &id, 1, document);
}

static void expect_valid_utf8(const char *text)
{
    cr_expect_eq(xmlCheckUTF8((const unsigned char *)text), 1);
    for (const char *c = text; *c; c++)
        cr_assert((unsigned char)*c >= ' ' || *c == '\n' || *c == '\t', "byte %d", *c);
}

Test(reports_html, escapes_everything)
{
    struct fixture fixture;
    struct document document = {0};
    load_hostile(&fixture, &document);
    char *page = fixture_emit(&emitter_html, &document);
    cr_expect_null(strstr(page, "<script"));
    cr_expect_null(strstr(page, "<b>KVM</b>"));
    cr_expect(strstr(page, "&lt;script&gt;alert(1)&lt;/script&gt;"));
    expect_valid_utf8(page);
    free(page);
    document_done(&document);
    fixture_done(&fixture);
}

Test(reports_html, names_no_resource_outside_itself)
{
    struct fixture fixture;
    struct document document = {0};
    load_hostile(&fixture, &document);
    char *page = fixture_emit(&emitter_html, &document);
    static const char *const fetching[] = {"src=",    "url(",    "@import",
                                           "<object", "<iframe", "<base"};
    for (size_t i = 0; i < sizeof(fetching) / sizeof(fetching[0]); i++)
        cr_expect_null(strstr(page, fetching[i]), "%s", fetching[i]);
    cr_expect(strstr(page, "default-src 'none'"));
    for (const char *href = page; (href = strstr(href, "href=")); href++)
        cr_expect(strncmp(href + 6, "data:,", 6) == 0 || href[6] == '#', "%.40s", href);
    free(page);
    document_done(&document);
    fixture_done(&fixture);
}

Test(reports_html, marks_emulation_before_the_verdict)
{
    struct fixture fixture;
    struct document document = {0};
    load_hostile(&fixture, &document);
    char *page = fixture_emit(&emitter_html, &document);
    const char *mark = strstr(page, "Measured under emulation (TCG)"),
               *verdict = strstr(page, "<h1>");
    cr_assert_not_null(mark);
    cr_assert_not_null(verdict);
    cr_expect_lt(mark, verdict);
    free(page);
    document_done(&document);
    fixture_done(&fixture);
}

Test(reports_html, has_the_scenario_and_the_seed)
{
    struct fixture fixture;
    struct document document = {0};
    load_hostile(&fixture, &document);
    char *page = fixture_emit(&emitter_html, &document);
    struct strbuf scenario = {0};
    html_add_text(&scenario, document.runs[0].run.scenario);
    cr_expect(strstr(page, strbuf_text(&scenario)));
    cr_expect(strstr(page, "--seed 20260701"));
    strbuf_done(&scenario);
    free(page);
    document_done(&document);
    fixture_done(&fixture);
}

Test(reports_html, without_gnuplot_the_tables_stay_and_scripts_are_kept)
{
    struct fixture fixture;
    struct document document = {0};
    load_hostile(&fixture, &document);
    setenv("PATH", "/nowhere", 1);
    char *path = path_join(fixture.folder, "report.html"), *notes = NULL, *page = NULL;
    struct err err = {0};
    cr_assert_eq(report_write(&document, &emitter_html, path, &notes, &err), 0, "%s",
                 err_text(&err));
    cr_expect(strstr(notes, "apt-get install gnuplot-nox"), "%s", notes);
    cr_expect(strstr(notes, "report.html.gp/"), "%s", notes);
    cr_assert_eq(path_read(path, 1 << 24, &page, NULL, &err), 0);
    cr_expect_null(strstr(page, "gnuplot_canvas"));
    cr_expect(strstr(page, "<svg class=\"heat\""), "what needs no gnuplot is drawn");
    cr_expect(strstr(page, "gnuplot is missing"));
    cr_expect(strstr(page, "<table>"));
    static const char *const kept[] = {"run1-curve.gp", "run1-latency.gp", "run1-memory.gp",
                                       "run1-timeline-maximum.gp"};
    for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++) {
        char *folder = path_join(fixture.folder, "report.html.gp");
        char *script = path_join(folder, kept[i]);
        cr_expect(path_exists(script), "%s", script);
        free(script);
        free(folder);
    }
    free(page);
    free(notes);
    free(path);
    document_done(&document);
    fixture_done(&fixture);
}

Test(reports_html, draws_runs_of_every_size)
{
    static const uint32_t one[] = {1}, two[] = {2}, many[] = {1, 16, 256};
    const struct fixture_run runs[] = {
        {0},
        {.refused = 16},
        {.densities = one, .density_count = 1, .boots = 1, .unseen = true},
        {.densities = two, .density_count = 1, .boots = 2, .slo = "p99<=20ms"},
        {.densities = many, .density_count = 3, .boots = 1, .capacity = 300},
    };
    for (size_t i = 0; i < sizeof(runs) / sizeof(runs[0]); i++) {
        struct fixture fixture;
        struct document document = {0};
        fixture_init(&fixture);
        int64_t id = fixture_add_run(&fixture, &runs[i]);
        fixture_load(&fixture, &id, 1, &document);
        char *page = fixture_emit(&emitter_html, &document);
        cr_expect_null(strstr(page, "Not drawn: gnuplot: "), "run %zu", i);
        cr_expect_null(strstr(page, "nan"), "run %zu", i);
        cr_expect(strstr(page, "</html>"));
        free(page);
        document_done(&document);
        fixture_done(&fixture);
    }
}
