// SPDX-License-Identifier: GPL-3.0-or-later
// Pairs of neighbours. What their figures mean is common/inference/interference.c's business.
#include "bench/run_interference.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "bench/fleet.h"
#include "bench/observer.h"
#include "bench/run_state.h"
#include "bench/step.h"
#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/rng.h"
#include "common/base/scope.h"
#include "common/store/store.h"

enum {
    VICTIM,
    AGGRESSOR,
    GUESTS,
    LOSSES_MAX = 3, // of guests in one boot: then something is wrong with all of it
};

// One pair; an aggressor of `count` is the idle neighbour.
struct cell {
    size_t victim, aggressor;
};

// A boot under way, which may take several where guests are lost.
struct round {
    struct run *run;
    enum record_step_kind kind;
    uint32_t repeat;
    struct cell *cells;
    size_t count, next;
    uint32_t losses;
};

void run_interference_begin(struct run *run)
{
    struct run_interference *interference = &run->interference;
    load_list_of(&interference->loads, &run->scenario);
    interference->absent = alloc_zeroed(interference->loads.count, sizeof(interference->absent[0]));
    interference->needs_alone =
        run->scenario.load.arrivals != LOAD_CLOSED && run->scenario.load.rate.is_share;
}

void run_interference_done(struct run_interference *interference)
{
    for (size_t i = 0; i < interference->loads.count; i++)
        free(interference->absent[i]);
    free(interference->absent);
    load_list_done(&interference->loads);
}

static uint32_t total_boots(const struct run *run)
{
    return run->scenario.repeats_min + run->interference.needs_alone;
}

uint64_t run_interference_time_left(const struct run *run)
{
    const struct run_interference *interference = &run->interference;
    if (interference->boots == 0)
        return 0;
    return interference->spent_ns / interference->boots * (total_boots(run) - interference->boots);
}

// --- what is to be measured ---------------------------------------------------------------------

static void shuffle(struct cell *cells, size_t count, uint64_t seed)
{
    struct rng rng;
    rng_init(&rng, seed);
    for (size_t i = count; i > 1; i--) {
        size_t other = rng_below(&rng, i);
        struct cell kept = cells[i - 1];
        cells[i - 1] = cells[other];
        cells[other] = kept;
    }
}

// All ordered pairs and every victim's idle neighbour; alone: these only.
static struct round new_round(struct run *run, bool alone)
{
    const struct run_interference *interference = &run->interference;
    size_t loads = interference->loads.count;
    struct round round = {
        .run = run,
        .kind = alone ? RECORD_STEP_CALIBRATE : RECORD_STEP_INTERFERENCE,
        .repeat = alone ? 0 : interference->boots - interference->needs_alone,
        .cells = alloc_zeroed(loads * (loads + 1), sizeof(round.cells[0])),
    };
    for (size_t v = 0; v < loads; v++)
        for (size_t a = alone ? loads : 0; a <= loads; a++)
            round.cells[round.count++] = (struct cell){v, a};
    shuffle(round.cells, round.count, rng_derive(run->scenario.seed, 1000 + interference->boots));
    return round;
}

static const struct load *load_of(const struct run *run, size_t index)
{
    static const struct load idle = {
        .workload = (char *)"idle", .variant = (char *)"", .options = (char *)"", .threads = 1};
    const struct load_list *loads = &run->interference.loads;
    return index < loads->count ? &loads->list[index] : &idle;
}

static bool is_absent(const struct run *run, size_t index)
{
    return index < run->interference.loads.count && run->interference.absent[index];
}

static struct step_plan plan_round(const struct round *round)
{
    struct step_plan plan = run_plan_step(round->run, round->kind, GUESTS, round->repeat);
    plan.is_open = false;
    return plan;
}

// --- absence ------------------------------------------------------------------------------------

// The rest goes on; the store keeps why, as a step that was refused before it began.
static int note_absent(struct round *round, size_t index, const char *why, struct err *err)
{
    struct run *run = round->run;
    if (is_absent(run, index))
        return 0;
    scope_free char *name = load_name(load_of(run, index));
    scope_free char *text = alloc_printf("%s is absent: %s", name, why);
    run->interference.absent[index] = alloc_copy(why);
    run_log_say(&run->log, text);
    struct step_record step;
    step_record_init(&step);
    step.kind = RECORD_STEP_INTERFERENCE;
    step.guests = GUESTS;
    step.repeat = round->repeat;
    step.state = RECORD_REFUSED;
    step.started_at_ns = clock_realtime_ns();
    record_set(&step.reason, alloc_copy(why));
    step.guest_list = alloc_zeroed(1, sizeof(step.guest_list[0]));
    step.guest_count = 1;
    guest_record_init(&step.guest_list[0]);
    step.guest_list[0].state = RECORD_REFUSED;
    record_set(&step.guest_list[0].role, alloc_copy("victim"));
    record_set(&step.guest_list[0].load, alloc_copy(name));
    int result = store_add_step(run->options->store, run->record.id, &step, NULL, err);
    run_steps_add_refused(&run->steps, &step);
    step_record_done(&step);
    return result;
}

static bool is_named(const char *text, const struct load *load)
{
    scope_free char *name = load_name(load);
    return strcmp(text, name) == 0;
}

void run_interference_take_absence(struct run *run, const struct step_record *step)
{
    struct run_interference *interference = &run->interference;
    if (step->state != RECORD_REFUSED || step->guest_count != 1)
        return;
    for (size_t i = 0; i < interference->loads.count; i++)
        if (!interference->absent[i] &&
            is_named(step->guest_list[0].load, &interference->loads.list[i]))
            interference->absent[i] = alloc_copy(step->reason);
}

// Measured before the run was resumed, within this boot's repeat.
static bool is_measured(const struct round *round, const struct cell *cell)
{
    const struct run_steps *steps = &round->run->steps;
    for (size_t i = 0; i < steps->count; i++) {
        const struct step_record *step = &steps->list[i];
        if (step->kind == round->kind && step->repeat == round->repeat &&
            step->state != RECORD_REFUSED && step->guest_count == GUESTS &&
            is_named(step->guest_list[VICTIM].load, load_of(round->run, cell->victim)) &&
            is_named(step->guest_list[AGGRESSOR].load, load_of(round->run, cell->aggressor)))
            return true;
    }
    return false;
}

static void drop_measured(struct round *round)
{
    size_t kept = 0;
    for (size_t i = 0; i < round->count; i++)
        if (!is_measured(round, &round->cells[i]))
            round->cells[kept++] = round->cells[i];
    round->count = kept;
}

// What its hello does not name, an agent does not have.
static int note_unknown(struct round *round, struct fleet *fleet, struct err *err)
{
    const struct run_interference *interference = &round->run->interference;
    const struct guest *guest = fleet_guest(fleet, VICTIM);
    for (size_t i = 0; i < interference->loads.count; i++) {
        int result = 0;
        if (!guest_knows(guest, &interference->loads.list[i]))
            result = note_absent(round, i, "this guest's agent has no such workload", err);
        if (result < 0)
            return result;
    }
    return 0;
}

// A guest that was lost while it prepared its load says, in why, that the load is not to be had
// here: then 1. 0 where none was lost, or under load, or negative errno.
static int note_lost(struct round *round, struct fleet *fleet, const struct cell *cell,
                     const char *why, struct err *err)
{
    const struct guest *lost = fleet_lost(fleet);
    if (!lost)
        return 0;
    size_t index = lost->record.index == VICTIM ? cell->victim : cell->aggressor;
    if (lost->lost_in != GUEST_PREPARING || index >= round->run->interference.loads.count) {
        round->losses++;
        return 0;
    }
    int result = note_absent(round, index, why, err);
    return result < 0 ? result : 1;
}

// --- one pair -----------------------------------------------------------------------------------

static void announce(const struct round *round, const struct cell *cell)
{
    const struct run *run = round->run;
    const struct observer *observer = run->options->observer;
    if (!observer || !observer->step_begin)
        return;
    scope_free char *victim = load_name(load_of(run, cell->victim));
    scope_free char *aggressor = load_name(load_of(run, cell->aggressor));
    scope_free char *what = alloc_printf("%s beside %s,", victim, aggressor);
    observer->step_begin(observer->context, run->log.who, what, GUESTS, round->repeat,
                         campaign_time_left(run->campaign));
}

static void name_guests(const struct run *run, const struct cell *cell, struct step_record *step)
{
    static const char *const roles[] = {"victim", "aggressor"};
    const size_t loads[] = {cell->victim, cell->aggressor};
    for (size_t i = 0; i < step->guest_count && i < GUESTS; i++) {
        record_set(&step->guest_list[i].role, alloc_copy(roles[i]));
        record_set(&step->guest_list[i].load, load_name(load_of(run, loads[i])));
    }
}

static struct load closed(const struct load *load)
{
    struct load own = *load;
    own.arrivals = LOAD_CLOSED;
    own.rate = (struct rate){0};
    return own;
}

static int run_cell(struct round *round, struct fleet *fleet, const struct cell *cell,
                    struct err *err)
{
    struct run *run = round->run;
    bool alone = round->kind == RECORD_STEP_CALIBRATE;
    const struct load victim = *load_of(run, cell->victim), calm = closed(&victim);
    const struct guest_loads each[] = {
        {alone ? &calm : &victim, 1},
        {load_of(run, cell->aggressor), 1},
    };
    struct step_plan plan = plan_round(round);
    plan.each = each;
    plan.seed = rng_derive(plan.seed, cell->victim << 16 | cell->aggressor);
    announce(round, cell);
    uint64_t began_ns = clock_monotonic_ns();
    struct step_outcome outcome;
    struct err why = {0};
    int result = step_run_booted(fleet, &plan, &outcome, &why);
    if (result == -ENOTSUP && fleet_lost(fleet)) { // a load is absent, and why
        err_done(&why);
        result = note_lost(round, fleet, cell, fleet_lost(fleet)->record.reason, err);
        return result < 0 ? result : 0;
    }
    err_move(err, &why);
    if (result < 0)
        return result;
    name_guests(run, cell, &outcome.record);
    result = note_lost(round, fleet, cell, outcome.record.reason, err);
    if (result == 0)
        return run_keep(run, &outcome, clock_monotonic_ns() - began_ns, err);
    step_outcome_done(&outcome);
    return result < 0 ? result : 0;
}

// --- one boot -----------------------------------------------------------------------------------

static int run_cells(struct round *round, struct fleet *fleet, struct err *err)
{
    int result = note_unknown(round, fleet, err);
    while (result == 0 && round->next < round->count && !fleet_lost(fleet) &&
           !fleet_stopped(fleet)) {
        const struct cell *cell = &round->cells[round->next++];
        if (!is_absent(round->run, cell->victim) && !is_absent(round->run, cell->aggressor))
            result = run_cell(round, fleet, cell, err);
    }
    if (result == 0 && fleet_stopped(fleet))
        result = err_host(err, NULL, "stopped: %s", fleet_stopped(fleet));
    return result;
}

static int boot_and_run(struct round *round, struct err *err)
{
    const struct step_plan plan = plan_round(round);
    struct fleet *fleet = step_new_fleet(round->run->platform, &plan);
    int result = fleet_boot(fleet, err);
    if (result == 0 && fleet_lost(fleet)) {
        round->losses++;
        if (round->losses >= LOSSES_MAX)
            result = err_host(err, NULL, "%s", fleet_lost(fleet)->record.reason);
    } else if (result == 0) {
        result = run_cells(round, fleet, err);
    }
    if (result == 0 && round->losses >= LOSSES_MAX)
        result = err_host(err, NULL, "guests were lost again and again; the last one: %s",
                          run_steps_last(&round->run->steps)->reason);
    observer_step_phase(plan.observer, OBSERVER_TEARDOWN, 0, GUESTS);
    fleet_free(fleet);
    return result;
}

static int check_room(struct run *run, struct err *err)
{
    struct host_limits *limits = &run->climb.limits;
    int result = host_limits_read(limits, err);
    if (result < 0 || host_limits_fit(limits, NULL) >= GUESTS)
        return result;
    scope_free char *why = host_limits_explain(limits, GUESTS);
    return err_host(err, NULL, "this host has no room for two guests: %s", why);
}

// A share of a rate means: of what the workload does alone, beside an idle neighbour.
static int set_pace(struct run *run, struct err *err)
{
    struct round round = {.run = run};
    struct load_list *loads = &run->interference.loads;
    int result = 0;
    for (size_t i = 0; result == 0 && i < loads->count; i++) {
        struct load *load = &loads->list[i];
        scope_free char *name = load_name(load);
        double alone_hz = run_steps_alone_hz(&run->steps, "victim", name, 0);
        if (alone_hz <= 0) {
            result = note_absent(&round, i, "alone it did nothing that a rate could be of", err);
            continue;
        }
        load->rate = (struct rate){.value = load->rate.value * alone_hz};
        scope_free char *text =
            alloc_printf("%s alone does %.1f operations a second; it is offered %.1f", name,
                         alone_hz, load->rate.value);
        run_log_say(&run->log, text);
    }
    return result;
}

static size_t count_present(const struct run *run)
{
    size_t present = 0;
    for (size_t i = 0; i < run->interference.loads.count; i++)
        present += !is_absent(run, i);
    return present;
}

int run_interference_advance(struct run *run, bool *ret_more, struct err *err)
{
    struct run_interference *interference = &run->interference;
    bool alone = interference->needs_alone && interference->boots == 0;
    *ret_more = interference->boots < total_boots(run);
    if (!*ret_more)
        return 0;
    uint64_t began_ns = clock_monotonic_ns();
    struct round round = new_round(run, alone);
    drop_measured(&round);
    bool is_old = round.count == 0;
    int result = check_room(run, err);
    while (result == 0 && round.next < round.count && count_present(run) > 0)
        result = boot_and_run(&round, err);
    free(round.cells);
    interference->spent_ns += clock_monotonic_ns() - began_ns;
    interference->boots++;
    run->log.is_mute = is_old; // said when it was measured
    if (result == 0 && alone)
        result = set_pace(run, err);
    run->log.is_mute = false;
    if (result == 0 && count_present(run) == 0)
        return err_host(err, NULL, "none of these workloads can be run in this guest");
    return result;
}
