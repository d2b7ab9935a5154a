// SPDX-License-Identifier: GPL-3.0-or-later
// Failover and maintenance, kept right as guests come and go. A guest that comes to a host matters
// to the cases that lose the host, to those that restart guests there, and to those that lose
// guests which share a rule with it. When a guest goes, every plan stays right: part of what was
// allowed is allowed.
#include "planner/rules/rule_restarts.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "planner/rules/rule_hold.h"
#include "planner/rules/rule_plan.h"

struct rule_restarts *rule_restarts_new(const struct rule_state *state)
{
    const struct rule_index *index = state->index;
    if (index->restart_count == 0)
        return NULL;
    struct rule_restarts *restarts = alloc_zeroed(1, sizeof(*restarts));
    restarts->shadow = rule_state_new_shadow(state);
    restarts->list = alloc_zeroed(index->restart_count, sizeof(*restarts->list));
    restarts->count = index->restart_count;
    size_t most = 0;
    for (size_t i = 0; i < restarts->count; i++) {
        const struct rule_cases *cases = index->restarts[i]->cases;
        restarts->list[i] = (struct restart){
            .rule = index->restarts[i],
            .cases = cases,
            .plans = alloc_zeroed(cases->count + 1, sizeof(struct restart_plan)),
            .users = alloc_zeroed(state->set->hosts + 1, sizeof(struct restart_users)),
        };
        most = cases->count > most ? cases->count : most;
    }
    for (size_t h = 0; h < state->set->hosts; h++)
        restarts->is_guests_limited |= state->amounts->guests_most[h] != UINT32_MAX;
    restarts->seen_size = most;
    restarts->seen = alloc_zeroed(most + 1, sizeof(*restarts->seen));
    return restarts;
}

static void *copied(const void *from, size_t count, size_t size)
{
    void *copy = alloc_zeroed(count + 1, size);
    if (count > 0)
        memcpy(copy, from, count * size);
    return copy;
}

static void copy_restart(const struct rule_restarts *restarts, const struct restart *from,
                         struct restart *ret_copy)
{
    size_t cases = from->cases->count, hosts = restarts->shadow->set->hosts;
    *ret_copy = *from;
    ret_copy->plans = copied(from->plans, cases, sizeof(*from->plans));
    ret_copy->users = copied(from->users, hosts, sizeof(*from->users));
    for (size_t c = 0; c < cases; c++) {
        struct restart_plan *plan = &ret_copy->plans[c];
        plan->list = copied(from->plans[c].list, plan->count, sizeof(*plan->list));
        plan->capacity = plan->count;
    }
    for (size_t h = 0; h < hosts; h++) {
        struct restart_users *users = &ret_copy->users[h];
        users->list = copied(from->users[h].list, users->count, sizeof(*users->list));
        users->capacity = users->count;
    }
}

struct rule_restarts *rule_restarts_copy(const struct rule_restarts *restarts)
{
    struct rule_restarts *copy = alloc_zeroed(1, sizeof(*copy));
    *copy = *restarts;
    copy->shadow = rule_state_copy(restarts->shadow);
    copy->list = alloc_zeroed(restarts->count, sizeof(*copy->list));
    copy->seen = copied(restarts->seen, restarts->seen_size, sizeof(*copy->seen));
    for (size_t i = 0; i < restarts->count; i++)
        copy_restart(restarts, &restarts->list[i], &copy->list[i]);
    return copy;
}

void rule_restarts_free(struct rule_restarts *restarts)
{
    if (!restarts)
        return;
    for (size_t i = 0; i < restarts->count; i++) {
        struct restart *restart = &restarts->list[i];
        for (size_t c = 0; c < restart->cases->count; c++)
            free(restart->plans[c].list);
        for (size_t h = 0; h < restarts->shadow->set->hosts; h++)
            free(restart->users[h].list);
        free(restart->plans);
        free(restart->users);
    }
    rule_state_free(restarts->shadow);
    free(restarts->list);
    free(restarts->seen);
    free(restarts);
}

// --- which cases a guest matters to ----------------------------------------------------------

struct visit {
    struct rule_restarts *restarts;
    struct restart *restart;
    uint32_t guest, host;
    uint32_t from; // that the guest has left for the host, or PLACE_NONE
    bool is_moving;
    bool (*look)(struct visit *visit, size_t index);
};

static void begin_round(struct rule_restarts *restarts)
{
    if (++restarts->round == 0) {
        memset(restarts->seen, 0, restarts->seen_size * sizeof(*restarts->seen));
        restarts->round = 1;
    }
}

static bool look_once(struct visit *visit, size_t index)
{
    if (visit->restarts->seen[index] == visit->restarts->round)
        return true;
    visit->restarts->seen[index] = visit->restarts->round;
    return visit->look(visit, index);
}

static bool look_at_losing(struct visit *visit, uint32_t host)
{
    const struct rule_cases *cases = visit->restart->cases;
    for (size_t i = cases->of_host[host]; i < cases->of_host[host + 1]; i++)
        if (!look_once(visit, cases->by_host[i]))
            return false;
    return true;
}

static bool look_at_users(struct visit *visit)
{
    struct restart_users *users = &visit->restart->users[visit->host];
    rule_plan_clean_users(visit->restarts, visit->restart, visit->host);
    for (size_t i = 0; i < users->count; i++)
        if (!look_once(visit, users->list[i]))
            return false;
    return true;
}

// Cases that lose a guest which a rule ties to the one that comes, however far away they are.
static bool look_at_fellows(struct visit *visit)
{
    const struct rule_state *shadow = visit->restarts->shadow;
    struct rule_span span = rule_index_guest(shadow->index, visit->guest);
    for (size_t i = 0; i < span.count; i++) {
        const struct rule *rule = span.list[i].rule;
        for (size_t m = 0; rule_family_of(rule->kind)->is_far && m < rule->member_count; m++)
            for (size_t seat = 0; seat < 2; seat++) {
                uint32_t host = shadow->places.at[2 * (size_t)rule->members[m] + seat];
                if (host != PLACE_NONE && !look_at_losing(visit, host))
                    return false;
            }
    }
    return true;
}

// Cases without a plan: it may be the guest that keeps them from one.
static bool look_at_broken(struct visit *visit)
{
    const struct restart *restart = visit->restart;
    for (size_t c = 0; restart->broken > 0 && c < restart->cases->count; c++)
        if (restart->plans[c].is_broken && !look_once(visit, c))
            return false;
    return true;
}

static bool look_at_all(struct visit *visit)
{
    begin_round(visit->restarts);
    return look_at_losing(visit, visit->host) && look_at_users(visit) && look_at_fellows(visit) &&
           look_at_broken(visit);
}

// --- questions and changes -------------------------------------------------------------------

// A case that has no plan without the guest here either is not made worse: unless it comes from
// nowhere and to a host that the case loses.
static bool was_broken(struct visit *visit, size_t index)
{
    bool is_lost = rule_cases_loses(visit->restart->cases, index, visit->host);
    if ((!visit->is_moving && is_lost) || !visit->restart->plans[index].is_broken)
        return false;
    struct rule_state *shadow = visit->restarts->shadow;
    rule_state_leave(shadow, visit->guest, visit->host);
    if (visit->from != PLACE_NONE)
        rule_state_arrive(shadow, visit->guest, visit->from);
    bool was_whole = rule_hold_searched(visit->restarts, visit->restart, index);
    if (visit->from != PLACE_NONE)
        rule_state_leave(shadow, visit->guest, visit->from);
    rule_state_arrive(shadow, visit->guest, visit->host);
    rule_plan_mark(visit->restart, index, !was_whole);
    return !was_whole;
}

static bool look_to_ask(struct visit *visit, size_t index)
{
    return rule_hold(visit->restarts, visit->restart, index, visit->guest, visit->host) ||
           was_broken(visit, index);
}

static bool look_to_keep(struct visit *visit, size_t index)
{
    rule_plan_mark(visit->restart, index,
                   !rule_hold(visit->restarts, visit->restart, index, visit->guest, visit->host));
    return true;
}

// Where else than on the host the guest is, or PLACE_NONE.
static uint32_t other_place(const struct rule_restarts *restarts, uint32_t guest, uint32_t host)
{
    const uint32_t *at = &restarts->shadow->places.at[2 * (size_t)guest];
    if (at[0] != PLACE_NONE && at[0] != host)
        return at[0];
    return at[1] != host ? at[1] : PLACE_NONE;
}

// Once it has left the host it came from, it has to restart where it counted as still there.
static bool look_after_leaving(struct visit *visit, uint32_t from)
{
    rule_state_leave(visit->restarts->shadow, visit->guest, from);
    begin_round(visit->restarts);
    visit->from = from;
    bool is_fine = look_at_losing(visit, visit->host);
    rule_state_arrive(visit->restarts->shadow, visit->guest, from);
    return is_fine;
}

const struct rule *rule_restarts_against(struct rule_restarts *restarts, uint32_t guest,
                                         uint32_t host)
{
    if (rule_places_is_on(&restarts->shadow->places, guest, host))
        return NULL;
    uint32_t from = other_place(restarts, guest, host);
    const struct rule *against = NULL;
    // While it is on both hosts, or on the new one alone, other plans are right for them than as
    // all stand.
    struct kept_plans kept = {0};
    for (size_t i = 0; from != PLACE_NONE && i < restarts->count; i++) {
        rule_plans_keep(&kept, &restarts->list[i], from);
        rule_plans_keep(&kept, &restarts->list[i], host);
    }
    rule_state_arrive(restarts->shadow, guest, host);
    for (size_t i = 0; !against && i < restarts->count; i++) {
        struct visit visit = {restarts,   &restarts->list[i], guest,      host,
                              PLACE_NONE, from != PLACE_NONE, look_to_ask};
        if (!look_at_all(&visit) || (from != PLACE_NONE && !look_after_leaving(&visit, from)))
            against = restarts->list[i].rule;
    }
    rule_state_leave(restarts->shadow, guest, host);
    rule_plans_restore(&kept);
    return against;
}

void rule_restarts_arrive(struct rule_restarts *restarts, uint32_t guest, uint32_t host)
{
    rule_state_arrive(restarts->shadow, guest, host);
    for (size_t i = 0; i < restarts->count; i++) {
        struct visit visit = {restarts, &restarts->list[i], guest, host, PLACE_NONE,
                              false,    look_to_keep};
        look_at_all(&visit);
    }
}

void rule_restarts_load(struct rule_restarts *restarts, const int32_t *host, size_t guests)
{
    rule_state_load(restarts->shadow, host, guests);
    for (size_t i = 0; i < restarts->count; i++) {
        struct restart *restart = &restarts->list[i];
        for (size_t c = 0; c < restart->cases->count; c++)
            rule_plan_mark(restart, c, !rule_hold_searched(restarts, restart, c));
    }
}

void rule_restarts_leave(struct rule_restarts *restarts, uint32_t guest, uint32_t host)
{
    rule_state_leave(restarts->shadow, guest, host);
    uint32_t place = other_place(restarts, guest, PLACE_NONE);
    for (size_t i = 0; place != PLACE_NONE && i < restarts->count; i++) {
        struct visit visit = {restarts, &restarts->list[i], guest, place, PLACE_NONE,
                              false,    look_to_keep};
        begin_round(restarts);
        look_at_losing(&visit, place);
    }
}

bool restart_needs(const struct rule_restarts *restarts, const struct restart *restart,
                   size_t index, uint32_t guest)
{
    const struct rule_state *shadow = restarts->shadow;
    const uint32_t *at = &shadow->places.at[2 * (size_t)guest];
    bool is_lost = false;
    if (!rule_is_about(restart->rule, guest))
        return false;
    for (int seat = 0; seat < 2; seat++) {
        if (at[seat] == PLACE_NONE)
            continue;
        bool is_closed = shadow->amounts->is_closed && shadow->amounts->is_closed[at[seat]];
        if (rule_cases_loses(restart->cases, index, at[seat]))
            is_lost = true;
        else if (rule_cases_takes(restart->cases, index, at[seat]) && !is_closed)
            return false;
    }
    return is_lost;
}
