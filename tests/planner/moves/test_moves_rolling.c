// SPDX-License-Identifier: GPL-3.0-or-later
// Rolling maintenance by hand: every host once, empty while it lasts, and who comes back.
#include <criterion/criterion.h>
#include <string.h>

#include "common/base/rng.h"
#include "tests/planner/moves/made_moves.h"

static void made_init(struct made_moves *made, int hosts, double gib)
{
    made_moves_init(made);
    made->options.is_rolling = true;
    for (int h = 0; h < hosts; h++) {
        made_moves_host(made, gib);
        made->is_on[h] = true;
    }
}

static size_t count_of(const struct moves *moves, enum move_kind kind)
{
    size_t count = 0;
    for (size_t i = 0; i < moves->count; i++)
        count += moves->list[i].kind == kind;
    return count;
}

static const struct move *maintenance_of(const struct moves *moves, int32_t host)
{
    for (size_t i = 0; i < moves->count; i++)
        if (moves->list[i].kind == MOVE_MAINTAIN && moves->list[i].to == host)
            return &moves->list[i];
    return NULL;
}

Test(planner_moves_rolling, each_host_is_emptied_onto_the_one_before)
{
    struct made_moves made;
    made_init(&made, 4, 16);
    for (int h = 0; h < 3; h++)
        for (int g = 0; g < 4; g++)
            made_moves_guest(&made, 4, h, h);
    const struct moves *moves = made_moves_plan(&made);
    made_moves_check(&made);
    cr_expect_eq(count_of(moves, MOVE_MAINTAIN), 4);
    cr_expect_eq(moves->migrations, 12); // with return it would be 24
    cr_expect_eq(moves->stuck_count, 0);
    cr_expect_geq(moves->seconds.value, 4 * made.options.maintenance_s);
    made_moves_done(&made);
}

// The spare host is off at the end: what was brought there must leave it again.
Test(planner_moves_rolling, an_emptied_host_helps_before_it_is_switched_off)
{
    struct made_moves made;
    made_init(&made, 3, 16);
    made.is_on[2] = false;
    for (int h = 0; h < 2; h++)
        for (int g = 0; g < 4; g++)
            made_moves_guest(&made, 4, h, h);
    const struct moves *moves = made_moves_plan(&made);
    made_moves_check(&made);
    cr_expect_eq(count_of(moves, MOVE_MAINTAIN), 2);
    cr_expect_null(maintenance_of(moves, 2));
    cr_expect_eq(moves->migrations, 12); // h0 -> h2, h1 -> h0, h2 -> h1
    cr_expect(moves->is_off[2]);
    for (int g = 0; g < 8; g++)
        cr_expect_neq(moves->end[g], 2);
    made_moves_done(&made);
}

Test(planner_moves_rolling, a_host_that_cannot_be_emptied_is_told_with_its_reason)
{
    struct made_moves made;
    made_init(&made, 2, 16);
    made_moves_guest(&made, 12, 0, 0);
    made_moves_guest(&made, 8, 1, 1);
    const struct moves *moves = made_moves_plan(&made);
    made_moves_check(&made);
    cr_expect_eq(count_of(moves, MOVE_MAINTAIN), 0);
    cr_assert_eq(moves->stuck_count, 2);
    cr_expect_not_null(strstr(moves->stuck[0], "h0 is not maintained: g0 finds no other host"),
                       "%s", moves->stuck[0]);
    cr_expect_not_null(strstr(moves->stuck[0], "h1 lacks 4.00 GiB of memory"), "%s",
                       moves->stuck[0]);
    cr_expect_eq(moves->count, 0);
    made_moves_done(&made);
}

Test(planner_moves_rolling, pinned_guests_keep_their_host)
{
    struct made_moves made;
    made_init(&made, 2, 16);
    made_moves_guest(&made, 4, 0, 0)->is_pinned = true;
    made_moves_guest(&made, 4, 1, 1);
    const struct moves *moves = made_moves_plan(&made);
    made_moves_check(&made);
    cr_expect_null(maintenance_of(moves, 0));
    cr_expect_not_null(maintenance_of(moves, 1));
    cr_assert_eq(moves->stuck_count, 1);
    cr_expect_not_null(strstr(moves->stuck[0], "g0 is pinned"), "%s", moves->stuck[0]);
    made_moves_done(&made);
}

Test(planner_moves_rolling, hosts_of_one_label_are_maintained_together)
{
    struct made_moves made;
    made_init(&made, 4, 16);
    made.options.maintenance_by = strdup("rack");
    for (int h = 0; h < 4; h++) {
        cr_assert_eq(
            estate_labels_parse(&made.estate.hosts[h].labels, h < 2 ? "rack=a" : "rack=b", NULL),
            0);
        made_moves_guest(&made, 8, h, h);
    }
    const struct moves *moves = made_moves_plan(&made);
    made_moves_check(&made);
    cr_assert_eq(count_of(moves, MOVE_MAINTAIN), 4);
    cr_expect_eq(maintenance_of(moves, 0)->start_s, maintenance_of(moves, 1)->start_s);
    cr_expect_eq(maintenance_of(moves, 2)->wave, maintenance_of(moves, 3)->wave);
    cr_expect_neq(maintenance_of(moves, 0)->wave, maintenance_of(moves, 2)->wave);
    made_moves_done(&made);
}

// First the target, then the maintenance of what is left on.
Test(planner_moves_rolling, comes_after_the_consolidation)
{
    struct made_moves made;
    made_init(&made, 3, 16);
    made.is_on[1] = made.is_on[2] = false;
    made_moves_guest(&made, 4, 0, 0);
    made_moves_guest(&made, 4, 1, 0);
    made_moves_guest(&made, 4, 2, 0);
    const struct moves *moves = made_moves_plan(&made);
    made_moves_check(&made);
    cr_expect_eq(count_of(moves, MOVE_MAINTAIN), 1);
    cr_expect_not_null(maintenance_of(moves, 0));
    cr_expect_eq(count_of(moves, MOVE_SWITCH_OFF), 2);
    for (int g = 0; g < 3; g++)
        cr_expect_eq(moves->end[g], 0);
    made_moves_done(&made);
}

// Spread guests never meet, not even while hosts are emptied.
Test(planner_moves_rolling, continuous_rules_hold_all_along)
{
    struct made_moves made;
    made_init(&made, 3, 16);
    made_moves_guest(&made, 4, 0, 0);
    made_moves_guest(&made, 4, 1, 1);
    made_moves_rule(&made, "spread", "g0 g1", NULL, true);
    const struct moves *moves = made_moves_plan(&made);
    made_moves_check(&made);
    cr_expect_eq(count_of(moves, MOVE_MAINTAIN), 3);
    int32_t at[2] = {0, 1};
    for (size_t i = 0; i < moves->count; i++)
        if (moves->list[i].kind == MOVE_MIGRATE) {
            at[moves->list[i].guest] = moves->list[i].to;
            cr_expect_neq(moves->list[i].to, at[!moves->list[i].guest]);
        }
    made_moves_done(&made);
}

Test(planner_moves_rolling, guests_that_are_shut_off_stay_meanwhile)
{
    struct made_moves made;
    made_init(&made, 2, 16);
    made_moves_guest(&made, 4, 0, 0)->is_off = true;
    made_moves_guest(&made, 4, 0, 0);
    const struct moves *moves = made_moves_plan(&made);
    cr_expect_eq(count_of(moves, MOVE_MAINTAIN), 2);
    cr_expect_eq(moves->end[0], 0);
    made_moves_done(&made);
}

// Every host of a random fleet is maintained once, or told; the times and waves are judged anew.
Test(planner_moves_rolling, random_fleets_are_safe_all_along)
{
    struct rng rng;
    size_t maintained = 0, refused = 0;
    rng_init(&rng, 11);
    for (int round = 0; round < 200; round++) {
        struct made_moves made;
        int hosts = 2 + (int)rng_below(&rng, 6);
        made_init(&made, hosts, 16);
        for (int h = 0; h < hosts; h++) {
            int left = 16;
            for (int g = (int)rng_below(&rng, 6); g > 0; g--) {
                int size = 1 + (int)rng_below(&rng, 6);
                if (size <= left)
                    made_moves_guest(&made, size, h, h);
                left -= size <= left ? size : 0;
            }
        }
        if (made.estate.guest_count == 0)
            made_moves_guest(&made, 1, 0, 0);
        const struct moves *moves = made_moves_plan(&made);
        made_moves_check(&made);
        cr_expect_eq(count_of(moves, MOVE_MAINTAIN) + moves->stuck_count, (size_t)hosts, "round %d",
                     round);
        for (int h = 0; h < hosts; h++)
            maintained += maintenance_of(moves, h) != NULL;
        refused += moves->stuck_count;
        made_moves_done(&made);
    }
    cr_expect_gt(maintained, 300, "%zu", maintained);
    cr_expect_gt(refused, 20, "%zu", refused);
}
