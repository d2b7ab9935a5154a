// SPDX-License-Identifier: GPL-3.0-or-later
// What may be lost at once, for failover and maintenance: cases, each some hosts, with the hosts
// their guests may restart on. Fixed once a rule is resolved.
#ifndef FULLHOUSE_PLANNER_RULES_RULE_CASES_H
#define FULLHOUSE_PLANNER_RULES_RULE_CASES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;
struct rule;
struct rule_set;

struct rule_cases {
    const struct rule *rule;
    size_t count;
    size_t *start;   // [case + 1] into lost
    uint32_t *lost;  // hosts
    size_t *of_host; // [host + 1] into by_host
    uint32_t *by_host;
    size_t *domain_start; // [domain + 1] into domain_hosts
    uint32_t *domain_hosts;
    size_t domains;
};

// -EINVAL where any so many of a group are more cases than can be looked through, or no host is
// left.
int rule_cases_resolve(const struct rule_set *set, struct rule *rule, struct err *err);
void rule_cases_free(struct rule_cases *cases);

bool rule_cases_loses(const struct rule_cases *cases, size_t index, uint32_t host);
// Where the case's guests restart: the hosts of the domain that the case does not lose.
size_t rule_cases_domain(const struct rule_cases *cases, size_t index);
bool rule_cases_takes(const struct rule_cases *cases, size_t index, uint32_t host);

#endif
