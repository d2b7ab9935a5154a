// SPDX-License-Identifier: GPL-3.0-or-later
// The story of a memory curve. What one point is stands in curve_point.c, what the points say in
// common/inference/memory_curve.h.
#include "bench/curve.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "bench/curve_point.h"
#include "bench/fleet.h"
#include "bench/observer.h"
#include "bench/run_state.h"
#include "collector/topology.h"
#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/rng.h"
#include "common/base/scope.h"
#include "common/inference/memory_curve.h"
#include "common/inference/memory_curve_words.h"
#include "common/store/store.h"

#define MIB (UINT64_C(1) << 20)

enum { PAGE_BYTES = 4096, CACHES_BEYOND = 4 };

static const uint64_t LEAST_BYTES = 16 << 10;
static const uint64_t UNKNOWN_CACHE_BYTES = 32 * MIB;
// What a guest's kernel and agent want beside the largest working set, of which the agent takes no
// more than nine tenths of what is free.
static const uint64_t GUEST_KEEPS_BYTES = 128 * MIB;

// --- what is measured ---------------------------------------------------------------------------

uint64_t *curve_sizes(uint64_t min_bytes, uint64_t max_bytes, size_t *ret_count)
{
    uint64_t *sizes = NULL;
    size_t count = 0;
    for (unsigned i = 0;; i++) {
        double exact = (double)min_bytes * exp2((double)i / CURVE_SIZES_A_DOUBLING);
        uint64_t bytes = (uint64_t)(exact / PAGE_BYTES + 0.5) * PAGE_BYTES;
        if (bytes > max_bytes)
            break;
        if (count > 0 && sizes[count - 1] == bytes)
            continue;
        sizes = alloc_resized(sizes, count + 1, sizeof *sizes);
        sizes[count++] = bytes;
    }
    *ret_count = count;
    return sizes;
}

static uint64_t largest_cache(void)
{
    struct topology topology;
    uint64_t bytes = 0;
    if (topology_read(NULL, &topology, NULL) == 0) {
        bytes = topology.last_cache_bytes;
        topology_done(&topology);
    }
    return bytes ? bytes : UNKNOWN_CACHE_BYTES;
}

void curve_complete(struct scenario *scenario)
{
    if (scenario->curve_max_bytes == 0) {
        scenario->curve_min_bytes = LEAST_BYTES;
        scenario->curve_max_bytes = CACHES_BEYOND * largest_cache();
    }
    uint64_t wanted_bytes =
        (scenario->curve_max_bytes / 9 * 10 + GUEST_KEEPS_BYTES + MIB - 1) / MIB * MIB;
    if (scenario->shape.memory_bytes < wanted_bytes)
        scenario->shape.memory_bytes = wanted_bytes;
    scenario->shape.vcpus = 1;
    scenario->guests_min = scenario->guests_max = 1;
    record_set(&scenario->load.workload, alloc_copy("memory"));
    record_set(&scenario->load.variant, alloc_copy("latency"));
    scenario->load.arrivals = LOAD_CLOSED;
    scenario->load.threads = 1;
    scenario->load.working_set_bytes = scenario->curve_max_bytes;
}

// The bare guest has large pages alone.
static bool has_small_pages(const struct run *run)
{
    return strcmp(run->platform->guest_kind, "bare") != 0;
}

static double figure_of(const struct step_record *step, const char *name)
{
    for (size_t i = 0; i < step->figure_count; i++)
        if (strcmp(step->figures[i].name, name) == 0)
            return step->figures[i].value;
    return RECORD_ABSENT;
}

// Measured before the run was resumed.
static bool is_measured(const struct run *run, const struct curve_point *point, uint32_t repeat)
{
    for (size_t i = 0; i < run->steps.count; i++) {
        const struct step_record *step = &run->steps.list[i];
        bool is_small = figure_of(step, MEMORY_CURVE_PAGE) <= PAGE_BYTES;
        if (step->kind == RECORD_STEP_CURVE && step->state == RECORD_DONE &&
            step->repeat == repeat && is_small == point->is_small &&
            figure_of(step, MEMORY_CURVE_SIZE) == (double)point->bytes)
            return true;
    }
    return false;
}

static size_t drop_measured(const struct run *run, uint32_t repeat, struct curve_point *points,
                            size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (!is_measured(run, &points[i], repeat))
            points[kept++] = points[i];
    return kept;
}

// Every size with every page that is still to be measured, in an order of this repeat's.
static struct curve_point *draw_points(const struct run *run, uint32_t repeat, size_t *ret_count)
{
    const struct scenario *scenario = &run->scenario;
    size_t count;
    scope_free uint64_t *sizes =
        curve_sizes(scenario->curve_min_bytes, scenario->curve_max_bytes, &count);
    size_t pages = has_small_pages(run) ? 2 : 1;
    struct curve_point *points = alloc_zeroed(count * pages, sizeof *points);
    for (size_t i = 0; i < count * pages; i++)
        points[i] = (struct curve_point){.bytes = sizes[i / pages], .is_small = i % pages};
    struct rng rng;
    rng_init(&rng, rng_derive(scenario->seed, repeat));
    for (size_t i = count * pages; i > 1; i--) {
        size_t other = rng_below(&rng, i);
        struct curve_point point = points[i - 1];
        points[i - 1] = points[other];
        points[other] = point;
    }
    *ret_count = drop_measured(run, repeat, points, count * pages);
    return points;
}

// --- one boot -----------------------------------------------------------------------------------

// The run's first step says what the host has.
static void note_caches(struct step_record *step)
{
    static const char *const names[TOPOLOGY_CACHE_LEVELS] = {"L1d", "L2", "L3", "L4", "L5"};
    struct topology topology;
    if (topology_read(NULL, &topology, NULL) < 0)
        return;
    for (size_t i = 0; i < TOPOLOGY_CACHE_LEVELS; i++)
        if (topology.cache_bytes[i])
            step_record_add_figure(step,
                                   &(struct figure_record){
                                       .guest = RECORD_ABSENT,
                                       .name = alloc_printf(MEMORY_CURVE_CACHE "%s", names[i]),
                                       .unit = alloc_copy("B"),
                                       .at_ns = clock_realtime_ns(),
                                       .value = (double)topology.cache_bytes[i],
                                   });
    topology_done(&topology);
}

// Takes the step over.
static int keep(struct run *run, struct step_record *step, struct err *err)
{
    bool is_lost = step->state == RECORD_FAILED;
    scope_free char *reason = alloc_copy(step->reason);
    if (run->steps.count == 0)
        note_caches(step);
    int result = store_add_step(run->options->store, run->record.id, step, NULL, err);
    run_steps_add(&run->steps, step, 0, &run->scenario);
    return result == 0 && is_lost ? err_host(err, NULL, "%s", reason) : result;
}

static int measure(struct run *run, struct fleet *fleet, const struct curve_point *points,
                   size_t count, uint32_t repeat, struct err *err)
{
    uint32_t loads = run->options->latency_loads;
    const struct observer *observer = run->options->observer;
    int result = 0;
    for (size_t i = 0; result == 0 && i < count; i++) {
        struct step_record step;
        observer_step_phase(observer, OBSERVER_MEASURE, (uint32_t)i, (uint32_t)count);
        result = curve_point_measure(fleet, &run->scenario, &points[i], repeat, loads, &step, err);
        if (result < 0)
            break;
        result = keep(run, &step, err);
        step_record_done(&step);
    }
    return result;
}

static int lost(const struct fleet *fleet, struct err *err)
{
    const struct guest *guest = fleet_lost(fleet);
    return guest ? err_host(err, NULL, "%s", guest->record.reason) : 0;
}

static int boot_and_measure(struct run *run, uint32_t repeat, struct err *err)
{
    const struct observer *observer = run->options->observer;
    const struct fleet_options options = {
        .platform = run->platform,
        .shape = run->scenario.shape,
        .guests = 1,
        .parallel = 1,
        .boot_timeout_ns = run->scenario.boot_timeout_ns,
        .observer = observer,
    };
    size_t count;
    scope_free struct curve_point *points = draw_points(run, repeat, &count);
    if (count == 0)
        return 0;
    if (observer && observer->step_begin)
        observer->step_begin(observer->context, run->log.who, "measuring", 1, repeat, 0);
    struct fleet *fleet = fleet_new(&options);
    int result = fleet_boot(fleet, err);
    if (result == 0)
        result = fleet_sync(fleet, err);
    if (result == 0)
        result = lost(fleet, err);
    if (result == 0 && !*run->record.guest_kernel && fleet_guest(fleet, 0)->kernel)
        record_set(&run->record.guest_kernel, alloc_copy(fleet_guest(fleet, 0)->kernel));
    if (result == 0)
        result = measure(run, fleet, points, count, repeat, err);
    observer_step_phase(observer, OBSERVER_TEARDOWN, 0, 1);
    fleet_free(fleet);
    return result;
}

// --- from the first boot to the answer ----------------------------------------------------------

static void say_absent(struct run *run)
{
    if (!has_small_pages(run))
        run_log_say(&run->log, "the bare guest has large pages alone: the curve with small ones is "
                               "absent");
}

static int take_turns(struct campaign *campaign, struct err *err)
{
    int result = 0;
    for (size_t i = 0; i < campaign->run_count; i++)
        if (!campaign->runs[i].past)
            say_absent(&campaign->runs[i]);
    for (uint32_t repeat = 0; result == 0 && repeat < campaign->scenario.repeats_min; repeat++)
        for (size_t i = 0; result == 0 && i < campaign->run_count; i++)
            if (!campaign->runs[i].is_over)
                result = boot_and_measure(&campaign->runs[i], repeat, err);
    return result;
}

static void answer(struct run *run)
{
    struct memory_curves curves;
    memory_curves_of(run->steps.list, run->steps.count, run->record.seed, &curves);
    if (curves.count > 0)
        record_set(&run->record.answer, memory_curves_sentence(&curves, run->record.emulated));
    memory_curves_done(&curves);
}

int curve_carry_out(const struct run_options *options, struct run_outcome *ret_outcome,
                    struct err *err)
{
    struct campaign campaign;
    struct err why = {0};
    *ret_outcome = (struct run_outcome){0};
    int result = campaign_open(&campaign, options, &why);
    if (result == 0)
        result = take_turns(&campaign, &why);
    for (size_t i = 0; i < campaign.run_count; i++) {
        struct run *run = &campaign.runs[i];
        answer(run);
        run_finish(run, result, &why);
        if (run->record.id)
            ret_outcome->runs[ret_outcome->count++] = (struct run_answer){.id = run->record.id};
    }
    campaign_close(&campaign);
    err_move(err, &why);
    return result;
}
