// SPDX-License-Identifier: GPL-3.0-or-later
// Where guests are: doubly linked lists of seats by host, so that each change takes the same time
// however many there are.
#include "planner/rules/rule_places.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"

static uint32_t *filled(size_t count)
{
    uint32_t *list = alloc_zeroed(count + 1, sizeof(*list));
    memset(list, 0xff, count * sizeof(*list));
    return list;
}

static uint32_t *copied(const uint32_t *from, size_t count)
{
    uint32_t *list = alloc_zeroed(count + 1, sizeof(*list));
    memcpy(list, from, count * sizeof(*list));
    return list;
}

void rule_places_init(struct rule_places *places, size_t guests, size_t hosts)
{
    *places = (struct rule_places){
        .guests = guests,
        .hosts = hosts,
        .at = filled(2 * guests),
        .next = filled(2 * guests),
        .prev = filled(2 * guests),
        .first = filled(hosts),
        .count = alloc_zeroed(hosts + 1, sizeof(*places->count)),
    };
}

void rule_places_copy(const struct rule_places *from, struct rule_places *ret_copy)
{
    *ret_copy = (struct rule_places){
        .guests = from->guests,
        .hosts = from->hosts,
        .at = copied(from->at, 2 * from->guests),
        .next = copied(from->next, 2 * from->guests),
        .prev = copied(from->prev, 2 * from->guests),
        .first = copied(from->first, from->hosts),
        .count = copied(from->count, from->hosts),
    };
}

void rule_places_done(struct rule_places *places)
{
    free(places->at);
    free(places->next);
    free(places->prev);
    free(places->first);
    free(places->count);
    *places = (struct rule_places){0};
}

bool rule_places_arrive(struct rule_places *places, uint32_t guest, uint32_t host)
{
    uint32_t link = rule_places_link(places, guest, PLACE_NONE);
    if (link == PLACE_NONE || rule_places_is_on(places, guest, host))
        return false;
    places->at[link] = host;
    places->prev[link] = PLACE_NONE;
    places->next[link] = places->first[host];
    if (places->first[host] != PLACE_NONE)
        places->prev[places->first[host]] = link;
    places->first[host] = link;
    places->count[host]++;
    return true;
}

bool rule_places_leave(struct rule_places *places, uint32_t guest, uint32_t host)
{
    uint32_t link = rule_places_link(places, guest, host);
    if (link == PLACE_NONE)
        return false;
    uint32_t next = places->next[link], prev = places->prev[link];
    if (prev == PLACE_NONE)
        places->first[host] = next;
    else
        places->next[prev] = next;
    if (next != PLACE_NONE)
        places->prev[next] = prev;
    places->at[link] = PLACE_NONE;
    places->count[host]--;
    return true;
}
