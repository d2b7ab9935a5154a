// SPDX-License-Identifier: GPL-3.0-or-later
// Runs of tiles and of neighbours in every form of a report: the same figures, and what decides.
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "reports/emitter.h"
#include "reports/matrix.h"
#include "reports/tile.h"
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
    run->run.emulated = true;
    record_set(&run->run.platform, alloc_copy("tcg"));
    record_set(&run->run.guest_kind, alloc_copy("appliance"));
    record_set(&run->run.scenario, alloc_copy(scenario));
    scenario_init(&run->scenario);
    cr_assert_eq(scenario_load_text(&run->scenario, "s", scenario, &err), 0, "%s", err_text(&err));
    run->scenario.repeats_min = 2;
    run->steps = alloc_zeroed(32, sizeof(*run->steps));
    return run;
}

static struct step_record *add_step(struct document_run *run, uint32_t guests, uint32_t repeat,
                                    uint64_t operations, uint64_t latency_ns)
{
    struct step_record *step = &run->steps[run->step_count++];
    *step = step_fixture_make(&(struct step_fixture){
        .guests = guests, .repeat = repeat, .operations = operations, .latency_ns = latency_ns});
    return step;
}

// A web server and a database; with two tiles operations take four times as long.
static void make_tiles(struct document *document)
{
    struct document_run *run = make_run(
        document, "tiles: 1..2\nslo: p99<=3x\n"
                  "tile: {web: {load: {workload: cpu}}, db: {load: {workload: memory}}}\n");
    for (uint32_t i = 0; i < 4; i++) {
        uint32_t tiles = 1 + i / 2;
        struct step_record *step =
            add_step(run, 2 * tiles, i % 2, 1000, tiles == 1 ? 1000000 : 4000000);
        step->tiles = tiles;
        for (uint32_t g = 0; g < step->guest_count; g++)
            record_set(&step->guest_list[g].role, alloc_copy(g % 2 ? "db" : "web"));
    }
    document_compute(document);
}

static void add_pair(struct document_run *run, uint32_t boot, const char *victim,
                     const char *aggressor, uint64_t operations)
{
    struct step_record *step = add_step(run, 2, boot, operations, 1000);
    step->kind = RECORD_STEP_INTERFERENCE;
    record_set(&step->guest_list[0].role, alloc_copy("victim"));
    record_set(&step->guest_list[0].load, alloc_copy(victim));
    record_set(&step->guest_list[1].role, alloc_copy("aggressor"));
    record_set(&step->guest_list[1].load, alloc_copy(aggressor));
}

// cpu is halved by memory:triad, and os is not to be had.
static void make_neighbours(struct document *document)
{
    struct document_run *run = make_run(document, "interference: cpu,memory:triad,os\n");
    for (uint32_t boot = 0; boot < 3; boot++) {
        add_pair(run, boot, "cpu", "idle", 1000);
        add_pair(run, boot, "cpu", "cpu", 1000);
        add_pair(run, boot, "cpu", "memory:triad", 500);
        add_pair(run, boot, "memory:triad", "idle", 600);
        add_pair(run, boot, "memory:triad", "cpu", 600);
        add_pair(run, boot, "memory:triad", "memory:triad", 600);
    }
    add_pair(run, 0, "os", "idle", 1);
    struct step_record *absent = &run->steps[run->step_count - 1];
    absent->state = RECORD_REFUSED;
    record_set(&absent->reason, alloc_copy("no <such> kernel"));
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

Test(reports_tile, every_form_tells_tiles_and_their_streams)
{
    struct document document = {0};
    make_tiles(&document);
    EXPECT(&emitter_text,
           "Under emulation (TCG), this host holds 1 of these tiles; the 2nd breaks "
           "web's p99",
           "tile score", "web: cpu, closed; 1 guest of 1 vCPU", "db: memory, closed", "web p99<=3x",
           "Makhija");
    EXPECT(&emitter_markdown, "### Stream web", "### Stream db", "| tiles | boots | verdict |",
           "web p99&lt;=3x: 4.00x");
    EXPECT(&emitter_html, "<h2>Every number of tiles</h2>", "<h2>Stream web</h2>",
           "<h2>Stream db</h2>", "<th>tiles</th>");
    EXPECT(&emitter_json, "\"unit\": \"tiles\"", "\"name\": \"web\"", "\"stream\": \"db\"",
           "\"role\": \"db\"");
    EXPECT(&emitter_csv, ",tiles,role,stream,load,arm,vcpus_per_cpu,",
           ",2,web,0,\"cpu, closed\",,,,,\r\n", ",2,,,,,,,,0\r\n");
    EXPECT(&emitter_windows_csv, "guest_kind,tiles,role,stream,load,home\r\n",
           ",appliance,2,db,0,,\r\n");
    document_done(&document);
}

Test(reports_tile, what_decides_and_the_score_are_told_by_number_of_tiles)
{
    struct document document = {0};
    make_tiles(&document);
    const struct document_run *run = &document.runs[0];
    cr_assert(document_run_has_tiles(run));
    cr_assert_eq(run->stream_count, 2);
    cr_expect_not(document_run_has_tiles(&run->streams[0]));
    cr_expect_str_eq(document_run_unit(&run->streams[0]), "tiles");
    scope_free char *none = tile_binding(&run->densities[0]);
    scope_free char *web = tile_binding(&run->densities[1]);
    cr_expect_str_eq(none, "");
    cr_expect_str_eq(web, "web p99<=3x");
    cr_expect_float_eq(tile_total_score(&run->densities[1]).value, 2, 1e-9);
    document_done(&document);
}

Test(reports_tile, neighbours_are_a_matrix_in_every_form)
{
    struct document document = {0};
    make_neighbours(&document);
    EXPECT(&emitter_text, "memory:triad slows cpu most", "beside memory:triad", "0.500x",
           "os is absent: no <such> kernel.");
    EXPECT(&emitter_markdown, "| victim | beside cpu | beside memory:triad |", "0.500x",
           "os is absent: no &lt;such");
    EXPECT(&emitter_html, "<th>beside memory:triad</th>", "class=\"felt3\"", "felt badly", "▲",
           "no &lt;such&gt; kernel");
    EXPECT(&emitter_json, "\"victim\": \"cpu\"", "\"aggressor\": \"memory:triad\"",
           "\"absent\": \"no <such> kernel\"");
    EXPECT(&emitter_csv, "victim,aggressor,boots,throughput_ratio,",
           ",cpu,memory:triad,3,0.49999999");
    EXPECT(&emitter_matrix_csv, ",os,cpu,0,,,,,,,,,\"no <such> kernel\"\r\n");
    EXPECT(&emitter_windows_csv, ",victim,0,cpu,\r\n", ",aggressor,0,memory:triad,\r\n");
    document_done(&document);
}

Test(reports_tile, a_shade_never_stands_for_what_is_not_sure)
{
    const struct matrix_figure *throughput = &matrix_figures[0], *p99 = &matrix_figures[1];
    cr_expect_eq(matrix_shade(&(struct estimate){0.5, 0.4, 1.2}, throughput), 0);
    cr_expect_eq(matrix_shade(&(struct estimate){0.95, 0.9, 0.99}, throughput), 1);
    cr_expect_eq(matrix_shade(&(struct estimate){0.8, 0.7, 0.9}, throughput), 2);
    cr_expect_eq(matrix_shade(&(struct estimate){0.5, 0.4, 0.6}, throughput), 3);
    cr_expect_eq(matrix_shade(&(struct estimate){1.5, 1.4, 1.6}, throughput), 0, "more is better");
    cr_expect_eq(matrix_shade(&(struct estimate){2, 1.4, 3}, p99), 3);
    cr_expect_eq(matrix_shade(&(struct estimate){2, 0.9, 3}, p99), 0);
}
