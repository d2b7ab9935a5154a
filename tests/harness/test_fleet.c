// SPDX-License-Identifier: GPL-3.0-or-later
// Guests led together, with real agents as processes: the barrier, windows, deaths, silence, and
// the user who says stop.
#include "bench/fleet.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/interrupt.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "common/model/load.h"
#include "tests/collector/tree.h"
#include "tests/harness/native.h"

TestSuite(harness_fleet, .init = native_make_cache, .fini = native_remove_cache);

enum { GUESTS = 4 };
static const uint64_t WINDOW_NS = 50 * CLOCK_NS_PER_MS;

static const struct load closed_load = {
    .workload = (char *)"null", .variant = (char *)"", .arrivals = LOAD_CLOSED, .threads = 1};
static const struct load paced_load = {.workload = (char *)"null",
                                       .variant = (char *)"",
                                       .arrivals = LOAD_CONSTANT,
                                       .rate = {.value = 1000},
                                       .threads = 1};

static struct native native;
static struct fleet *fleet;

static void new_fleet(uint32_t guests, const char *fault, uint64_t boot_timeout_ns)
{
    native_open(&native, fault);
    const struct fleet_options options = {
        .platform = native.platform,
        .shape = {.vcpus = 1, .memory_bytes = UINT64_C(64) << 20},
        .guests = guests,
        .parallel = guests,
        .boot_timeout_ns = boot_timeout_ns,
    };
    fleet = fleet_new(&options);
}

static void end_fleet(void)
{
    fleet_free(fleet);
    cr_assert_not(native_has_children(), "an agent is left");
    native_close(&native);
}

static void run_until_released(const struct load *load)
{
    struct err err = {0};
    cr_assert_eq(fleet_boot(fleet, &err), 0, "%s", err_text(&err));
    cr_assert_eq(fleet_sync(fleet, &err), 0);
    cr_assert_eq(fleet_prepare(fleet, load, 7, true, &err), 0);
    cr_assert_eq(fleet_release(fleet, WINDOW_NS, &err), 0);
}

static void expect_none_lost(void)
{
    const struct guest *lost = fleet_lost(fleet);
    cr_assert_null(lost, "%s", lost ? lost->record.reason : "");
}

static void start_fleet(const struct load *load)
{
    new_fleet(GUESTS, "", 30 * CLOCK_NS_PER_SECOND);
    run_until_released(load);
    expect_none_lost();
}

Test(harness_fleet, starts_all_guests_at_one_instant)
{
    start_fleet(&closed_load);
    int64_t least = INT64_MAX, most = 0;
    for (uint32_t i = 0; i < GUESTS; i++) {
        const struct guest_record *record = &fleet_guest(fleet, i)->record;
        cr_assert_eq(record->index, i);
        cr_assert_gt(record->boot_ns, 0);
        cr_assert_geq(record->start_offset_ns, 0);
        cr_assert_gt(record->clock_error_ns, 0);
        least = record->start_offset_ns < least ? record->start_offset_ns : least;
        most = record->start_offset_ns > most ? record->start_offset_ns : most;
    }
    cr_assert_eq(least, 0, "the first one starts the count");
    cr_assert_eq((uint64_t)most, fleet_barrier_ns(fleet));
    cr_assert_lt(fleet_barrier_ns(fleet), CLOCK_NS_PER_SECOND, "processes on one host");
    cr_assert_gt(fleet_boot_ns(fleet), 0);
    end_fleet();
}

static void expect_windows(const struct guest_record *record, uint32_t at_least)
{
    cr_assert_geq(record->window_count, at_least);
    for (size_t i = 0; i < record->window_count; i++) {
        const struct window_record *window = &record->windows[i];
        cr_assert_eq(window->index, i);
        scope_free struct histogram *latency = histogram_unpack(window->histogram);
        cr_assert_eq(window->operations, latency->total);
        cr_assert_gt(window->operations, 0);
        // Windows are aligned to the start: none drifts.
        cr_assert_leq(window->duration_ns, 2 * WINDOW_NS);
        cr_assert_geq(window->duration_ns, WINDOW_NS / 2);
    }
}

Test(harness_fleet, hears_every_guests_windows)
{
    start_fleet(&closed_load);
    cr_assert_eq(fleet_wait_windows(fleet, 4, WINDOW_NS, NULL), 0);
    expect_none_lost();
    for (uint32_t i = 0; i < GUESTS; i++)
        expect_windows(&fleet_guest(fleet, i)->record, 4);
    cr_assert_eq(fleet_halt(fleet, NULL), 0);
    cr_assert_eq(fleet_sync(fleet, NULL), 0);
    for (uint32_t i = 0; i < GUESTS; i++) {
        struct guest *guest = fleet_guest(fleet, i);
        cr_assert_eq(guest->phase, GUEST_IDLE);
        cr_assert_float_eq(guest_clock_rate(&guest->clock), 1, 0.001, "one host, one clock");
    }
    end_fleet();
}

Test(harness_fleet, offers_every_guest_its_rate)
{
    start_fleet(&paced_load);
    cr_assert_eq(fleet_wait_windows(fleet, 6, WINDOW_NS, NULL), 0);
    for (uint32_t i = 0; i < GUESTS; i++) {
        const struct guest_record *record = &fleet_guest(fleet, i)->record;
        uint64_t due = 0;
        for (size_t w = 1; w < 6; w++)
            due += record->windows[w].due;
        cr_assert_leq(llabs((long long)due - 250), 5, "1000/s for 5 windows of 50 ms: %llu",
                      (unsigned long long)due);
    }
    end_fleet();
}

Test(harness_fleet, goes_on_without_a_guest_that_is_killed)
{
    start_fleet(&closed_load);
    cr_assert_eq(fleet_wait_windows(fleet, 2, WINDOW_NS, NULL), 0);
    expect_none_lost();
    kill(fleet_guest(fleet, 1)->os.pid, SIGKILL);
    cr_assert_eq(fleet_wait_windows(fleet, 8, WINDOW_NS, NULL), 0);
    const struct guest *lost = fleet_lost(fleet);
    cr_assert_eq(lost, fleet_guest(fleet, 1));
    cr_assert_eq(lost->record.state, RECORD_FAILED);
    cr_assert_not_null(strstr(lost->record.reason, "guest 1 in window "), "%s",
                       lost->record.reason);
    cr_assert_not_null(strstr(lost->record.reason, "died"), "%s", lost->record.reason);
    cr_assert_lt(lost->record.window_count, 8);
    cr_assert_eq(fleet_halt(fleet, NULL), 0);
    for (uint32_t i = 0; i < GUESTS; i++) {
        if (i == 1)
            continue;
        cr_assert_eq(fleet_guest(fleet, i)->phase, GUEST_IDLE);
        expect_windows(&fleet_guest(fleet, i)->record, 8);
    }
    end_fleet();
}

Test(harness_fleet, shows_the_last_lines_of_a_lost_guests_console)
{
    start_fleet(&closed_load);
    static const char panic[] = "first\nKernel panic - not syncing\n";
    cr_assert_eq(path_write(fleet_guest(fleet, 2)->os.console, panic, sizeof panic - 1, 0600, NULL),
                 0);
    kill(fleet_guest(fleet, 2)->os.pid, SIGKILL);
    cr_assert_eq(fleet_wait_windows(fleet, 4, WINDOW_NS, NULL), 0);
    cr_assert_not_null(fleet_lost(fleet));
    cr_assert_not_null(strstr(fleet_lost(fleet)->record.reason,
                              "console's last lines:\nfirst\nKernel panic - not syncing"),
                       "%s", fleet_lost(fleet)->record.reason);
    end_fleet();
}

Test(harness_fleet, goes_on_when_all_are_killed)
{
    start_fleet(&closed_load);
    for (uint32_t i = 0; i < GUESTS; i++)
        kill(fleet_guest(fleet, i)->os.pid, SIGKILL);
    cr_assert_eq(fleet_wait_windows(fleet, 100, WINDOW_NS, NULL), 0);
    cr_assert_eq(fleet_halt(fleet, NULL), 0);
    for (uint32_t i = 0; i < GUESTS; i++)
        cr_assert_eq(fleet_guest(fleet, i)->phase, GUEST_LOST);
    end_fleet();
}

Test(harness_fleet, loses_those_that_never_say_hello)
{
    new_fleet(2, "mute", 300 * CLOCK_NS_PER_MS);
    uint64_t began_ns = clock_monotonic_ns();
    cr_assert_eq(fleet_boot(fleet, NULL), 0);
    cr_assert_lt(clock_monotonic_ns() - began_ns, 20 * CLOCK_NS_PER_SECOND);
    for (uint32_t i = 0; i < 2; i++) {
        const struct guest *guest = fleet_guest(fleet, i);
        cr_assert_eq(guest->phase, GUEST_LOST);
        cr_assert_not_null(strstr(guest->record.reason, "before its hello: silent for 300 ms"),
                           "%s", guest->record.reason);
    }
    end_fleet();
}

Test(harness_fleet, waits_for_more_rounds_when_few_start_at_once)
{
    native_open(&native, "");
    const struct fleet_options options = {
        .platform = native.platform,
        .shape = {.vcpus = 1, .memory_bytes = UINT64_C(64) << 20},
        .guests = 12,
        .parallel = 1,
        .boot_timeout_ns = 5 * CLOCK_NS_PER_SECOND,
    };
    fleet = fleet_new(&options);
    cr_assert_eq(fleet_boot(fleet, NULL), 0);
    expect_none_lost();
    end_fleet();
}

Test(harness_fleet, is_freed_before_it_ever_started)
{
    new_fleet(3, "", CLOCK_NS_PER_SECOND);
    cr_assert_eq(fleet_guest_count(fleet), 3);
    end_fleet();
    fleet_free(NULL);
}

Test(harness_fleet, tells_why_a_guest_cannot_be_started)
{
    scope_free char *agent = tree_path("/no-program");
    struct err err = {0};
    tree_put("/no-program", "neither a script nor a binary");
    native_open(&native, "");
    native.platform->ops->close(native.platform);
    const struct platform_options options = {.workspace = &native.workspace,
                                             .connect = "",
                                             .kernel = "",
                                             .agent = agent,
                                             .agent_test = ""};
    cr_assert_eq(platform_native.open(&options, &native.platform, &err), -EACCES, "not executable");
    err_done(&err);
    cr_assert_eq(path_write(agent, "x", 1, 0700, NULL), 0);
    cr_assert_eq(platform_native.open(&options, &native.platform, &err), 0, "%s", err_text(&err));
    const struct fleet_options fleet_options = {.platform = native.platform,
                                                .guests = 3,
                                                .parallel = 2,
                                                .boot_timeout_ns = 5 * CLOCK_NS_PER_SECOND};
    fleet = fleet_new(&fleet_options);
    cr_assert_eq(fleet_boot(fleet, &err), -ENOEXEC);
    cr_assert_not_null(strstr(err_text(&err), "no-program"), "%s", err_text(&err));
    err_done(&err);
    end_fleet();
}

// --- the user says stop ------------------------------------------------------------------------

static void *interrupt_soon(void *context)
{
    (void)context;
    usleep(150000);
    kill(getpid(), SIGINT);
    return NULL;
}

// Calls one phase that would wait for long, with a Ctrl-C on its way.
static void expect_interrupted(int (*wait)(struct err *err))
{
    struct err err = {0};
    pthread_t thread;
    pthread_create(&thread, NULL, interrupt_soon, NULL);
    uint64_t began_ns = clock_monotonic_ns();
    cr_assert_eq(wait(&err), -EINTR);
    cr_assert_lt(clock_monotonic_ns() - began_ns, 3 * CLOCK_NS_PER_SECOND);
    cr_assert_eq(err_exit_code(&err), 130);
    pthread_join(thread, NULL);
    err_done(&err);
    began_ns = clock_monotonic_ns();
    end_fleet();
    cr_assert_lt(clock_monotonic_ns() - began_ns, 3 * CLOCK_NS_PER_SECOND);
}

static int wait_long(struct err *err)
{
    return fleet_wait_windows(fleet, 100000, WINDOW_NS, err);
}

static int boot_long(struct err *err)
{
    return fleet_boot(fleet, err);
}

Test(harness_fleet, stops_at_once_when_interrupted_under_load)
{
    cr_assert_eq(interrupt_install(NULL), 0);
    start_fleet(&closed_load);
    expect_interrupted(wait_long);
}

Test(harness_fleet, stops_at_once_when_interrupted_while_booting)
{
    cr_assert_eq(interrupt_install(NULL), 0);
    new_fleet(GUESTS, "mute", 60 * CLOCK_NS_PER_SECOND);
    expect_interrupted(boot_long);
}

// --- the host says stop ------------------------------------------------------------------------

static const struct procfs this_host = {.root = ""};

// So much of the host's memory is held back.
static void new_watched_fleet(uint64_t reserve_bytes, const char *fault)
{
    native_open(&native, fault);
    const struct fleet_options options = {
        .platform = native.platform,
        .shape = {.vcpus = 1, .memory_bytes = UINT64_C(64) << 20},
        .guests = GUESTS,
        .parallel = GUESTS,
        .boot_timeout_ns = 60 * CLOCK_NS_PER_SECOND,
        .alarm = {.procfs = &this_host, .reserve_bytes = reserve_bytes},
    };
    fleet = fleet_new(&options);
}

Test(harness_fleet, stops_when_the_host_can_bear_no_more)
{
    new_watched_fleet(UINT64_C(1) << 62, "mute");
    uint64_t began_ns = clock_monotonic_ns();
    cr_assert_eq(fleet_boot(fleet, NULL), -ECANCELED);
    cr_assert_lt(clock_monotonic_ns() - began_ns, 20 * CLOCK_NS_PER_SECOND);
    cr_assert_not_null(strstr(fleet_stopped(fleet), "less than half of the"), "%s",
                       fleet_stopped(fleet));
    cr_assert_eq(fleet_living(fleet), 0, "none has said hello");
    end_fleet();
}

Test(harness_fleet, runs_on_while_the_host_is_well)
{
    new_watched_fleet(1, "");
    run_until_released(&closed_load);
    cr_assert_eq(fleet_wait_windows(fleet, 1500 / 50, WINDOW_NS, NULL), 0);
    expect_none_lost();
    cr_assert_null(fleet_stopped(fleet));
    cr_assert_eq(fleet_living(fleet), GUESTS);
    scope_free char *remark = fleet_take_remark(fleet);
    cr_assert_null(remark, "%s", remark);
    end_fleet();
}

// Signs of life are for those that would else give the host up; to the others they are nothing.
Test(system_fleet, guests_are_told_that_the_host_lives, .init = native_make_cache,
     .fini = native_remove_cache)
{
    start_fleet(&paced_load);
    uint32_t windows = (uint32_t)(WIRE_ALIVE_NS / WINDOW_NS) + 20;
    cr_assert_eq(fleet_wait_windows(fleet, windows, WINDOW_NS, NULL), 0);
    expect_none_lost();
    cr_assert_eq(fleet_halt(fleet, NULL), 0);
    expect_none_lost();
    end_fleet();
}
