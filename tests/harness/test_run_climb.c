// SPDX-License-Identifier: GPL-3.0-or-later
// The way up an open ladder on a made-up host: where it ends, what is refused on the way, what
// moves its top, and what is said of it.
#include "bench/run_climb.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "bench/run_state.h"
#include "bench/step.h"
#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/store/store.h"
#include "tests/collector/tree.h"

#define MIB (INT64_C(1) << 20)

static struct run run;
static struct run_options options;
static struct store *store;

static void put_memory(uint64_t available_mib)
{
    scope_free char *text = alloc_printf("MemTotal: 33554432 kB\nMemAvailable: %llu kB\n",
                                         (unsigned long long)available_mib * 1024);
    tree_put("/proc/meminfo", text);
}

static void make_host(void)
{
    tree_make();
    put_memory(23000);
    tree_put("/proc/self/limits", "Max open files            1048576  1048576  files\n");
    tree_put("/proc/self/fd/0", "");
    tree_put("/proc/stat", "cpu  1 2 3\ncpu0 1 2 3\n");
    tree_put("/proc/loadavg", "0.10 0.10 0.10 1/100 4711\n");
}

// Guests of 100 MiB on 20000 MiB beside the reserve: 200 fit.
static void begin(const char *guests)
{
    struct err err = {0};
    scope_free char *path = tree_path("/store.db");
    cr_assert_eq(store_open(path, STORE_WRITE, &store, &err), 0, "%s", err_text(&err));
    options = (struct run_options){.store = store};
    run = (struct run){.options = &options, .log.store = store};
    scenario_init(&run.scenario);
    run_record_init(&run.record);
    record_set(&run.scenario.load.workload, alloc_copy("idle"));
    cr_assert_eq(scenario_set(&run.scenario, "guests", guests, NULL), 0);
    run.scenario.reserve_bytes = 3000 * MIB;
    cr_assert_eq(store_add_run(store, &run.record, &err), 0, "%s", err_text(&err));
    cr_assert_eq(run_climb_open(&run, tree_root(), &err), 0, "%s", err_text(&err));
    run.climb.limits.procfs = tree_procfs();
    run.climb.limits.list[HOST_DISK].each = 1e-6;
}

static void end(void)
{
    run_steps_done(&run.steps);
    run_record_done(&run.record);
    run_log_done(&run.log);
    scenario_done(&run.scenario);
    store_close(store);
}

TestSuite(harness_run_climb, .init = make_host, .fini = tree_remove);

static uint32_t next(void)
{
    uint32_t guests;
    struct err err = {0};
    cr_assert_eq(run_climb_next(&run, &guests, &err), 0, "%s", err_text(&err));
    return guests;
}

static struct step_record step_of(uint32_t guests, int64_t each_mib)
{
    struct step_record step;
    step_record_init(&step);
    step.guests = guests;
    step.state = RECORD_DONE;
    step.guest_list = alloc_zeroed(guests, sizeof *step.guest_list);
    step.guest_count = guests;
    for (uint32_t i = 0; i < guests; i++) {
        struct guest_record *guest = &step.guest_list[i];
        const struct window_record window = {.measured = true, .duration_ns = CLOCK_NS_PER_SECOND};
        guest_record_init(guest);
        guest->state = RECORD_DONE;
        guest->boot_ns = 1;
        guest->host_memory_bytes = each_mib * MIB;
        guest_record_add_window(guest, &window);
    }
    return step;
}

static int carry_out(struct step_record *step, struct err *err)
{
    const struct step_outcome outcome = {.record = *step};
    run_climb_learn(&run, &outcome);
    run_steps_add(&run.steps, step, 1, &run.scenario);
    step_record_done(step);
    return run_climb_note(&run, err);
}

static void boot(uint32_t guests, int64_t each_mib)
{
    struct step_record step = step_of(guests, each_mib);
    struct err err = {0};
    cr_assert_eq(carry_out(&step, &err), 0, "%s", err_text(&err));
}

// Up to this density, once each.
static void climb_to(uint32_t top)
{
    for (uint32_t guests = 0; guests != top;) {
        guests = next();
        cr_assert_leq(guests, top);
        boot(guests, 100);
    }
}

// What is left once the top is known: all that was tried gets its boots. Then the next one above
// that, or 0.
static uint32_t next_above(uint32_t top)
{
    uint32_t guests;
    while ((guests = next()) > 0 && guests <= top)
        boot(guests, 100);
    return guests;
}

static size_t count_steps(uint32_t guests, enum record_state state)
{
    size_t count = 0;
    for (size_t i = 0; i < run.steps.count; i++)
        count += run.steps.list[i].guests == guests && run.steps.list[i].state == state;
    return count;
}

Test(harness_run_climb, ends_with_as_many_as_fit)
{
    begin("limit");
    climb_to(200);
    cr_expect_eq(next_above(200), 0, "that was all");
    cr_expect_eq(count_steps(1, RECORD_DONE), 3);
    cr_expect_eq(count_steps(64, RECORD_DONE), 3);
    cr_expect_eq(count_steps(128, RECORD_DONE), 1, "once is enough");
    cr_expect_eq(count_steps(256, RECORD_REFUSED), 1);
    const struct maximum maximum = run_steps_maximum(&run.steps);
    scope_free char *answer = maximum_sentence(&maximum, false);
    cr_expect_not_null(strstr(answer, "256 were refused: memory: 256 guests of 100 MiB each "
                                      "(measured) and 2.93 GiB in reserve need"),
                       "%s", answer);
    end();
}

Test(harness_run_climb, keeps_to_the_repeats_it_was_told)
{
    begin("1..128");
    climb_to(128);
    cr_expect_eq(next_above(128), 0);
    cr_expect_eq(count_steps(64, RECORD_DONE), 3);
    cr_expect_eq(count_steps(128, RECORD_DONE), 3, "no open ladder: thrice as any other");
    end();
}

Test(harness_run_climb, goes_further_when_guests_prove_smaller)
{
    begin("limit");
    climb_to(128);
    cr_assert_eq(next(), 200);
    boot(200, 80);
    cr_assert_eq(next_above(200), 250, "20000 MiB of 80");
    boot(250, 40);
    cr_assert_eq(next_above(250), 500);
    boot(500, 10);
    cr_expect_eq(next_above(500), 0, "twice is enough");
    end();
}

Test(harness_run_climb, comes_down_when_memory_does)
{
    begin("limit");
    climb_to(64);
    put_memory(13000);
    cr_expect_eq(next(), 100, "128 do not fit 10000 MiB");
    put_memory(12000);
    cr_expect_eq(next(), 89, "90 of 9000 MiB, and one to spare");
    boot(89, 100);
    cr_expect_eq(next_above(89), 0);
    cr_expect_eq(count_steps(128, RECORD_REFUSED), 1);
    cr_expect_eq(count_steps(100, RECORD_REFUSED), 1);
    end();
}

static void stop_at(uint32_t guests, uint32_t greeted)
{
    struct step_record step = step_of(guests, 100);
    step.state = RECORD_REFUSED;
    record_set(&step.reason, alloc_copy("stopped"));
    for (uint32_t i = greeted; i < guests; i++)
        step.guest_list[i].boot_ns = RECORD_ABSENT;
    cr_assert_eq(carry_out(&step, NULL), 0);
}

Test(harness_run_climb, comes_down_when_it_was_stopped)
{
    begin("limit");
    climb_to(128);
    cr_assert_eq(next(), 200);
    stop_at(200, 160);
    cr_assert_eq(next(), 150, "a sixteenth below where it was stopped");
    stop_at(150, 150);
    cr_expect_eq(next_above(128), 0, "run into twice, the last that held is the answer");
    end();
}

Test(harness_run_climb, says_when_not_even_one_fits)
{
    struct err err = {0};
    uint32_t guests;
    begin("limit");
    put_memory(100);
    cr_expect_lt(run_climb_next(&run, &guests, &err), 0);
    cr_expect_not_null(strstr(err_text(&err), "this host has no room for 1 guest: memory: 1 guest"),
                       "%s", err_text(&err));
    err_done(&err);
    end();
}
