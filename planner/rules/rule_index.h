// SPDX-License-Identifier: GPL-3.0-or-later
// Which rules a guest or a host has to do with, so that a question about one guest and one host
// asks no others.
#ifndef FULLHOUSE_PLANNER_RULES_RULE_INDEX_H
#define FULLHOUSE_PLANNER_RULES_RULE_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct rule;
struct rule_set;

struct rule_entry {
    const struct rule *rule;
    uint32_t set; // of the rule's sets, that the guest is in
};

struct rule_span {
    const struct rule_entry *list;
    size_t count;
};

struct rule_index {
    const struct rule **rules;
    size_t count;
    // Those of them that concern every guest on every host: lonely; failover and maintenance.
    const struct rule **lonely, **restarts;
    size_t lonely_count, restart_count;
    size_t *guest_start, *host_start; // [guest + 1], [host + 1] into the lists
    struct rule_entry *of_guest;      // rules that name guests
    struct rule_entry *of_host;       // rules about all guests of some hosts
};

struct rule_index *rule_index_new(const struct rule_set *set, bool continuous_only,
                                  bool without_restarts);
void rule_index_free(struct rule_index *index);

static inline struct rule_span rule_index_guest(const struct rule_index *index, uint32_t guest)
{
    size_t start = index->guest_start[guest];
    return (struct rule_span){&index->of_guest[start], index->guest_start[guest + 1] - start};
}

static inline struct rule_span rule_index_host(const struct rule_index *index, uint32_t host)
{
    size_t start = index->host_start[host];
    return (struct rule_span){&index->of_host[start], index->host_start[host + 1] - start};
}

#endif
