// SPDX-License-Identifier: GPL-3.0-or-later
// A guest that is stopped for 200 ms: the latency of a paced load shows the stall in each operation
// that it delayed, counted against theory; a closed load and the naive figure, which counts from an
// operation's start, hide it.
#include <criterion/criterion.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/fleet.h"
#include "bench/workspace.h"
#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/model/load.h"
#include "tests/system/host.h"

TestSuite(alone_stall, .init = host_make, .fini = host_remove);

#define WINDOW_NS (100 * CLOCK_NS_PER_MS)
#define STALL_NS  (200 * CLOCK_NS_PER_MS)
// What counts as late: far above what an operation takes, far below the stall.
#define LATE_NS (50 * CLOCK_NS_PER_MS)
enum { RATE = 500, BEFORE = 5, AFTER = 12, ATTEMPTS = 5 };

static struct workspace workspace;
static struct platform *platform;
static struct fleet *fleet;

static void say(void *context, const char *text)
{
    (void)context, (void)text;
}

static void open_fleet(const struct platform_ops *ops)
{
    const struct platform_options options = {
        .workspace = &workspace,
        .connect = "",
        .guest = "appliance",
        .kernel = host_kernel() ? host_kernel() : "",
        .agent = TEST_BUILD_DIR "/fullhouse-guest",
        .bare = "",
        .agent_test = "",
        .say = say,
    };
    const struct fleet_options plan = {
        .shape = {.vcpus = 1, .memory_bytes = UINT64_C(96) << 20},
        .guests = 1,
        .parallel = 1,
        .boot_timeout_ns = 120 * CLOCK_NS_PER_SECOND,
    };
    struct fleet_options with_platform = plan;
    struct err err = {0};
    cr_assert_eq(workspace_open(&workspace, &err), 0, "%s", err_text(&err));
    cr_assert_eq(ops->open(&options, &platform, &err), 0, "%s", err_text(&err));
    with_platform.platform = platform;
    fleet = fleet_new(&with_platform);
    cr_assert_eq(fleet_boot(fleet, &err), 0, "%s", err_text(&err));
}

static void close_fleet(void)
{
    fleet_free(fleet);
    platform->ops->close(platform);
    workspace_close(&workspace);
    host_expect_clean();
}

// How long the guest stood still at least.
static uint64_t stop_guest(void)
{
    pid_t pid = fleet_guest(fleet, 0)->os.pid;
    uint64_t stopped_ns, going_ns;
    cr_assert_gt(pid, 0);
    cr_assert_eq(kill(pid, SIGSTOP), 0);
    stopped_ns = clock_monotonic_ns();
    clock_sleep_until_ns(stopped_ns + STALL_NS);
    going_ns = clock_monotonic_ns();
    cr_assert_eq(kill(pid, SIGCONT), 0);
    return going_ns - stopped_ns;
}

static void expect_living(void)
{
    const struct guest *lost = fleet_lost(fleet);
    cr_assert_null(lost, "%s", lost ? lost->record.reason : "");
}

// The latencies of a load over whose middle the guest was stopped.
static struct histogram *stalled(const struct load *load, uint64_t *ret_stall_ns)
{
    struct guest *guest = fleet_guest(fleet, 0);
    struct histogram *sum = alloc_zeroed(1, sizeof *sum);
    struct guest_record before = guest_take_record(guest);
    guest_record_done(&before);
    cr_assert_eq(fleet_sync(fleet, NULL), 0);
    cr_assert_eq(fleet_prepare(fleet, load, 7, true, NULL), 0);
    cr_assert_eq(fleet_release(fleet, WINDOW_NS, NULL), 0);
    cr_assert_eq(fleet_wait_windows(fleet, BEFORE, WINDOW_NS, NULL), 0);
    expect_living();
    *ret_stall_ns = stop_guest();
    cr_assert_eq(fleet_wait_windows(fleet, BEFORE + AFTER, WINDOW_NS, NULL), 0);
    cr_assert_eq(fleet_halt(fleet, NULL), 0);
    expect_living();
    for (size_t i = 0; i < guest->record.window_count; i++) {
        scope_free struct histogram *one = histogram_unpack(guest->record.windows[i].histogram);
        if (one)
            histogram_merge(sum, one);
    }
    return sum;
}

static uint64_t late(const struct histogram *histogram)
{
    uint64_t count = 0;
    for (size_t bin = histogram_bin(LATE_NS) + 1; bin < HISTOGRAM_BINS; bin++)
        count += histogram->counts[bin];
    return count;
}

// Not by cr_log_warn: a warning makes the runner's exit code 1 although every test passed.
static void tell(const char *what, const struct histogram *histogram)
{
    fprintf(stderr, "%s: %lu operations, %lu late, p50 %.3f ms, p99 %.3f ms, most %.1f ms\n", what,
            (unsigned long)histogram->total, (unsigned long)late(histogram),
            (double)histogram_quantile_ns(histogram, 0.5) / 1e6,
            (double)histogram_quantile_ns(histogram, 0.99) / 1e6, (double)histogram->max_ns / 1e6);
}

static struct load load_of(enum load_arrivals arrivals)
{
    return (struct load){
        .workload = (char *)"null",
        .variant = (char *)"",
        .arrivals = arrivals,
        .rate = {.value = arrivals == LOAD_CLOSED ? 0 : RATE},
        .threads = 1,
    };
}

// Of what falls due while the guest stands still, all are late but those of the last LATE_NS. A
// tenth less would be wrong on any host. More there may be, where the host keeps the guest waiting
// beyond its stop: the longest latency tells for how long, once; what it keeps waiting at another
// time makes another attempt.
static void expect_stall_in_paced_load(void)
{
    const struct load load = load_of(LOAD_CONSTANT);
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        uint64_t stall_ns;
        scope_free struct histogram *paced = stalled(&load, &stall_ns);
        double least = (double)(stall_ns - LATE_NS) * RATE / 1e9;
        double most = (double)(paced->max_ns - LATE_NS) * RATE / 1e9;
        tell("paced", paced);
        cr_assert_geq(paced->max_ns, stall_ns - STALL_NS / 20);
        cr_assert_geq((double)late(paced), 0.9 * least, "%lu, not %g", (unsigned long)late(paced),
                      least);
        cr_assert_geq(histogram_quantile_ns(paced, 0.99), LATE_NS);
        if ((double)late(paced) <= 1.1 * most + 1)
            return;
    }
    cr_assert_fail("more operations were late than one stall explains, %d times", ATTEMPTS);
}

// Few of its operations are late, as far as such a figure can tell: 75 of them were due meanwhile.
static void expect_stall_hidden(const char *what, const struct load *load, uint64_t most)
{
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        uint64_t stall_ns;
        scope_free struct histogram *hidden = stalled(load, &stall_ns);
        tell(what, hidden);
        if (late(hidden) <= most && histogram_quantile_ns(hidden, 0.99) < LATE_NS)
            return;
    }
    cr_assert_fail("%s: more late operations than %lu, %d times", what, (unsigned long)most,
                   ATTEMPTS);
}

static void shows_a_stall(const struct platform_ops *ops)
{
    struct load closed = load_of(LOAD_CLOSED), naive = load_of(LOAD_CONSTANT);
    naive.counts_from_start = true;
    open_fleet(ops);
    expect_stall_in_paced_load();
    expect_stall_hidden("naive", &naive, 5);
    expect_stall_hidden("closed", &closed, 5);
    close_fleet();
}

Test(alone_stall, shows_in_a_process)
{
    shows_a_stall(&platform_native);
}

Test(alone_stall, shows_in_an_emulated_guest)
{
    host_need_emulation();
    shows_a_stall(&platform_tcg);
}
