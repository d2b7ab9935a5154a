// SPDX-License-Identifier: GPL-3.0-or-later
// Lives made up by hand in every form of a report: percentiles, the storm over one alone, verbs
// that are absent with their reasons, and boots too few for an interval.
#include "reports/life.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "reports/document.h"
#include "reports/emitter.h"
#include "reports/figure_life.h"
#include "reports/gnuplot.h"
#include "tests/reports/fixture.h"

#define MS 1e6
enum { ROUNDS = 2, STEPS_MAX = 8 };

static struct document_run *make_run(struct document *document)
{
    document->runs = alloc_zeroed(1, sizeof(*document->runs));
    document->run_count = 1;
    struct document_run *run = &document->runs[0];
    run_record_init(&run->run);
    run->run.id = 5;
    run->run.state = RECORD_DONE;
    run->run.emulated = true;
    record_set(&run->run.platform, alloc_copy("tcg"));
    record_set(&run->run.guest_kind, alloc_copy("appliance"));
    scenario_init(&run->scenario);
    run->steps = alloc_zeroed(STEPS_MAX, sizeof(*run->steps));
    run->events = alloc_zeroed(STEPS_MAX, sizeof(*run->events));
    return run;
}

static void add_event(struct document_run *run, char *taken)
{
    run->events[run->event_count++] = (struct event_record){.text = taken};
}

static void add_figure(struct step_record *step, uint32_t guest, const char *name, double value)
{
    step_record_add_figure(step, &(struct figure_record){
                                     .guest = guest,
                                     .name = alloc_copy(name),
                                     .unit = alloc_copy("ns"),
                                     .value = value,
                                 });
}

// A boot in which guests paused for pause_ms and, a millisecond later in each round, more; the call
// alone took a tenth.
static void add_step(struct document_run *run, uint32_t guests, uint32_t repeat, double pause_ms)
{
    struct step_record *step = &run->steps[run->step_count++];
    step_record_init(step);
    step->kind = RECORD_STEP_LIFECYCLE;
    step->state = RECORD_DONE;
    step->guests = guests;
    step->repeat = repeat;
    for (uint32_t g = 0; g < guests; g++) {
        add_figure(step, g, "boot", 1000 * MS * guests + repeat * MS);
        for (uint32_t round = 0; round < ROUNDS; round++) {
            add_figure(step, g, "pause", (pause_ms + round) * MS);
            add_figure(step, g, "pause_call", (pause_ms + round) * MS / 10);
        }
    }
}

// Alone pauses of 10..13 ms, in a storm of four of 40..43 ms; what needs a machine that can be
// saved is absent.
static void make_lives(struct document *document, uint32_t boots)
{
    struct document_run *run = make_run(document);
    for (uint32_t boot = 0; boot < boots; boot++) {
        add_step(run, 1, boot, 10 + boot);
        add_step(run, 4, boot, 40 + boot);
    }
    add_event(run, alloc_copy(LIFECYCLE_COMMAND_WORD "fullhouse lifecycle --guests 1,4"));
    add_event(run, lifecycle_absence_format(LIFECYCLE_SAVE, "no <room>, for a state"));
    add_event(run, lifecycle_absence_format(LIFECYCLE_RESTORE, "no <room>, for a state"));
    add_event(run, lifecycle_absence_format(LIFECYCLE_ADD_VCPU, "1 vCPU is all"));
    document_compute(document);
}

static const struct life_row *find_row(const struct life *life, enum lifecycle_verb verb,
                                       bool is_call, uint32_t guests)
{
    const struct life_row *row = life->rows, *end = life->rows + life->row_count;
    while (row < end && (row->verb != verb || row->is_call != is_call || row->guests != guests))
        row++;
    cr_assert(row < end, "no row of %s with %u guests", lifecycle_words[verb].name, guests);
    return row;
}

static void expect(const struct emitter *emitter, const struct document *document,
                   const char *const *words)
{
    scope_free char *text = fixture_emit(emitter, document);
    for (; *words; words++)
        cr_expect(strstr(text, *words), "%s lacks '%s':\n%s", emitter->name, *words, text);
}
#define EXPECT(emitter, ...) expect(emitter, &document, (const char *const[]){__VA_ARGS__, NULL})

Test(reports_life, percentiles_are_of_every_round_of_every_guest)
{
    scope_document struct document document = {0};
    make_lives(&document, 3);
    const struct life *life = &document.runs[0].life;
    const struct life_row *alone = find_row(life, LIFECYCLE_PAUSE, false, 1);
    cr_expect_eq(alone->boots, 3);
    cr_expect_eq(alone->count, 3 * ROUNDS);
    // 10, 11, 11, 12, 12, 13
    cr_expect_float_eq(alone->p50_ns.value, 11.5 * MS, 1);
    cr_expect_float_eq(alone->min_ns, 10 * MS, 1);
    cr_expect_float_eq(alone->p90_ns, 12.5 * MS, 1);
    cr_expect_float_eq(alone->max_ns, 13 * MS, 1);
    cr_expect(alone->p50_ns.low <= 11.5 * MS && alone->p50_ns.high >= 11.5 * MS);
    cr_expect(isnan(alone->over_alone.value));
    const struct life_row *call = find_row(life, LIFECYCLE_PAUSE, true, 1);
    cr_expect_float_eq(call->p50_ns.value, 1.15 * MS, 1);
}

Test(reports_life, a_storm_is_put_over_one_guest_alone)
{
    scope_document struct document document = {0};
    make_lives(&document, 3);
    const struct life *life = &document.runs[0].life;
    const struct life_row *storm = find_row(life, LIFECYCLE_PAUSE, false, 4);
    cr_expect_eq(life_storm(life), 4);
    cr_expect_eq(storm->count, 3 * 4 * ROUNDS);
    cr_expect_float_eq(storm->over_alone.value, 41.5 / 11.5, 1e-9);
    cr_expect(storm->over_alone.low > 1 && storm->over_alone.low <= storm->over_alone.value);
    cr_expect_float_eq(find_row(life, LIFECYCLE_BOOT, false, 4)->over_alone.value, 4, 0.01);
}

Test(reports_life, of_a_boot_that_lost_a_guest_nothing_counts)
{
    scope_document struct document document = {0};
    struct document_run *run = make_run(&document);
    add_step(run, 1, 0, 10);
    add_step(run, 1, 1, 5000);
    run->steps[1].state = RECORD_FAILED;
    document_compute(&document);
    const struct life_row *row = find_row(&run->life, LIFECYCLE_PAUSE, false, 1);
    cr_expect_eq(row->boots, 1);
    cr_expect_float_eq(row->max_ns, 11 * MS, 1);
}

Test(reports_life, every_form_tells_the_same)
{
    scope_document struct document document = {0};
    make_lives(&document, 3);
    EXPECT(&emitter_text, "A guest's life, medians: alone boot 1.00 s; in a storm of 4 boot 4.00 s",
           "pause (call)", "3.61x [", "11.5 ms [", "95 % interval");
    EXPECT(&emitter_markdown, "| verb", "| over alone |", "| pause (call) |", "95 % interval");
    EXPECT(&emitter_html, "<th>over alone</th>", ">pause (call)</td><td>4</td><td>3</td><td>24<",
           "<dt>pause</dt><dd>", "95 % interval");
    EXPECT(&emitter_json, "\"verb\": \"pause\"", "\"is_call\": true", "\"count\": 24",
           "\"command\": \"fullhouse lifecycle --guests 1,4\"");
    EXPECT(&emitter_csv, "run,label,platform,emulated,guest_kind,verb,is_call,guests,boots,count,",
           ",pause,0,4,3,24,41500000,", ",pause,1,1,3,6,1150000,");
}

Test(reports_life, absent_verbs_are_told_once_a_reason)
{
    scope_document struct document document = {0};
    make_lives(&document, 3);
    EXPECT(&emitter_text, "Absent, and why:\n  save, restore: no <room>, for a state\n",
           "  add_vcpu: 1 vCPU is all\n");
    EXPECT(&emitter_markdown, "### Absent, and why", "- save, restore: no &lt;room",
           "- add\\_vcpu");
    EXPECT(&emitter_html, "<h3>Absent, and why</h3>",
           "<dt>save, restore</dt><dd>no &lt;room&gt;, for a state</dd>");
    EXPECT(&emitter_json, "\"verb\": \"restore\"", "\"why\": \"no <room>, for a state\"");
    EXPECT(&emitter_csv, ",save,,,,,,,,,,,,,,,,,\"no <room>, for a state\"\r\n",
           ",add_vcpu,,,,,,,,,,,,,,,,,\"1 vCPU is all\"\r\n");
}

Test(reports_life, every_row_of_the_csv_has_all_columns)
{
    scope_document struct document document = {0};
    make_lives(&document, 2);
    scope_free char *csv = fixture_emit(&emitter_csv, &document);
    enum { COLUMNS = 23 };
    size_t commas = 0, lines = 0;
    bool quoted = false;
    for (const char *at = csv; *at; at++) {
        quoted ^= *at == '"';
        commas += *at == ',' && !quoted;
        lines += *at == '\n';
    }
    cr_expect_eq(lines, 1 + 6 + 3, "%s", csv);
    cr_expect_eq(commas, lines * (COLUMNS - 1), "%s", csv);
}

Test(reports_life, one_boot_gives_no_interval_and_says_so)
{
    scope_document struct document document = {0};
    make_lives(&document, 1);
    const struct life_row *storm = find_row(&document.runs[0].life, LIFECYCLE_PAUSE, false, 4);
    cr_expect(isnan(storm->p50_ns.low) && isnan(storm->p50_ns.high));
    cr_expect(isnan(storm->over_alone.low) && isnan(storm->over_alone.high));
    EXPECT(&emitter_text, "No intervals: one boot");
    EXPECT(&emitter_markdown, "No intervals: one boot");
    EXPECT(&emitter_html, "No intervals: one boot");
    EXPECT(&emitter_json, "\"low\": null");
    EXPECT(&emitter_csv, ",pause,0,4,1,8,40500000,,,40000000,");
    scope_free char *text = fixture_emit(&emitter_text, &document);
    cr_expect_not(strchr(text, '['), "%s", text);
}

Test(reports_life, one_guest_alone_has_no_storm)
{
    scope_document struct document document = {0};
    struct document_run *run = make_run(&document);
    add_step(run, 1, 0, 10);
    add_step(run, 1, 1, 10);
    document_compute(&document);
    scope_free char *sentence = life_sentence(&run->life);
    cr_expect_str_eq(sentence, "A guest's life, medians: alone boot 1.00 s.");
    scope_free char *html = fixture_emit(&emitter_html, &document);
    cr_expect_not(strstr(html, "<th>over alone</th>"));
    cr_expect_not(strstr(html, "Absent, and why"));
}

Test(reports_life, a_storm_without_one_alone_is_drawn_by_itself)
{
    scope_document struct document document = {0};
    struct document_run *run = make_run(&document);
    add_step(run, 2, 0, 10);
    add_step(run, 2, 1, 12);
    document_compute(&document);
    scope_free char *caption = life_figure_caption(&run->life);
    cr_expect(strstr(caption, "2 guests that do the same at once: ") == caption, "%s", caption);
    scope_strbuf struct strbuf script = {0}, svg = {0};
    struct err err = {0};
    life_figure_script(&run->life, &script);
    cr_expect_null(strstr(script.text, "$alone using"));
    cr_expect_eq(gnuplot_svg(script.text, &svg, &err), 0, "%s", err_text(&err));
}

Test(reports_life, the_page_tells_absent_verbs_and_the_command_once)
{
    scope_document struct document document = {0};
    make_lives(&document, 2);
    scope_free char *html = fixture_emit(&emitter_html, &document);
    cr_expect_null(strstr(html, "absent: save"));
    cr_expect_null(strstr(html, LIFECYCLE_COMMAND_WORD));
    cr_expect_not_null(strstr(html, "<pre>fullhouse lifecycle --guests 1,4</pre>"));
}
