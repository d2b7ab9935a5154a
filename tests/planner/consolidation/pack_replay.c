// SPDX-License-Identifier: GPL-3.0-or-later
// Moves made wave by wave on the checker's own seats.
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "planner/moves/moves.h"
#include "tests/planner/consolidation/pack_checker.h"

struct replay {
    const struct pack_fleet *fleet;
    const struct moves *moves;
    pack_seats *seats;
    char *wrong;
};

static bool is_moving(const struct move *move)
{
    return move->kind == MOVE_MIGRATE || move->kind == MOVE_START;
}

static pack_seats *seat_of(struct replay *replay, int32_t guest, int32_t host)
{
    return &replay->seats[(size_t)guest * replay->fleet->hosts + (size_t)host];
}

static bool fail(struct replay *replay, const struct move *move, const char *what)
{
    replay->wrong = alloc_printf("wave %u, guest %d from %d to %d: %s", move->wave, move->guest,
                                 move->from, move->to, what);
    return false;
}

static bool arrive(struct replay *replay, const struct move *move)
{
    if (replay->fleet->is_pinned[move->guest] && move->kind == MOVE_MIGRATE)
        return fail(replay, move, "it is pinned");
    if (move->kind == MOVE_MIGRATE && !*seat_of(replay, move->guest, move->from))
        return fail(replay, move, "it is not there");
    if (*seat_of(replay, move->guest, move->to))
        return fail(replay, move, "it is there already");
    *seat_of(replay, move->guest, move->to) = 1;
    return true;
}

static bool is_worse_than(struct replay *replay, const struct pack_faults *before, unsigned wave,
                          const char *when)
{
    struct pack_faults now;
    pack_faults_of(replay->fleet, replay->seats, true, &now);
    int worse = pack_faults_worse(replay->fleet, before, &now, true);
    if (worse >= 0)
        replay->wrong =
            alloc_printf("wave %u, %s: what must hold number %d (%zu of hosts) was %lld "
                         "and is %lld",
                         wave, when, worse, now.of_hosts, (long long)before->list[worse],
                         (long long)now.list[worse]);
    pack_faults_done(&now);
    return worse >= 0;
}

static bool make_wave(struct replay *replay, unsigned wave)
{
    const struct moves *moves = replay->moves;
    struct pack_faults before;
    pack_faults_of(replay->fleet, replay->seats, true, &before);
    bool is_right = true;
    for (size_t i = 0; is_right && i < moves->count; i++)
        if (moves->list[i].wave == wave && is_moving(&moves->list[i]))
            is_right = arrive(replay, &moves->list[i]);
    is_right = is_right && !is_worse_than(replay, &before, wave, "all on both hosts");
    for (size_t i = 0; is_right && i < moves->count; i++)
        if (moves->list[i].wave == wave && moves->list[i].kind == MOVE_MIGRATE)
            *seat_of(replay, moves->list[i].guest, moves->list[i].from) = 0;
    is_right = is_right && !is_worse_than(replay, &before, wave, "all arrived");
    pack_faults_done(&before);
    return is_right;
}

// Nobody is on a host that is switched off or maintained.
static bool is_empty(struct replay *replay, unsigned wave)
{
    for (size_t i = 0; i < replay->moves->count; i++) {
        const struct move *move = &replay->moves->list[i];
        bool goes_down = move->kind == MOVE_SWITCH_OFF || move->kind == MOVE_MAINTAIN;
        for (size_t g = 0; goes_down && move->wave == wave && g < replay->fleet->guests; g++)
            if (*seat_of(replay, (int32_t)g, move->to))
                return fail(replay, move, "a guest is there");
    }
    return true;
}

static bool is_at_end(struct replay *replay)
{
    const struct pack_fleet *fleet = replay->fleet;
    for (size_t g = 0; g < fleet->guests; g++)
        for (size_t h = 0; h < fleet->hosts; h++)
            if (*seat_of(replay, (int32_t)g, (int32_t)h) != (replay->moves->end[g] == (int32_t)h)) {
                replay->wrong =
                    alloc_printf("guest %zu does not end on %d", g, replay->moves->end[g]);
                return false;
            }
    return true;
}

char *pack_check_moves(const struct pack_fleet *fleet, const struct moves *moves)
{
    scope_free pack_seats *seats = alloc_zeroed(fleet->guests * fleet->hosts + 1, 1);
    struct replay replay = {fleet, moves, seats, NULL};
    unsigned last = 0;
    pack_seats_of(fleet, fleet->start, seats);
    for (size_t i = 0; i < moves->count; i++)
        last = moves->list[i].wave > last ? moves->list[i].wave : last;
    for (unsigned wave = 0; wave <= last; wave++)
        if (!is_empty(&replay, wave) || !make_wave(&replay, wave))
            return replay.wrong;
    is_at_end(&replay);
    return replay.wrong;
}
