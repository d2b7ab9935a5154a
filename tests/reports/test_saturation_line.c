// SPDX-License-Identifier: GPL-3.0-or-later
// What gives out first at each density, in every form: boots that agree, that differ, steps that
// were refused, runs of which nothing was kept.
#include <criterion/criterion.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/store/store.h"
#include "reports/document.h"
#include "reports/emitter.h"
#include "tests/reports/fixture.h"

static struct fixture fixture;
static struct document document;

static void add(struct telemetry *telemetry, const char *source, const char *metric, double value)
{
    for (int64_t i = 0; i < 3; i++)
        telemetry_add(telemetry, source, "host", metric, 1790000000000000000 + i * 1000000000,
                      value);
}

// A host with its CPUs full, or at rest.
static void keep(const struct step_record *step, double busy)
{
    struct err err = {0};
    scope_telemetry struct telemetry telemetry = {0};
    add(&telemetry, "cpu", "cpu_busy_ratio", busy);
    add(&telemetry, "cpu", "cpu_wait_cores", 2 * busy);
    add(&telemetry, "cpu", "cpu_steal_ratio", 0);
    add(&telemetry, "pressure", "cpu_pressure_ratio", busy);
    add(&telemetry, "pressure", "memory_pressure_ratio", 0);
    add(&telemetry, "pressure", "io_pressure_ratio", 0);
    add(&telemetry, "memory", "memory_total_bytes", 16e9);
    add(&telemetry, "memory", "memory_available_bytes", 9e9);
    add(&telemetry, "memory", "swap_in_bytes_hz", 0);
    cr_assert_eq(store_append_telemetry(fixture.store, step->id, &telemetry, &err), 0, "%s",
                 err_text(&err));
}

// Densities 1 and 2 of three boots, and 16 refused. watched: at 1 nothing gives out, at 2 the CPU
// does in two boots of three.
static void load(bool is_watched)
{
    static const uint32_t few[] = {1, 2};
    struct err err = {0};
    struct step_record *steps = NULL;
    size_t count = 0;
    fixture_init(&fixture);
    const struct fixture_run options = {
        .densities = few, .density_count = 2, .boots = 3, .refused = 16};
    int64_t run = fixture_add_run(&fixture, &options);
    cr_assert_eq(store_read_steps(fixture.store, run, &steps, &count, &err), 0);
    for (size_t i = 0; i < count; i++) {
        bool is_full = steps[i].guests == 2 && steps[i].repeat != 1;
        if (is_watched && steps[i].state == RECORD_DONE)
            keep(&steps[i], is_full ? 0.97 : 0.2);
        step_record_done(&steps[i]);
    }
    free(steps);
    fixture_load(&fixture, &run, 1, &document);
}

static void finish(void)
{
    document_done(&document);
    fixture_done(&fixture);
}

TestSuite(reports_saturation_line, .fini = finish);

static void expect(const struct emitter *emitter, const char *const *words)
{
    scope_free char *text = fixture_emit(emitter, &document);
    for (; *words; words++)
        cr_expect(strstr(text, *words), "%s lacks '%s':\n%s", emitter->name, *words, text);
}
#define EXPECT(emitter, ...) expect(emitter, (const char *const[]){__VA_ARGS__, NULL})

Test(reports_saturation_line, boots_vote)
{
    load(true);
    const struct saturation_line *one = saturation_line_of(&document.runs[0].saturations, 1);
    const struct saturation_line *two = saturation_line_of(&document.runs[0].saturations, 2);
    cr_assert(one && two);
    cr_expect_str_eq(one->phrase, "none by the rules");
    cr_expect_eq(one->agreeing, 3);
    cr_expect_str_eq(two->phrase, "CPU (2 of 3 boots; none by the rules in 1)");
    cr_expect_eq(two->agreeing, 2);
    cr_expect_str_eq(two->saturation.first->resource, "CPU");
    cr_expect_null(saturation_line_of(&document.runs[0].saturations, 16), "it was refused");
}

Test(reports_saturation_line, every_form_tells)
{
    load(true);
    EXPECT(&emitter_text, "1 guest: none by the rules\n",
           "2 guests: CPU (2 of 3 boots; none by the rules in 1): 97 % of", "16 guests: refused: ");
    EXPECT(&emitter_markdown, "### What gives out first", "none by the rules", "refused: ");
    EXPECT(&emitter_html, "<th class=\"text\">gives out first</th>", "CPU (2 of 3 boots)",
           "<dt>16 guests</dt><dd>refused: ", "first to give out: CPU: 97 % of the CPUs&#39; time");
    EXPECT(&emitter_csv, ",gives_out_first,gives_out_boots,watched_boots\r\n",
           ",\"none by the rules\",3,3\r\n", ",CPU,2,3\r\n");
}

Test(reports_saturation_line, json_has_figures_beside_thresholds)
{
    load(true);
    scope_free char *text = fixture_emit(&emitter_json, &document);
    json_t *root = json_loads(text, 0, NULL), *figures = NULL;
    json_t *run = json_array_get(json_object_get(root, "runs"), 0);
    json_t *density = json_array_get(json_object_get(run, "densities"), 1);
    json_t *saturation = json_object_get(density, "saturation");
    cr_assert_str_eq(json_string_value(json_object_get(saturation, "first")), "CPU");
    cr_expect_str_eq(json_string_value(json_object_get(saturation, "state")), "yes");
    size_t i;
    json_t *finding;
    json_array_foreach(
        json_object_get(saturation, "findings"), i,
        finding) if (strcmp(json_string_value(json_object_get(finding, "resource")), "CPU") == 0)
        figures = json_object_get(finding, "figures");
    json_t *figure = json_array_get(figures, 0);
    cr_expect_str_eq(json_string_value(json_object_get(figure, "metric")), "cpu_busy_ratio");
    cr_expect_float_eq(json_real_value(json_object_get(figure, "value")), 0.97, 1e-9);
    cr_expect_float_eq(json_real_value(json_object_get(figure, "threshold")), 0.9, 1e-9);
    json_decref(root);
}

Test(reports_saturation_line, without_telemetry_it_says_why)
{
    load(false);
    EXPECT(&emitter_text, "What gave out first is not known: the store has no telemetry");
    EXPECT(&emitter_html, SATURATION_ABSENT);
    EXPECT(&emitter_json, "\"saturation\": null");
    scope_free char *html = fixture_emit(&emitter_html, &document);
    cr_expect_null(strstr(html, "<th class=\"text\">gives out first</th>"));
}
