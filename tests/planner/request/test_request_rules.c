// SPDX-License-Identifier: GPL-3.0-or-later
// Rules of a request's file, in their short and their long form.
#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "common/base/err.h"
#include "planner/request/request.h"

static void read_rules(struct request *request, const char *text)
{
    struct err err = {0};
    request_init(request);
    cr_assert_eq(request_read(request, "pack.yaml", text, strlen(text), "", &err), 0, "%s",
                 err_text(&err));
}

// Each rule's text.
static void expect(const char *text, const char *const *rules, size_t count)
{
    struct request request;
    read_rules(&request, text);
    cr_assert_eq(rule_set_count(request.rules), count);
    for (size_t i = 0; i < count; i++)
        cr_assert_str_eq(rule_text(rule_set_at(request.rules, i)), rules[i]);
    request_done(&request);
}

static void refuse(const char *text, const char *message)
{
    struct request request;
    struct err err = {0};
    request_init(&request);
    cr_assert_eq(request_read(&request, "pack.yaml", text, strlen(text), "", &err), -EINVAL, "%s",
                 text);
    cr_assert_str_eq(err_text(&err), message);
    err_done(&err);
    request_done(&request);
}

Test(planner_request_rules, short_and_long_say_the_same)
{
    static const char *const rules[] = {"spread of web-* over rack (pack.yaml:2)",
                                        "spread of web-* over rack (pack.yaml:3)",
                                        "spread of web-* over rack (pack.yaml:5)"};
    expect("rules:\n"
           "- spread: {guests: web-*, by: rack}\n"
           "- spread: web-*\n  by: rack\n"
           "- by: rack\n  spread:\n    guests: web-*\n",
           rules, 3);
}

Test(planner_request_rules, a_value_means_what_its_kind_needs)
{
    static const char *const rules[] = {
        "maintenance over rack (pack.yaml:2)",
        "failover 2 of  on rack=r1 (pack.yaml:3)",
        "guests-most 20 (pack.yaml:5)",
        "reserve 10% of memory (pack.yaml:6)",
        "numa (pack.yaml:7)",
        "licence 48 cores of sql-* (pack.yaml:8)",
    };
    struct request request;
    read_rules(&request, "rules:\n"
                         "- maintenance: rack\n"
                         "- failover: 2\n  hosts: rack=r1\n"
                         "- guests-most: 20\n"
                         "- reserve: 10% of memory\n"
                         "- numa\n"
                         "- {licence: sql-*, most: 48 cores}\n");
    cr_assert_eq(rule_set_count(request.rules), 6);
    for (size_t i = 0; i < 6; i++)
        if (i != 1)
            cr_assert_str_eq(rule_text(rule_set_at(request.rules, i)), rules[i]);
    cr_assert_eq(rule_kind_of(rule_set_at(request.rules, 1)), RULE_FAILOVER);
    request_done(&request);
}

Test(planner_request_rules, lists_are_sets_where_there_are_several)
{
    static const char *const rules[] = {
        "spread of web-1, web-2 (pack.yaml:2)",
        "split of tenant=a and tenant=b, x-* (pack.yaml:3)",
        "split of a-* and b-* (pack.yaml:4)",
        "among of db-* on rack=r1 and rack=r2 (pack.yaml:5)",
    };
    expect("rules:\n"
           "- spread: [web-1, web-2]\n"
           "- split: {guests: [tenant=a, [tenant=b, x-*]]}\n"
           "- split: [a-*, b-*]\n"
           "- among: {guests: db-*, hosts: [rack=r1, rack=r2]}\n",
           rules, 4);
}

Test(planner_request_rules, continuous_is_told)
{
    struct request request;
    read_rules(&request, "rules:\n- spread: {guests: web-*, continuous: yes}\n- spread: db-*\n");
    cr_assert(rule_is_continuous(rule_set_at(request.rules, 0)));
    cr_assert_not(rule_is_continuous(rule_set_at(request.rules, 1)));
    request_done(&request);
}

Test(planner_request_rules, no_rules_are_none)
{
    expect("rules: []\nseed: 1\n", NULL, 0);
    expect("rules:\nseed: 1\n", NULL, 0);
}

Test(planner_request_rules, refuses_with_line_and_nearest)
{
    refuse("rules:\n- spraed: web-*\n",
           "pack.yaml:2: 'spraed' is no kind of rule (did you mean 'spread'?)");
    refuse("rules:\n- numer\n", "pack.yaml:2: 'numer' is no kind of rule (did you mean 'numa'?)");
    refuse("rules:\n- spread: {guest: web-*}\n",
           "pack.yaml:2: spread: no key 'guest' (did you mean 'guests'?)");
    refuse("rules:\n- spread: a\n  gather: b\n",
           "pack.yaml:3: spread and gather in one rule; each is an item of its own, after a '-'");
    refuse("rules:\n- fence: {guests: db-*, by: [rack, row], hosts: h1}\n",
           "pack.yaml:2: rules[0].fence.by: a single value is wanted");
    refuse("rules:\n- spread: {guests: a, continuous: maybe}\n",
           "pack.yaml:2: rules[0].spread.continuous: 'maybe' is neither yes nor no");
    refuse("rules: {spread: web-*}\n",
           "pack.yaml:1: rules: a list is wanted, as '- spread: web-*'");
    refuse("rules:\n- spread: {guests: []}\n",
           "pack.yaml:2: rules[0].spread.guests: nothing is said");
}

Test(planner_request_rules, what_a_kind_lacks_is_told_with_the_line)
{
    struct request request;
    struct err err = {0};
    static const char text[] = "rules:\n- spread: web-*\n- fence: db-*\n";
    request_init(&request);
    cr_assert_eq(request_read(&request, "pack.yaml", text, strlen(text), "", &err), -EINVAL);
    cr_assert_eq(strncmp(err_text(&err), "pack.yaml:3: ", 13), 0, "%s", err_text(&err));
    err_done(&err);
    request_done(&request);
}
