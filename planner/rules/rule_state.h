// SPDX-License-Identifier: GPL-3.0-or-later
// Rules against where guests are now, kept up to date guest by guest. A guest that is being moved
// is on both hosts: it arrives before it leaves.
#ifndef FULLHOUSE_PLANNER_RULES_RULE_STATE_H
#define FULLHOUSE_PLANNER_RULES_RULE_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct amounts;
struct rule;
struct rule_set;
struct rule_state;

// All guests are nowhere. Only continuous rules where continuous_only. set, estate and amounts must
// outlive it.
struct rule_state *rule_state_new(const struct rule_set *set, const struct amounts *amounts,
                                  bool continuous_only);
struct rule_state *rule_state_copy(const struct rule_state *state);
void rule_state_free(struct rule_state *state);

// NULL: the guest may come to the host as all stand now; else the first rule against it. Where the
// guest is on another host, from which it moves: a rule that is broken already is only against what
// makes it worse (a gather that is apart, against nothing), and failover is asked, too, of when the
// guest will have left that host.
const struct rule *rule_state_against(struct rule_state *state, uint32_t guest, uint32_t host);
// Both are told whether or not the rules allow it.
void rule_state_arrive(struct rule_state *state, uint32_t guest, uint32_t host);
// All at once into a state that holds nobody: host [guest], below zero nowhere. As if they arrived
// one by one, but each case of hosts lost is looked at once.
void rule_state_load(struct rule_state *state, const int32_t *host, size_t guests);
void rule_state_leave(struct rule_state *state, uint32_t guest, uint32_t host);

// Rules that are broken as all stand now: calls back for each with the guests concerned (count may
// be 0 for a rule about hosts). Returns how many.
typedef void rule_broken_fn(void *context, const struct rule *rule, const uint32_t *guests,
                            size_t count);
size_t rule_state_broken(struct rule_state *state, rule_broken_fn *broken, void *context);

// Marks hosts without guests that must be kept on so that failover finds room, in is_spare [host]
// (cleared by the caller; what is marked already counts as on).
void rule_state_spares(struct rule_state *state, bool *is_spare);

#endif
