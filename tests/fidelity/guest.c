// SPDX-License-Identifier: GPL-3.0-or-later
// One boot a pair; in it both loads are prepared again and again.
#include "tests/fidelity/guest.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "bench/fleet.h"
#include "bench/observer.h"
#include "bench/platform.h"
#include "bench/program_pack.h"
#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/process.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/model/exec_plan.h"
#include "common/model/load.h"
#include "tests/fidelity/pair.h"
#include "tests/fidelity/result.h"
#include "tests/fidelity/words.h"
#include "workloads/core/workload.h"
#include "workloads/linux/workload_named.h"

enum { VCPUS = 2, WINDOWS_MAX = 300 };
#define MEMORY_BYTES  (UINT64_C(512) << 20)
#define BOOT_LIMIT_NS (120 * CLOCK_NS_PER_SECOND)
static const struct observer silent;

struct booted {
    struct platform *platform;
    struct fleet *fleet;
    struct load ours, theirs;
    uint64_t window_ns;
};

// A lost guest fails no call: here it does.
static int all_well(const struct booted *booted, int rc, struct err *err)
{
    const struct guest *lost = fleet_lost(booted->fleet);

    if (rc < 0 || !lost)
        return rc;
    return err_host(err, NULL, "%s", lost->record.reason);
}

static int boot(struct booted *booted, struct err *err)
{
    const struct fleet_options options = {
        .platform = booted->platform,
        .shape = {.vcpus = VCPUS, .memory_bytes = MEMORY_BYTES},
        .guests = 1,
        .parallel = 1,
        .boot_timeout_ns = BOOT_LIMIT_NS,
        .observer = &silent,
    };
    int rc;

    booted->fleet = fleet_new(&options);
    rc = all_well(booted, fleet_boot(booted->fleet, err), err);
    return rc < 0 ? rc : all_well(booted, fleet_sync(booted->fleet, err), err);
}

static int begin(struct booted *booted, const struct load *load, uint64_t seed, struct err *err)
{
    int rc = all_well(booted, fleet_prepare(booted->fleet, load, seed, true, err), err);

    return rc < 0 ? rc
                  : all_well(booted, fleet_release(booted->fleet, booted->window_ns, err), err);
}

// The next load's windows are counted from 0 again.
static int end(struct booted *booted, struct err *err)
{
    int rc = all_well(booted, fleet_halt(booted->fleet, err), err);
    struct guest_record record;

    if (rc < 0)
        return rc;
    record = guest_take_record(fleet_guest(booted->fleet, 0));
    guest_record_done(&record);
    return 0;
}

static int next_window(struct booted *booted, struct err *err)
{
    uint32_t count = (uint32_t)fleet_guest(booted->fleet, 0)->record.window_count + 1;

    return all_well(booted, fleet_wait_windows(booted->fleet, count, booted->window_ns, err), err);
}

// --- ours --------------------------------------------------------------------------------------

static double bytes_of(const struct pair *pair)
{
    const struct workload *workload;
    const struct workload_variant *variant;

    return workload_named(pair->ours.workload, pair->ours.variant, &workload, &variant, NULL) < 0
               ? NAN
               : (double)variant->bytes;
}

static double figure_of(const struct pair *pair, const struct window_record *window)
{
    scope_free struct histogram *latency = histogram_unpack(window->histogram);
    double operations_hz =
        (double)window->operations * (double)CLOCK_NS_PER_SECOND / (double)window->duration_ns;

    switch (pair->ours.figure) {
    case PAIR_OPERATIONS_HZ:
        return operations_hz;
    case PAIR_BYTES_HZ:
        return operations_hz * bytes_of(pair);
    case PAIR_MEAN_NS:
        return histogram_mean_ns(latency);
    default:
        return (double)histogram_quantile_ns(latency, 0.5);
    }
}

static int run_ours(struct booted *booted, const struct pair *pair, uint64_t seed, double *ret,
                    struct err *err)
{
    const struct guest_record *record = &fleet_guest(booted->fleet, 0)->record;
    int rc = begin(booted, &booted->ours, seed, err);

    if (rc == 0)
        rc = next_window(booted, err);
    if (rc == 0)
        *ret = figure_of(pair, &record->windows[record->window_count - 1]) * pair->ours.scale;
    return rc < 0 ? rc : end(booted, err);
}

// --- theirs ------------------------------------------------------------------------------------

// Windows go by until the program has run once and told its number.
static int run_theirs(struct booted *booted, uint64_t seed, double *ret, struct err *err)
{
    const struct guest *guest = fleet_guest(booted->fleet, 0);
    size_t before = guest->figure_count;
    int rc = begin(booted, &booted->theirs, seed, err);

    for (int i = 0; rc == 0 && guest->figure_count == before && i < WINDOWS_MAX; i++)
        rc = next_window(booted, err);
    if (rc == 0 && guest->figure_count == before)
        rc = err_system(err, ETIMEDOUT, "the program has told no number");
    if (rc == 0)
        *ret = guest->figures[before].record.value;
    return rc < 0 ? rc : end(booted, err);
}

// --- pairs -------------------------------------------------------------------------------------

static int run_pair(struct booted *booted, const struct pair *pair, size_t index,
                    struct result *result, struct err *err)
{
    double *ours = &result->our_values[result->runs];
    double *theirs = &result->their_values[result->runs];
    bool second = index % 2 == 1;
    int rc = 0;

    for (int turn = 0; turn < 2 && rc == 0; turn++)
        rc = (turn == 1) == second ? run_ours(booted, pair, index, ours, err)
                                   : run_theirs(booted, index, theirs, err);
    result->runs += rc == 0;
    return rc;
}

static void say_nothing(void *context, const char *text)
{
    (void)context;
    (void)text;
}

// The peer with its libraries; the guest looks for it where it is here.
static int pack_peer(struct exec_plan *plan, struct program_pack *pack, struct err *err)
{
    char *path = process_find(plan->program);

    if (path) {
        free(plan->program);
        plan->program = path;
    }
    return program_pack_add(pack, plan, err);
}

static int open_platform(const struct guest_plan *plan, struct booted *booted, struct err *err)
{
    struct program_pack programs = {0};
    const struct platform_options options = {
        .workspace = plan->workspace,
        .connect = "",
        .guest = "appliance",
        .kernel = "",
        .agent = plan->setting->agent,
        .bare = "",
        .agent_test = "",
        .programs = &programs,
        .say = say_nothing,
    };
    int rc = pack_peer(booted->theirs.exec, &programs, err);

    if (rc == 0)
        rc = plan->ops->open(&options, &booted->platform, err);
    program_pack_done(&programs);
    return rc;
}

static char *command_of(const struct exec_plan *plan)
{
    struct strbuf command = {0};

    strbuf_add(&command, plan->program);
    for (size_t i = 0; i < plan->argument_count; i++)
        strbuf_printf(&command, " %s", plan->arguments[i]);
    return strbuf_take(&command);
}

static int run_pairs(const struct guest_plan *plan, const struct pair *pair, struct result *result,
                     struct err *err)
{
    struct booted booted = {
        .window_ns = (uint64_t)(plan->setting->seconds * (double)CLOCK_NS_PER_SECOND),
    };
    int rc = guest_our_load(pair, &booted.ours, err);

    if (rc == 0)
        rc = guest_their_load(pair, plan->setting, &booted.theirs, err);
    if (rc == 0) {
        result->ours = load_describe(&booted.ours);
        result->theirs = command_of(booted.theirs.exec);
        rc = open_platform(plan, &booted, err);
    }
    if (rc == 0)
        rc = boot(&booted, err);
    for (size_t i = 0; rc == 0 && i < plan->runs; i++)
        rc = run_pair(&booted, pair, i, result, err);
    fleet_free(booted.fleet);
    if (booted.platform)
        booted.platform->ops->close(booted.platform);
    load_done(&booted.ours);
    load_done(&booted.theirs);
    return rc;
}

int guest_measure(const struct guest_plan *plan, const struct pair *pair, struct result *ret_result,
                  struct err *err)
{
    struct result result = {.pair = pair, .place = plan->ops->name};
    struct err why = {0};
    int rc;

    result.absent = pair_missing(pair);
    rc = result.absent ? 0 : run_pairs(plan, pair, &result, &why);
    if (rc == -EINTR) {
        err_move(err, &why);
        result_done(&result);
        return rc;
    }
    if (rc < 0) {
        result.absent = alloc_copy(err_text(&why));
        result.failed = true;
        result.runs = 0;
    }
    err_done(&why);
    *ret_result = result;
    return 0;
}
