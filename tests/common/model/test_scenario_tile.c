// SPDX-License-Identifier: GPL-3.0-or-later
// Tiles in scenarios: what is read, what is written reads back, and what is refused, where.
#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/model/scenario.h"

static const char shop[] = "label: shop\n"                        // 1
                           "tiles: 1..4\n"                        // 2
                           "slo: p99<=5x\n"                       // 3
                           "shape: {memory: 96MiB}\n"             // 4
                           "tile:\n"                              // 5
                           "  web:\n"                             // 6
                           "    guests: 2\n"                      // 7
                           "    vcpus: 2\n"                       // 8
                           "    load:\n"                          // 9
                           "      workload: cpu\n"                // 10
                           "      variant: float\n"               // 11
                           "      rate: 25%\n"                    // 12
                           "      arrivals: poisson\n"            // 13
                           "  db:\n"                              // 14
                           "    memory: 256MiB\n"                 // 15
                           "    slo: 'p99<=20ms,achieved>=95%'\n" // 16
                           "    loads:\n"                         // 17
                           "      - workload: memory\n"           // 18
                           "        variant: triad\n"             // 19
                           "        working_set: 16MiB\n"         // 20
                           "      - {workload: cpu, rate: 100/s}\n";

static void expect_shop(const struct scenario *s)
{
    const struct role *web = &s->tile.roles[0], *db = &s->tile.roles[1];
    cr_assert_eq(s->tile.role_count, 2);
    cr_expect_eq(s->guests_min, 1);
    cr_expect_eq(s->guests_max, 4);
    cr_expect_str_eq(web->name, "web");
    cr_expect_eq(web->guests, 2);
    cr_expect_eq(web->shape.vcpus, 2);
    cr_expect_eq(web->shape.memory_bytes, UINT64_C(96) << 20, "the scenario's own");
    cr_expect_not(web->has_slo);
    cr_assert_eq(web->load_count, 1);
    cr_expect_eq(web->loads[0].arrivals, LOAD_POISSON);
    cr_expect(web->loads[0].rate.is_share);
    cr_expect_str_eq(db->name, "db");
    cr_expect_eq(db->guests, 1);
    cr_expect_eq(db->shape.memory_bytes, UINT64_C(256) << 20);
    cr_expect(db->has_slo);
    cr_assert_eq(db->load_count, 2);
    cr_expect_str_eq(db->loads[0].variant, "triad");
    cr_expect_eq(db->loads[0].working_set_bytes, UINT64_C(16) << 20);
    cr_expect_eq(db->loads[0].arrivals, LOAD_CLOSED);
    cr_expect_eq(db->loads[1].arrivals, LOAD_CONSTANT);
    cr_expect_eq(db->loads[1].rate.value, 100);
}

Test(model_scenario_tile, is_read_and_what_is_written_reads_back)
{
    struct scenario s, again, copy;
    struct err err = {0};
    scenario_init(&s);
    scenario_init(&again);
    cr_assert_eq(scenario_load_text(&s, "s.yaml", shop, &err), 0, "%s", err_text(&err));
    cr_expect_eq(scenario_check(&s, &err), 0, "%s", err_text(&err));
    expect_shop(&s);
    scope_free char *text = scenario_format(&s);
    cr_assert_eq(scenario_load_text(&again, "again", text, &err), 0, "%s\n%s", err_text(&err),
                 text);
    expect_shop(&again);
    scenario_copy(&copy, &again);
    scope_free char *twice = scenario_format(&copy);
    cr_expect_str_eq(text, twice);
    cr_expect_null(strstr(text, "guests: 1.."), "tiles are counted");
    scenario_done(&copy);
    scenario_done(&again);
    scenario_done(&s);
}

Test(model_scenario_tile, has_guests_in_a_fixed_order)
{
    struct scenario s;
    scenario_init(&s);
    cr_assert_eq(scenario_load_text(&s, "s.yaml", shop, NULL), 0);
    cr_expect_eq(tile_guests(&s.tile), 3);
    cr_expect_eq(tile_streams(&s.tile), 3);
    static const char *const names[] = {"web", "web", "db", "web", "web", "db"};
    for (uint32_t i = 0; i < 6; i++)
        cr_expect_str_eq(tile_role_of(&s.tile, i)->name, names[i]);
    cr_expect_str_eq(tile_find(&s.tile, "db")->name, "db");
    cr_expect_null(tile_find(&s.tile, "cache"));
    scope_free char *web = role_stream_name(&s.tile.roles[0], 0);
    scope_free char *triad = role_stream_name(&s.tile.roles[1], 0);
    scope_free char *cpu = role_stream_name(&s.tile.roles[1], 1);
    cr_expect_str_eq(web, "web");
    cr_expect_str_eq(triad, "db/memory:triad");
    cr_expect_str_eq(cpu, "db/cpu");
    cr_expect_eq(scenario_stream_slo(&s, &s.tile.roles[0], 0)->terms[0].value, 5, "the scenario's");
    cr_expect_eq(scenario_stream_slo(&s, &s.tile.roles[1], 0)->count, 2, "its own");
    scenario_done(&s);
}

Test(model_scenario_tile, a_plain_scenario_has_none)
{
    const struct tile none = {0};
    struct scenario s;
    scenario_init(&s);
    scope_free char *text = scenario_format(&s);
    cr_expect_null(strstr(text, "tile"));
    cr_expect_null(strstr(text, "interference"));
    cr_expect_eq(tile_guests(&none), 1);
    cr_expect_null(tile_role_of(&none, 3));
    cr_expect_not(tile_is_idle(&none));
    scenario_done(&s);
}

static void expect_refused(const char *text, const char *begin, const char *part)
{
    struct scenario s;
    struct err err = {0};
    scenario_init(&s);
    cr_expect_eq(scenario_load_text(&s, "f", text, &err), -EINVAL, "taken:\n%s", text);
    cr_expect(strncmp(err_text(&err), begin, strlen(begin)) == 0, "'%s' begins not with '%s'",
              err_text(&err), begin);
    cr_expect(strstr(err_text(&err), part), "'%s' lacks '%s'", err_text(&err), part);
    cr_expect_eq(s.tile.role_count, 0, "the scenario was changed");
    err_done(&err);
    scenario_done(&s);
}

Test(model_scenario_tile, wrong_keys_are_named_with_their_line)
{
    expect_refused("tile:\n  db:\n    gests: 2\n    load: {workload: cpu}\n",
                   "f:3: no key 'tile.db.gests'", "did you mean 'guests'");
    expect_refused("tile:\n  db:\n    load:\n      workload: cpu\n      varient: x\n",
                   "f:5: no key 'tile.db.load.varient'", "did you mean 'variant'");
    expect_refused(
        "tile:\n  db:\n    loads:\n    - workload: cpu\n    - workload: cpu\n      x: 1\n",
        "f:6: no key 'tile.db.loads[1].x'", "one of: workload");
    expect_refused("tile:\n  db:\n    load: {workload: cpu}\n    load: {workload: cpu}\n",
                   "f:4: tile.db.load: given twice", "line 3");
    expect_refused("tile:\n  db: {load: {workload: cpu}}\n  db: {load: {workload: cpu}}\n",
                   "f:3: tile.db: given twice", "line 2");
    expect_refused("tile:\n  a.b: {load: {workload: cpu}}\n", "f:2: tile: 'a.b' is no name", "");
}

Test(model_scenario_tile, wrong_values_are_named_with_their_line)
{
    expect_refused("tile:\n  db:\n    guests: 0\n    load: {workload: cpu}\n",
                   "f:3: tile.db.guests: ", "1");
    expect_refused("tile:\n  db:\n    memory: 2 apples\n    load: {workload: cpu}\n",
                   "f:3: tile.db.memory: ", "apples");
    expect_refused("tile:\n  db:\n    vcpus: [1]\n    load: {workload: cpu}\n",
                   "f:3: tile.db.vcpus: ", "single value");
    expect_refused("tile:\n  db:\n    slo: p98<=3x\n    load: {workload: cpu}\n",
                   "f:3: tile.db.slo: ", "p98");
    expect_refused("tile:\n  db:\n    load:\n      workload: cpu\n      rate: fast\n",
                   "f:5: tile.db.load.rate: ", "fast");
    expect_refused(
        "tile:\n  db:\n    load:\n      workload: cpu\n      rate: 3/s\n      arrivals: closed\n",
        "f:5: tile.db.load.rate: closed load has no rate", "");
}

Test(model_scenario_tile, what_is_missing_is_asked_for)
{
    expect_refused("label: x\ntile:\n", "f:2: tile: names of roles are wanted", "web");
    expect_refused("tile: 3\n", "f:1: tile: ", "names of roles");
    expect_refused("tile: [db]\n", "f:1: tile: ", "names of roles");
    expect_refused("tile:\n  db:\n", "f:2: tile.db: ", "load");
    expect_refused("tile:\n  db: {guests: 2}\n", "f:2: tile.db: ", "load");
    expect_refused("tile:\n  db: {load: cpu}\n", "f:2: tile.db.load: ", "workload: cpu");
    expect_refused("tile:\n  db:\n    load: {rate: 3/s}\n", "f:3: tile.db.load: ", "workload");
    expect_refused("tile:\n  db:\n    loads: cpu\n", "f:3: tile.db.loads: ", "list");
    expect_refused("tile:\n  db: {load: {workload: cpu}, loads: [{workload: cpu}]}\n",
                   "f:2: tile.db.loads: ", "one of the two");
}

Test(model_scenario_tile, counts_tiles_and_says_all_of_its_roles)
{
    expect_refused("guests: 1..4\ntile: {db: {load: {workload: cpu}}}\n",
                   "f:1: guests: ", "tiles is wanted");
    expect_refused("tiles: 1..4\n", "f:1: tiles: ", "guests is wanted");
    expect_refused("tile: {db: {load: {workload: cpu}}}\nload: {rate: 3/s}\n",
                   "f:2: load.rate: ", "each of its roles");
}

static void expect_not_set(struct scenario *s, const char *key, const char *value, const char *part)
{
    struct err err = {0};
    cr_expect_eq(scenario_set(s, key, value, &err), -EINVAL, "%s", key);
    cr_expect(strstr(err_text(&err), part), "'%s' lacks '%s'", err_text(&err), part);
    err_done(&err);
}

Test(model_scenario_tile, options_cannot_say_what_its_roles_say)
{
    struct scenario s;
    scenario_init(&s);
    expect_not_set(&s, "tiles", "1..2", "no tile");
    cr_assert_eq(scenario_load_text(&s, "s.yaml", shop, NULL), 0);
    expect_not_set(&s, "load.rate", "10%", "every role");
    expect_not_set(&s, "shape.memory", "1GiB", "every role");
    expect_not_set(&s, "guests", "1..2", "tiles is wanted");
    cr_expect_eq(scenario_set(&s, "tiles", "2..3", NULL), 0);
    cr_expect_eq(scenario_set(&s, "slo", "p99<=2x", NULL), 0);
    cr_expect_eq(s.guests_max, 3);
    scenario_done(&s);
}

static void expect_unsound(const char *text, const char *part)
{
    struct scenario s;
    struct err err = {0};
    scenario_init(&s);
    cr_assert_eq(scenario_load_text(&s, "f", text, &err), 0, "%s", err_text(&err));
    cr_expect_eq(scenario_check(&s, &err), -EINVAL, "taken:\n%s", text);
    cr_expect(strstr(err_text(&err), part), "'%s' lacks '%s'", err_text(&err), part);
    err_done(&err);
    scenario_done(&s);
}

Test(model_scenario_tile, is_checked_as_a_whole)
{
    expect_unsound("tile:\n  db: {load: {workload: idle, rate: 3/s}}\n", "tile.db: load.rate");
    expect_unsound("tile:\n  db: {memory: 64MiB, load: {workload: memory, working_set: 65MiB}}\n",
                   "tile.db: load.working_set");
    expect_unsound("tile:\n  db:\n    memory: 64MiB\n    loads:\n"
                   "    - {workload: memory, working_set: 40MiB}\n"
                   "    - {workload: memory, working_set: 40MiB}\n",
                   "tile.db: loads: their working sets together");
    expect_unsound("tiles: 1..65536\ntile: {db: {guests: 2, load: {workload: cpu}}}\n",
                   "more than 65536 guests");
    expect_unsound("interference: cpu,memory\ntile: {db: {load: {workload: cpu}}}\n",
                   "one of the two");
}

Test(model_scenario_tile, interference_is_a_list_of_names)
{
    struct scenario s;
    scenario_init(&s);
    cr_assert_eq(scenario_load_text(&s, "f", "interference: cpu,memory:triad\n", NULL), 0);
    cr_expect_str_eq(s.interference, "cpu,memory:triad");
    scope_free char *text = scenario_format(&s);
    cr_expect(strstr(text, "interference: cpu,memory:triad"), "%s", text);
    expect_not_set(&s, "interference", "cpu,,memory", "no list");
    expect_not_set(&s, "interference", "cpu memory", "no list");
    scenario_done(&s);
}
