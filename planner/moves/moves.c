// SPDX-License-Identifier: GPL-3.0-or-later
// Puts a plan together: an order, hosts switched on and off, rolling maintenance where it is
// wanted, and the times of it all.
#include "planner/moves/moves.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "planner/amount/amounts.h"
#include "planner/estate/estate.h"
#include "planner/moves/moves_order.h"
#include "planner/moves/moves_power.h"
#include "planner/moves/moves_reasons.h"
#include "planner/moves/moves_rolling.h"
#include "planner/moves/moves_schedule.h"
#include "planner/moves/moves_state.h"
#include "planner/moves/moves_words.h"
#include "planner/target/target.h"

void moves_done(struct moves *moves)
{
    if (!moves)
        return;
    for (size_t i = 0; i < moves->stuck_count; i++)
        free(moves->stuck[i]);
    for (size_t i = 0; i < moves->note_count; i++)
        free(moves->notes[i]);
    free(moves->list);
    free(moves->stuck);
    free(moves->notes);
    free(moves->end);
    free(moves->is_off);
    *moves = (struct moves){0};
}

static int check(const struct moves_options *options, struct err *err)
{
    if (options->per_host == 0 || options->per_link == 0 || options->at_once == 0)
        return err_input(err, "moves: no migration at once is allowed: %s must be 1 at least",
                         options->per_host == 0   ? "per-host"
                         : options->per_link == 0 ? "per-link"
                                                  : "at-once");
    if (!(options->bandwidth_bits_hz.low > 0) || !(options->stream_bits_hz.low > 0) ||
        !(options->network_share.low > 0))
        return err_input(err, "moves: without bandwidth nothing is sent: it must be above 0");
    return 0;
}

// --- times --------------------------------------------------------------------------------------

struct timing {
    struct moves_slot *value, *low, *high; // [step] each as soon as it may
    struct moves_slot *waves;              // [step]
};

static struct uncertain between(double value, double low, double high, enum origin origin)
{
    return (struct uncertain){value, fmin(low, value), fmax(high, value), origin};
}

static enum origin weakest_origin(const struct moves *moves)
{
    enum origin weakest = ORIGIN_MEASURED;
    for (size_t i = 0; i < moves->count; i++)
        if (moves->list[i].seconds.origin > weakest)
            weakest = moves->list[i].seconds.origin;
    return weakest;
}

static struct uncertain total(struct moves_schedule *schedule, bool is_waves,
                              struct moves_slot *slots)
{
    double seconds[3];
    size_t count = schedule->steps->count;
    scope_free struct moves_slot *others = alloc_zeroed(count + 1, sizeof(*others));
    schedule->is_waves = is_waves;
    for (schedule->end = MOVES_VALUE; schedule->end <= MOVES_HIGH; schedule->end++)
        seconds[schedule->end] =
            moves_schedule_run(schedule, schedule->end == MOVES_VALUE ? slots : others);
    return between(seconds[MOVES_VALUE], seconds[MOVES_LOW], seconds[MOVES_HIGH], ORIGIN_MEASURED);
}

// The interval is that of the step with the hosts as they were when it started, about the time that
// it took while others came and went.
static struct move timed(const struct moves_schedule *schedule, size_t index,
                         const struct moves_slot *slot)
{
    const struct moves_step *step = &schedule->steps->list[index];
    struct moves_precopy at[3];
    for (enum moves_end end = MOVES_VALUE; end <= MOVES_HIGH; end++)
        at[end] = moves_step_time(schedule->estate, step, slot->from_count, slot->to_count,
                                  schedule->options, end);
    double stretch = at[MOVES_VALUE].seconds > 0 ? slot->seconds / at[MOVES_VALUE].seconds : 1;
    enum origin origin = moves_step_origin(schedule->estate, step, schedule->options);
    double most_down_s = at[MOVES_HIGH].downtime_s;
    if (step->kind == MOVE_MIGRATE && at[MOVES_HIGH].converges && most_down_s > 0)
        most_down_s =
            schedule->options->downtime_allowed_s + schedule->options->fixed_downtime_s.high;
    return (struct move){
        .kind = step->kind,
        .reason = step->reason,
        .guest = step->guest,
        .from = step->from,
        .to = step->to,
        .start_s = slot->start_s,
        .seconds = between(slot->seconds, at[MOVES_LOW].seconds * stretch,
                           at[MOVES_HIGH].seconds * stretch, origin),
        .downtime_s =
            between(at[MOVES_VALUE].downtime_s,
                    fmin(at[MOVES_LOW].downtime_s, schedule->options->fixed_downtime_s.low),
                    most_down_s, origin),
        .converges = at[MOVES_VALUE].converges,
    };
}

static int by_wave(const void *a, const void *b)
{
    const struct move *x = a, *y = b;
    if (x->wave != y->wave)
        return x->wave < y->wave ? -1 : 1;
    if (x->start_s != y->start_s)
        return x->start_s < y->start_s ? -1 : 1;
    if (x->guest != y->guest)
        return x->guest < y->guest ? -1 : 1;
    return x->to < y->to ? -1 : x->to > y->to;
}

static void fill_list(const struct moves_schedule *schedule, const struct moves_slot *slots,
                      const struct moves_slot *waves, struct moves *moves)
{
    moves->count = schedule->steps->count;
    moves->list = alloc_zeroed(moves->count + 1, sizeof(*moves->list));
    for (size_t s = 0; s < moves->count; s++) {
        struct move *move = &moves->list[s];
        *move = timed(schedule, s, &slots[s]);
        move->wave = waves[s].wave;
        moves->waves = move->wave + 1 > moves->waves ? move->wave + 1 : moves->waves;
        if (move->kind != MOVE_MIGRATE)
            continue;
        moves->migrations++;
        moves->bypasses += move->reason == MOVE_BYPASS;
        moves->moved_bytes += moves_memory_bytes(schedule->estate, move->guest);
    }
    qsort(moves->list, moves->count, sizeof(*moves->list), by_wave);
}

static void fill_times(struct moves_schedule *schedule, struct moves *moves)
{
    size_t count = schedule->steps->count;
    scope_free struct moves_slot *slots = alloc_zeroed(count + 1, sizeof(*slots));
    scope_free struct moves_slot *waves = alloc_zeroed(count + 1, sizeof(*waves));
    moves->seconds = total(schedule, false, slots);
    moves->wave_seconds = total(schedule, true, waves);
    schedule->end = MOVES_VALUE;
    fill_list(schedule, slots, waves, moves);
    moves->seconds.origin = moves->wave_seconds.origin = weakest_origin(moves);
    moves_words_notes(schedule->estate, schedule->options, moves);
}

// --- the whole ----------------------------------------------------------------------------------

static void state_free(struct moves_state **state)
{
    moves_state_free(*state);
}

int moves_plan(const struct estate *estate, const struct amounts *amounts,
               const struct rule_set *rules, const struct target *target,
               const struct moves_options *options, struct moves *ret_moves, struct err *err)
{
    int result = check(options, err);
    if (result < 0)
        return result;
    struct moves moves = {
        .end = alloc_zeroed(estate->guest_count + 1, sizeof(*moves.end)),
        .is_off = alloc_zeroed(estate->host_count + 1, sizeof(*moves.is_off)),
    };
    struct moves_order order;
    // Hosts are closed while they are maintained: in a copy.
    struct amounts own = *amounts;
    scope_free bool *is_closed = alloc_zeroed(estate->host_count + 1, sizeof(bool));
    memcpy(is_closed, amounts->is_closed, estate->host_count * sizeof(bool));
    own.is_closed = is_closed;
    __attribute__((cleanup(state_free))) struct moves_state *state =
        moves_state_new(estate, &own, rules, target->host, options);
    state->leaves_over = target->misplaced_count > 0;
    moves_order_find(state, &order);
    moves_reasons_settle(state);
    moves_words_stuck(state, order.is_proven, &moves);
    if (options->is_rolling)
        moves_rolling_add(state, is_closed, target->is_on, &moves);
    memcpy(moves.end, state->host, estate->guest_count * sizeof(*moves.end));
    moves_power_add(&state->steps, estate, target->is_on, moves.end, moves.is_off);
    struct moves_schedule schedule = {
        .estate = estate,
        .amounts = amounts,
        .rules = rules,
        .options = options,
        .steps = &state->steps,
    };
    fill_times(&schedule, &moves);
    *ret_moves = moves;
    return 0;
}
