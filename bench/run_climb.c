// SPDX-License-Identifier: GPL-3.0-or-later
// Holds the ladder against the host. What fits is host_limits.c's business, which density is next
// ladder.c's.
#include "bench/run_climb.h"

#include <inttypes.h>
#include <string.h>

#include "bench/guest_memory.h"
#include "bench/network.h"
#include "bench/run_budget.h"
#include "bench/run_state.h"
#include "bench/step.h"
#include "collector/procfs.h"
#include "collector/quota.h"
#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/store/store.h"

// Idle guests are asked for nothing that varies from boot to boot; above so many, one boot of a
// density is enough.
enum { SINGLE_ABOVE = 64 };
// How often an open ladder's top may be moved up by new figures, and how often it may be run into.
enum { RAISES_MAX = 2, STOPS_MAX = 2 };

static const struct procfs this_host = {.root = ""};

// --- the bounds ---------------------------------------------------------------------------------

static bool has_default_repeats(const struct scenario *scenario)
{
    struct scenario defaults;
    scenario_init(&defaults);
    bool same = scenario->repeats_min == defaults.repeats_min &&
                scenario->repeats_max == defaults.repeats_max;
    scenario_done(&defaults);
    return same;
}

// Guests that do nothing are asked for less.
static bool is_idle(const struct scenario *scenario)
{
    return scenario->tile.role_count ? tile_is_idle(&scenario->tile)
                                     : load_is_idle(&scenario->load);
}

static void bound_idle(struct run *run)
{
    struct ladder_bounds *bounds = &run->bounds;
    // No verdict of idle guests is undecided, and nothing is divided by one guest alone.
    bounds->repeats_max = bounds->repeats_min;
    if (run->scenario.slo.count > 0)
        run_log_say(&run->log, "idle guests do no operations: the service levels do not apply; "
                               "what is judged is whether all of them boot and stay");
    if (!run->climb.is_open || !has_default_repeats(&run->scenario))
        return;
    bounds->single_above = SINGLE_ABOVE;
    scope_free char *text = alloc_printf(
        "densities above %d idle guests are booted once each; --repeats says otherwise",
        SINGLE_ABOVE);
    run_log_say(&run->log, text);
}

// Guests of a tile; 1 where it is guests that are counted.
static uint32_t per_unit(const struct run *run)
{
    return tile_guests(&run->scenario.tile);
}

// Of one guest.
static uint64_t mean_memory_bytes(const struct scenario *scenario)
{
    const struct tile *tile = &scenario->tile;
    uint64_t bytes = 0;
    for (size_t i = 0; i < tile->role_count; i++)
        bytes += tile->roles[i].shape.memory_bytes * tile->roles[i].guests;
    return tile->role_count ? bytes / tile_guests(tile) : scenario->shape.memory_bytes;
}

// Guests that talk to each other are at least two; a tile of them is one.
static bool has_no_solo(const struct scenario *scenario)
{
    scope_free char *peer = load_option(&scenario->load, "peer");
    return scenario->tile.role_count == 0 && peer && strcmp(peer, "guest") == 0;
}

// NULL where there are none, or none that grows.
static const char *data_folder(const struct run *run, const char *usual)
{
    const struct disk *disk = &run->scenario.disk;
    if (!run->options->needs_disk || disk->backing != DISK_BACKING_FILE)
        return NULL;
    return *disk->path ? disk->path : usual;
}

int run_climb_open(struct run *run, const char *folder, struct err *err)
{
    const struct scenario *scenario = &run->scenario;
    struct run_climb *climb = &run->climb;
    const struct host_limits_options options = {
        .procfs = &this_host,
        .folder = folder,
        .shape_bytes = mean_memory_bytes(scenario),
        .reserve_bytes = scenario->reserve_bytes,
        .data_folder = data_folder(run, folder),
        .data_bytes = scenario->disk.bytes,
        .huge_bytes = guest_memory_huge_bytes(&this_host, scenario),
        .addresses =
            run->platform && run->platform->network ? network_room(run->platform->network) : 0,
        .store = store_path(run->options->store),
        .windows = scenario_windows(scenario) + scenario->warmup_max_windows,
        .is_idle = is_idle(scenario),
    };
    quota_raise();
    *climb = (struct run_climb){.is_open = scenario->guests_max == SCENARIO_GUESTS_LIMIT};
    run->bounds = (struct ladder_bounds){
        .guests_min = scenario->guests_min,
        .guests_max = climb->is_open ? SCENARIO_GUESTS_MAX / per_unit(run) : scenario->guests_max,
        .repeats_min = scenario->repeats_min,
        .repeats_max = scenario->repeats_max,
        .without_one = has_no_solo(scenario),
        .all_terms = scenario->all_terms,
        .densities = scenario->densities.list,
        .density_count = scenario->densities.count,
        .asks_nothing = scenario->slo.count == 0,
        .seed = scenario->seed,
    };
    if (is_idle(scenario))
        bound_idle(run);
    return host_limits_init(&climb->limits, &options, err);
}

void run_climb_learn(struct run *run, const struct step_outcome *outcome)
{
    const struct step_record *step = &outcome->record;
    // Of a run that is resumed: its top had been moved up.
    if (step->kind == RECORD_STEP_LADDER && step_record_units(step) > run->bounds.guests_max) {
        run->bounds.guests_max = step_record_units(step);
        run->climb.raises++;
    }
    host_limits_learn(&run->climb.limits, &outcome->record, &outcome->before, &outcome->after);
}

void run_climb_tell_limits(struct run *run)
{
    run_record_clear_limits(&run->record);
    for (int kind = 0; kind < HOST_LIMIT_COUNT; kind++) {
        const struct host_limit *limit = &run->climb.limits.list[kind];
        uint32_t fit = host_limits_fit_of(&run->climb.limits, (enum host_limit_kind)kind);
        if (fit < UINT32_MAX)
            run_record_add_limit(&run->record, host_limit_name((enum host_limit_kind)kind),
                                 fit / per_unit(run), limit->measured / per_unit(run));
    }
}

// --- lowering the top ---------------------------------------------------------------------------

static int lower_top(struct run *run, uint32_t top, const char *why, struct err *err)
{
    uint32_t fewest = run->bounds.guests_min;
    if (top < fewest)
        return err_host(err, NULL, "this host has no room for %" PRIu32 " %s%s: %s", fewest,
                        run->scenario.tile.role_count ? "tile" : "guest", fewest == 1 ? "" : "s",
                        why);
    run->bounds.guests_max = top;
    return 0;
}

// In the refused step, where the ladder's top went: a resumed run goes on from there.
static const char FIGURE_TOP[] = "fits";

static void note_top(struct step_record *step, uint32_t top)
{
    step_record_add_figure(step, &(struct figure_record){
                                     .guest = RECORD_ABSENT,
                                     .name = alloc_copy(FIGURE_TOP),
                                     .unit = alloc_copy(""),
                                     .higher_is_better = true,
                                     .at_ns = clock_realtime_ns(),
                                     .value = top,
                                 });
}

static int store_refusal(struct run *run, uint32_t units, uint32_t top, const char *reason,
                         struct err *err)
{
    struct step_record step;
    step_record_init(&step);
    step.kind = RECORD_STEP_LADDER;
    step.guests = units * per_unit(run);
    step.tiles = run->scenario.tile.role_count ? units : 0;
    step.state = RECORD_REFUSED;
    step.started_at_ns = clock_realtime_ns();
    record_set(&step.reason, alloc_copy(reason));
    note_top(&step, top);
    int result = store_add_step(run->options->store, run->record.id, &step, NULL, err);
    run_steps_add_refused(&run->steps, &step);
    step_record_done(&step);
    return result;
}

// Refuses what would not fit, with the figures, and lowers the ladder's top to what does.
static int refuse(struct run *run, uint32_t units, struct err *err)
{
    struct run_climb *climb = &run->climb;
    scope_free char *reason = host_limits_explain(&climb->limits, units * per_unit(run));
    scope_free char *text = alloc_printf("refused: %s", reason);
    run_log_say(&run->log, text);
    // What is available wavers: who was refused before comes back with something to spare.
    uint32_t fit = run->bounds.fit;
    uint32_t top = climb->refusals++ ? fit - fit / 64 : fit;
    climb->is_bound = true;
    int result = store_refusal(run, units, top, reason, err);
    return result < 0 ? result : lower_top(run, top, reason, err);
}

bool run_climb_takes_refusal(struct run *run, struct step_record *step)
{
    if (step->kind != RECORD_STEP_LADDER || step->state != RECORD_REFUSED || step->guest_count > 0)
        return false;
    const struct figure_record *top = NULL;
    for (size_t i = 0; i < step->figure_count && !top; i++)
        if (strcmp(step->figures[i].name, FIGURE_TOP) == 0)
            top = &step->figures[i];
    run->climb.is_bound = true;
    run->climb.refusals++;
    // No room for even the fewest is found again by who looks again.
    if (top && top->value >= run->bounds.guests_min)
        run->bounds.guests_max = (uint32_t)top->value;
    run_steps_add_refused(&run->steps, step);
    return true;
}

static uint32_t highest_that_holds(const struct run_steps *steps)
{
    uint32_t highest = 0;
    for (size_t i = 0; i < steps->rung_count; i++)
        if (steps->rungs[i].leaning == DENSITY_HOLDS && steps->rungs[i].lost < LADDER_LOSSES &&
            steps->rungs[i].guests > highest)
            highest = steps->rungs[i].guests;
    return highest;
}

static uint32_t count_greeted(const struct step_record *step)
{
    uint32_t count = 0;
    for (size_t i = 0; i < step->guest_count; i++)
        count += step->guest_list[i].boot_ns >= 0;
    return count;
}

int run_climb_note(struct run *run, struct err *err)
{
    const struct step_record *step = run_steps_last(&run->steps);
    if (step->state != RECORD_REFUSED)
        return 0;
    // It ends the run, not the ladder: resumed when the host is well, the density is made again.
    if (host_alarm_blames_host(step->reason))
        return err_host(err, NULL, "%s", step->reason);
    // It was stopped with the reserve begun: a little below there is the end. Run into twice, it is
    // close enough.
    uint32_t greeted = count_greeted(step) / per_unit(run), held = highest_that_holds(&run->steps);
    uint32_t top = greeted - greeted / 16;
    if (top >= step_record_units(step))
        top = step_record_units(step) - 1;
    if (++run->climb.stops >= STOPS_MAX && held > 0 && held < top)
        top = held;
    return lower_top(run, top, step->reason, err);
}

// --- the next one -------------------------------------------------------------------------------

// Where the top that a refusal set holds, and guests turned out smaller than they were thought to
// be.
static bool goes_further(struct run *run)
{
    struct run_climb *climb = &run->climb;
    struct ladder_bounds *bounds = &run->bounds;
    if (!climb->is_open || !climb->is_bound || climb->stops > 0 || climb->raises >= RAISES_MAX ||
        highest_that_holds(&run->steps) != bounds->guests_max ||
        bounds->fit <= bounds->guests_max + bounds->guests_max / 32)
        return false;
    climb->raises++;
    uint32_t most = SCENARIO_GUESTS_MAX / per_unit(run);
    bounds->guests_max = bounds->fit < most ? bounds->fit : most;
    return true;
}

// Where the budget is what ends it, that is noted.
static uint32_t next_within_budget(struct run *run)
{
    const struct run_steps *steps = &run->steps;
    run->bounds.budget = run_budget_of(run);
    uint32_t units = ladder_next(&run->bounds, steps->rungs, steps->rung_count);
    if (units > 0 || !run->bounds.budget.is_set)
        return units;
    struct ladder_bounds endless = run->bounds;
    endless.budget.is_set = false;
    run->climb.is_short = ladder_next(&endless, steps->rungs, steps->rung_count) > 0;
    return 0;
}

static bool has_refusal_above(const struct run_steps *steps, uint32_t units)
{
    for (size_t i = 0; i < steps->count; i++)
        if (steps->list[i].state == RECORD_REFUSED && step_record_units(&steps->list[i]) > units)
            return true;
    return false;
}

// An open ladder that has come to its top says which limit that is: what was refused on the way may
// have been tried since.
static int note_top_limit(struct run *run, struct err *err)
{
    struct run_climb *climb = &run->climb;
    uint32_t held = highest_that_holds(&run->steps), fit = run->bounds.fit;
    if (!climb->is_open || !climb->is_bound || climb->is_short || held != run->bounds.guests_max ||
        fit >= SCENARIO_GUESTS_MAX / per_unit(run) || has_refusal_above(&run->steps, held))
        return 0;
    uint32_t first = fit > held ? fit + 1 : held + 1;
    scope_free char *reason = host_limits_explain(&climb->limits, first * per_unit(run));
    return store_refusal(run, first, held, reason, err);
}

int run_climb_next(struct run *run, uint32_t *ret_units, struct err *err)
{
    for (;;) {
        int result = host_limits_read(&run->climb.limits, err);
        if (result < 0)
            return result;
        run->bounds.fit = host_limits_fit(&run->climb.limits, NULL) / per_unit(run);
        uint32_t units = next_within_budget(run);
        if (units == 0 && goes_further(run))
            continue;
        if (units == 0 || units <= run->bounds.fit) {
            *ret_units = units;
            return units == 0 ? note_top_limit(run, err) : 0;
        }
        result = refuse(run, units, err);
        if (result < 0)
            return result;
    }
}
