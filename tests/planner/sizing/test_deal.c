// SPDX-License-Identifier: GPL-3.0-or-later
// Whole guests on whole hosts: cases by hand, and that hosts found truly hold what they get.
#include "planner/sizing/deal.h"

#include <criterion/criterion.h>
#include <math.h>

#include "common/base/rng.h"
#include "planner/sizing/situation.h"
#include "tests/planner/made_plan.h"

static const double gib = 1024.0 * 1024 * 1024;

static void add(struct made_plan *made, const char *name, double count, double memory_gib)
{
    made_plan_class(made, name, count, 0)->memory_bytes = memory_gib * gib;
    made_plan_curve(made, 1000, 0.01);
}

static double hosts_of(const struct made_plan *made, double least)
{
    struct situation situation;
    situation_init(&situation, &made->plan, &made->capacities, &made->choices);
    double hosts = deal_hosts(&situation, 0, 1, least);
    situation_done(&situation);
    return hosts;
}

// Three of 0.6 of a host are 1.8 hosts' worth and need three.
Test(planner_deal, guests_of_more_than_half_a_host_take_one_each)
{
    struct made_plan made;
    made_plan_init(&made);
    made_plan_model(&made, "A");
    add(&made, "big a", 1, 0.6 * 512);
    add(&made, "big b", 1, 0.59 * 512);
    add(&made, "big c", 1, 0.61 * 512);
    cr_expect_eq(hosts_of(&made, 2), 3);
    struct outcome outcome = made_plan_confirmed(&made, 0);
    cr_expect_eq(outcome.year[0].needed, 3);
    cr_expect_eq(outcome.year[0].dealt, 1);
    cr_expect_eq(made_plan_outcome(&made, 0).year[0].needed, 2);
}

Test(planner_deal, what_fits_as_it_is_needs_no_more)
{
    struct made_plan made;
    made_plan_init(&made);
    made_plan_model(&made, "A");
    add(&made, "big", 4, 256);
    add(&made, "small", 16, 64);
    cr_expect_eq(hosts_of(&made, 4), 4); // two big or eight small: full to the brim
    cr_expect_eq(hosts_of(&made, 6), 6);
}

Test(planner_deal, nobody_needs_nothing)
{
    struct made_plan made;
    made_plan_init(&made);
    made_plan_model(&made, "A");
    cr_expect_eq(hosts_of(&made, 0), 0);
    add(&made, "web", 0, 8);
    cr_expect_eq(hosts_of(&made, 0), 0);
}

// The search goes in steps: it must still end at a host for every guest, and find what is between.
Test(planner_deal, many_guests_of_half_a_host_and_a_little)
{
    struct made_plan made;
    made_plan_init(&made);
    made_plan_model(&made, "A");
    add(&made, "big", 777, 0.501 * 512);
    cr_expect_eq(hosts_of(&made, 390), 777);
    made.classes[0].memory_bytes = 0.34 * 512 * gib; // two a host
    cr_expect_eq(hosts_of(&made, 265), 389);
}

// A CPU-heavy and a memory-heavy class on the same hosts: neither alone fills them.
Test(planner_deal, every_resource_is_held)
{
    struct made_plan made;
    made_plan_init(&made);
    made_plan_model(&made, "A");
    add(&made, "memory", 10, 100);
    made_plan_class(&made, "cpu", 10, 0);
    made_plan_curve(&made, 2.6, 1); // 5 of this model
    cr_expect_eq(hosts_of(&made, 1), 2);
    made.capacity[1].guests.value = 1.9; // 3
    cr_expect_eq(hosts_of(&made, 1), 4);
}

// Swings are held, too: 16 cores, guests of 1 core that all swing together by a standard deviation
// of 1: 16 / (1 + 1.645) = 6.05.
Test(planner_deal, the_percentile_holds_on_every_host)
{
    struct made_plan made;
    made_plan_init(&made);
    made_plan_model(&made, "A");
    made_plan_class(&made, "a", 30, 0);
    made_plan_cores(&made, 1, 1, 1);
    made_plan_class(&made, "b", 30, 0);
    made_plan_cores(&made, 1, 1, 1);
    cr_expect_eq(hosts_of(&made, 1), 10);
    made.classes[1].cpu.correlation = 0;
    cr_expect_lt(hosts_of(&made, 1), 10);
}

// Held against a bound that no deal can beat, and one that any sane deal keeps: the sum of all over
// a host, and twice that (first fit leaves no two hosts half empty).
Test(planner_deal, is_between_the_bounds_of_bin_packing)
{
    struct rng rng;
    rng_init(&rng, 3);
    for (int round = 0; round < 200; round++) {
        struct made_plan made;
        made_plan_init(&made);
        made_plan_model(&made, "A");
        double sum = 0;
        int classes = 1 + (int)rng_below(&rng, 12);
        for (int c = 0; c < classes; c++) {
            double count = (double)rng_below(&rng, 30), size = 1 + 250 * rng_unit(&rng);
            add(&made, "class", count, size);
            sum += count * size;
        }
        double least = ceil(sum / 512), hosts = hosts_of(&made, least);
        cr_assert(hosts >= least && hosts <= 2 * least + 1, "round %d: %g hosts for %g", round,
                  hosts, sum / 512);
    }
}
