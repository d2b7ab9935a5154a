// SPDX-License-Identifier: GPL-3.0-or-later
// Depth first: the largest guest first, each to the hosts where it will have to move the least
// often again.
#include "planner/moves/moves_emptying.h"

#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "planner/amount/amounts.h"
#include "planner/estate/estate.h"
#include "planner/moves/moves_state.h"
#include "planner/moves/moves_time.h"
#include "planner/moves/moves_words.h"
#include "planner/standing/standing.h"

// Steps back and forth, and places that are tried for one guest.
enum { TRIALS_MOST = 2000, CLASSES = 4 };

struct emptying {
    const struct moves_emptying *how;
    uint32_t *guests;
    size_t count;
    int32_t *places; // hosts in the order in which they are tried
    size_t place_count;
    size_t trials;
    size_t deepest; // the first guest that ever found no place
};

// 0: stays there for good; 3: must be switched on for it.
static int class_of(const struct moves_emptying *how, int32_t host)
{
    if (how->state->estate->hosts[host].is_off && !how->is_served[host])
        return 3;
    if (!how->is_maintained)
        return how->is_served[host] ? 0 : 1;
    return how->is_maintained[host] ? 0 : how->is_served[host] ? 2 : 1;
}

static void add_places(struct emptying *emptying)
{
    const struct moves_emptying *how = emptying->how;
    for (int class = 0; class < CLASSES; class ++)
        for (int32_t h = (int32_t)how->state->hosts - 1; h >= 0; h--)
            if (!how->is_closed[h] && class_of(how, h) == class &&
                (how->is_served[h] || !how->served_only))
                emptying->places[emptying->place_count++] = h;
}

struct sized {
    double bytes;
    uint32_t guest;
};

static int by_size(const void *a, const void *b)
{
    const struct sized *x = a, *y = b;
    if (x->bytes != y->bytes)
        return x->bytes > y->bytes ? -1 : 1;
    return x->guest < y->guest ? -1 : x->guest > y->guest;
}

static size_t count_on(const struct moves_state *state, const int32_t *hosts, size_t count)
{
    size_t guests = 0;
    for (size_t i = 0; i < count; i++)
        guests += standing_guests_on(state->standing, (uint32_t)hosts[i]);
    return guests;
}

// Those that are shut off stay: they do not mind.
static void add_guests(struct emptying *emptying, const int32_t *hosts, size_t count)
{
    const struct moves_state *state = emptying->how->state;
    size_t most = count_on(state, hosts, count);
    scope_free struct sized *sized = alloc_zeroed(most + 1, sizeof(*sized));
    emptying->guests = alloc_zeroed(most + 1, sizeof(*emptying->guests));
    for (size_t i = 0; i < count; i++)
        for (int32_t g = state->first[hosts[i]]; g >= 0; g = state->next[g])
            if (!state->estate->guests[g].is_off)
                sized[emptying->count++] = (struct sized){
                    moves_memory_bytes(state->estate, g),
                    (uint32_t)g,
                };
    qsort(sized, emptying->count, sizeof(*sized), by_size);
    for (size_t i = 0; i < emptying->count; i++)
        emptying->guests[i] = sized[i].guest;
}

static bool place_from(struct emptying *emptying, size_t index)
{
    struct moves_state *state = emptying->how->state;
    enum move_reason reason = emptying->how->reason ? emptying->how->reason : MOVE_EVACUATE;
    if (index == emptying->count)
        return true;
    for (size_t i = 0; i < emptying->place_count; i++) {
        *emptying->how->questions -= *emptying->how->questions > 0;
        if (!moves_state_may(state, emptying->guests[index], emptying->places[i]))
            continue;
        moves_state_go(state, emptying->guests[index], emptying->places[i], reason);
        if (place_from(emptying, index + 1))
            return true;
        moves_state_undo(state, state->steps.count - 1);
        if (++emptying->trials >= TRIALS_MOST || *emptying->how->questions == 0)
            return false;
    }
    if (index > emptying->deepest)
        emptying->deepest = index;
    return false;
}

static char *pinned_on(const struct emptying *emptying)
{
    const struct estate *estate = emptying->how->state->estate;
    for (size_t i = 0; i < emptying->count; i++)
        if (estate->guests[emptying->guests[i]].is_pinned)
            return alloc_printf("%s is pinned there; unpinned, or shut off meanwhile, it would be "
                                "free",
                                estate->guests[emptying->guests[i]].name);
    return NULL;
}

// The guest, and what it lacks where it lacks the least.
static char *no_place(const struct emptying *emptying)
{
    const struct moves_state *state = emptying->how->state;
    uint32_t guest = emptying->guests[emptying->deepest];
    int32_t nearest = -1;
    int64_t least = INT64_MAX;
    for (size_t i = 0; i < emptying->place_count; i++) {
        struct standing_answer answer =
            standing_ask(state->standing, guest, (uint32_t)emptying->places[i]);
        int64_t missing = answer.hindrance == STANDING_ROOM ? answer.missing : INT64_MAX - 1;
        if (answer.hindrance != STANDING_FINE && missing < least) {
            least = missing;
            nearest = emptying->places[i];
        }
    }
    if (nearest < 0)
        return alloc_printf("%s finds no place beside the other guests that must leave with it; "
                            "another host would be one",
                            state->estate->guests[guest].name);
    scope_free char *hindrance = moves_hindrance(state, guest, nearest);
    return alloc_printf("%s finds no other host; the nearest: %s, when all still stand where they "
                        "were; that, or another host, would free it",
                        state->estate->guests[guest].name, hindrance);
}

char *moves_emptying_run(const struct moves_emptying *how, const int32_t *hosts, size_t count)
{
    struct emptying emptying = {
        .how = how,
        .places = alloc_zeroed(how->state->hosts + 1, sizeof(int32_t)),
    };
    add_places(&emptying);
    add_guests(&emptying, hosts, count);
    char *why = pinned_on(&emptying);
    if (!why && !place_from(&emptying, 0))
        why = no_place(&emptying);
    free(emptying.places);
    free(emptying.guests);
    return why;
}
