// SPDX-License-Identifier: GPL-3.0-or-later
// fullhouse compare as a user meets it: words for sides, what is refused, forms and exit codes.
#include <criterion/criterion.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "common/model/arm_pair.h"
#include "common/store/store.h"
#include "tests/cli/program.h"
#include "tests/compare/made_run.h"

static void add_run(struct store *store, int64_t id, const char *label, const char *yaml, double hz)
{
    struct made_run run;
    made_run_init(&run, id, yaml);
    made_run_add_boots(&run, 1, 6, hz, 0.002, (uint32_t)id);
    made_run_store(&run, store, label);
    made_run_done(&run);
}

static struct store *open_new(const char *path)
{
    struct store *store;
    cr_assert_eq(store_open(path, STORE_WRITE, &store, NULL), 0);
    return store;
}

// The user's own store: 1 and 2 are old, 3 is slow, 4 is of another shape.
static void make_stores(void)
{
    program_set_up();
    struct store *store = open_new(program_path("state/fullhouse.db"));
    add_run(store, 1, "old", NULL, 1000);
    add_run(store, 2, "old", NULL, 1000);
    add_run(store, 3, "slow, really", NULL, 800);
    add_run(store, 4, "big", "shape:\n  vcpus: 2\n", 1000);
    store_close(store);
    store = open_new(program_path("other.db"));
    add_run(store, 11, "old", NULL, 1000);
    add_run(store, 12, "newer", NULL, 1000);
    store_close(store);
}

TestSuite(cli_compare, .init = make_stores, .fini = program_tear_down);

Test(cli_compare, ends_by_what_it_found)
{
    program_mentions(0, "same", ARGUMENTS("compare", "1", "2"));
    program_mentions(1, "worse", ARGUMENTS("compare", "1", "3"));
    program_mentions(0, "better", ARGUMENTS("compare", "3", "1"));
    program_mentions(0, "ndecided", ARGUMENTS("compare", "1", "2", "--threshold", "0.1%"));
    program_mentions(3, "ndecided",
                     ARGUMENTS("compare", "1", "2", "--threshold", "0.1%", "--strict"));
    program_mentions(0, "same", ARGUMENTS("compare", "1", "3", "-m", "memory"));
}

Test(cli_compare, words_name_runs_of_any_store)
{
    scope_free char *other = alloc_printf("%s:old", program_path("other.db"));
    scope_free char *newest = alloc_copy(program_path("other.db"));
    program_mentions(0, "\"runs\": [1]", ARGUMENTS("compare", "old~1", "old", "--json"));
    program_mentions(0, "\"runs\": [1, 2]", ARGUMENTS("compare", "old~0..1", other, "--json"));
    program_mentions(0, "\"runs\": [1, 2]", ARGUMENTS("compare", "1,2", newest, "--json"));
    program_mentions(1, "\"runs\": [3]", ARGUMENTS("compare", "old", "slow, really", "--json"));
    program_mentions(1, "\"runs\": [3]", ARGUMENTS("compare", "1", "latest~1", "--json"));
}

static void says(const char *message, const char *const *arguments)
{
    program_says(2, message, arguments);
}

Test(cli_compare, refuses_words_that_mean_nothing)
{
    const char *store = program_path("state/fullhouse.db");
    scope_free char *typo = alloc_printf("%s: no run 'odl' (did you mean 'old'?)", store);
    scope_free char *number = alloc_printf("%s: no run 77; there are 4, 3, 2, 1", store);
    scope_free char *missing = alloc_copy(program_path("no.db"));
    says(typo, ARGUMENTS("compare", "odl", "1"));
    says(typo, ARGUMENTS("compare", "odl~1", "1"));
    says(number, ARGUMENTS("compare", "1", "77"));
    says("old~5: there are 2 of old, and ~0 is the newest", ARGUMENTS("compare", "old~5", "1"));
    says("2~1: a label or latest is wanted before ~", ARGUMENTS("compare", "2~1", "1"));
    says("'1,,2': a number, a label, latest or STORE.db is wanted for a side",
         ARGUMENTS("compare", "1,,2", "3"));
    says("two sides are wanted: fullhouse compare 1 B (see --help)", ARGUMENTS("compare", "1"));
    program_mentions(2, "one word too many", ARGUMENTS("compare", "1", "2", "3"));
    program_mentions(2, "no store there", ARGUMENTS("compare", missing, "1"));
    says("run 2 stands on both sides (old; 2)", ARGUMENTS("compare", "old", "2"));
}

Test(cli_compare, refuses_what_is_not_comparable)
{
    says("runs 1 and 4: the shapes differ (1 vCPU, 128 MiB; 2 vCPUs, 128 MiB); --anyway compares "
         "them",
         ARGUMENTS("compare", "1", "4"));
    program_mentions(0, "Compared all the same: the shapes differ",
                     ARGUMENTS("compare", "1", "4", "--anyway", "--format", "markdown"));
}

Test(cli_compare, refuses_options_that_cannot_be)
{
    says("--threshold: '70%' must lie between 0.1% and 50%",
         ARGUMENTS("compare", "1", "2", "--threshold", "70%"));
    program_mentions(2, "--threshold", ARGUMENTS("compare", "1", "2", "--threshold", "much"));
    says("--metrics: there is no metric 'thruput' (did you mean 'throughput'?)",
         ARGUMENTS("compare", "1", "2", "--metrics", "thruput"));
    program_mentions(2, "--metrics: neither side tells 'achieved'",
                     ARGUMENTS("compare", "1", "2", "--metrics", "achieved"));
    program_mentions(2, "--metrics: 'p99,,'", ARGUMENTS("compare", "1", "2", "--metrics", "p99,,"));
    program_mentions(2, "there is no form 'jsn'",
                     ARGUMENTS("compare", "1", "2", "--format", "jsn"));
    program_mentions(2, "its suffix names no form", ARGUMENTS("compare", "1", "2", "-o", "/tmp/x"));
    program_mentions(2, "cannot be written",
                     ARGUMENTS("compare", "1", "2", "--junit", "/nonesuch/x.xml"));
}

Test(cli_compare, writes_as_many_forms_as_are_asked_for)
{
    scope_free char *html = alloc_copy(program_path("a.html"));
    scope_free char *junit = alloc_copy(program_path("b.xml"));
    scope_free char *markdown = alloc_copy(program_path("c.md"));
    scope_free char *json = alloc_copy(program_path("d.json"));
    scope_free char *printed =
        program_output(1, ARGUMENTS("compare", "1", "3", "--html", html, "--junit", junit,
                                    "--markdown", markdown, "--output", json));
    cr_expect_str_eq(printed, "");
    const char *const paths[] = {html, junit, markdown, json};
    const char *const marks[] = {"<html", "<testsuite", "| ", "\"overall\": \"worse\""};
    for (int i = 0; i < 4; i++) {
        scope_free char *text = NULL;
        cr_assert_eq(path_read(paths[i], 1 << 20, &text, NULL, NULL), 0);
        cr_expect(strstr(text, marks[i]), "%s", paths[i]);
    }
}

// --- stores that are not as they should be ------------------------------------------------------

Test(cli_compare, an_empty_run_and_an_interrupted_one)
{
    struct made_run run;
    struct store *store = open_new(program_path("state/fullhouse.db"));
    made_run_init(&run, 5, NULL);
    run.record.state = RECORD_INTERRUPTED;
    made_run_set(&run.record.reason, "Ctrl-C");
    made_run_store(&run, store, "empty");
    made_run_done(&run);
    made_run_init(&run, 6, NULL);
    run.record.state = RECORD_INTERRUPTED;
    made_run_add_boots(&run, 1, 6, 1000, 0.002, 0);
    made_run_store(&run, store, "half");
    made_run_done(&run);
    store_close(store);
    says("empty: no boot was finished in run 5 (interrupted: Ctrl-C): there is nothing to compare",
         ARGUMENTS("compare", "old", "empty"));
    program_mentions(0, "Run 6 was interrupted", ARGUMENTS("compare", "old", "half", "--json"));
}

Test(cli_compare, a_store_of_a_newer_schema_is_refused_by_its_name)
{
    sqlite3 *database;
    scope_free char *path = alloc_copy(program_path("other.db"));
    cr_assert_eq(sqlite3_open(path, &database), SQLITE_OK);
    cr_assert_eq(sqlite3_exec(database, "PRAGMA user_version = 9999", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(database);
    program_mentions(2, "other.db", ARGUMENTS("compare", "1", path));
}

Test(cli_compare, a_scenario_that_cannot_be_read_is_refused)
{
    struct made_run run;
    struct store *store = open_new(program_path("state/fullhouse.db"));
    made_run_init(&run, 5, NULL);
    made_run_add_boots(&run, 1, 2, 1000, 0, 0);
    made_run_set(&run.record.scenario, "nonsense: 1\n");
    made_run_store(&run, store, "strange");
    made_run_done(&run);
    store_close(store);
    program_mentions(2, "scenario of run 5:1:", ARGUMENTS("compare", "old", "strange"));
}

// The newest A/A campaign of the store says what this host makes of nothing.
Test(cli_compare, the_noise_floor_comes_from_the_store)
{
    struct store *store = open_new(program_path("state/fullhouse.db"));
    for (size_t i = 0; i < 8; i++) {
        struct made_run run;
        scope_free char *arm = arm_pair_format(i / 2, i % 2);
        made_run_init(&run, (int64_t)i, NULL);
        made_run_set(&run.record.campaign, "c0ffee");
        made_run_set(&run.record.arm, arm);
        made_run_add_boots(&run, 1, 6, i % 2 ? 1200 : 1000, 0, 0);
        made_run_store(&run, store, "aa");
        made_run_done(&run);
    }
    store_close(store);
    program_mentions(0, "This host's noise makes as much of nothing",
                     ARGUMENTS("compare", "1", "3", "-m", "throughput", "--json"));
}
