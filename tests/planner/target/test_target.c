// SPDX-License-Identifier: GPL-3.0-or-later
// Targets of small estates whose best answer is easily seen.
#include "planner/target/target.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/err.h"
#include "tests/planner/made_estate.h"

static struct estate estate;
static struct policy policy;
static struct amounts amounts;
static struct rule_set *rules;
static struct target_options options;
static struct target target;

static void set_up(void)
{
    estate_init(&estate);
    made_policy(&policy);
    amounts = (struct amounts){0};
    rules = rule_set_new();
    target = (struct target){0};
    options = (struct target_options){.seconds = 1, .rounds = 200, .threads = 1, .seed = 1};
}

static void tear_down(void)
{
    target_done(&target);
    amounts_done(&amounts);
    rule_set_free(rules);
    policy_done(&policy);
    estate_done(&estate);
}

TestSuite(planner_target, .init = set_up, .fini = tear_down);

static int find(struct err *err)
{
    made_amounts(&estate, &policy, &amounts);
    made_rules_resolve(rules, &estate);
    return target_find(&estate, &amounts, rules, &options, &target, err);
}

static void find_well(void)
{
    struct err err = {0};
    cr_assert_eq(find(&err), 0, "%s", err_text(&err));
}

static bool is_broken(const char *part)
{
    for (size_t i = 0; i < target.broken_count; i++)
        if (strstr(target.broken[i], part))
            return true;
    return false;
}

// Three hosts of 4 cores and 16 GiB; guests of 1 vCPU and so much memory.
static void make_three(void)
{
    made_host(&estate, "h1", 4, 16);
    made_host(&estate, "h2", 4, 16);
    made_host(&estate, "h3", 4, 16);
}

Test(planner_target, guests_come_together_with_few_moves)
{
    make_three();
    made_guest(&estate, "a", 0, 1, 4);
    made_guest(&estate, "b", 0, 1, 4);
    made_guest(&estate, "c", 1, 1, 4);
    find_well();
    cr_expect_eq(target.hosts_before, 2);
    cr_expect_eq(target.hosts_used, 1);
    cr_expect_eq(target.moves, 1, "c goes to the others");
    cr_expect_eq(target.host[2], 0);
    cr_expect(target.is_on[0] && !target.is_on[1] && !target.is_on[2]);
    cr_expect_eq(target.cost_before, 2);
    cr_expect_eq(target.cost, 1);
    cr_expect_eq(target.bound, 1);
    cr_expect(target.is_optimal);
    cr_expect_eq(target.misplaced_count, 0);
    cr_expect_eq(target.broken_count, 0);
}

Test(planner_target, guests_that_are_nowhere_get_a_host)
{
    make_three();
    made_guest(&estate, "a", ESTATE_NOWHERE, 1, 4);
    made_guest(&estate, "b", 2, 1, 4);
    find_well();
    cr_expect_eq(target.host[0], 2);
    cr_expect_eq(target.moves, 0, "it is started there, not moved");
    cr_expect(target.is_optimal);
}

Test(planner_target, a_guest_larger_than_any_host_is_named_and_stays)
{
    make_three();
    made_guest(&estate, "a", 1, 1, 24);
    made_guest(&estate, "b", 0, 1, 4);
    made_guest(&estate, "c", 2, 1, 4);
    find_well();
    cr_assert_eq(target.misplaced_count, 1);
    cr_expect_eq(target.misplaced[0].guest, 0);
    cr_expect(strstr(target.misplaced[0].why, "larger than any host: 24.0 GiB of memory"), "%s",
              target.misplaced[0].why);
    cr_expect(strstr(target.misplaced[0].mend, "8.00 GiB more than"), "%s",
              target.misplaced[0].mend);
    cr_expect_eq(target.host[0], 1);
    cr_expect_eq(target.host[1], target.host[2], "the others come together nonetheless");
    cr_expect_neq(target.host[1], 1, "but not on the host that is too full");
    cr_expect(!target.is_optimal);
    cr_expect(is_broken("h2 holds 8.00 GiB more memory than it has room for"));
}

Test(planner_target, where_reserves_leave_nothing_that_is_said)
{
    make_three();
    made_guest(&estate, "a", 1, 1, 4);
    policy.memory_reserve_bytes = 64 * MADE_GIB;
    find_well();
    cr_assert_eq(target.misplaced_count, 1);
    cr_expect(
        strstr(target.misplaced[0].why,
               "no host has any memory left for guests after reserves, and it needs 4.00 GiB"),
        "%s", target.misplaced[0].why);
}

Test(planner_target, a_guest_without_a_place_says_what_is_missing_where)
{
    make_three();
    for (int h = 0; h < 3; h++)
        made_guest(&estate, (const char *[]){"a", "b", "c"}[h], h, 1, 10 + h);
    made_guest(&estate, "new", ESTATE_NOWHERE, 1, 8);
    find_well();
    cr_assert_eq(target.misplaced_count, 1);
    cr_expect_eq(target.misplaced[0].guest, 3);
    cr_expect_eq(target.host[3], ESTATE_NOWHERE);
    cr_expect(strstr(target.misplaced[0].why,
                     "3 hosts have not enough memory left for its 8.00 GiB (nearest is h1, 2.00 "
                     "GiB short)"),
              "%s", target.misplaced[0].why);
    cr_expect(strstr(target.misplaced[0].mend, "2.00 GiB more memory on h1"), "%s",
              target.misplaced[0].mend);
    cr_expect_eq(target.moves, 0);
}

Test(planner_target, a_full_start_is_named_and_mended)
{
    make_three();
    for (int g = 0; g < 6; g++)
        made_guest(&estate, (const char *[]){"a", "b", "c", "d", "e", "f"}[g], 0, 1, 4);
    find_well();
    cr_expect(is_broken("h1 holds 8.00 GiB more memory than it has room for"));
    cr_expect(is_broken("h1 holds 2.00 vCPUs more CPU than it has room for"));
    cr_expect_eq(target.misplaced_count, 0);
    cr_expect_eq(target.hosts_used, 2);
    cr_expect_eq(target.moves, 2);
    cr_expect(target.is_optimal);
}

Test(planner_target, a_drained_host_is_emptied_and_never_filled)
{
    make_three();
    estate.hosts[0].is_drained = true;
    made_guest(&estate, "a", 0, 1, 4);
    made_guest(&estate, "b", 1, 1, 4);
    find_well();
    cr_expect(is_broken("h1 is drained and holds 1 guest"));
    cr_expect_eq(target.host[0], 1);
    cr_expect_eq(target.moves, 1);
    cr_expect(target.is_optimal);
}

Test(planner_target, a_pinned_guest_on_a_drained_host_stays_and_is_named)
{
    make_three();
    estate.hosts[0].is_drained = true;
    made_guest(&estate, "a", 0, 1, 4)->is_pinned = true;
    find_well();
    cr_assert_eq(target.misplaced_count, 1);
    cr_expect_eq(target.host[0], 0);
    cr_expect(strstr(target.misplaced[0].why, "it is pinned to h1; 1 host is drained"), "%s",
              target.misplaced[0].why);
}

Test(planner_target, nobody_to_be_placed_is_no_error)
{
    make_three();
    find_well();
    cr_expect_eq(target.hosts_used, 0);
    cr_expect_eq(target.cost, 0);
}

// --- aims ---------------------------------------------------------------------------------------

Test(planner_target, the_cheapest_hosts_are_kept)
{
    make_three();
    estate.hosts[0].cost_year = 1000;
    estate.hosts[1].cost_year = 300;
    estate.hosts[2].cost_year = 400;
    made_guest(&estate, "a", 0, 1, 4);
    made_guest(&estate, "b", 0, 1, 4);
    options.aim = TARGET_CHEAPEST;
    find_well();
    cr_expect_eq(target.host[0], 1);
    cr_expect_eq(target.host[1], 1);
    cr_expect_eq(target.cost_before, 1000);
    cr_expect_eq(target.cost, 300);
    cr_expect(target.is_optimal);
}

Test(planner_target, an_aim_without_its_figures_is_refused_by_line)
{
    struct err err = {0};
    make_three();
    estate.hosts[0].cost_year = 1;
    estate.hosts[1].file = "hosts.csv";
    estate.hosts[1].line = 3;
    made_guest(&estate, "a", 0, 1, 4);
    options.aim = TARGET_CHEAPEST;
    cr_expect_eq(find(&err), -EINVAL);
    cr_expect_str_eq(err_text(&err),
                     "hosts.csv:3: h2: no cost-year is known, which the aim cheapest counts");
    err_done(&err);
    estate.hosts[1].line = 0; // seen, not read
    cr_expect_eq(target_find(&estate, &amounts, rules, &options, &target, &err), -EINVAL);
    cr_expect(strstr(err_text(&err), "hosts.csv: h2: no cost-year"), "%s", err_text(&err));
    err_done(&err);
}

static void power(size_t host, double idle, double full)
{
    for (int p = 0; p < POWER_POINTS; p++)
        estate.hosts[host].watts[p] = idle + (full - idle) * p / (POWER_POINTS - 1);
}

Test(planner_target, least_energy_weighs_idle_and_load)
{
    make_three();
    power(0, 100, 300); // 50 W a core
    power(1, 120, 160); // 10 W a core
    power(2, 150, 350);
    for (int g = 0; g < 4; g++)
        made_guest(&estate, (const char *[]){"a", "b", "c", "d"}[g], g % 3, 1, 4)->cpu_cores = 0.5;
    options.aim = TARGET_ENERGY;
    find_well();
    for (int g = 0; g < 4; g++)
        cr_expect_eq(target.host[g], 1, "120 W and 4 x 5 W are less than 100 W and 4 x 25 W");
    cr_expect_float_eq(target.cost, 140, 1e-6);
    cr_expect_float_eq(target.cost_before, 150 + 125 + 175, 1e-6);
    cr_expect(target.is_optimal, "%g of %g", target.cost, target.bound);
}

Test(planner_target, moves_are_counted_where_hosts_are_limited)
{
    make_three();
    made_guest(&estate, "a", 0, 1, 8);
    made_guest(&estate, "b", 1, 1, 2);
    made_guest(&estate, "c", 2, 1, 4);
    options.aim = TARGET_MOVES;
    options.hosts_most = 2;
    find_well();
    cr_expect_eq(target.hosts_used, 2);
    cr_expect_eq(target.moves, 1);
    cr_expect_float_eq(target.cost, 2 * MADE_GIB, 1);
    options.hosts_most = 0;
    target_done(&target);
    amounts_done(&amounts);
    find_well();
    cr_expect_eq(target.moves, 0, "as many as are in use may stay");
}

Test(planner_target, so_many_moves_empty_the_hosts_that_give_most_for_them)
{
    int32_t on[] = {0, 0, 0, 1, 2, 2};
    make_three();
    for (int g = 0; g < 6; g++)
        made_guest(&estate, (const char *[]){"a", "b", "c", "d", "e", "f"}[g], on[g], 0.5, 2);
    options.moves_most = 1;
    find_well();
    cr_expect_eq(target.moves, 1);
    cr_expect_eq(target.hosts_used, 2, "h2 has but one guest");
    cr_expect_neq(target.host[3], 1);
    cr_expect_eq(target.bound, 2);
    cr_expect(target.is_optimal);
    target_done(&target);
    amounts_done(&amounts);
    options.moves_most = 3;
    find_well();
    cr_expect_eq(target.hosts_used, 1);
    cr_expect_eq(target.moves, 3);
    cr_expect(target.is_optimal);
}

// --- rules --------------------------------------------------------------------------------------

Test(planner_target, failover_keeps_a_host_on_that_counts)
{
    make_three();
    made_guest(&estate, "a", 0, 4, 8);
    made_guest(&estate, "b", 1, 4, 8);
    made_rule(rules, "failover", NULL, NULL, NULL, "1");
    find_well();
    cr_expect_eq(target.hosts_used, 2);
    cr_expect_eq(target.hosts_spare, 1, "whichever is lost, its guest needs a third");
    cr_expect(target.is_on[2]);
    cr_expect_eq(target.cost, 3);
    cr_expect(target.is_optimal, "%s: %g", target.bound_by, target.bound);
}

Test(planner_target, guests_kept_together_at_every_moment_stay)
{
    struct err err = {0};
    const char *pair = "a,b";
    make_three();
    made_guest(&estate, "a", 1, 1, 4);
    made_guest(&estate, "b", 1, 1, 4);
    made_guest(&estate, "c", 0, 1, 4);
    made_guest(&estate, "d", 0, 1, 4);
    const struct rule_words words = {
        .kind = "gather", .guests = &pair, .guest_sets = 1, .is_continuous = true, .where = "made"};
    cr_assert_eq(rule_set_add(rules, &words, &err), 0, "%s", err_text(&err));
    find_well();
    cr_expect_eq(target.hosts_used, 1);
    for (int g = 0; g < 4; g++)
        cr_expect_eq(target.host[g], 1, "%s", target.by);
}

Test(planner_target, a_rule_that_leaves_no_place_is_named)
{
    make_three();
    for (int g = 0; g < 3; g++)
        made_guest(&estate, (const char *[]){"web-1", "web-2", "web-3"}[g], g, 1, 4);
    made_guest(&estate, "big", ESTATE_NOWHERE, 1, 14);
    made_rule(rules, "spread", "web-*", NULL, NULL, NULL);
    find_well();
    cr_assert_eq(target.misplaced_count, 1);
    cr_expect_eq(target.misplaced[0].guest, 3);
    cr_expect_eq(target.moves, 0);
}

// Too many for a search to the end, so that it is the rules that prove it.
static void make_many(size_t hosts, size_t guests)
{
    char name[32];
    for (size_t h = 0; h < hosts; h++) {
        snprintf(name, sizeof name, "h%zu", h);
        made_host(&estate, name, 16, 64);
    }
    for (size_t g = 0; g < guests; g++) {
        snprintf(name, sizeof name, "g%zu", g);
        made_guest(&estate, name, (int32_t)(g % hosts), 1, 1 + 6 * (double)(g % 2));
    }
}

Test(planner_target, rules_prove_how_many_hosts_there_must_be)
{
    static const struct {
        const char *kind, *guests, *hosts, *most;
        double bound;
    } cases[] = {
        {"spread", "g0,g1,g2,g3,g4", NULL, NULL, 5},
        {"lonely", "g0", NULL, NULL, 4}, // 159 of 160 GiB on 64 each, and one more
        {"fence", "g1,g3,g5,g7,g9,g11,g13,g15,g17,g19,g21", "h0,h1,h2", NULL, 3},
        {"failover", NULL, NULL, "1", 4},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        make_many(10, 40);
        made_rule(rules, cases[i].kind, cases[i].guests, cases[i].hosts, NULL, cases[i].most);
        find_well();
        cr_expect_eq(target.misplaced_count, 0, "%s", cases[i].kind);
        cr_expect_geq(target.bound, cases[i].bound, "%s: %g by %s", cases[i].kind, target.bound,
                      target.bound_by);
        cr_expect_leq(target.bound, target.cost, "%s: %g", cases[i].kind, target.cost);
        cr_expect(target.is_optimal, "%s: %g of %g", cases[i].kind, target.cost, target.bound);
        tear_down();
        set_up();
    }
}

// Pinned guests restart elsewhere, too: each host of a pair can be lost for the other.
Test(planner_target, failover_proves_no_host_more_for_guests_that_are_pinned)
{
    make_three();
    for (int g = 0; g < 3; g++)
        made_guest(&estate, (const char *[]){"a", "b", "c"}[g], g, 1, 2);
    made_rule(rules, "pin", "a,b,c", NULL, NULL, NULL);
    made_rule(rules, "failover", NULL, NULL, NULL, "1");
    find_well();
    cr_expect_eq(target.hosts_used, 3);
    cr_expect_eq(target.misplaced_count, 0);
    cr_expect_leq(target.bound, 3, "%s: %g", target.bound_by, target.bound);
}

// 160 GiB fit 3 hosts of 64; of racks of two hosts one is left each when one is lost, so that
// three racks have guests, and six hosts are on.
Test(planner_target, failover_by_rack_takes_a_host_of_each_rack)
{
    struct err err = {0};
    const struct rule_words words = {
        .kind = "failover", .by = "rack", .most = "1", .where = "made"};
    make_many(10, 40);
    for (size_t h = 0; h < 10; h++) {
        char rack[8];
        snprintf(rack, sizeof rack, "r%zu", h / 2);
        cr_assert_eq(estate_labels_add(&estate.hosts[h].labels, "rack", rack, &err), 0);
    }
    cr_assert_eq(rule_set_add(rules, &words, &err), 0, "%s", err_text(&err));
    find_well();
    cr_expect_eq(target.misplaced_count, 0);
    cr_expect_eq(target.bound, 6, "%s: %g", target.bound_by, target.bound);
    cr_expect_leq(target.bound, target.cost, "%g", target.cost);
}

// --- percentiles --------------------------------------------------------------------------------

// One is busy when the other is not: together they fit a host that their peaks do not.
Test(planner_target, guests_of_opposite_days_share_a_host)
{
    static const float day[4] = {3, 3, 0, 0}, night[4] = {0, 0, 3, 3};
    make_three();
    for (int g = 0; g < 4; g++) {
        made_guest(&estate, (const char *[]){"a", "b", "c", "d"}[g], g % 3, 4, 1);
        made_trace(&estate, (size_t)g, 4, g < 2 ? day : night);
    }
    policy.cpu = POLICY_CPU_PERCENTILE;
    find_well();
    cr_expect_eq(target.hosts_used, 2);
    cr_expect_neq(target.host[0], target.host[1]);
    cr_expect_neq(target.host[2], target.host[3]);
    cr_expect_eq(target.misplaced_count, 0);
    cr_expect(target.is_optimal, "%s: %g", target.bound_by, target.bound);
}
