// SPDX-License-Identifier: GPL-3.0-or-later
// NUMA nodes that guests are in: each guest that a rule wants within one node has one, with CPU
// and memory of it. First fit, and where that fails a small exact search moves those on the host
// that are there already (which is a matter of their start, not of a move between hosts).
#ifndef FULLHOUSE_PLANNER_RULES_RULE_NODES_H
#define FULLHOUSE_PLANNER_RULES_RULE_NODES_H

#include "planner/rules/rule_family.h"

struct rule_nodes *rule_nodes_new(const struct amounts *amounts);
struct rule_nodes *rule_nodes_copy(const struct rule_nodes *nodes);
void rule_nodes_free(struct rule_nodes *nodes);

// Whether a node of the host takes the guest, the others moved between nodes where they have to.
bool rule_nodes_may(struct rule_nodes *nodes, const struct rule_places *places, uint32_t guest,
                    uint32_t host);
// The guest, which is on the host by now, gets a node, or waits for one where none takes it.
void rule_nodes_arrive(struct rule_nodes *nodes, const struct rule_places *places, uint32_t guest,
                       uint32_t host);
void rule_nodes_leave(struct rule_nodes *nodes, const struct rule_places *places, uint32_t guest,
                      uint32_t host);
// Guests of the host that wait, after one more try for all of them.
void rule_nodes_broken(struct rule_nodes *nodes, const struct rule_places *places, uint32_t host,
                       struct rule_blame *blame);

#endif
