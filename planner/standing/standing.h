// SPDX-License-Identifier: GPL-3.0-or-later
// Where guests are, with the room that is left on each host and the rules: the one judge of whether
// a guest may come to a host, for packing, for moves and for whoever asks why not.
#ifndef FULLHOUSE_PLANNER_STANDING_STANDING_H
#define FULLHOUSE_PLANNER_STANDING_STANDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "planner/amount/amounts.h"

struct rule;
struct rule_set;
struct standing;

enum standing_hindrance {
    STANDING_FINE,
    STANDING_CLOSED, // the host is drained
    STANDING_ROOM,   // a resource does not suffice
    STANDING_NODE,   // no NUMA node takes it
    STANDING_COUNT,  // as many guests as the host may have
    STANDING_RULE,
};

struct standing_answer {
    enum standing_hindrance hindrance;
    enum amount_resource resource; // of ROOM
    int64_t missing;               // of that resource
    const struct rule *rule;       // of RULE
};

// All guests are nowhere. continuous_only: of the rules only those. What it is made of must outlive
// it.
struct standing *standing_new(const struct amounts *amounts, const struct rule_set *rules,
                              bool continuous_only);
struct standing *standing_copy(const struct standing *standing);
void standing_free(struct standing *standing);

bool standing_may(struct standing *standing, uint32_t guest, uint32_t host);
struct standing_answer standing_ask(struct standing *standing, uint32_t guest, uint32_t host);

// A guest that is being moved is on both hosts, and takes room on both: arrive, then leave. Both
// are told whether or not it may be.
void standing_arrive(struct standing *standing, uint32_t guest, uint32_t host);
void standing_leave(struct standing *standing, uint32_t guest, uint32_t host);
// All at once, where nobody stands yet: host [guest], below zero nowhere.
void standing_load(struct standing *standing, const int32_t *host);

// What is taken of a host's resource now; CPU by percentile: that percentile of the sum.
// With neighbours priced: the sum of CPU, and for each ordered pair of kinds the CPU of one times
// its factor beside the other less one, times the part of the host that the other has. What one
// more guest adds is never negative, so that any part of what is allowed is allowed.
int64_t standing_taken(const struct standing *standing, uint32_t host,
                       enum amount_resource resource);
// Marks hosts without guests that failover keeps on, in is_spare [host] (cleared by the caller).
void standing_spares(struct standing *standing, bool *is_spare);
size_t standing_guests_on(const struct standing *standing, uint32_t host);

#endif
