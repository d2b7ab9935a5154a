// SPDX-License-Identifier: GPL-3.0-or-later
// Groups by the value of a label, ranked by the guests that they hold.
#include "planner/moves/moves_groups.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "planner/estate/estate.h"
#include "planner/moves/moves_state.h"
#include "planner/standing/standing.h"

// The group of a host: the first host with its value of the label, or itself.
static int32_t group_of(const struct moves_state *state, size_t host)
{
    const char *key = state->options->maintenance_by;
    const char *own = key ? estate_label(&state->estate->hosts[host].labels, key) : NULL;
    for (size_t h = 0; own && h < host; h++) {
        const char *value = estate_label(&state->estate->hosts[h].labels, key);
        if (value && strcmp(value, own) == 0)
            return (int32_t)h;
    }
    return (int32_t)host;
}

// Groups that hold the fewest first: one that is empty costs nothing, and takes the next one in.
struct ranked {
    size_t guests; // of its group
    int32_t group, host;
};

static int by_guests(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    if (x->guests != y->guests)
        return x->guests < y->guests ? -1 : 1;
    if (x->group != y->group)
        return x->group < y->group ? -1 : 1;
    return x->host < y->host ? -1 : x->host > y->host;
}

size_t moves_groups_order(const struct moves_state *state, const bool *is_served, int32_t *group,
                          int32_t *order)
{
    size_t count = 0;
    scope_free size_t *guests = alloc_zeroed(state->hosts + 1, sizeof(*guests));
    scope_free struct ranked *ranked = alloc_zeroed(state->hosts + 1, sizeof(*ranked));
    for (size_t h = 0; h < state->hosts; h++)
        group[h] = group_of(state, h);
    for (size_t h = 0; h < state->hosts; h++)
        guests[group[h]] += standing_guests_on(state->standing, (uint32_t)h);
    for (size_t h = 0; h < state->hosts; h++)
        if (is_served[h])
            ranked[count++] = (struct ranked){guests[group[h]], group[h], (int32_t)h};
    qsort(ranked, count, sizeof(*ranked), by_guests);
    for (size_t i = 0; i < count; i++)
        order[i] = ranked[i].host;
    return count;
}
