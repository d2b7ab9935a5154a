// SPDX-License-Identifier: GPL-3.0-or-later
// Curves and neighbours out of a real store.
#include <criterion/criterion.h>
#include <errno.h>
#include <math.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/model/scenario.h"
#include "common/store/store.h"
#include "planner/amount/amounts.h"
#include "planner/curve/curve.h"
#include "tests/common/inference/step_fixture.h"
#include "tests/planner/made_estate.h"
#include "tests/reports/fixture.h"

static struct fixture fixture;
static struct estate estate;
static struct policy policy;
static struct amounts amounts;
static struct err err;

static void set_up(void)
{
    fixture_init(&fixture);
    estate_init(&estate);
    made_policy(&policy);
    policy.cpu = POLICY_CPU_CURVE;
    amounts = (struct amounts){0};
    err = (struct err){0};
}

static void tear_down(void)
{
    err_done(&err);
    amounts_done(&amounts);
    policy_done(&policy);
    estate_done(&estate);
    fixture_done(&fixture);
}

TestSuite(planner_amount_store, .init = set_up, .fini = tear_down);

static void add_web(void)
{
    const struct fixture_run run = {
        .label = "web",
        .densities = fixture_ladder,
        .density_count = fixture_ladder_count,
        .boots = 3,
        .calibrations = 3,
    };
    fixture_add_run(&fixture, &run);
}

static void add_guest(const char *name, const char *run, const char *workload)
{
    struct estate_guest *guest = made_guest(&estate, name, 0, 1, 1);
    guest->run = alloc_copy(run);
    guest->workload = alloc_copy(workload);
}

static bool is_noted(const char *part)
{
    for (size_t i = 0; i < amounts.note_count; i++)
        if (strstr(amounts.notes[i], part))
            return true;
    return false;
}

// One boot: cpu keeps half beside memory:triad, which keeps all.
static void add_pair(int64_t run, uint32_t boot, const char *victim, const char *aggressor,
                     uint64_t operations)
{
    struct step_record step = step_fixture_make(
        &(struct step_fixture){.guests = 2, .repeat = boot, .operations = operations});
    step.kind = RECORD_STEP_INTERFERENCE;
    record_set(&step.guest_list[0].role, alloc_copy("victim"));
    record_set(&step.guest_list[0].load, alloc_copy(victim));
    record_set(&step.guest_list[1].role, alloc_copy("aggressor"));
    record_set(&step.guest_list[1].load, alloc_copy(aggressor));
    cr_assert_eq(store_add_step(fixture.store, run, &step, NULL, &err), 0, "%s", err_text(&err));
    step_fixture_steps_done(&step, 1);
}

static void add_neighbours(void)
{
    struct run_record run;
    struct scenario scenario;
    run_record_init(&run);
    scenario_init(&scenario);
    cr_assert_eq(scenario_set(&scenario, "interference", "cpu,memory:triad", &err), 0);
    record_set(&run.scenario, scenario_format(&scenario));
    cr_assert_eq(store_add_run(fixture.store, &run, &err), 0, "%s", err_text(&err));
    for (uint32_t boot = 0; boot < 3; boot++) {
        add_pair(run.id, boot, "cpu", "idle", 1000 + boot);
        add_pair(run.id, boot, "cpu", "cpu", 1000 + boot);
        add_pair(run.id, boot, "cpu", "memory:triad", (1000 + boot) / 2);
        add_pair(run.id, boot, "memory:triad", "idle", 3000 + boot);
        add_pair(run.id, boot, "memory:triad", "cpu", 3000 + boot);
    }
    scenario_done(&scenario);
    run_record_done(&run);
}

Test(planner_amount_store, guests_count_by_the_curve_that_was_stored)
{
    add_web();
    made_host(&estate, "h1", 2, 64);
    add_guest("a", "web", NULL);
    cr_assert_eq(amounts_of(&estate, &policy, fixture.store, &amounts, &err), 0, "%s",
                 err_text(&err));
    struct curves curves = {0};
    cr_assert_eq(curves_read(fixture.store, "web", NULL, &curves, &err), 0, "%s", err_text(&err));
    double held = curves.list[0].guests.value;
    cr_expect_eq(amounts.size[0][AMOUNT_CPU], (int64_t)ceil(1e6 / held - 1e-3), "of %g", held);
    curves_done(&curves);
    cr_expect_null(amounts.slowdown);
    cr_expect(is_noted("web: a guest counts 1/"));
}

Test(planner_amount_store, neighbours_are_priced_by_the_newest_matrix)
{
    add_web();
    add_neighbours();
    made_host(&estate, "h1", 2, 64);
    add_guest("a", "web", "cpu");
    add_guest("b", "web", "memory:triad");
    add_guest("c", "web", "disk:read");
    cr_assert_eq(amounts_of(&estate, &policy, fixture.store, &amounts, &err), 0, "%s",
                 err_text(&err));
    cr_assert_eq(amounts.kinds, 3, "two, and one of whom nothing is known");
    cr_expect_float_eq(amounts.slowdown[0 * 3 + 1], 2, 0.01, "cpu beside memory:triad");
    cr_expect_float_eq(amounts.slowdown[1 * 3 + 0], 1, 0.01, "and the other way round");
    cr_expect_eq(amounts.kind[1], 1);
    cr_expect_eq(amounts.kind[2], 2);
    cr_expect(is_noted("Neighbours are priced by run "));
    cr_expect(is_noted("c has no workload in the matrix"));
}

Test(planner_amount_store, a_run_that_is_not_there_is_refused_with_the_guest)
{
    add_web();
    made_host(&estate, "h1", 2, 64);
    add_guest("a", "sql", NULL);
    estate.guests[0].file = "guests.csv";
    estate.guests[0].line = 2;
    int result = amounts_of(&estate, &policy, fixture.store, &amounts, &err);
    cr_expect(result == -EINVAL || result == -ENOENT, "%d", result);
    cr_expect(strstr(err_text(&err), "guests.csv:2: a: run: "), "%s", err_text(&err));
}

Test(planner_amount_store, no_store_is_refused)
{
    made_host(&estate, "h1", 2, 64);
    add_guest("a", "web", NULL);
    cr_expect_eq(amounts_of(&estate, &policy, NULL, &amounts, &err), -EINVAL);
    cr_expect(strstr(err_text(&err), "needs a store"), "%s", err_text(&err));
}
