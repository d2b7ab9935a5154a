// SPDX-License-Identifier: GPL-3.0-or-later
// Plans of moves by hand: what waits for what, ways around, hosts on and off, what is stuck.
#include "planner/moves/moves.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <math.h>
#include <string.h>

#include "common/base/err.h"
#include "tests/planner/moves/made_moves.h"

static const struct move *move_of(const struct moves *moves, enum move_kind kind, int32_t which)
{
    for (size_t i = 0; i < moves->count; i++) {
        const struct move *move = &moves->list[i];
        bool is_host = kind != MOVE_MIGRATE && kind != MOVE_START;
        if (move->kind == kind && (is_host ? move->to : move->guest) == which)
            return move;
    }
    return NULL;
}

Test(planner_moves, where_all_stay_nothing_is_done)
{
    struct made_moves made;
    made_moves_init(&made);
    made_moves_host(&made, 8);
    made_moves_guest(&made, 4, 0, 0);
    const struct moves *moves = made_moves_plan(&made);
    cr_expect_eq(moves->count, 0);
    cr_expect_eq(moves->waves, 0);
    cr_expect_eq(moves->seconds.value, 0);
    cr_expect_eq(moves->end[0], 0);
    made_moves_check(&made);
    made_moves_done(&made);
}

Test(planner_moves, the_emptied_host_is_switched_off_after_its_last_guest)
{
    struct made_moves made;
    made_moves_init(&made);
    made_moves_host(&made, 16);
    made_moves_host(&made, 16);
    for (int g = 0; g < 3; g++)
        made_moves_guest(&made, 4, 1, 0);
    const struct moves *moves = made_moves_plan(&made);
    made_moves_check(&made);
    cr_assert_eq(moves->count, 4);
    cr_expect_eq(moves->list[3].kind, MOVE_SWITCH_OFF);
    cr_expect_eq(moves->list[3].to, 1);
    cr_expect_eq(moves->migrations, 3);
    cr_expect(moves->is_off[1]);
    cr_expect_not(moves->is_off[0]);
    made.is_on[1] = true; // as a spare
    moves = made_moves_plan(&made);
    cr_expect_eq(moves->count, 3);
    cr_expect_not(moves->is_off[1]);
    made_moves_done(&made);
}

Test(planner_moves, a_host_that_is_off_is_on_before_its_first_guest)
{
    struct made_moves made;
    made_moves_init(&made);
    made_moves_host(&made, 8);
    made_moves_host(&made, 16)->is_off = true;
    made_moves_guest(&made, 4, 0, 1);
    made_moves_guest(&made, 4, 0, 1);
    const struct moves *moves = made_moves_plan(&made);
    made_moves_check(&made);
    cr_assert_eq(moves->count, 4);
    cr_expect_eq(moves->list[0].kind, MOVE_SWITCH_ON);
    cr_expect_eq(moves->list[3].kind, MOVE_SWITCH_OFF);
    made_moves_done(&made);
}

// g1 must leave h1 before g0 finds room there.
Test(planner_moves, one_waits_for_another)
{
    struct made_moves made;
    made_moves_init(&made);
    for (int h = 0; h < 3; h++)
        made_moves_host(&made, 8);
    made_moves_guest(&made, 8, 0, 1);
    made_moves_guest(&made, 8, 1, 2);
    const struct moves *moves = made_moves_plan(&made);
    made_moves_check(&made);
    const struct move *first = move_of(moves, MOVE_MIGRATE, 1);
    const struct move *second = move_of(moves, MOVE_MIGRATE, 0);
    cr_assert(first && second);
    cr_expect_lt(first->wave, second->wave);
    cr_expect_geq(second->start_s, first->start_s + first->seconds.value - 1e-6);
    made_moves_done(&made);
}

Test(planner_moves, a_cycle_is_broken_by_the_cheapest_detour)
{
    struct made_moves made;
    made_moves_init(&made);
    made_moves_host(&made, 10);
    made_moves_host(&made, 10);
    made_moves_host(&made, 10);
    made_moves_guest(&made, 8, 0, 1);
    made_moves_guest(&made, 6, 1, 0);
    made_moves_guest(&made, 3, 2, 2);
    const struct moves *moves = made_moves_plan(&made);
    made_moves_check(&made);
    cr_expect_eq(moves->stuck_count, 0);
    cr_expect_eq(moves->bypasses, 1);
    cr_expect_eq(moves->migrations, 3);
    for (size_t i = 0; i < moves->count; i++)
        if (moves->list[i].reason == MOVE_BYPASS)
            cr_expect_eq(moves->list[i].guest, 1);
    cr_expect_eq(moves->end[0], 1);
    cr_expect_eq(moves->end[1], 0);
    made_moves_done(&made);
}

Test(planner_moves, a_cycle_may_use_a_host_that_is_off)
{
    struct made_moves made;
    made_moves_init(&made);
    made_moves_host(&made, 8);
    made_moves_host(&made, 8);
    made_moves_host(&made, 8)->is_off = true;
    made_moves_guest(&made, 8, 0, 1);
    made_moves_guest(&made, 8, 1, 0);
    const struct moves *moves = made_moves_plan(&made);
    made_moves_check(&made);
    cr_expect_eq(moves->stuck_count, 0);
    cr_expect_not_null(move_of(moves, MOVE_SWITCH_ON, 2));
    cr_expect_not_null(move_of(moves, MOVE_SWITCH_OFF, 2));
    cr_expect(moves->is_off[2]);
    made_moves_done(&made);
}

Test(planner_moves, a_cycle_without_a_way_around_is_stuck_and_says_who_waits)
{
    struct made_moves made;
    made_moves_init(&made);
    made_moves_host(&made, 8);
    made_moves_host(&made, 8);
    made_moves_host(&made, 4);
    made_moves_guest(&made, 8, 0, 1);
    made_moves_guest(&made, 8, 1, 0);
    made_moves_guest(&made, 1, 2, 2);
    const struct moves *moves = made_moves_plan(&made);
    made_moves_check(&made);
    cr_assert_eq(moves->stuck_count, 2);
    cr_expect_not_null(strstr(moves->stuck[0], "g0 stays on h0"), "%s", moves->stuck[0]);
    cr_expect_not_null(strstr(moves->stuck[0], "h1 lacks 8.00 GiB of memory"), "%s",
                       moves->stuck[0]);
    cr_expect_not_null(strstr(moves->stuck[0], "g1 for h0"), "%s", moves->stuck[0]);
    cr_expect_not_null(strstr(moves->stuck[0], "would free it"), "%s", moves->stuck[0]);
    cr_expect_eq(moves->end[0], 0);
    cr_expect_eq(moves->count, 0);
    made_moves_done(&made);
}

// h0 holds 12 of 8 GiB: what leaves it mends, and goes before what only consolidates.
Test(planner_moves, what_mends_comes_first)
{
    struct made_moves made;
    made_moves_init(&made);
    for (int h = 0; h < 4; h++)
        made_moves_host(&made, 8);
    made.options.at_once = 1;
    made_moves_guest(&made, 4, 3, 2);
    made_moves_guest(&made, 6, 0, 1);
    made_moves_guest(&made, 6, 0, 0);
    const struct moves *moves = made_moves_plan(&made);
    cr_assert_eq(moves->migrations, 2);
    cr_expect_eq(moves->list[0].guest, 1);
    cr_expect_eq(moves->list[0].reason, MOVE_REPAIR);
    cr_expect_eq(move_of(moves, MOVE_MIGRATE, 0)->reason, MOVE_CONSOLIDATE);
    made_moves_check(&made);
    made_moves_done(&made);
}

Test(planner_moves, guests_that_run_nowhere_are_started)
{
    struct made_moves made;
    made_moves_init(&made);
    made_moves_host(&made, 8);
    made_moves_guest(&made, 4, ESTATE_NOWHERE, 0);
    made_moves_guest(&made, 4, ESTATE_NOWHERE, ESTATE_NOWHERE);
    const struct moves *moves = made_moves_plan(&made);
    made_moves_check(&made);
    cr_assert_eq(moves->count, 1);
    cr_expect_eq(moves->list[0].kind, MOVE_START);
    cr_expect_eq(moves->list[0].from, -1);
    cr_expect_eq(moves->migrations, 0);
    cr_expect_eq(moves->end[0], 0);
    cr_expect_eq(moves->end[1], ESTATE_NOWHERE);
    made_moves_done(&made);
}

Test(planner_moves, a_shut_off_guest_moves_without_downtime)
{
    struct made_moves made;
    made_moves_init(&made);
    made_moves_host(&made, 8);
    made_moves_host(&made, 8);
    made_moves_guest(&made, 4, 0, 1)->is_off = true;
    const struct moves *moves = made_moves_plan(&made);
    const struct move *move = move_of(moves, MOVE_MIGRATE, 0);
    cr_assert_not_null(move);
    cr_expect_eq(move->downtime_s.value, 0);
    cr_expect_eq(move->downtime_s.high, 0);
    cr_expect_eq(move->seconds.value, made.options.fixed_s.value);
    made_moves_done(&made);
}

Test(planner_moves, limits_hold_and_more_at_once_is_no_slower)
{
    double seconds[2];
    for (unsigned wide = 0; wide < 2; wide++) {
        struct made_moves made;
        made_moves_init(&made);
        made.options.per_host = wide ? 8 : 1;
        made.options.per_link = wide ? 8 : 1;
        for (int h = 0; h < 6; h++)
            made_moves_host(&made, 64);
        for (int g = 0; g < 24; g++)
            made_moves_guest(&made, 4, g % 3, 3 + g % 3);
        const struct moves *moves = made_moves_plan(&made);
        made_moves_check(&made);
        seconds[wide] = moves->seconds.value;
        cr_expect_leq(moves->seconds.low, moves->seconds.value);
        cr_expect_geq(moves->seconds.high, moves->seconds.value);
        cr_expect_geq(moves->wave_seconds.value, moves->seconds.value - 1e-6);
        cr_expect_eq(moves->seconds.origin, ORIGIN_GUESSED);
        made_moves_done(&made);
    }
    cr_expect_leq(seconds[1], seconds[0]);
}

// Two migrations between two hosts take each half of the network: both take twice as long.
Test(planner_moves, bandwidth_is_shared)
{
    double seconds[2];
    for (unsigned count = 1; count <= 2; count++) {
        struct made_moves made;
        made_moves_init(&made);
        made_moves_host(&made, 64);
        made_moves_host(&made, 64);
        for (unsigned g = 0; g < count; g++)
            made_moves_guest(&made, 10, 0, 1)->dirty_bytes_hz = 0;
        made.is_on[0] = true;
        seconds[count - 1] = made_moves_plan(&made)->seconds.value;
        made_moves_check(&made);
        made_moves_done(&made);
    }
    double fixed = 2 + 0.05;
    cr_expect_float_eq(seconds[1] - fixed, 2 * (seconds[0] - fixed), 1e-6);
}

Test(planner_moves, options_that_let_nothing_move_are_refused)
{
    struct made_moves made;
    struct err err = {0};
    struct moves moves;
    made_moves_init(&made);
    made_moves_host(&made, 8);
    made_moves_guest(&made, 4, 0, 0);
    made_moves_plan(&made);
    struct target target = {.host = made.goal, .is_on = made.is_on};
    made.options.per_host = 0;
    cr_expect_eq(
        moves_plan(&made.estate, &made.amounts, NULL, &target, &made.options, &moves, &err),
        -EINVAL);
    cr_expect_not_null(strstr(err_text(&err), "per-host"));
    err_done(&err);
    made_moves_done(&made);
}

// The rule holds at every moment: g0 may come to h1 only when g1 has left it.
Test(planner_moves, a_continuous_rule_orders_moves)
{
    struct made_moves made;
    made_moves_init(&made);
    for (int h = 0; h < 3; h++)
        made_moves_host(&made, 64);
    made_moves_guest(&made, 4, 0, 1);
    made_moves_guest(&made, 4, 1, 2);
    made_moves_rule(&made, "spread", "g0 g1", NULL, true);
    const struct moves *moves = made_moves_plan(&made);
    made_moves_check(&made);
    cr_expect_eq(moves->stuck_count, 0);
    cr_expect_gt(move_of(moves, MOVE_MIGRATE, 0)->wave, move_of(moves, MOVE_MIGRATE, 1)->wave);
    made_moves_done(&made);
}

// They would change places, and must not meet: each of the two hosts that are left is one of
// theirs.
Test(planner_moves, a_rule_that_holds_all_along_may_stick_and_is_named)
{
    struct made_moves made;
    made_moves_init(&made);
    made_moves_host(&made, 64);
    made_moves_host(&made, 64);
    made_moves_guest(&made, 4, 0, 1);
    made_moves_guest(&made, 4, 1, 0);
    made_moves_rule(&made, "spread", "g0 g1", NULL, true);
    const struct moves *moves = made_moves_plan(&made);
    made_moves_check(&made);
    cr_assert_eq(moves->stuck_count, 2);
    cr_expect_not_null(strstr(moves->stuck[0], "spread"), "%s", moves->stuck[0]);
    cr_expect_not_null(strstr(moves->stuck[0], "pack.yaml:1"), "%s", moves->stuck[0]);
    cr_expect_not_null(strstr(moves->stuck[0], "every one was looked at"), "%s", moves->stuck[0]);
    made_moves_done(&made);
    made_moves_init(&made);
    made_moves_host(&made, 64);
    made_moves_host(&made, 64);
    made_moves_guest(&made, 4, 0, 1);
    made_moves_guest(&made, 4, 1, 0);
    made_moves_rule(&made, "spread", "g0 g1", NULL, false); // only at the end
    cr_expect_eq(made_moves_plan(&made)->stuck_count, 0);
    made_moves_check(&made);
    made_moves_done(&made);
}

// Both are where they may not be together: the one that leaves mends.
Test(planner_moves, a_rule_that_is_broken_is_mended_first)
{
    struct made_moves made;
    made_moves_init(&made);
    for (int h = 0; h < 4; h++)
        made_moves_host(&made, 64);
    made.options.at_once = 1;
    made_moves_guest(&made, 4, 3, 0);
    made_moves_guest(&made, 4, 1, 1);
    made_moves_guest(&made, 4, 1, 2);
    made_moves_rule(&made, "spread", "g1 g2", NULL, true);
    const struct moves *moves = made_moves_plan(&made);
    made_moves_check(&made);
    cr_expect_eq(moves->stuck_count, 0);
    cr_expect_eq(moves->list[0].guest, 2);
    cr_expect_eq(moves->list[0].reason, MOVE_REPAIR);
    made_moves_done(&made);
}

// g1 cannot get to h2, which is full of a guest that stays. With g0 alone on its way the two would
// be apart at the end, which a rule forbids: then g0 stays, too.
Test(planner_moves, a_part_of_the_plan_that_would_end_badly_is_left_out)
{
    struct made_moves made;
    made_moves_init(&made);
    made_moves_host(&made, 8);
    made_moves_host(&made, 8);
    made_moves_host(&made, 8);
    made_moves_guest(&made, 4, 0, 1);
    made_moves_guest(&made, 4, 0, 1);
    made_moves_guest(&made, 4, 1, 1); // stays: there is room for one of them only
    made_moves_guest(&made, 8, 2, 2);
    made_moves_rule(&made, "gather", "g0 g1", NULL, false);
    const struct moves *moves = made_moves_plan(&made);
    made_moves_check(&made);
    cr_expect_eq(moves->end[0], 0);
    cr_expect_eq(moves->end[1], 0);
    cr_expect_eq(moves->stuck_count, 2);
    made_moves_done(&made);
}

Test(planner_moves, memory_that_is_written_too_fast_is_told_with_what_helps)
{
    struct made_moves made;
    made_moves_init(&made);
    made_moves_host(&made, 64)->network_bits_hz = 1e9;
    made_moves_host(&made, 64)->network_bits_hz = 1e9;
    made_moves_guest(&made, 16, 0, 1)->dirty_bytes_hz = 500e6;
    const struct moves *moves = made_moves_plan(&made);
    cr_expect_not(move_of(moves, MOVE_MIGRATE, 0)->converges);
    cr_assert_eq(moves->note_count, 1);
    cr_expect_not_null(strstr(moves->notes[0], "auto-converge"), "%s", moves->notes[0]);
    cr_expect_not_null(strstr(moves->notes[0], "post-copy"), "%s", moves->notes[0]);
    made_moves_done(&made);
}

// A ring of full hosts with one empty host: all turn by one place.
Test(planner_moves, a_long_ring_turns_by_one_spare)
{
    struct made_moves made;
    enum { RING = 300 };
    made_moves_init(&made);
    for (int h = 0; h <= RING; h++)
        made_moves_host(&made, 8);
    for (int h = 0; h < RING; h++)
        made_moves_guest(&made, 8, h, (h + 1) % RING);
    const struct moves *moves = made_moves_plan(&made);
    made_moves_check(&made);
    cr_expect_eq(moves->stuck_count, 0);
    cr_expect_eq(moves->migrations, RING + 1);
    cr_expect_eq(moves->bypasses, 1);
    made_moves_done(&made);
}

// Half of 160 hosts are emptied onto the other half, as a real fleet would be.
Test(planner_moves, a_fleet_is_consolidated_side_by_side)
{
    struct made_moves made;
    enum { HALF = 80, EACH = 10 };
    made_moves_init(&made);
    for (int h = 0; h < 2 * HALF; h++)
        made_moves_host(&made, 2 * EACH);
    for (int g = 0; g < 2 * HALF * EACH; g++)
        made_moves_guest(&made, 1, g / EACH, g / EACH % HALF);
    const struct moves *moves = made_moves_plan(&made);
    made_moves_check(&made);
    cr_expect_eq(moves->stuck_count, 0);
    cr_expect_eq(moves->migrations, HALF * EACH);
    // 32 at once of 800: 25 waves at best, and one to switch off.
    cr_expect_leq(moves->waves, 30, "%zu", moves->waves);
    made_moves_done(&made);
}
