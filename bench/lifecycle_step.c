// SPDX-License-Identifier: GPL-3.0-or-later
// The story of a life. How one verb is done to one guest is lifecycle_guest.c's business.
#include "bench/lifecycle_step.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>

#include "bench/fleet.h"
#include "bench/fleet_start.h"
#include "bench/lifecycle_guest.h"
#include "bench/observer.h"
#include "bench/workers.h"
#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/interrupt.h"
#include "common/base/scope.h"

// The load at the end: its kernels check what they compute.
enum { LOAD_WINDOWS = 2 };
#define LOAD_WINDOW_NS (250 * CLOCK_NS_PER_MS)

// What came of the verb at hand for one guest.
struct outcome {
    bool was_done; // tried
    int result;
    struct lifecycle_time time;
    struct err err;
};

struct life {
    const struct lifecycle_plan *plan;
    struct platform *platform;
    struct fleet *fleet;
    struct lifecycle_guest *guests;
    struct outcome *outcomes;
    enum lifecycle_verb verb;
    uint32_t *verbs; // that are still to be done
    struct step_record record;
};

// --- figures ------------------------------------------------------------------------------------

static void add_figure(struct life *life, uint32_t guest, enum lifecycle_verb verb,
                       const char *suffix, uint64_t duration_ns)
{
    const struct figure_record figure = {
        .guest = guest,
        .name = alloc_printf("%s%s", lifecycle_words[verb].name, suffix),
        .unit = alloc_copy("ns"),
        .at_ns = clock_realtime_ns(),
        .value = (double)duration_ns,
    };
    step_record_add_figure(&life->record, &figure);
}

static void note_boots(struct life *life)
{
    for (uint32_t i = 0; i < life->plan->guests; i++) {
        const struct guest *guest = fleet_guest(life->fleet, i);
        add_figure(life, i, LIFECYCLE_CREATE, "", guest->create_ns);
        add_figure(life, i, LIFECYCLE_BOOT, "", (uint64_t)guest->record.boot_ns);
    }
}

static void note_times(struct life *life)
{
    for (uint32_t i = 0; i < life->plan->guests; i++) {
        const struct outcome *outcome = &life->outcomes[i];
        if (!outcome->was_done || outcome->result < 0)
            continue;
        add_figure(life, i, life->verb, "", outcome->time.whole_ns);
        if (lifecycle_words[life->verb].has_call)
            add_figure(life, i, life->verb, LIFECYCLE_CALL_SUFFIX, outcome->time.call_ns);
    }
}

// --- one verb, all guests at once ---------------------------------------------------------------

static bool begins_group(enum lifecycle_verb verb)
{
    return lifecycle_words[verb].group == verb;
}

// A paused guest is resumed, and so on, but only one that was paused.
static bool is_due(const struct life *life, const struct lifecycle_guest *guest)
{
    enum lifecycle_verb verb = life->verb;
    if (begins_group(verb))
        return lifecycle_has(*life->verbs, verb);
    return lifecycle_has(guest->done, lifecycle_words[verb].group);
}

// On a thread of its own. A guest that does not answer afterwards is lost.
static void do_one(uint32_t index, void *context)
{
    struct life *life = context;
    struct lifecycle_guest *guest = &life->guests[index];
    struct outcome *outcome = &life->outcomes[index];
    enum lifecycle_verb verb = life->verb;
    outcome->was_done = is_due(life, guest);
    if (begins_group(verb))
        guest->done = 0;
    if (!outcome->was_done)
        return;
    outcome->result = lifecycle_guest_do(guest, verb, &outcome->time, &outcome->err);
    if (outcome->result == 0)
        guest->done |= UINT32_C(1) << verb;
    else if (!interrupt_pending() && !lifecycle_guest_is_alive(guest)) {
        scope_free char *what = alloc_printf("%s: %s: it does not answer any more",
                                             lifecycle_words[verb].name, err_text(&outcome->err));
        guest_lose(guest->guest, what);
    }
}

static bool is_first_failure(const struct life *life, uint32_t index)
{
    for (uint32_t i = 0; i < index; i++)
        if (life->outcomes[i].result < 0)
            return false;
    return life->outcomes[index].result < 0;
}

static void tell_absent(struct life *life, uint32_t index)
{
    const struct lifecycle_plan *plan = life->plan;
    const char *why = err_text(&life->outcomes[index].err);
    scope_free char *text = plan->guests == 1
                                ? alloc_copy(why)
                                : alloc_printf("guest %u of %u: %s", index, plan->guests, why);
    *life->verbs &= ~(UINT32_C(1) << life->verb);
    plan->say_absent(plan->context, life->verb, text);
}

static void settle(struct life *life)
{
    note_times(life);
    for (uint32_t i = 0; i < life->plan->guests; i++)
        if (is_first_failure(life, i) && !fleet_lost(life->fleet))
            tell_absent(life, i);
    for (uint32_t i = 0; i < life->plan->guests; i++) {
        err_done(&life->outcomes[i].err);
        life->outcomes[i] = (struct outcome){0};
    }
}

// 0, 1 when a guest was lost, or negative errno.
static int do_verb(struct life *life, enum lifecycle_verb verb, struct err *err)
{
    uint32_t guests = life->plan->guests;
    struct workers *workers;
    life->verb = verb;
    int result = workers_start(guests, guests, do_one, life, &workers, err);
    if (result < 0)
        return result;
    fleet_join_workers(life->platform, workers);
    settle(life);
    return interrupt_pending() ? err_interrupted(err) : fleet_lost(life->fleet) != NULL;
}

// Those that can be done again and again, or those that cannot.
static int do_verbs(struct life *life, bool repeatable, struct err *err)
{
    int result = 0;
    for (int verb = LIFECYCLE_PAUSE; result == 0 && verb < LIFECYCLE_DESTROY; verb++)
        if (lifecycle_words[verb].is_repeatable == repeatable)
            result = do_verb(life, (enum lifecycle_verb)verb, err);
    return result;
}

// --- from birth to death ------------------------------------------------------------------------

static int boot(struct life *life, struct err *err)
{
    int result = fleet_boot(life->fleet, err);
    if (result < 0 || fleet_lost(life->fleet))
        return result < 0 ? result : 1;
    life->record.boot_ns = (int64_t)fleet_boot_ns(life->fleet);
    note_boots(life);
    return 0;
}

static int live(struct life *life, struct err *err)
{
    uint32_t rounds = life->plan->rounds;
    int result = 0;
    for (uint32_t round = 0; result == 0 && round < rounds; round++) {
        observer_step_phase(life->plan->observer, OBSERVER_MEASURE, round, rounds + 1);
        result = do_verbs(life, true, err);
    }
    observer_step_phase(life->plan->observer, OBSERVER_MEASURE, rounds, rounds + 1);
    return result ? result : do_verbs(life, false, err);
}

// A guest that computed nothing is no better than one that is gone.
static void lose_idlers(struct life *life)
{
    for (uint32_t i = 0; i < life->plan->guests; i++) {
        struct guest *guest = fleet_guest(life->fleet, i);
        uint64_t operations = 0;
        for (size_t w = 0; w < guest->record.window_count; w++)
            operations += guest->record.windows[w].operations;
        if (operations == 0)
            guest_lose(guest, "it did nothing under load after its life");
    }
}

// Its clock stood still while it was stopped, so that it is read anew first.
static int compute(struct life *life, struct err *err)
{
    const struct lifecycle_plan *plan = life->plan;
    struct fleet *fleet = life->fleet;
    for (uint32_t i = 0; i < plan->guests; i++)
        fleet_listen_anew(fleet, i);
    int result = fleet_sync(fleet, err);
    if (result == 0)
        result = fleet_prepare(fleet, &plan->load, plan->seed, true, err);
    if (result == 0)
        result = fleet_release(fleet, LOAD_WINDOW_NS, err);
    if (result == 0)
        result = fleet_wait_windows(fleet, LOAD_WINDOWS, LOAD_WINDOW_NS, err);
    if (result == 0)
        result = fleet_halt(fleet, err);
    if (result == 0)
        lose_idlers(life);
    return result < 0 ? result : fleet_lost(fleet) != NULL;
}

static void destroy_one(uint32_t index, void *context)
{
    struct life *life = context;
    struct platform_guest *os = &fleet_guest(life->fleet, index)->os;
    struct outcome *outcome = &life->outcomes[index];
    pid_t pid = os->pid;
    uint64_t began_ns = clock_monotonic_ns();
    life->platform->ops->stop(life->platform, os);
    outcome->was_done = true;
    outcome->time.whole_ns = clock_monotonic_ns() - began_ns;
    if (pid > 0 && kill(pid, 0) == 0)
        outcome->result = err_host(&outcome->err, NULL, "process %d was still there", (int)pid);
}

static int destroy(struct life *life, struct err *err)
{
    uint32_t guests = life->plan->guests;
    struct workers *workers;
    life->verb = LIFECYCLE_DESTROY;
    int result = workers_start(guests, guests, destroy_one, life, &workers, err);
    if (result < 0)
        return result;
    workers_join(workers);
    settle(life);
    return 0;
}

// 0 all of it, 1 a guest was lost, or negative errno.
static int go_through(struct life *life, struct err *err)
{
    static int (*const phases[])(struct life *, struct err *) = {boot, live, compute, destroy};
    for (size_t i = 0; i < sizeof phases / sizeof *phases; i++) {
        int result = phases[i](life, err);
        if (result)
            return result;
    }
    return 0;
}

// --- the record ---------------------------------------------------------------------------------

static struct fleet *new_fleet(struct platform *platform, const struct lifecycle_plan *plan)
{
    const struct fleet_options options = {
        .platform = platform,
        .shape = plan->shape,
        .guests = plan->guests,
        .parallel = plan->guests, // a storm is one from its first verb on
        .boot_timeout_ns = plan->boot_timeout_ns,
        .observer = plan->observer,
    };
    return fleet_new(&options);
}

static void begin(struct life *life)
{
    const struct lifecycle_plan *plan = life->plan;
    step_record_init(&life->record);
    life->record.kind = RECORD_STEP_LIFECYCLE;
    life->record.guests = plan->guests;
    life->record.repeat = plan->repeat;
    life->record.started_at_ns = clock_realtime_ns();
    for (uint32_t i = 0; i < plan->guests; i++)
        life->guests[i] = (struct lifecycle_guest){
            .platform = life->platform,
            .guest = fleet_guest(life->fleet, i),
        };
}

static void gather(struct life *life)
{
    struct step_record *record = &life->record;
    const struct guest *lost = fleet_lost(life->fleet);
    record->state = lost ? RECORD_FAILED : RECORD_DONE;
    if (lost)
        record_set(&record->reason, alloc_copy(lost->record.reason));
    record->guest_list = alloc_zeroed(life->plan->guests, sizeof *record->guest_list);
    record->guest_count = life->plan->guests;
    for (uint32_t i = 0; i < life->plan->guests; i++) {
        struct guest *guest = fleet_guest(life->fleet, i);
        if (guest->phase != GUEST_LOST)
            guest->record.state = lost ? RECORD_INTERRUPTED : RECORD_DONE;
        record->guest_list[i] = guest->record;
        guest_record_init(&guest->record);
    }
}

int lifecycle_step_run(struct platform *platform, const struct lifecycle_plan *plan,
                       uint32_t *verbs, struct step_record *ret_record, struct err *err)
{
    struct life life = {
        .plan = plan,
        .platform = platform,
        .fleet = new_fleet(platform, plan),
        .guests = alloc_zeroed(plan->guests, sizeof *life.guests),
        .outcomes = alloc_zeroed(plan->guests, sizeof *life.outcomes),
        .verbs = verbs,
    };
    begin(&life);
    int result = go_through(&life, err);
    if (result >= 0) {
        gather(&life);
        *ret_record = life.record;
    } else {
        step_record_done(&life.record);
    }
    observer_step_phase(plan->observer, OBSERVER_TEARDOWN, 0, plan->guests);
    fleet_free(life.fleet);
    free(life.guests);
    free(life.outcomes);
    return result < 0 ? result : 0;
}
