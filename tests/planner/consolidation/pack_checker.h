// SPDX-License-Identifier: GPL-3.0-or-later
// A judge of placements that shares nothing with the planner but what guests take and hosts have:
// plain loops over all guests, hosts and rules, written to be seen through, not to be fast.
#ifndef FULLHOUSE_TESTS_PLANNER_CONSOLIDATION_PACK_CHECKER_H
#define FULLHOUSE_TESTS_PLANNER_CONSOLIDATION_PACK_CHECKER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "planner/amount/amounts.h"
#include "planner/rules/rule.h"

struct moves;
struct moves_options;

// What a rule means, not how it was written.
struct pack_rule {
    enum rule_kind kind;
    bool is_continuous;
    bool is_for_all; // guests
    uint8_t *set_of; // [guest] 0: not of the rule, else 1 + its set
    uint8_t *group;  // [host] 0: outside, else 1 + its group (a host, a rack, a named set, or all)
    uint32_t most;
    bool is_of_cores;
    enum amount_resource resource;
    double share; // of the room, for reserve
};

struct pack_fleet {
    size_t hosts, guests;
    const struct amounts *amounts;
    const double *cores;   // [host]
    const int32_t *start;  // [guest] or -1
    const bool *is_pinned; // [guest]
    const bool *is_off;    // [host] at the start
    const struct pack_rule *rules;
    size_t rule_count;
};

// Where guests are: [guest * hosts + host], so that one that moves is on two.
typedef uint8_t pack_seats;

// How far each thing that must hold is from holding; 0: it holds. First, for each host, each
// resource, its own most guests, and guests on it while it is closed; then a number for each rule
// (failover, maintenance: a bit for each case that finds no restart).
struct pack_faults {
    int64_t *list;
    size_t count, of_hosts;
};

// Only continuous rules where continuous_only. Release with pack_faults_done.
void pack_faults_of(const struct pack_fleet *fleet, const pack_seats *seats, bool continuous_only,
                    struct pack_faults *ret_faults);
void pack_faults_done(struct pack_faults *faults);
bool pack_faults_none(const struct pack_faults *faults);

// The first thing that is worse in after than in before, or -1. Where is_lenient a rule that was
// broken before is let be.
int pack_faults_worse(const struct pack_fleet *fleet, const struct pack_faults *before,
                      const struct pack_faults *after, bool is_lenient);

void pack_seats_of(const struct pack_fleet *fleet, const int32_t *host, pack_seats *seats);

// Whether moves may be made wave by wave, all of a wave on both hosts at once, and end where they
// say. New string with what is wrong, or NULL.
char *pack_check_moves(const struct pack_fleet *fleet, const struct moves *moves);

// The same by the clock: each starts at its start_s and takes its seconds, with the hosts that are
// off, on their way or maintained then closed, and no more at once than the options allow.
char *pack_check_schedule(const struct pack_fleet *fleet, const struct moves *moves,
                          const struct moves_options *options);

// The fewest hosts with guests that any allowed placement of all guests has; SIZE_MAX: there is
// none.
size_t pack_fewest(const struct pack_fleet *fleet);
// The same over placements that single moves lead to from the start, none of which makes worse what
// must hold at every moment.
size_t pack_fewest_reached(const struct pack_fleet *fleet);

#endif
