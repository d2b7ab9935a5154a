// SPDX-License-Identifier: GPL-3.0-or-later
// Where guests are: on no host, on one, or on two while they are being moved; and which are on a
// host.
#ifndef FULLHOUSE_PLANNER_RULES_RULE_PLACES_H
#define FULLHOUSE_PLANNER_RULES_RULE_PLACES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PLACE_NONE UINT32_MAX

// Each guest has two seats: link 2 * guest and the next. A seat taken is in its host's list.
struct rule_places {
    size_t guests, hosts;
    uint32_t *at;          // [link] host, or PLACE_NONE
    uint32_t *next, *prev; // [link] in the host's list
    uint32_t *first;       // [host]
    uint32_t *count;       // [host]
};

void rule_places_init(struct rule_places *places, size_t guests, size_t hosts);
void rule_places_copy(const struct rule_places *from, struct rule_places *ret_copy);
void rule_places_done(struct rule_places *places);

// The link of the guest's seat on the host, or PLACE_NONE.
static inline uint32_t rule_places_link(const struct rule_places *places, uint32_t guest,
                                        uint32_t host)
{
    const uint32_t *at = &places->at[2 * (size_t)guest];
    return at[0] == host ? 2 * guest : at[1] == host ? 2 * guest + 1 : PLACE_NONE;
}

static inline bool rule_places_is_on(const struct rule_places *places, uint32_t guest,
                                     uint32_t host)
{
    return rule_places_link(places, guest, host) != PLACE_NONE;
}

// False where nothing changed: it is there already (or on two others), it is not there.
bool rule_places_arrive(struct rule_places *places, uint32_t guest, uint32_t host);
bool rule_places_leave(struct rule_places *places, uint32_t guest, uint32_t host);

#endif
