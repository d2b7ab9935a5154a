// SPDX-License-Identifier: GPL-3.0-or-later
// A rule from within: what was written, and the guests and hosts that it came to mean. Only for the
// files of this room.
#ifndef FULLHOUSE_PLANNER_RULES_RULE_RESOLVED_H
#define FULLHOUSE_PLANNER_RULES_RULE_RESOLVED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "planner/amount/amounts.h"
#include "planner/rules/rule.h"

#define RULE_NONE UINT32_MAX

struct rule_cases;
struct rule_groups;
struct rule_index;

struct rule_list { // of selectors, owned
    char **list;
    size_t count;
};

struct rule {
    enum rule_kind kind;
    bool is_continuous;
    char *where, *text;
    size_t index; // in its set
    struct rule_list guests, hosts;
    char *by;
    uint64_t most; // hosts, guests, or cores (licence)
    bool is_of_cores;
    enum amount_resource resource; // of reserve, as the following
    double share;                  // of the room; NAN: an amount
    double amount;                 // cores, bytes, operations or bits a second
    // Resolved. Members of all sets after one another, each set ascending.
    bool is_for_all; // no guests were said
    uint32_t *members, *set_of;
    size_t member_count, sets;
    const struct rule_groups *groups; // of hosts, of the rule_set; NULL: each host by itself
    struct rule_cases *cases;         // of failover and maintenance
    bool is_walked;                   // its members are few: no counts are kept
    size_t counts;                    // offset of its counts in a state, unless walked
};

struct rule_set {
    struct rule **list;
    size_t count;
    // Resolved.
    size_t hosts, guests;
    int32_t *start;     // [guest] its host now, or negative
    double *host_cores; // [host]
    struct rule_groups **groups;
    size_t group_tables;
    size_t counts; // of all rules together
    // [continuous only][without failover, maintenance and pin]
    struct rule_index *indices[2][2];
};

void rule_free(struct rule *rule);

// Groups of hosts there are for the rule, and the one of a host (RULE_NONE: outside of all).
size_t rule_group_count(const struct rule_set *set, const struct rule *rule);
uint32_t rule_group_of(const struct rule *rule, uint32_t host);

// Whether the guest is one that the rule is about; of rules with one set.
bool rule_is_about(const struct rule *rule, uint32_t guest);

#endif
