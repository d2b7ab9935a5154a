// SPDX-License-Identifier: GPL-3.0-or-later
// Small estates made by hand: hosts, guests on them, traces, rules.
#ifndef FULLHOUSE_TESTS_PLANNER_MADE_ESTATE_H
#define FULLHOUSE_TESTS_PLANNER_MADE_ESTATE_H

#include "planner/amount/amounts.h"
#include "planner/amount/policy.h"
#include "planner/estate/estate.h"
#include "planner/rules/rule.h"

#define MADE_GIB (1024.0 * 1024 * 1024)

// Valid until the next is added. Nothing else is known of them.
struct estate_host *made_host(struct estate *estate, const char *name, double cores, double gib);
// host: its index, or ESTATE_NOWHERE.
struct estate_guest *made_guest(struct estate *estate, const char *name, int32_t host, double vcpus,
                                double gib);

// The guest's CPU use in cores, as many windows as the estate has; the first trace tells how many.
void made_trace(struct estate *estate, size_t guest, size_t windows, const float *cores);

// vCPUs that count as they are, one a core, and memory without reserves: sums that are easily seen.
void made_policy(struct policy *policy);

// Ends the test where it fails.
void made_amounts(const struct estate *estate, const struct policy *policy,
                  struct amounts *ret_amounts);

// "spread", "web-*", of hosts by: NULL for nothing.
void made_rule(struct rule_set *rules, const char *kind, const char *guests, const char *hosts,
               const char *by, const char *most);
void made_rules_resolve(struct rule_set *rules, const struct estate *estate);

#endif
