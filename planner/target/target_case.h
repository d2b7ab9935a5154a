// SPDX-License-Identifier: GPL-3.0-or-later
// What one search for a target works on: the question, and what is made of it once. Private to
// planner/target.
#ifndef FULLHOUSE_PLANNER_TARGET_TARGET_CASE_H
#define FULLHOUSE_PLANNER_TARGET_TARGET_CASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "planner/amount/amounts.h"
#include "planner/estate/estate.h"
#include "planner/rules/rule.h"
#include "planner/standing/standing.h"
#include "planner/target/target.h"

// A rule that holds at every moment and keeps its guests together: as they move one by one, none
// leaves the group of hosts they are in.
struct target_anchor {
    const struct rule *rule;
    uint32_t guest, group;
};

struct target_case {
    const struct estate *estate;
    const struct amounts *amounts;
    const struct rule_set *rules; // NULL: none
    const struct target_options *options;
    uint64_t deadline_ns; // monotonic
    int32_t *start;       // [guest] host now, or ESTATE_NOWHERE
    bool *is_fixed;       // [guest] stays there whatever it breaks
    double *move_costs;   // [guest] bytes
    double *load;         // [guest] mean CPU use in cores, for ENERGY; NULL
    size_t hosts_before;
    size_t hosts_most; // of MOVES
    int64_t largest_room[AMOUNT_COUNT];
    bool is_judged;                // something beside sums of sizes must hold
    bool has_failover;             // empty hosts may have to stay on
    struct target_anchor *anchors; // by guest
    size_t anchor_count;
    bool *broken; // [rule] at the start; NULL without rules
};

// -EINVAL where the aim needs what the estate does not tell, with file and line.
int target_case_init(struct target_case *problem, const struct estate *estate,
                     const struct amounts *amounts, const struct rule_set *rules,
                     const struct target_options *options, struct err *err);
void target_case_done(struct target_case *problem);

double target_case_seconds_left(const struct target_case *problem);

// The largest part of a host's room that the guest takes, of the largest hosts there are.
double target_case_weight(const struct target_case *problem, uint32_t guest);

// Everybody where `host` says; nobody for NULL.
struct standing *target_case_standing(const struct target_case *problem, const int32_t *host);

// The anchor that keeps the guest from the host, or NULL.
const struct target_anchor *target_case_anchor(const struct target_case *problem, uint32_t guest,
                                               uint32_t host);
// What the standing says, and anchors.
bool target_case_may(const struct target_case *problem, struct standing *standing, uint32_t guest,
                     uint32_t host);

// No rule is broken that was not broken at the start. Two guests that break one together are each
// let be by the standing, as it is broken without either: so all is looked at anew.
bool target_case_is_sound(const struct target_case *problem, const int32_t *host);

// How many guests each host has.
uint32_t *target_case_count(const struct target_case *problem, const int32_t *host);

// Hosts without guests that failover keeps on; NULL where there is no such rule. New array.
bool *target_case_spares(const struct target_case *problem, const int32_t *host);

// How good a placement is; the less the better, in this order.
struct target_score {
    size_t misplaced;
    size_t excess; // hosts beyond those that MOVES allows, and moves beyond the most
    double cost;   // of the aim
    double moved;  // bytes
    size_t moves;
};

// is_on: hosts beside those with guests that stay on; NULL: none.
double target_case_cost(const struct target_case *problem, const int32_t *host, const bool *is_on);
// With the hosts that failover keeps on; or without, which is never more.
struct target_score target_case_score(const struct target_case *problem, const int32_t *host,
                                      size_t misplaced, bool with_spares);
size_t target_case_excess(const struct target_case *problem, size_t hosts_on, size_t moves);
// The least that a host in use adds to the cost of the aim.
double target_case_host_cost(const struct target_case *problem, size_t host);
bool target_score_is_better(const struct target_score *one, const struct target_score *other);

#endif
