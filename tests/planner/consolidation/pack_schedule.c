// SPDX-License-Identifier: GPL-3.0-or-later
// Moves made by the clock, each when its start_s says, on the checker's own seats: a guest under
// way is on both hosts, and hosts go off, on and into maintenance.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "planner/moves/moves.h"
#include "tests/planner/consolidation/pack_checker.h"

static const double hair_s = 1e-6; // times that are the same

enum stage { WAITS, RUNS, IS_DONE };

struct clock {
    struct pack_fleet fleet; // closed hosts are those of now
    const struct moves *moves;
    const struct moves_options *options;
    enum stage *stages; // [move]
    bool *is_down;      // [host] off, on its way, or maintained
    bool *is_closed;
    const bool *was_closed; // [host] at the start
    pack_seats *seats;
    double now_s;
    char *wrong;
};

static bool is_moving(const struct move *move)
{
    return move->kind == MOVE_MIGRATE || move->kind == MOVE_START;
}

static pack_seats *seat_of(struct clock *clock, int32_t guest, int32_t host)
{
    return &clock->seats[(size_t)guest * clock->fleet.hosts + (size_t)host];
}

static void fail(struct clock *clock, const struct move *move, const char *what)
{
    if (!clock->wrong)
        clock->wrong = alloc_printf("at %.3f s, kind %d, guest %d from %d to %d: %s", clock->now_s,
                                    move->kind, move->guest, move->from, move->to, what);
}

static double due_s(const struct clock *clock, size_t index)
{
    const struct move *move = &clock->moves->list[index];
    return clock->stages[index] == WAITS  ? move->start_s
           : clock->stages[index] == RUNS ? move->start_s + move->seconds.value
                                          : INFINITY;
}

static bool is_free_of_guests(struct clock *clock, int32_t host)
{
    for (size_t g = 0; g < clock->fleet.guests; g++)
        if (*seat_of(clock, (int32_t)g, host))
            return false;
    return true;
}

// --- limits ------------------------------------------------------------------------------------

static bool is_at(const struct move *move, int32_t host)
{
    return host >= 0 && (move->from == host || move->to == host);
}

static void check_limits(struct clock *clock, const struct move *move)
{
    unsigned at_from = 0, at_to = 0, of_link = 0, all = 0;
    for (size_t i = 0; i < clock->moves->count; i++) {
        const struct move *other = &clock->moves->list[i];
        if (clock->stages[i] != RUNS || !is_moving(other))
            continue;
        at_from += is_at(other, move->from);
        at_to += is_at(other, move->to);
        of_link += is_at(other, move->from) && is_at(other, move->to);
        all++;
    }
    if (at_from > clock->options->per_host || at_to > clock->options->per_host)
        fail(clock, move, "more migrations of a host than may be");
    if (of_link > clock->options->per_link || all > clock->options->at_once)
        fail(clock, move, "more migrations of a pair of hosts, or in all, than may be");
}

// --- starts and ends ---------------------------------------------------------------------------

static void start_guest(struct clock *clock, const struct move *move)
{
    if (clock->is_down[move->to])
        fail(clock, move, "that host is down");
    if (clock->fleet.is_pinned[move->guest] && move->kind == MOVE_MIGRATE)
        fail(clock, move, "it is pinned");
    if (move->from >= 0 && !*seat_of(clock, move->guest, move->from))
        fail(clock, move, "it is not there");
    if (*seat_of(clock, move->guest, move->to))
        fail(clock, move, "it is there already");
    *seat_of(clock, move->guest, move->to) = 1;
    check_limits(clock, move);
}

static void start(struct clock *clock, const struct move *move)
{
    if (is_moving(move)) {
        start_guest(clock, move);
        return;
    }
    if (move->kind == MOVE_SWITCH_ON && !clock->is_down[move->to])
        fail(clock, move, "it is on");
    if (move->kind != MOVE_SWITCH_ON && !is_free_of_guests(clock, move->to))
        fail(clock, move, "a guest is there");
    clock->is_down[move->to] = true;
    if (move->kind == MOVE_MAINTAIN)
        clock->is_closed[move->to] = true;
}

static void end(struct clock *clock, const struct move *move)
{
    if (move->kind == MOVE_MIGRATE)
        *seat_of(clock, move->guest, move->from) = 0;
    if (is_moving(move))
        return;
    clock->is_down[move->to] = move->kind == MOVE_SWITCH_OFF;
    if (move->kind == MOVE_MAINTAIN)
        clock->is_closed[move->to] = clock->was_closed[move->to];
}

// All that is due of a stage; nothing that must hold at every moment may be worse by it.
static void pass(struct clock *clock, enum stage stage)
{
    struct pack_faults before, after;
    pack_faults_of(&clock->fleet, clock->seats, true, &before);
    for (size_t i = 0; i < clock->moves->count; i++) {
        if (clock->stages[i] != stage || due_s(clock, i) > clock->now_s + hair_s)
            continue;
        clock->stages[i] = stage == WAITS ? RUNS : IS_DONE;
        if (stage == WAITS)
            start(clock, &clock->moves->list[i]);
        else
            end(clock, &clock->moves->list[i]);
    }
    pack_faults_of(&clock->fleet, clock->seats, true, &after);
    int worse = pack_faults_worse(&clock->fleet, &before, &after, true);
    if (worse >= 0 && !clock->wrong)
        clock->wrong =
            alloc_printf("at %.3f s, with steps %s: what must hold number %d (%zu of "
                         "hosts) was %lld and is %lld",
                         clock->now_s, stage == WAITS ? "begun" : "ended", worse, after.of_hosts,
                         (long long)before.list[worse], (long long)after.list[worse]);
    pack_faults_done(&before);
    pack_faults_done(&after);
}

static void run(struct clock *clock)
{
    while (!clock->wrong) {
        double next_s = INFINITY;
        for (size_t i = 0; i < clock->moves->count; i++)
            next_s = fmin(next_s, due_s(clock, i));
        if (isinf(next_s))
            break;
        clock->now_s = next_s;
        pass(clock, RUNS);
        pass(clock, WAITS);
    }
    for (size_t g = 0; !clock->wrong && g < clock->fleet.guests; g++)
        for (size_t h = 0; h < clock->fleet.hosts; h++)
            if (*seat_of(clock, (int32_t)g, (int32_t)h) != (clock->moves->end[g] == (int32_t)h)) {
                free(clock->wrong);
                clock->wrong =
                    alloc_printf("guest %zu does not end on %d", g, clock->moves->end[g]);
            }
}

char *pack_check_schedule(const struct pack_fleet *fleet, const struct moves *moves,
                          const struct moves_options *options)
{
    size_t hosts = fleet->hosts;
    scope_free pack_seats *seats = alloc_zeroed(fleet->guests * hosts + 1, 1);
    scope_free enum stage *stages = alloc_zeroed(moves->count + 1, sizeof(*stages));
    scope_free bool *is_down = alloc_zeroed(hosts + 1, sizeof(*is_down));
    scope_free bool *is_closed = alloc_zeroed(hosts + 1, sizeof(*is_closed));
    struct amounts amounts = *fleet->amounts;
    struct clock clock = {
        *fleet, moves, options, stages, is_down, is_closed, fleet->amounts->is_closed,
        seats,  0,     NULL};
    memcpy(is_down, fleet->is_off, hosts * sizeof(*is_down));
    memcpy(is_closed, fleet->amounts->is_closed, hosts * sizeof(*is_closed));
    amounts.is_closed = is_closed;
    clock.fleet.amounts = &amounts;
    pack_seats_of(fleet, fleet->start, seats);
    run(&clock);
    return clock.wrong;
}
