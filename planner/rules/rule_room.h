// SPDX-License-Identifier: GPL-3.0-or-later
// What guests take of each host together, for rules about room: reserve, and whether guests find
// room elsewhere. CPU by percentile is summed window by window. What neighbours of another kind
// cost is left out.
#ifndef FULLHOUSE_PLANNER_RULES_RULE_ROOM_H
#define FULLHOUSE_PLANNER_RULES_RULE_ROOM_H

#include <stdbool.h>
#include <stdint.h>

#include "planner/amount/amounts.h"

struct rule_room;

struct rule_room *rule_room_new(const struct amounts *amounts);
struct rule_room *rule_room_copy(const struct rule_room *room);
void rule_room_free(struct rule_room *room);

void rule_room_arrive(struct rule_room *room, uint32_t guest, uint32_t host);
void rule_room_leave(struct rule_room *room, uint32_t guest, uint32_t host);

// Whether the guest fits beside those there, in all resources. A closed host takes nothing.
bool rule_room_fits(const struct rule_room *room, uint32_t guest, uint32_t host);
// Whether no more than limit would be taken of one resource with the guest there too (PLACE_NONE:
// as it is).
bool rule_room_is_within(const struct rule_room *room, uint32_t guest, uint32_t host,
                         enum amount_resource resource, int64_t limit);
// Sum of the sizes there: of CPU by percentile, more than is taken.
int64_t rule_room_sum(const struct rule_room *room, uint32_t host, enum amount_resource resource);

#endif
