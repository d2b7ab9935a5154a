// SPDX-License-Identifier: GPL-3.0-or-later
// What rules say of words that mean nothing and of each other. What they mean is tested on random
// fleets (tests/planner/consolidation).
#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "common/base/err.h"
#include "planner/rules/rule_state.h"
#include "tests/planner/made_estate.h"

static struct estate estate;
static struct rule_set *rules;

// Four hosts in two racks, five guests.
static void set_up(void)
{
    static const char *const names[] = {"h1", "h2", "h3", "h4"};
    static const char *const guests[] = {"web-1", "web-2", "web-3", "db-1", "my machine"};
    estate_init(&estate);
    rules = rule_set_new();
    for (int h = 0; h < 4; h++)
        estate_labels_parse(&made_host(&estate, names[h], 16, 64)->labels,
                            h < 2 ? "rack=r1" : "rack=r2", NULL);
    for (int g = 0; g < 5; g++)
        made_guest(&estate, guests[g], g % 4, 2, 4);
}

static void tear_down(void)
{
    rule_set_free(rules);
    estate_done(&estate);
}

TestSuite(planner_rules, .init = set_up, .fini = tear_down);

static void expect_refused(const char *what)
{
    struct err err = {0};
    cr_assert_eq(rule_set_resolve(rules, &estate, &err), -EINVAL);
    cr_assert(strstr(err_text(&err), what), "%s", err_text(&err));
    err_done(&err);
}

Test(planner_rules, unknown_name_with_the_nearest)
{
    made_rule(rules, "spread", "web-1, web-22", NULL, NULL, NULL);
    expect_refused("made: spread: guests: no guest is called 'web-22' (did you mean 'web-2'?)");
}

Test(planner_rules, pattern_and_label_that_match_nothing)
{
    made_rule(rules, "ban", "web-*", "rack=r9", NULL, NULL);
    expect_refused("no host has rack=r9; rack is one of: r1, r2");
}

Test(planner_rules, by_a_label_no_host_has)
{
    made_rule(rules, "spread", "web-*", NULL, "rak", NULL);
    expect_refused("by: no host has a label 'rak' (did you mean 'rack'?)");
}

Test(planner_rules, hosts_without_the_label_are_named)
{
    made_host(&estate, "h5", 16, 64);
    made_rule(rules, "spread", "web-*", NULL, "rack", NULL);
    expect_refused("by: 1 host has no label 'rack': h5");
}

Test(planner_rules, name_with_a_blank_is_found)
{
    made_rule(rules, "fence", "my machine", "h1", NULL, NULL);
    cr_assert_eq(rule_set_resolve(rules, &estate, NULL), 0);
}

Test(planner_rules, fence_against_ban)
{
    made_rule(rules, "fence", "db-1", "h1", NULL, NULL);
    made_rule(rules, "ban", "db-*", "rack=r1", NULL, NULL);
    expect_refused("guest 'db-1' may be on no host: fence of db-1 on h1 (made) against ban of db-* "
                   "on rack=r1 (made)");
}

Test(planner_rules, gather_against_spread)
{
    made_rule(rules, "gather", "web-*", NULL, NULL, NULL);
    made_rule(rules, "spread", "web-1 web-2", NULL, "rack", NULL);
    expect_refused("spread of web-1 web-2 over rack (made) against gather of web-* (made)");
}

Test(planner_rules, gather_by_rack_leaves_room_to_spread_over_its_hosts)
{
    made_rule(rules, "gather", "web-1 web-2", NULL, "rack", NULL);
    made_rule(rules, "spread", "web-1 web-2", NULL, NULL, NULL);
    cr_assert_eq(rule_set_resolve(rules, &estate, NULL), 0);
}

Test(planner_rules, more_spread_guests_than_groups)
{
    made_rule(rules, "spread", "web-*", NULL, "rack", NULL);
    expect_refused("3 guests, and 2 groups of at most 1 each");
}

Test(planner_rules, pin_outside_of_a_fence)
{
    made_rule(rules, "pin", "db-1", NULL, NULL, NULL);
    made_rule(rules, "fence", "db-1", "h1", NULL, NULL);
    expect_refused("pin of db-1 (made) against fence of db-1 on h1 (made)");
}

Test(planner_rules, pinned_guest_on_a_host_to_be_emptied)
{
    made_rule(rules, "pin", "db-1", NULL, NULL, NULL);
    made_rule(rules, "maintenance", NULL, NULL, "rack", NULL);
    expect_refused("guest 'db-1' stays, so host 'h4' can never be emptied");
}

Test(planner_rules, failover_of_more_hosts_than_there_are)
{
    made_rule(rules, "failover", NULL, NULL, "rack", "2");
    expect_refused("of 2 hosts any 2 cannot restart on the others");
}

Test(planner_rules, guest_that_can_restart_nowhere)
{
    made_rule(rules, "fence", "db-1", "h1", NULL, NULL);
    made_rule(rules, "failover", NULL, NULL, NULL, NULL);
    expect_refused("guest 'db-1' may be on no other host when its own are lost");
}

Test(planner_rules, words_that_are_missing_or_too_many)
{
    struct err err = {0};
    const char *guests = "web-*";
    const struct rule_words words = {
        .kind = "fence", .guests = &guests, .guest_sets = 1, .where = "pack.yaml:7"};
    cr_assert_eq(rule_set_add(rules, &words, &err), -EINVAL);
    cr_assert_str_eq(err_text(&err), "pack.yaml:7: fence lacks 'hosts', as in fence: guests: db-*, "
                                     "hosts: rack=r1");
    err_done(&err);
}
