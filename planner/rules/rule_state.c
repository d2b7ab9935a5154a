// SPDX-License-Identifier: GPL-3.0-or-later
// Rules against where guests are now: who is told of a guest that comes or goes, and who is asked.
// Without rules nothing is kept.
#include "planner/rules/rule_state.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "planner/rules/rule_family.h"
#include "planner/rules/rule_lonely.h"
#include "planner/rules/rule_nodes.h"
#include "planner/rules/rule_restarts.h"
#include "planner/rules/rule_room.h"

static bool has_kind(const struct rule_index *index, enum rule_kind kind)
{
    for (size_t i = 0; i < index->count; i++)
        if (index->rules[i]->kind == kind)
            return true;
    return false;
}

static bool is_idle(const struct rule_state *state)
{
    return !state->index;
}

static struct rule_state *state_new(const struct rule_set *set, const struct amounts *amounts,
                                    bool continuous_only, bool is_shadow)
{
    struct rule_state *state = alloc_zeroed(1, sizeof(*state));
    state->set = set;
    state->amounts = amounts;
    state->continuous_only = continuous_only;
    state->is_shadow = is_shadow;
    if (rule_set_count(set) == 0)
        return state;
    const struct rule_index *index = set->indices[continuous_only][is_shadow];
    if (index->count == 0 && !is_shadow)
        return state;
    state->index = index;
    rule_places_init(&state->places, set->guests, set->hosts);
    state->counts = alloc_zeroed(set->counts + 1, sizeof(*state->counts));
    state->lonely = alloc_zeroed(set->hosts + 1, sizeof(*state->lonely));
    if (is_shadow || has_kind(index, RULE_RESERVE))
        state->room = rule_room_new(amounts);
    if (has_kind(index, RULE_NUMA))
        state->nodes = rule_nodes_new(amounts);
    state->restarts = rule_restarts_new(state);
    return state;
}

struct rule_state *rule_state_new(const struct rule_set *set, const struct amounts *amounts,
                                  bool continuous_only)
{
    return state_new(set, amounts, continuous_only, false);
}

struct rule_state *rule_state_new_shadow(const struct rule_state *state)
{
    return state_new(state->set, state->amounts, state->continuous_only, true);
}

static uint32_t *copied(const uint32_t *from, size_t count)
{
    uint32_t *list = alloc_zeroed(count + 1, sizeof(*list));
    memcpy(list, from, count * sizeof(*list));
    return list;
}

struct rule_state *rule_state_copy(const struct rule_state *state)
{
    struct rule_state *copy = alloc_zeroed(1, sizeof(*copy));
    *copy = *state;
    if (is_idle(state))
        return copy;
    rule_places_copy(&state->places, &copy->places);
    copy->counts = copied(state->counts, state->set->counts);
    copy->lonely = copied(state->lonely, state->set->hosts);
    copy->room = state->room ? rule_room_copy(state->room) : NULL;
    copy->nodes = state->nodes ? rule_nodes_copy(state->nodes) : NULL;
    copy->restarts = state->restarts ? rule_restarts_copy(state->restarts) : NULL;
    return copy;
}

void rule_state_free(struct rule_state *state)
{
    if (!state)
        return;
    rule_restarts_free(state->restarts);
    rule_nodes_free(state->nodes);
    rule_room_free(state->room);
    rule_places_done(&state->places);
    free(state->counts);
    free(state->lonely);
    free(state);
}

static const struct rule *first_against(struct rule_state *state, struct rule_span span,
                                        uint32_t guest, uint32_t host)
{
    for (size_t i = 0; i < span.count; i++) {
        const struct rule_entry *entry = &span.list[i];
        const struct rule_family *family = rule_family_of(entry->rule->kind);
        if (!family->allows(state, entry->rule, entry->set, guest, host))
            return entry->rule;
    }
    return NULL;
}

const struct rule *rule_state_against(struct rule_state *state, uint32_t guest, uint32_t host)
{
    if (is_idle(state))
        return NULL;
    const struct rule *rule =
        first_against(state, rule_index_guest(state->index, guest), guest, host);
    if (!rule)
        rule = first_against(state, rule_index_host(state->index, host), guest, host);
    if (!rule)
        rule = rule_lonely_against(state, guest, host);
    if (!rule && state->restarts)
        rule = rule_restarts_against(state->restarts, guest, host);
    return rule;
}

static void tell(struct rule_state *state, struct rule_span span, bool comes, uint32_t guest,
                 uint32_t host)
{
    for (size_t i = 0; i < span.count; i++) {
        const struct rule_entry *entry = &span.list[i];
        const struct rule_family *family = rule_family_of(entry->rule->kind);
        if (comes && family->arrive)
            family->arrive(state, entry->rule, entry->set, guest, host);
        if (!comes && family->leave)
            family->leave(state, entry->rule, entry->set, guest, host);
    }
}

static void tell_all(struct rule_state *state, bool comes, uint32_t guest, uint32_t host)
{
    tell(state, rule_index_guest(state->index, guest), comes, guest, host);
    tell(state, rule_index_host(state->index, host), comes, guest, host);
}

void rule_state_arrive(struct rule_state *state, uint32_t guest, uint32_t host)
{
    if (is_idle(state) || !rule_places_arrive(&state->places, guest, host))
        return;
    tell_all(state, true, guest, host);
    if (state->room)
        rule_room_arrive(state->room, guest, host);
    if (state->restarts)
        rule_restarts_arrive(state->restarts, guest, host);
}

void rule_state_load(struct rule_state *state, const int32_t *host, size_t guests)
{
    struct rule_restarts *restarts = state->restarts;
    state->restarts = NULL;
    for (uint32_t g = 0; g < guests; g++)
        if (host[g] >= 0)
            rule_state_arrive(state, g, (uint32_t)host[g]);
    state->restarts = restarts;
    if (restarts)
        rule_restarts_load(restarts, host, guests);
}

void rule_state_leave(struct rule_state *state, uint32_t guest, uint32_t host)
{
    if (is_idle(state) || !rule_places_is_on(&state->places, guest, host))
        return;
    tell_all(state, false, guest, host);
    rule_places_leave(&state->places, guest, host);
    if (state->room)
        rule_room_leave(state->room, guest, host);
    if (state->restarts)
        rule_restarts_leave(state->restarts, guest, host);
}

static int by_number(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

static size_t without_doubles(uint32_t *list, size_t count)
{
    size_t kept = 0;
    if (count > 1)
        qsort(list, count, sizeof(*list), by_number);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || list[kept - 1] != list[i])
            list[kept++] = list[i];
    return kept;
}

size_t rule_state_broken(struct rule_state *state, rule_broken_fn *broken, void *context)
{
    size_t count = 0;
    for (size_t i = 0; !is_idle(state) && i < state->index->count; i++) {
        const struct rule *rule = state->index->rules[i];
        struct rule_blame blame = {0};
        rule_family_of(rule->kind)->broken(state, rule, &blame);
        if (blame.is_broken) {
            blame.count = without_doubles(blame.guests, blame.count);
            if (broken)
                broken(context, rule, blame.guests, blame.count);
            count++;
        }
        free(blame.guests);
    }
    return count;
}
