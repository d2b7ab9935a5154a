// SPDX-License-Identifier: GPL-3.0-or-later
// Failover and maintenance: for every case of hosts lost, a plan where each of their guests
// restarts, kept right as guests come and go. There is a "no" unless a plan was found.
#ifndef FULLHOUSE_PLANNER_RULES_RULE_RESTARTS_H
#define FULLHOUSE_PLANNER_RULES_RULE_RESTARTS_H

#include "planner/rules/rule_cases.h"
#include "planner/rules/rule_family.h"

struct restart_entry {
    uint32_t guest, host; // PLACE_NONE: none was found
};

// Entries of guests that need no restart as all stand now stay for a while, and mean nothing.
struct restart_plan {
    struct restart_entry *list;
    uint32_t count, capacity;
    uint32_t hint;  // of the domain's hosts, where the last one was placed
    bool is_broken; // there is no plan
};

struct restart_users { // cases that may restart a guest on a host
    uint32_t *list;
    uint32_t count, capacity;
};

struct restart {
    const struct rule *rule;
    const struct rule_cases *cases;
    struct restart_plan *plans;  // [case]
    struct restart_users *users; // [host]
    size_t broken;               // cases without a plan
};

struct rule_restarts {
    struct rule_state *shadow; // the same guests under the other rules, for trying
    struct restart *list;
    size_t count;
    uint32_t *seen; // [case] round it was looked at
    size_t seen_size;
    bool is_guests_limited; // some host may hold only so many guests
    uint32_t round;
};

// NULL where the state has no such rule.
struct rule_restarts *rule_restarts_new(const struct rule_state *state);
struct rule_restarts *rule_restarts_copy(const struct rule_restarts *restarts);
void rule_restarts_free(struct rule_restarts *restarts);

// The first rule against it, or NULL. The guest may be on another host, and be leaving that.
const struct rule *rule_restarts_against(struct rule_restarts *restarts, uint32_t guest,
                                         uint32_t host);
void rule_restarts_arrive(struct rule_restarts *restarts, uint32_t guest, uint32_t host);
// All at once, where nobody is yet.
void rule_restarts_load(struct rule_restarts *restarts, const int32_t *host, size_t guests);
void rule_restarts_leave(struct rule_restarts *restarts, uint32_t guest, uint32_t host);

// Whether the guest has to restart in the case as all stand now: the rule is about it, it is on a
// lost host, and on no other one of those left.
bool restart_needs(const struct rule_restarts *restarts, const struct restart *restart,
                   size_t index, uint32_t guest);

#endif
