// SPDX-License-Identifier: GPL-3.0-or-later
// Whether one case of hosts lost holds as the shadow stands: quickly where only room decides, else
// by a search.
#include "planner/rules/rule_hold.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "planner/rules/rule_plan.h"
#include "planner/rules/rule_room.h"
#include "planner/rules/rule_search.h"

// Rules are only about which guest may be on which host: then a plan is right as long as there is
// room, and a guest can be added to it without trying the others again.
static bool is_plain(const struct rule_restarts *restarts, uint32_t guest)
{
    const struct rule_state *shadow = restarts->shadow;
    if (restarts->is_guests_limited || shadow->index->lonely_count > 0 ||
        shadow->index->host_start[shadow->set->hosts] > 0)
        return false;
    struct rule_span span = rule_index_guest(shadow->index, guest);
    for (size_t i = 0; i < span.count; i++)
        if (rule_family_of(span.list[i].rule->kind)->arrive ||
            span.list[i].rule->kind == RULE_GUESTS_MOST)
            return false;
    return true;
}

static size_t put_plan(const struct rule_restarts *restarts, const struct restart *restart,
                       size_t index, uint32_t host,
                       void (*change)(struct rule_room *room, uint32_t guest, uint32_t host))
{
    const struct restart_plan *plan = &restart->plans[index];
    size_t count = 0;
    for (uint32_t i = 0; i < plan->count; i++)
        if (plan->list[i].host == host &&
            restart_needs(restarts, restart, index, plan->list[i].guest)) {
            change(restarts->shadow->room, plan->list[i].guest, host);
            count++;
        }
    return count;
}

// By percentile: sizes do not add up, windows do. guest: one more, or PLACE_NONE.
static bool has_windows_for_plan(const struct rule_restarts *restarts,
                                 const struct restart *restart, size_t index, uint32_t host,
                                 uint32_t guest)
{
    const struct amounts *amounts = restarts->shadow->amounts;
    int64_t limit = amounts->room[host][AMOUNT_CPU];
    if (amounts->windows == 0 || limit == AMOUNT_UNLIMITED)
        return true;
    size_t count = put_plan(restarts, restart, index, host, rule_room_arrive);
    bool is_within = (count == 0 && guest == PLACE_NONE) ||
                     rule_room_is_within(restarts->shadow->room, guest, host, AMOUNT_CPU, limit);
    put_plan(restarts, restart, index, host, rule_room_leave);
    return is_within;
}

static bool has_room_for_plan(const struct rule_restarts *restarts, const struct restart *restart,
                              size_t index, uint32_t host, uint32_t guest)
{
    const struct amounts *amounts = restarts->shadow->amounts;
    int64_t load[AMOUNT_COUNT] = {0};
    if (guest != PLACE_NONE)
        memcpy(load, amounts->size[guest], sizeof(load));
    rule_plan_load(restarts, restart, index, host, load);
    for (int r = 0; r < AMOUNT_COUNT; r++)
        if (load[r] > 0 && !(r == AMOUNT_CPU && amounts->windows > 0) &&
            amounts->room[host][r] != AMOUNT_UNLIMITED &&
            rule_room_sum(restarts->shadow->room, host, (enum amount_resource)r) >
                amounts->room[host][r] - load[r])
            return false;
    return has_windows_for_plan(restarts, restart, index, host, guest);
}

static bool may_join(struct rule_restarts *restarts, const struct restart *restart, size_t index,
                     uint32_t guest, uint32_t host)
{
    return rule_cases_takes(restart->cases, index, host) &&
           rule_room_fits(restarts->shadow->room, guest, host) &&
           has_room_for_plan(restarts, restart, index, host, guest) &&
           !rule_state_against(restarts->shadow, guest, host);
}

// A place for the guest beside what the plan has already. The search begins where the last one
// ended, so that it does not try the full ones over and over.
static bool join_plan(struct rule_restarts *restarts, struct restart *restart, size_t index,
                      uint32_t guest)
{
    const struct rule_cases *cases = restart->cases;
    size_t domain = rule_cases_domain(cases, index);
    const uint32_t *hosts = &cases->domain_hosts[cases->domain_start[domain]];
    size_t count = cases->domain_start[domain + 1] - cases->domain_start[domain];
    size_t begin = restart->plans[index].hint;
    for (int is_empty = 0; is_empty < 2; is_empty++)
        for (size_t i = 0; i < count; i++) {
            uint32_t host = hosts[(begin + i) % count];
            if ((restarts->shadow->places.count[host] == 0) != is_empty ||
                !may_join(restarts, restart, index, guest, host))
                continue;
            restart->plans[index].hint = (uint32_t)((begin + i) % count);
            rule_plan_add(restarts, restart, index, guest, host);
            return true;
        }
    return false;
}

// Of a plain guest that the case loses: where the plan has it, or beside the others.
static bool holds_joined(struct rule_restarts *restarts, struct restart *restart, size_t index,
                         uint32_t guest)
{
    uint32_t host = rule_plan_find(&restart->plans[index], guest);
    if (host != PLACE_NONE) {
        if (rule_cases_takes(restart->cases, index, host) &&
            has_room_for_plan(restarts, restart, index, host, PLACE_NONE) &&
            !rule_state_against(restarts->shadow, guest, host)) {
            rule_plan_use(restart, index, host);
            return true;
        }
        rule_plan_remove(&restart->plans[index], guest);
    }
    return join_plan(restarts, restart, index, guest);
}

// Those that the plan has on a host that is too full now find other places beside the others; where
// one does not, the plan is as it was.
static bool moves_on(struct rule_restarts *restarts, struct restart *restart, size_t index,
                     uint32_t host)
{
    struct restart_plan *plan = &restart->plans[index];
    uint32_t count = plan->count;
    scope_free struct restart_entry *before = alloc_zeroed(count + 1, sizeof(*before));
    bool is_fine = true;
    if (count > 0)
        memcpy(before, plan->list, count * sizeof(*before));
    for (uint32_t i = 0; i < count && is_fine; i++) {
        if (before[i].host != host || !restart_needs(restarts, restart, index, before[i].guest))
            continue;
        rule_plan_remove(plan, before[i].guest);
        is_fine = is_plain(restarts, before[i].guest) &&
                  join_plan(restarts, restart, index, before[i].guest);
    }
    if (!is_fine)
        rule_plan_replace(restarts, restart, index, before, count);
    return is_fine;
}

bool rule_hold_searched(struct rule_restarts *restarts, struct restart *restart, size_t index)
{
    struct restart_entry *list;
    size_t count;
    bool is_found = restart_search(restarts, restart, index, NULL, NULL, &list, &count);
    if (is_found)
        rule_plan_replace(restarts, restart, index, list, count);
    free(list);
    return is_found;
}

bool rule_hold(struct rule_restarts *restarts, struct restart *restart, size_t index,
               uint32_t guest, uint32_t host)
{
    if (!restart->plans[index].is_broken && is_plain(restarts, guest)) {
        bool is_lost = restart_needs(restarts, restart, index, guest);
        bool is_fine = is_lost ? holds_joined(restarts, restart, index, guest) : true;
        if (is_fine && host != PLACE_NONE && rule_cases_takes(restart->cases, index, host))
            is_fine = has_room_for_plan(restarts, restart, index, host, PLACE_NONE) ||
                      moves_on(restarts, restart, index, host);
        if (is_fine)
            return true;
    }
    return rule_hold_searched(restarts, restart, index);
}
