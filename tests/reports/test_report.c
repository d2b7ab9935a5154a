// SPDX-License-Identifier: GPL-3.0-or-later
#include <criterion/criterion.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/err.h"
#include "common/base/path.h"
#include "common/store/store.h"
#include "reports/report.h"
#include "reports/timing.h"
#include "tests/reports/fixture.h"

static const uint32_t few[] = {1, 2};
static const struct fixture_run small = {.densities = few, .density_count = 2, .boots = 2};

Test(reports_report, writes_every_form_to_a_file)
{
    struct fixture fixture;
    struct document document = {0};
    fixture_init(&fixture);
    int64_t id = fixture_add_run(&fixture, &small);
    fixture_load(&fixture, &id, 1, &document);
    for (size_t i = 0; i < emitter_count; i++) {
        char *path = path_join(fixture.folder, emitters[i]->name), *text = NULL, *notes = NULL;
        struct err err = {0};
        cr_assert_eq(report_write(&document, emitters[i], path, &notes, &err), 0, "%s",
                     err_text(&err));
        cr_assert_eq(path_read(path, 1 << 24, &text, NULL, &err), 0);
        cr_expect_gt(strlen(text), 50); // of a form that tells of other runs its header alone
        cr_expect_eq(text[strlen(text) - 1], '\n');
        free(notes);
        free(text);
        free(path);
    }
    document_done(&document);
    fixture_done(&fixture);
}

Test(reports_report, keeps_what_was_there_when_it_cannot_write)
{
    struct fixture fixture;
    struct document document = {0};
    fixture_init(&fixture);
    int64_t id = fixture_add_run(&fixture, &small);
    fixture_load(&fixture, &id, 1, &document);
    char *notes = NULL;
    struct err err = {0};
    cr_expect_lt(report_write(&document, &emitter_csv, "/nowhere/at/all.csv", &notes, &err), 0);
    cr_expect(strstr(err_text(&err), "/nowhere/at/all.csv"), "%s", err_text(&err));
    cr_expect_null(notes);
    err_done(&err);
    document_done(&document);
    fixture_done(&fixture);
}

Test(reports_document, tells_an_unknown_run)
{
    struct fixture fixture;
    struct document document = {0};
    struct err err = {0};
    fixture_init(&fixture);
    int64_t ids[] = {fixture_add_run(&fixture, &small), 99};
    cr_expect_eq(document_load(fixture.store, ids, 2, &document, &err), -ENOENT);
    cr_expect_null(document.runs);
    err_done(&err);
    fixture_done(&fixture);
}

Test(reports_document, refuses_a_scenario_it_cannot_read)
{
    struct fixture fixture;
    struct document document = {0};
    struct err err = {0};
    struct run_record run;
    fixture_init(&fixture);
    run_record_init(&run);
    free(run.scenario);
    run.scenario = strdup("guests: [what, is, this]\n");
    cr_assert_eq(store_add_run(fixture.store, &run, &err), 0, "%s", err_text(&err));
    cr_expect_lt(document_load(fixture.store, &run.id, 1, &document, &err), 0);
    cr_expect(strstr(err_text(&err), "scenario of run 1"), "%s", err_text(&err));
    err_done(&err);
    run_record_done(&run);
    fixture_done(&fixture);
}

Test(reports_timing, takes_finished_steps_of_one_density)
{
    struct fixture fixture;
    struct document document = {0};
    struct fixture_run options = small;
    options.dead_guest = true;
    fixture_init(&fixture);
    int64_t id = fixture_add_run(&fixture, &options);
    fixture_load(&fixture, &id, 1, &document);
    const struct timing *timing = &document.runs[0].timings[1];
    cr_expect_eq(timing->guests, 2);
    cr_expect_eq(timing->steps, 2);
    cr_expect_eq(timing->steady, 2);
    cr_expect_float_eq(timing->all_up_ns, 1.6e9, 1);
    cr_expect_float_eq(timing->tool_ratio, 1.4e7 / 5e9, 1e-9);
    cr_expect_float_eq(timing->clock_error_ns, 40000, 1e-9);
    cr_expect(timing->boot_p95_ns >= timing->boot_p50_ns);
    cr_expect(timing->barrier_p95_ns > 4e5 && timing->barrier_p95_ns < 7e5);
    document_done(&document);
    fixture_done(&fixture);
}

Test(reports_markdown, has_a_table_and_a_fenced_scenario)
{
    struct fixture fixture;
    struct document document = {0};
    struct fixture_run options = small;
    options.label = "<img src=x> | ```";
    options.dead_guest = true;
    fixture_init(&fixture);
    int64_t id = fixture_add_run(&fixture, &options);
    fixture_load(&fixture, &id, 1, &document);
    char *text = fixture_emit(&emitter_markdown, &document);
    cr_expect(strstr(text, "| guests | boots | verdict |"));
    cr_expect(strstr(text, "```yaml\n"));
    cr_expect_null(strstr(text, "<img"));
    cr_expect(strstr(text, "&lt;img src=x\\> \\|"));
    free(text);
    document_done(&document);
    fixture_done(&fixture);
}
