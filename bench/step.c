// SPDX-License-Identifier: GPL-3.0-or-later
// The story of one step. How guests are led is fleet.c's business, what the figures mean
// common/inference's.
#include "bench/step.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "bench/balloon.h"
#include "bench/fleet.h"
#include "bench/observer.h"
#include "bench/guest_replay.h"
#include "bench/steady.h"
#include "bench/step_accident.h"
#include "bench/step_cost.h"
#include "bench/step_watch.h"
#include "collector/watch.h"
#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/model/tile.h"

// A step under way.
struct step {
    const struct step_plan *plan;
    struct fleet *fleet;
    bool is_up;               // the fleet was up before
    struct guest_loads *each; // of every guest
    uint32_t *lanes;          // of every guest: that of its first stream, see below
    uint32_t lane_count;
    bool *is_idle;  // of every lane
    bool is_replay; // some load follows a trace
    struct step_record record;
    struct watch *watch;
    struct step_cost *cost; // as measuring began
    struct host_use before, after;
    char *stopped; // why it was, or NULL
};

#define CLOCK_RATE_TOLERANCE 0.01

// --- the phases --------------------------------------------------------------------------------

// Guests that do the same make one lane, whose total comes to rest or not: the operations of a disk
// would vanish among those of a CPU. Guests that are told one by one have a lane each, the streams
// of a mix one each.
static void lay_lanes(struct step *step)
{
    const struct step_plan *plan = step->plan;
    uint32_t own = plan->each ? plan->guests : plan->tile ? tile_guests(plan->tile) : 1;
    step->each = alloc_zeroed(plan->guests, sizeof *step->each);
    step->lanes = alloc_zeroed(plan->guests, sizeof *step->lanes);
    for (uint32_t i = 0; i < plan->guests; i++) {
        const struct role *role = plan->tile ? tile_role_of(plan->tile, i) : NULL;
        const struct role *before = plan->tile && i > 0 ? tile_role_of(plan->tile, i - 1) : NULL;
        step->each[i] = plan->each ? plan->each[i]
                        : role     ? (struct guest_loads){role->loads, (uint32_t)role->load_count}
                                   : (struct guest_loads){&plan->load, 1};
        bool is_new = i < own && (i == 0 || plan->each || role != before);
        step->lanes[i] = is_new    ? step->lane_count
                         : i < own ? step->lanes[i - 1]
                                   : step->lanes[i % own];
        step->lane_count += is_new ? step->each[i].count : 0;
    }
    step->is_idle = alloc_zeroed(step->lane_count, sizeof *step->is_idle);
    for (uint32_t i = 0; i < plan->guests; i++) {
        for (uint32_t k = 0; k < step->each[i].count; k++) {
            const struct load *load = &step->each[i].list[k];
            step->is_idle[step->lanes[i] + k] =
                load_is_idle(load) || guest_replay_begins_idle(load);
            step->is_replay |= load->arrivals == LOAD_REPLAY;
        }
    }
}

// Operations a second of all guests of a lane in window `index`.
static double window_total(struct step *step, uint32_t lane, uint32_t index)
{
    double total = 0;
    for (uint32_t i = 0; i < step->plan->guests; i++) {
        const struct guest *guest = fleet_guest(step->fleet, i);
        uint32_t streams = step->each[i].count, stream = lane - step->lanes[i];
        if (lane < step->lanes[i] || stream >= streams || index >= guest_windows(guest))
            continue;
        const struct window_record *window =
            &guest->record.windows[(size_t)index * streams + stream];
        if (window->duration_ns)
            total += (double)window->operations * (double)CLOCK_NS_PER_SECOND /
                     (double)window->duration_ns;
    }
    return total;
}

// Waits for the window and takes the host's sample. 1 when a guest was lost.
static int next_window(struct step *step, uint32_t index, struct err *err)
{
    int result = fleet_wait_windows(step->fleet, index + 1, step->plan->window_ns, err);
    if (result < 0)
        return result;
    watch_sample(step->watch);
    return fleet_lost(step->fleet) != NULL;
}

// Idle guests do nothing that could come to rest: they are given the time in which others would.
// totals[lane][window], `most` windows each.
static bool is_at_rest(const struct step *step, const double *totals, uint32_t most, uint32_t count)
{
    for (uint32_t lane = 0; lane < step->lane_count; lane++) {
        bool rests = step->is_idle[lane] ? count >= STEADY_WINDOWS
                                         : steady_reached(totals + (size_t)lane * most, count);
        if (!rests)
            return false;
    }
    return true;
}

// A replay's trace begins at a time told before, when its first share has been held for all of the
// warm-up: none of it is lost to a warm-up that ends early.
static bool is_warm(const struct step *step)
{
    return step->record.steady && !step->is_replay;
}

static int warm_up(struct step *step, struct err *err)
{
    const struct step_plan *plan = step->plan;
    uint32_t most = plan->warmup_max_windows;
    scope_free double *totals = alloc_zeroed((size_t)step->lane_count * most + 1, sizeof *totals);
    uint32_t index = 0;
    for (; index < most && !is_warm(step); index++) {
        observer_step_phase(plan->observer, OBSERVER_WARMUP, index, most);
        int result = next_window(step, index, err);
        if (result)
            return result;
        for (uint32_t lane = 0; lane < step->lane_count; lane++)
            totals[(size_t)lane * most + index] = window_total(step, lane, index);
        step->record.steady = is_at_rest(step, totals, most, index + 1);
    }
    step->record.warmup_windows = index;
    return 0;
}

static int measure(struct step *step, struct err *err)
{
    const struct step_plan *plan = step->plan;
    uint64_t began_ns = clock_monotonic_ns(), tool_cpu_ns = clock_process_cpu_ns();
    step->cost = step_cost_begin(step->fleet);
    for (uint32_t i = 0; i < plan->windows; i++) {
        observer_step_phase(plan->observer, OBSERVER_MEASURE, i, plan->windows);
        if (i + 1 == plan->windows)
            watch_hurry(step->watch);
        int result = 0;
        if (plan->accident && i == plan->accident->window)
            result = step_accident_commit(step->fleet, plan, &step->record, err);
        if (result == 0)
            result = next_window(step, step->record.warmup_windows + i, err);
        if (result)
            return result;
    }
    step->record.tool_cpu_ns = (int64_t)(clock_process_cpu_ns() - tool_cpu_ns);
    step->record.measured_ns = (int64_t)(clock_monotonic_ns() - began_ns);
    step_cost_end(step->cost, step->fleet, &step->record);
    if (plan->limits)
        host_use_read(plan->limits, &step->after);
    return 0;
}

static int boot(struct step *step, struct err *err)
{
    int result = fleet_boot(step->fleet, err);
    bool enough = step->plan->is_open && fleet_living(step->fleet) > 0;
    if (result < 0 && result != -EINTR && result != -ECANCELED && enough) {
        step->stopped = alloc_printf("the platform starts no more: %s", err_text(err));
        err_done(err);
    }
    if (result < 0 || fleet_lost(step->fleet))
        return result < 0 ? result : 1;
    step->record.boot_ns = (int64_t)fleet_boot_ns(step->fleet);
    result = fleet_sync(step->fleet, err);
    return result < 0 ? result : fleet_lost(step->fleet) != NULL;
}

// Its clock is read anew, as after a boot.
static int sync_again(struct step *step, struct err *err)
{
    int result = fleet_sync(step->fleet, err);
    return result < 0 ? result : fleet_lost(step->fleet) != NULL;
}

// A guest that has no such workload is no density that failed: there is nothing to measure.
static int tell_absent(const struct guest *guest, struct err *err)
{
    return err_host(err, NULL, "%s is absent in this guest: %s",
                    guest->streams[guest->ready_count].load.workload, guest->record.reason);
}

static int load_up(struct step *step, struct err *err)
{
    const struct step_plan *plan = step->plan;
    int result = fleet_prepare_each(step->fleet, step->each, plan->seed, plan->unique_content, err);
    if (result == 0 && fleet_lost(step->fleet) && fleet_lost(step->fleet)->is_unable)
        return tell_absent(fleet_lost(step->fleet), err);
    if (result < 0 || fleet_lost(step->fleet))
        return result < 0 ? result : 1;
    if (plan->fits_balloons)
        result = balloon_fit(plan->platform, step->fleet, &step->record, err);
    if (result == 0)
        result = fleet_release(step->fleet, plan->window_ns, err);
    if (result < 0 || fleet_lost(step->fleet))
        return result < 0 ? result : 1;
    step->record.barrier_ns = (int64_t)fleet_barrier_ns(step->fleet);
    return 0;
}

// A guest whose clock does not run like the host's was offered another load and counted other
// seconds than it says: none of its figures can be trusted.
static void distrust_clocks(struct step *step)
{
    for (uint32_t i = 0; i < step->plan->guests; i++) {
        struct guest *guest = fleet_guest(step->fleet, i);
        double rate = guest_clock_rate(&guest->clock);
        if (guest->is_excused || rate == RECORD_ABSENT || fabs(rate - 1) <= CLOCK_RATE_TOLERANCE)
            continue;
        scope_free char *what =
            alloc_printf("its clock ran %.3f times as fast as the host's, so its "
                         "figures cannot be trusted",
                         rate);
        guest_lose(guest, what);
    }
}

static int wind_down(struct step *step, struct err *err)
{
    int result = step->plan->accident ? step_accident_check(step->fleet, step->plan, err) : 0;
    if (result == 0)
        result = fleet_halt(step->fleet, err);
    if (result == 0)
        result = fleet_sync(step->fleet, err);
    if (result == 0)
        distrust_clocks(step);
    return result < 0 ? result : fleet_lost(step->fleet) != NULL;
}

// 0 measured, 1 a guest was lost, or a negative errno.
static int go_through(struct step *step, struct err *err)
{
    static int (*const phases[])(struct step *, struct err *) = {boot, load_up, warm_up, measure,
                                                                 wind_down};
    for (size_t i = 0; i < sizeof phases / sizeof *phases; i++) {
        int result = (i == 0 && step->is_up ? sync_again : phases[i])(step, err);
        if (result)
            return result;
        if (i == 0)
            step_watch_guests(step->watch, step->fleet, step->plan);
    }
    return 0;
}

// --- the record --------------------------------------------------------------------------------

static void mark_measured(struct guest_record *guest, const struct step_record *step,
                          uint32_t windows)
{
    for (size_t i = 0; i < guest->window_count; i++) {
        struct window_record *window = &guest->windows[i];
        window->measured =
            window->index >= step->warmup_windows && window->index < step->warmup_windows + windows;
    }
}

// Those of the warm-up are as little what was asked for as its windows.
static void gather_figures(struct step_record *record, struct guest *guest)
{
    for (size_t i = 0; i < guest->figure_count; i++) {
        struct guest_figure *figure = &guest->figures[i];
        if (figure->window < record->warmup_windows)
            continue;
        step_record_add_figure(record, &figure->record);
        figure->record = (struct figure_record){0};
    }
}

// Moves what the guests said into the step's record.
static void gather(struct step *step, bool whole)
{
    struct step_record *record = &step->record;
    record->guest_list = alloc_zeroed(step->plan->guests, sizeof *record->guest_list);
    record->guest_count = step->plan->guests;
    for (uint32_t i = 0; i < step->plan->guests; i++) {
        struct guest *guest = fleet_guest(step->fleet, i);
        if (guest->phase != GUEST_LOST)
            guest->record.state = whole ? RECORD_DONE : RECORD_INTERRUPTED;
        guest->record.clock_rate = guest_clock_rate(&guest->clock);
        if (whole)
            mark_measured(&guest->record, record, step->plan->windows);
        gather_figures(record, guest);
        record->guest_list[i] = guest_take_record(guest);
    }
    if (whole)
        record->memory_bytes = step_watch_memory_bytes(watch_telemetry(step->watch));
}

// "stopped at 740 of 912 guests: ..."
static void note_stop(struct step *step)
{
    const char *why = step->stopped ? step->stopped : fleet_stopped(step->fleet);
    step->record.state = RECORD_REFUSED;
    record_set(&step->record.reason,
               alloc_printf("stopped at %u of %u guests: %s", fleet_living(step->fleet),
                            step->plan->guests, why));
}

static bool was_stopped(const struct step *step)
{
    return step->stopped || fleet_stopped(step->fleet);
}

static void settle(struct step *step, struct step_outcome *ret_outcome)
{
    const struct guest *lost = fleet_lost(step->fleet);
    bool stopped = was_stopped(step);
    step->record.state = lost ? RECORD_FAILED : RECORD_DONE;
    if (stopped)
        note_stop(step);
    else if (lost)
        record_set(&step->record.reason, alloc_copy(lost->record.reason));
    *ret_outcome = (struct step_outcome){
        .guest_kernel = alloc_copy(fleet_guest(step->fleet, 0)->kernel),
        .before = step->before,
        .after = step->after,
        .remark = fleet_take_remark(step->fleet),
    };
    gather(step, !lost && !stopped);
    ret_outcome->record = step->record;
    ret_outcome->telemetry = watch_take_telemetry(step->watch);
}

struct fleet *step_new_fleet(struct platform *platform, const struct step_plan *plan)
{
    const struct fleet_options options = {
        .platform = platform,
        .shape = plan->shape,
        .tile = plan->tile,
        .guests = plan->guests,
        .parallel = plan->parallel,
        .boot_timeout_ns = plan->boot_timeout_ns,
        .trace_lead_ns = plan->warmup_max_windows * plan->window_ns,
        .observer = plan->observer,
        .alarm = plan->limits ? host_limits_alarm(plan->limits)
                              : (struct host_alarm_options){.procfs = NULL},
    };
    return fleet_new(&options);
}

static void begin_record(struct step *step)
{
    const struct step_plan *plan = step->plan;
    step_record_init(&step->record);
    step->record.kind = plan->kind;
    step->record.guests = plan->guests;
    step->record.tiles = plan->tiles;
    step->record.repeat = plan->repeat;
    step->record.started_at_ns = clock_realtime_ns();
    // Where guests differ there is no rate of all: what fell due tells it of each.
    bool has_rate = !plan->tile && !plan->each && plan->load.arrivals != LOAD_CLOSED;
    step->record.rate_hz = has_rate ? guest_replay_offered_hz(&plan->load, plan->guests) : 0;
}

static void step_done(struct step *step)
{
    step_cost_free(step->cost);
    free(step->stopped);
    free(step->each);
    free(step->lanes);
    free(step->is_idle);
}

// All but the fleet's own end.
static int carry_out(struct step *step, struct step_outcome *ret_outcome, struct err *err)
{
    const struct step_plan *plan = step->plan;
    lay_lanes(step);
    begin_record(step);
    step->watch = step_watch_begin();
    if (plan->limits)
        host_use_read(plan->limits, &step->before);
    int result = go_through(step, err);
    if (was_stopped(step))
        result = 0;
    if (result >= 0)
        settle(step, ret_outcome);
    else
        step_record_done(&step->record);
    watch_free(step->watch); // before its guests go
    return result < 0 ? result : 0;
}

int step_run(struct platform *platform, const struct step_plan *plan,
             struct step_outcome *ret_outcome, struct err *err)
{
    struct step step = {.plan = plan, .fleet = step_new_fleet(platform, plan)};
    int result = carry_out(&step, ret_outcome, err);
    observer_step_phase(plan->observer, OBSERVER_TEARDOWN, 0, plan->guests);
    fleet_free(step.fleet);
    step_done(&step);
    return result;
}

int step_run_booted(struct fleet *fleet, const struct step_plan *plan,
                    struct step_outcome *ret_outcome, struct err *err)
{
    struct step step = {.plan = plan, .fleet = fleet, .is_up = true};
    int result = carry_out(&step, ret_outcome, err);
    step_done(&step);
    return result;
}

void step_outcome_done(struct step_outcome *outcome)
{
    if (!outcome)
        return;
    step_record_done(&outcome->record);
    telemetry_done(&outcome->telemetry);
    free(outcome->guest_kernel);
    free(outcome->remark);
    *outcome = (struct step_outcome){0};
}
