// SPDX-License-Identifier: GPL-3.0-or-later
// What an option comes to in a situation: guests a host, hosts, load, energy and money, year by
// year. Fixed size and without a heap, since a Monte Carlo makes millions of them.
#ifndef FULLHOUSE_PLANNER_SIZING_OUTCOME_H
#define FULLHOUSE_PLANNER_SIZING_OUTCOME_H

#include <stdbool.h>
#include <stdint.h>

#include "planner/sizing/cost_item.h"
#include "planner/sizing/demand_load.h"

// Why no number of hosts will do.
#define OUTCOME_STOPS(X)                                                                           \
    X(NONE, "possible")                                                                            \
    X(GUEST, "one guest asks for more than such a host has")                                       \
    X(VCPUS, "one guest has more vCPUs than such a host has threads")                              \
    X(GROUP, "a failover group is no larger than what is kept free in it")

enum outcome_stop {
#define X(name, word) OUTCOME_STOP_##name,
    OUTCOME_STOPS(X)
#undef X
};

const char *outcome_stop_words(enum outcome_stop stop);

struct outcome_year {
    double guests;                // on its last day: what hosts are counted by (and today's)
    double average;               // guests over the year
    double needed;                // hosts that carry them
    double dealt;                 // of needed, those that only whole guests ask for (confirmed)
    double spare;                 // failover and maintenance
    double hosts;                 // installed: never fewer than the year before
    double bought;                // at its start, replacements of those worn out included
    double load;                  // mean share of the hosts' CPUs in use
    double watts;                 // of one host at that load
    double kwh;                   // of all hosts over the year
    double cost[COST_ITEM_COUNT]; // money of that year, not discounted
    double present;               // what they are worth at the start of the plan
};

struct outcome {
    bool is_possible;       // false: no number of such hosts will do, and stop says why
    enum outcome_stop stop; // of a GUEST binding is the resource
    int stopped_class;      // of the demand, that fits no such host; -1
    uint32_t peak;          // year (0 the first) that asks for most hosts: the next four are of it
    enum resource binding;  // the least of the limits
    double limits[RESOURCE_COUNT]; // guests of the mix one host holds by each; INFINITY: no limit
    double guests_a_host;          // whole guests of the mix, by the least of them
    bool is_unchecked[RESOURCE_COUNT]; // no limit, as the host's figure or a guest's is not known
    uint32_t years;
    struct outcome_year year[PLAN_YEARS_MOST];
    double net_present_cost; // sum of the years' present
    double guest_month;      // over all guest-months; NAN where there are none
    double performance_hz;   // operations a second of all guests, last day; NAN where not all are
                             // measured
    double cost_per_hz;      // net present cost over that; NAN
};

struct situation;

// Evaluates one option. load is that of its basis.
void outcome_of(const struct situation *situation, size_t option, const struct demand_load *load,
                struct outcome *ret_outcome);

// The plan that is printed: as outcome_of, but whole guests are dealt to the hosts (deal.h) and
// where they do not truly fit, hosts are added; every amount is rounded to the cent before it is
// summed, so that the lines add up to their totals.
void outcome_confirm(const struct situation *situation, size_t option,
                     const struct demand_load *load, struct outcome *ret_outcome);

// Deals the guests of the situation as it is to the hosts of every option and notes what that adds
// to them, so that outcome_of counts it from then on (situation_option.dealt_ratio), too. Once, for
// the values of the plan, before a Monte Carlo draws others.
void outcome_settle(struct situation *situation);

// As outcome_of for a given number of needed hosts by year (what a mix of models asks for): fills
// everything of the years but needed and dealt, and the sums; limits and binding stay as they are.
void outcome_price(const struct situation *situation, size_t option, const struct demand_load *load,
                   struct outcome *outcome);

#endif
