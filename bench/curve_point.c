// SPDX-License-Identifier: GPL-3.0-or-later
// From an idle guest to a step's record and back.
#include "bench/curve_point.h"

#include <stdlib.h>

#include "bench/fleet.h"
#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/rng.h"
#include "common/base/scope.h"
#include "common/inference/memory_curve.h"
#include "common/model/record.h"
#include "common/model/scenario.h"
#include "common/stats/histogram_pack.h"

enum { SMALL_BYTES = 4096, LARGE_BYTES = 2 << 20 };

static char small_pages[] = "pages=small";
static char no_options[] = "";

// Large pages are the workload's own choice: a guest that knows no other has no option for them.
static struct load load_of(const struct scenario *scenario, const struct curve_point *point)
{
    struct load load = scenario->load;
    load.options = point->is_small ? small_pages : no_options;
    load.working_set_bytes = point->bytes;
    return load;
}

// Until the guest is idle again or lost.
static int lead(struct fleet *fleet, const struct scenario *scenario,
                const struct curve_point *point, uint32_t repeat, struct err *err)
{
    const struct load load = load_of(scenario, point);
    uint64_t seed = rng_derive(rng_derive(scenario->seed, repeat), point->bytes);
    uint32_t windows = scenario->warmup_max_windows + scenario->windows;
    int result = fleet_prepare(fleet, &load, seed, scenario->unique_content, err);
    if (result == 0 && !fleet_lost(fleet))
        result = fleet_release(fleet, scenario->window_ns, err);
    if (result == 0 && !fleet_lost(fleet))
        result = fleet_wait_windows(fleet, windows, scenario->window_ns, err);
    if (result == 0 && !fleet_lost(fleet))
        result = fleet_halt(fleet, err);
    return result;
}

static void add_figure(struct step_record *step, const char *name, const char *unit, double value)
{
    step_record_add_figure(step, &(struct figure_record){
                                     .guest = RECORD_ABSENT,
                                     .name = alloc_copy(name),
                                     .unit = alloc_copy(unit),
                                     .at_ns = clock_realtime_ns(),
                                     .value = value,
                                 });
}

// Of the measured windows. The median passes over operations in which somebody else had the CPU,
// the mean counts them: it is the time of the windows over the loads that ended in them.
static void add_latencies(struct step_record *step, uint32_t loads)
{
    const struct guest_record *guest = &step->guest_list[0];
    scope_free struct histogram *all = alloc_zeroed(1, sizeof *all);
    double time_ns = 0;
    for (size_t i = step->warmup_windows; i < guest->window_count; i++) {
        guest->windows[i].measured = true;
        time_ns += (double)guest->windows[i].duration_ns;
        histogram_pack_merge(all, guest->windows[i].histogram);
    }
    if (all->total == 0)
        return;
    add_figure(step, MEMORY_CURVE_LOAD, "ns", (double)histogram_quantile_ns(all, 0.5) / loads);
    add_figure(step, MEMORY_CURVE_MEAN, "ns", time_ns / (double)all->total / loads);
}

// The guest begins its next load with an empty record.
static void take_guest(struct guest *guest, struct step_record *step)
{
    step->guest_list = alloc_zeroed(1, sizeof *step->guest_list);
    step->guest_count = 1;
    step->guest_list[0] = guest->record;
    guest_record_init(&guest->record);
    guest->record.boot_ns = step->guest_list[0].boot_ns;
    record_set(&step->guest_list[0].load, alloc_copy("memory:latency"));
}

static void settle(struct guest *guest, const struct curve_point *point, uint32_t loads,
                   struct step_record *step)
{
    bool is_lost = guest->phase == GUEST_LOST;
    guest->record.state = is_lost ? RECORD_FAILED : RECORD_DONE;
    take_guest(guest, step);
    step->state = is_lost ? RECORD_FAILED : RECORD_DONE;
    if (is_lost)
        record_set(&step->reason, alloc_copy(step->guest_list[0].reason));
    add_figure(step, MEMORY_CURVE_SIZE, "B", (double)point->bytes);
    add_figure(step, MEMORY_CURVE_PAGE, "B", point->is_small ? SMALL_BYTES : LARGE_BYTES);
    if (!is_lost)
        add_latencies(step, loads);
}

int curve_point_measure(struct fleet *fleet, const struct scenario *scenario,
                        const struct curve_point *point, uint32_t repeat, uint32_t loads,
                        struct step_record *ret_step, struct err *err)
{
    struct step_record step;
    step_record_init(&step);
    step.kind = RECORD_STEP_CURVE;
    step.guests = 1;
    step.repeat = repeat;
    step.started_at_ns = clock_realtime_ns();
    step.warmup_windows = scenario->warmup_max_windows;
    step.boot_ns = (int64_t)fleet_boot_ns(fleet);
    int result = lead(fleet, scenario, point, repeat, err);
    if (result < 0) {
        step_record_done(&step);
        return result;
    }
    settle(fleet_guest(fleet, 0), point, loads, &step);
    *ret_step = step;
    return 0;
}
