// SPDX-License-Identifier: GPL-3.0-or-later
// What guests told beside their windows, in every form of a report.
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "reports/emitter.h"
#include "reports/told.h"
#include "tests/common/inference/step_fixture.h"
#include "tests/reports/fixture.h"

static struct document_run *make_run(struct document *document, const char *scenario)
{
    struct err err = {0};
    document->runs = alloc_zeroed(1, sizeof(*document->runs));
    document->run_count = 1;
    struct document_run *run = &document->runs[0];
    run_record_init(&run->run);
    run->run.id = 3;
    run->run.state = RECORD_DONE;
    record_set(&run->run.platform, alloc_copy("native"));
    record_set(&run->run.guest_kind, alloc_copy("process"));
    record_set(&run->run.scenario, alloc_copy(scenario));
    scenario_init(&run->scenario);
    cr_assert_eq(scenario_load_text(&run->scenario, "s", scenario, &err), 0, "%s", err_text(&err));
    run->steps = alloc_zeroed(32, sizeof(*run->steps));
    return run;
}

static struct step_record *add_step(struct document_run *run, uint32_t guests, uint32_t repeat)
{
    struct step_record *step = &run->steps[run->step_count++];
    *step = step_fixture_make(&(struct step_fixture){
        .guests = guests, .repeat = repeat, .operations = 100, .latency_ns = 1000});
    return step;
}

static void tell(struct step_record *step, uint32_t guest, uint32_t stream, const char *name,
                 double value)
{
    step_record_add_figure(
        step, &(struct figure_record){.guest = guest,
                                      .stream = stream,
                                      .name = alloc_copy(name),
                                      .unit = alloc_copy(strcmp(name, "iops") == 0 ? "1/s" : ""),
                                      .higher_is_better = strcmp(name, "iops") == 0,
                                      .value = value});
}

// Alone 4000; both 2000 and 1000. Of the drift one value is below zero.
static void make_plain(struct document *document)
{
    struct document_run *run = make_run(document, "guests: 1..2\n");
    for (uint32_t boot = 0; boot < 2; boot++) {
        struct step_record *alone = add_step(run, 1, boot), *both = add_step(run, 2, boot);
        tell(alone, 0, 0, "iops", 4000);
        tell(alone, 0, 0, "<drift>", boot ? -0.5 : 0.25);
        tell(both, 0, 0, "iops", 2000);
        tell(both, 1, 0, "iops", 1000);
    }
    document_compute(document);
}

static void expect(const struct emitter *emitter, const struct document *document,
                   const char *const *words)
{
    scope_free char *text = fixture_emit(emitter, document);
    for (; *words; words++)
        cr_expect(strstr(text, *words), "%s lacks '%s':\n%s", emitter->name, *words, text);
}
#define EXPECT(emitter, ...) expect(emitter, &document, (const char *const[]){__VA_ARGS__, NULL})

Test(reports_told, every_form_tells_them)
{
    struct document document = {0};
    make_plain(&document);
    EXPECT(&emitter_text, "What guests told:", "iops", "1500", "0.375x", "guest 1, boot 1",
           "4 of 4", "Intervals of <drift> are of differences", "median of what it told");
    EXPECT(&emitter_markdown, "### What guests told", "| iops | 2 | 1/s | higher | 1500",
           "&lt;drift\\>");
    EXPECT(&emitter_html, "<h2>What guests told</h2>", "<td class=\"text\">iops</td><td>2</td>",
           "&lt;drift&gt;</td>", "guest 1, boot 1");
    EXPECT(&emitter_json, "\"told\": [", "\"name\": \"iops\"", "\"interval_of\": \"ratio\"",
           "\"interval_of\": \"difference\"", "\"worst\": 1000");
    EXPECT(&emitter_figures_csv, "guests,boots,figure,unit,higher_is_better,",
           "figure_mean,figure_mean_low,figure_mean_high,", ",2,2,iops,1/s,1,4,4,4,1500,",
           ",ratio,1000,1,0\r\n", ",1,2,<drift>,,0,2,2,2,-0.125,", ",,,,difference,0.25,0,0\r\n");
    document_done(&document);
}

Test(reports_told, a_run_without_figures_says_nothing_of_them)
{
    struct document document = {0};
    add_step(make_run(&document, "guests: 1..1\n"), 1, 0);
    document_compute(&document);
    scope_free char *text = fixture_emit(&emitter_text, &document);
    scope_free char *page = fixture_emit(&emitter_html, &document);
    scope_free char *rows = fixture_emit(&emitter_figures_csv, &document);
    cr_expect_null(strstr(text, "told"));
    cr_expect_null(strstr(page, "What guests told"));
    cr_expect_str_eq(strstr(rows, "\r\n"), "\r\n", "a header alone");
    EXPECT(&emitter_json, "\"told\": []");
    document_done(&document);
}

// Each stream has its own, of the same name too.
Test(reports_told, streams_of_a_tile_tell_their_own)
{
    struct document document = {0};
    struct document_run *run = make_run(
        &document, "tiles: 1..1\ntile: {web: {load: {workload: cpu}}, db: {loads: [{workload: "
                   "memory}, {workload: cpu}]}}\n");
    struct step_record *step = add_step(run, 2, 0);
    step->tiles = 1;
    record_set(&step->guest_list[0].role, alloc_copy("web"));
    record_set(&step->guest_list[1].role, alloc_copy("db"));
    tell(step, 0, 0, "iops", 11);
    tell(step, 1, 0, "iops", 22);
    tell(step, 1, 1, "iops", 33);
    document_compute(&document);
    EXPECT(&emitter_figures_csv, ",1,web,0,\"cpu, closed\",1,1,iops,1/s,1,1,1,1,11,",
           ",1,db,0,\"memory, closed\",1,1,iops,1/s,1,1,1,1,22,",
           ",1,db,1,\"cpu, closed\",1,1,iops,1/s,1,1,1,1,33,");
    EXPECT(&emitter_markdown, "#### What its guests told");
    EXPECT(&emitter_html, "<h3>What its guests told</h3>");
    cr_expect_eq(document.runs[0].told.count, 0, "told stream by stream");
    document_done(&document);
}
