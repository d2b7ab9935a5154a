// SPDX-License-Identifier: GPL-3.0-or-later
// A pair's sides as loads of a guest, and both measured by turns in one agent.
#include "tests/fidelity/guest.h"

#include <criterion/criterion.h>
#include <string.h>

#include "bench/platform.h"
#include "bench/workspace.h"
#include "common/base/err.h"
#include "common/model/exec_plan.h"
#include "common/model/load.h"
#include "tests/fidelity/pair.h"
#include "tests/fidelity/result.h"
#include "tests/fidelity/words.h"
#include "tests/harness/native.h"

TestSuite(fidelity_guest, .init = native_make_cache, .fini = native_remove_cache);

static const struct words_setting setting = {
    .seconds = 0.1, .pace = 1, .agent = TEST_BUILD_DIR "/fullhouse-guest"};

static const char *const echo[] = {"env", "DID=2000", "sh", "-c", "echo it did $DID ops", NULL};

static struct pair made_pair(void)
{
    return (struct pair){
        .name = "null:empty",
        .unit = "kops",
        .ours = {.workload = "null", .threads = "1", .figure = PAIR_OPERATIONS_HZ, .scale = 1e-3},
        .theirs = {.name = "sh",
                   .package = "dash",
                   .words = echo,
                   .take = "did ([0-9]+) ops",
                   .scale = 1e-3},
        .note = "made up",
        .in_guest = true,
    };
}

Test(fidelity_guest, sides_become_loads)
{
    const struct pair pair = made_pair();
    struct err err = {0};
    struct load load;

    cr_assert_eq(guest_our_load(&pair, &load, &err), 0, "%s", err_text(&err));
    cr_assert_str_eq(load.workload, "null");
    cr_assert_eq(load.threads, 1);
    load_done(&load);
    cr_assert_eq(guest_their_load(&pair, &setting, &load, &err), 0, "%s", err_text(&err));
    cr_assert_str_eq(load.workload, "exec");
    cr_assert_str_eq(load.exec->program, "sh");
    cr_assert_eq(load.exec->argument_count, 2);
    cr_assert_str_eq(load.exec->environment[0], "DID=2000");
    cr_assert_str_eq(load.exec->metrics[0].pattern, "did ([0-9]+) ops");
    load_done(&load);
}

// What goes to a guest must be told by a pointer or a pattern, which is what exec knows.
Test(fidelity_guest, every_pair_for_a_guest_can_be_told_to_it)
{
    size_t found = 0;

    for (size_t i = 0; pair_at(i); i++) {
        struct err err = {0};
        struct load load;

        if (!pair_at(i)->in_guest)
            continue;
        cr_assert_eq(guest_our_load(pair_at(i), &load, &err), 0, "%s", err_text(&err));
        load_done(&load);
        cr_assert_eq(guest_their_load(pair_at(i), &setting, &load, &err), 0, "%s", err_text(&err));
        load_done(&load);
        found++;
    }
    cr_assert_geq(found, 5);
}

static struct result measured(const struct pair *pair)
{
    struct workspace workspace = {.lock_fd = -1};
    const struct guest_plan plan = {
        .ops = &platform_native, .workspace = &workspace, .setting = &setting, .runs = 3};
    struct result result;
    struct err err = {0};

    cr_assert_eq(workspace_open(&workspace, &err), 0, "%s", err_text(&err));
    cr_assert_eq(guest_measure(&plan, pair, &result, &err), 0, "%s", err_text(&err));
    workspace_close(&workspace);
    return result;
}

Test(fidelity_guest, both_sides_take_turns_in_one_agent)
{
    const struct pair pair = made_pair();
    struct result result = measured(&pair);

    cr_assert_null(result.absent, "%s", result.absent);
    cr_assert_eq(result.runs, 3);
    for (size_t i = 0; i < result.runs; i++) {
        cr_assert_gt(result.our_values[i], 10);
        cr_assert_eq(result.their_values[i], 2);
    }
    cr_assert_str_eq(result.theirs, "sh -c echo it did $DID ops");
    result_done(&result);
}

Test(fidelity_guest, a_side_that_fails_makes_it_absent_and_says_why)
{
    static const char *const fails[] = {"sh", "-c", "echo bad luck; exit 4", NULL};
    struct pair pair = made_pair();
    struct result result;

    pair.theirs.words = fails;
    result = measured(&pair);
    cr_assert(result.failed);
    cr_assert_not_null(strstr(result.absent, "bad luck"), "%s", result.absent);
    cr_assert_eq(result.runs, 0);
    result_done(&result);
}
