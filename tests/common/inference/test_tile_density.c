// SPDX-License-Identifier: GPL-3.0-or-later
// Tiles judged stream by stream and together: what each sees, who decides, what the score is.
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/inference/maximum.h"
#include "common/inference/tile_density.h"
#include "common/model/scenario.h"
#include "tests/common/inference/step_fixture.h"

enum { WEB = 2, TILE = 3 }; // guests

static struct scenario scenario;

static void set_up(void)
{
    static const char text[] = "tiles: 1..4\nslo: p99<=3x\ntile:\n"
                               "  web: {guests: 2, load: {workload: cpu}}\n"
                               "  db:\n    slo: p99<=2x\n    loads:\n"
                               "    - {workload: memory}\n    - {workload: null, rate: 100/s}\n";
    struct err err = {0};
    scenario_init(&scenario);
    cr_assert_eq(scenario_load_text(&scenario, "t", text, &err), 0, "%s", err_text(&err));
    scenario.repeats_min = 2;
}

static void tear_down(void)
{
    scenario_done(&scenario);
}

TestSuite(inference_tile_density, .init = set_up, .fini = tear_down);

// What the streams do in one step: operations a guest and window, latency of all.
struct doing {
    uint64_t operations, latency_ns;
};
struct plan {
    uint32_t tiles, repeat;
    struct doing web, memory, null;
};

static void take_windows(struct guest_record *guest, struct guest_record *from, uint32_t stream)
{
    for (size_t w = 0; w < from->window_count; w++) {
        from->windows[w].stream = stream;
        guest_record_add_window(guest, &from->windows[w]);
    }
    from->window_count = 0;
}

static struct step_record make_one(const struct doing *doing, uint64_t due)
{
    return step_fixture_make(&(struct step_fixture){
        .guests = 1, .operations = doing->operations, .latency_ns = doing->latency_ns, .due = due});
}

static void fill_db(struct guest_record *db, const struct plan *plan)
{
    struct step_record memory = make_one(&plan->memory, 0), null = make_one(&plan->null, 100);
    for (size_t w = 0; w < db->window_count; w++)
        window_record_done(&db->windows[w]);
    free(db->windows);
    db->windows = NULL;
    db->window_count = 0;
    take_windows(db, &memory.guest_list[0], 0);
    take_windows(db, &null.guest_list[0], 1);
    step_fixture_steps_done(&memory, 1);
    step_fixture_steps_done(&null, 1);
}

static struct step_record make_step(const struct plan *plan)
{
    struct step_record step =
        step_fixture_make(&(struct step_fixture){.guests = plan->tiles * TILE,
                                                 .repeat = plan->repeat,
                                                 .operations = plan->web.operations,
                                                 .latency_ns = plan->web.latency_ns});
    step.tiles = plan->tiles;
    for (uint32_t i = 0; i < step.guest_count; i++) {
        struct guest_record *guest = &step.guest_list[i];
        record_set(&guest->role, alloc_copy(i % TILE < WEB ? "web" : "db"));
        if (i % TILE >= WEB)
            fill_db(guest, plan);
    }
    return step;
}

// Two boots of one tile, two of `at`.
static size_t make_steps(struct step_record *steps, const struct plan *at)
{
    struct plan solo = {1, 0, {1000, 1000000}, {400, 2000000}, {100, 50000}};
    for (uint32_t i = 0; i < 4; i++) {
        struct plan plan = i < 2 ? solo : *at;
        plan.repeat = i % 2;
        steps[i] = make_step(&plan);
    }
    return 4;
}

static const struct plan calm = {2, 0, {900, 1000000}, {300, 2000000}, {100, 50000}};

Test(inference_tile_density, a_stream_sees_its_own_guests_and_windows)
{
    struct step_record steps[4];
    size_t count = make_steps(steps, &calm);
    struct step_view view;
    step_view_init(&view, steps, count, &scenario.tile.roles[1], 1);
    cr_assert_eq(view.count, 4);
    cr_expect_eq(view.steps[3].guests, 2, "tiles are counted");
    cr_assert_eq(view.steps[3].guest_count, 2);
    cr_assert_eq(view.steps[3].guest_list[0].window_count, 4);
    cr_expect_eq(view.steps[3].guest_list[0].windows[1].operations, 100);
    cr_expect_float_eq(view.steps[3].rate_hz, 100, 1e-9, "what fell due");
    cr_expect_eq(view.steps[3].memory_bytes, RECORD_ABSENT);
    step_view_done(&view);
    step_view_init(&view, steps, count, &scenario.tile.roles[0], 0);
    cr_expect_eq(view.steps[3].guest_count, 4);
    cr_expect_eq(view.steps[3].rate_hz, 0, "closed");
    step_view_done(&view);
    step_fixture_steps_done(steps, count);
}

Test(inference_tile_density, streams_are_judged_each_by_its_own_level)
{
    struct step_record steps[4];
    size_t count = make_steps(steps, &calm);
    struct tile_densities densities;
    tile_densities_init(&densities, &scenario, steps, count, 7);
    cr_assert_eq(densities.stream_count, 3);
    cr_expect_str_eq(densities.streams[0].name, "web");
    cr_expect_str_eq(densities.streams[1].name, "db/memory");
    cr_expect_str_eq(densities.streams[2].name, "db/null");
    cr_assert_eq(densities.streams[0].density_count, 2);
    const struct density *web = &densities.streams[0].densities[1];
    cr_expect_float_eq(web->throughput.value, 900, 1e-9);
    cr_expect_float_eq(web->total.value, 4 * 900, 1e-9, "two guests in each of two tiles");
    cr_expect_float_eq(web->retained.value, 0.9, 1e-9);
    cr_expect_float_eq(web->terms[0].term.value, 3, 1e-9);
    cr_expect_float_eq(densities.streams[1].densities[1].terms[0].term.value, 2, 1e-9);
    tile_densities_done(&densities);
    step_fixture_steps_done(steps, count);
}

Test(inference_tile_density, all_streams_together_hold_with_a_score)
{
    struct step_record steps[4];
    size_t count = make_steps(steps, &calm);
    struct tile_densities densities;
    tile_densities_init(&densities, &scenario, steps, count, 7);
    cr_assert_eq(densities.count, 2);
    const struct density *two = &densities.list[1];
    cr_expect_eq(two->guests, 2);
    cr_expect(two->counts_tiles);
    cr_expect_eq(two->boots, 2);
    cr_expect_eq(two->verdict, DENSITY_HOLDS);
    cr_expect_eq(two->term_count, 3);
    // web keeps 900 of 1000, memory 300 of 400, null all.
    cr_expect_float_eq(two->retained.value, cbrt(0.9 * 0.75 * 1), 1e-9);
    cr_expect_float_eq(densities.list[0].retained.value, 1, 1e-12);
    struct maximum maximum = maximum_of(densities.list, densities.count);
    scope_free char *sentence = maximum_sentence(&maximum, false);
    cr_expect_str_eq(sentence,
                     "This host holds at least 2 of these tiles; more were not measured.");
    tile_densities_done(&densities);
    step_fixture_steps_done(steps, count);
}

Test(inference_tile_density, one_stream_that_fails_decides_and_is_named)
{
    struct plan bad = calm;
    bad.null.latency_ns = 200000; // four times what it was, allowed twice
    struct step_record steps[4];
    size_t count = make_steps(steps, &bad);
    struct tile_densities densities;
    tile_densities_init(&densities, &scenario, steps, count, 7);
    cr_expect_eq(densities.list[1].verdict, DENSITY_FAILS);
    cr_expect_eq(densities.streams[0].densities[1].verdict, DENSITY_HOLDS);
    struct maximum maximum = maximum_of(densities.list, densities.count);
    cr_expect_eq(maximum.guests, 1);
    cr_assert_not_null(maximum.broken);
    cr_expect_str_eq(maximum.broken->stream, "db/null");
    scope_free char *sentence = maximum_sentence(&maximum, false);
    cr_expect(strstr(sentence, "This host holds 1 of these tiles; the 2nd breaks db/null's p99: "),
              "%s", sentence);
    tile_densities_done(&densities);
    step_fixture_steps_done(steps, count);
}

Test(inference_tile_density, a_stream_whose_total_does_not_rise_decides)
{
    struct plan bad = calm;
    bad.memory.operations = 180; // two tiles do less than one did
    struct step_record steps[4];
    size_t count = make_steps(steps, &bad);
    struct tile_densities densities;
    tile_densities_init(&densities, &scenario, steps, count, 7);
    cr_expect_eq(densities.list[1].verdict, DENSITY_FAILS);
    struct maximum maximum = maximum_of(densities.list, densities.count);
    scope_free char *sentence = maximum_sentence(&maximum, true);
    cr_expect(strstr(sentence, "with the 2nd, db/memory's total throughput no longer rises"), "%s",
              sentence);
    cr_expect(strstr(sentence, "Under emulation (TCG), "));
    tile_densities_done(&densities);
    step_fixture_steps_done(steps, count);
}

Test(inference_tile_density, a_plain_run_is_what_it_was)
{
    struct scenario plain;
    struct density *expected = NULL;
    size_t expected_count = 0;
    struct step_record steps[4];
    scenario_init(&plain);
    for (uint32_t i = 0; i < 4; i++)
        steps[i] = step_fixture_make(&(struct step_fixture){
            .guests = i < 2 ? 1 : 3, .repeat = i % 2, .operations = 100, .latency_ns = 5000});
    struct tile_densities densities;
    tile_densities_init(&densities, &plain, steps, 4, 9);
    const struct sequential_plan looks = sequential_plan_of(&plain);
    density_compute_run(steps, 4, &plain.slo, &looks, 9, &expected, &expected_count);
    cr_assert_eq(densities.count, expected_count);
    cr_expect_eq(densities.stream_count, 0);
    cr_expect_not(densities.list[1].counts_tiles);
    for (size_t i = 0; i < expected_count; i++) {
        cr_expect_eq(densities.list[i].throughput.value, expected[i].throughput.value);
        cr_expect_eq(densities.list[i].verdict, expected[i].verdict);
    }
    density_free(expected, expected_count);
    tile_densities_done(&densities);
    step_fixture_steps_done(steps, 4);
    scenario_done(&plain);
}
