// SPDX-License-Identifier: GPL-3.0-or-later
// What each kind of rule does, one table of functions a kind; and the state they work on.
#ifndef FULLHOUSE_PLANNER_RULES_RULE_FAMILY_H
#define FULLHOUSE_PLANNER_RULES_RULE_FAMILY_H

#include "planner/rules/rule_index.h"
#include "planner/rules/rule_places.h"
#include "planner/rules/rule_resolved.h"
#include "planner/rules/rule_state.h"

struct rule_nodes;
struct rule_restarts;
struct rule_room;

struct rule_state {
    const struct rule_set *set;
    const struct amounts *amounts;
    bool continuous_only;
    bool is_shadow; // where restarts are tried
    const struct rule_index *index;
    struct rule_places places;
    uint32_t *counts;               // of all rules, each from its own offset
    uint32_t *lonely;               // [host] seats of guests of lonely rules
    struct rule_room *room;         // what is taken of hosts; NULL: no rule asks
    struct rule_nodes *nodes;       // of NUMA; NULL: no rule asks
    struct rule_restarts *restarts; // of failover and maintenance; NULL: no such rule
};

// A state of all rules but those about restarts and pins, with what is taken of hosts: for trying.
struct rule_state *rule_state_new_shadow(const struct rule_state *state);

// Guests that a broken rule concerns, some maybe twice.
struct rule_blame {
    uint32_t *guests;
    size_t count, capacity;
    bool is_broken;
};

void rule_blame_add(struct rule_blame *blame, uint32_t guest);

// set: of the rule's sets that the guest is in. arrive is told after the guest has come, leave
// before it goes.
struct rule_family {
    bool (*allows)(struct rule_state *state, const struct rule *rule, uint32_t set, uint32_t guest,
                   uint32_t host); // NULL: asked for all rules of the kind at once
    void (*arrive)(struct rule_state *state, const struct rule *rule, uint32_t set, uint32_t guest,
                   uint32_t host); // NULL, as leave: keeps nothing
    void (*leave)(struct rule_state *state, const struct rule *rule, uint32_t set, uint32_t guest,
                  uint32_t host);
    void (*broken)(struct rule_state *state, const struct rule *rule, struct rule_blame *blame);
    bool is_counted; // by group, see rule_count.h
    bool is_far;     // what others of the rule do on other hosts matters, too
};

const struct rule_family *rule_family_of(enum rule_kind kind);

extern const struct rule_family rule_family_spread, rule_family_split, rule_family_gather,
    rule_family_among, rule_family_fence, rule_family_ban, rule_family_pin, rule_family_lonely,
    rule_family_licence, rule_family_guests_most, rule_family_reserve, rule_family_numa,
    rule_family_failover, rule_family_maintenance;

#endif
