// SPDX-License-Identifier: GPL-3.0-or-later
// One case of hosts lost, tried on the shadow.
#include "planner/rules/rule_search.h"

#include <stdlib.h>

#include "common/base/alloc.h"
#include "planner/rules/rule_room.h"

// Small cases are searched through; of larger ones only the beginning.
enum { SMALL_GUESTS = 8, SMALL_HOSTS = 8, STEPS_SMALL = 40000, STEPS_LARGE = 600 };

struct search {
    struct rule_state *shadow;
    const struct rule_restarts *restarts;
    const struct restart *restart;
    size_t index;
    const uint32_t *targets;
    size_t target_count;
    restart_target_fn *is_target;
    const void *context;
    struct restart_entry *taken; // guests and the lost hosts they were on
    size_t taken_count;
    struct restart_entry *list; // those that restart, largest first
    size_t count;
    size_t steps;
};

static bool is_lost(const struct search *search, uint32_t host)
{
    return rule_cases_loses(search->restart->cases, search->index, host);
}

static bool may_restart(const struct search *search, uint32_t guest, uint32_t host)
{
    const struct amounts *amounts = search->shadow->amounts;
    return !is_lost(search, host) &&
           search->shadow->places.count[host] < amounts->guests_most[host] &&
           (!search->is_target || search->is_target(search->context, host)) &&
           rule_room_fits(search->shadow->room, guest, host) &&
           !rule_state_against(search->shadow, guest, host);
}

static void put(struct search *search, struct restart_entry *entry, uint32_t host)
{
    entry->host = host;
    if (host != PLACE_NONE)
        rule_state_arrive(search->shadow, entry->guest, host);
}

static void take_back(struct search *search)
{
    for (size_t i = search->count; i-- > 0;) {
        struct restart_entry *entry = &search->list[i];
        if (entry->host != PLACE_NONE)
            rule_state_leave(search->shadow, entry->guest, entry->host);
        entry->host = PLACE_NONE;
    }
}

static uint32_t planned(const struct search *search, uint32_t guest)
{
    const struct restart_plan *plan = &search->restart->plans[search->index];
    for (size_t i = 0; i < plan->count; i++)
        if (plan->list[i].guest == guest)
            return plan->list[i].host;
    return PLACE_NONE;
}

// Hosts that are in use come before empty ones, which would have to be kept on.
static uint32_t first_fit(const struct search *search, uint32_t guest)
{
    for (int is_empty = 0; is_empty < 2; is_empty++)
        for (size_t i = 0; i < search->target_count; i++) {
            uint32_t host = search->targets[i];
            if ((search->shadow->places.count[host] == 0) == is_empty &&
                may_restart(search, guest, host))
                return host;
        }
    return PLACE_NONE;
}

// Share of a host's room that stays free, of the scarcest resource.
static double slack(const struct search *search, uint32_t guest, uint32_t host)
{
    const struct amounts *amounts = search->shadow->amounts;
    double least = 1;
    for (int r = 0; r < AMOUNT_COUNT; r++) {
        int64_t room = amounts->room[host][r];
        if (room == AMOUNT_UNLIMITED || room <= 0)
            continue;
        int64_t sum = rule_room_sum(search->shadow->room, host, (enum amount_resource)r);
        double free_then = (double)(room - sum - amounts->size[guest][r]) / (double)room;
        least = free_then < least ? free_then : least;
    }
    return least;
}

static uint32_t best_fit(const struct search *search, uint32_t guest)
{
    uint32_t best = PLACE_NONE;
    double least = 2;
    for (size_t i = 0; i < search->target_count; i++) {
        uint32_t host = search->targets[i];
        double left = slack(search, guest, host);
        if (left < least && may_restart(search, guest, host)) {
            best = host;
            least = left;
        }
    }
    return best;
}

static uint32_t as_planned(const struct search *search, uint32_t guest)
{
    uint32_t host = planned(search, guest);
    return host != PLACE_NONE && may_restart(search, guest, host) ? host : first_fit(search, guest);
}

static bool place_all(struct search *search,
                      uint32_t (*choose)(const struct search *search, uint32_t guest))
{
    bool is_whole = true;
    for (size_t i = 0; i < search->count; i++) {
        uint32_t host = choose(search, search->list[i].guest);
        put(search, &search->list[i], host);
        is_whole = is_whole && host != PLACE_NONE;
    }
    return is_whole;
}

static bool place_from(struct search *search, size_t index)
{
    if (index == search->count)
        return true;
    struct restart_entry *entry = &search->list[index];
    for (size_t i = 0; i < search->target_count && search->steps > 0; i++) {
        uint32_t host = search->targets[i];
        search->steps--;
        if (!may_restart(search, entry->guest, host))
            continue;
        put(search, entry, host);
        if (place_from(search, index + 1))
            return true;
        rule_state_leave(search->shadow, entry->guest, host);
        entry->host = PLACE_NONE;
    }
    return false;
}

// What all targets have left of a resource is less than the guests need: no search will help.
static bool is_hopeless(const struct search *search)
{
    const struct amounts *amounts = search->shadow->amounts;
    for (int r = 0; r < AMOUNT_COUNT; r++) {
        if (r == AMOUNT_CPU && amounts->windows > 0)
            continue;
        int64_t needed = 0;
        for (size_t i = 0; i < search->count; i++)
            needed += amounts->size[search->list[i].guest][r];
        for (size_t i = 0; needed > 0 && i < search->target_count; i++) {
            uint32_t host = search->targets[i];
            int64_t room = amounts->room[host][r];
            if (room == AMOUNT_UNLIMITED)
                needed = 0;
            else if (!is_lost(search, host))
                needed -=
                    room > rule_room_sum(search->shadow->room, host, (enum amount_resource)r)
                        ? room - rule_room_sum(search->shadow->room, host, (enum amount_resource)r)
                        : 0;
        }
        if (needed > 0)
            return true;
    }
    return false;
}

static double weight_of(const struct search *search, uint32_t guest)
{
    const struct amounts *amounts = search->shadow->amounts;
    double most = 0;
    for (int r = 0; r < AMOUNT_COUNT; r++) {
        int64_t room = amounts->room[search->targets[0]][r];
        if (room == AMOUNT_UNLIMITED || room <= 0)
            continue;
        double share = (double)amounts->size[guest][r] / (double)room;
        most = share > most ? share : most;
    }
    return most;
}

static int by_weight(const void *left, const void *right, void *context)
{
    const struct search *search = context;
    const struct restart_entry *a = left, *b = right;
    double x = weight_of(search, a->guest), y = weight_of(search, b->guest);
    return x != y ? (x < y) - (x > y) : (a->guest > b->guest) - (a->guest < b->guest);
}

static void note_taken(struct search *search, uint32_t guest, uint32_t host)
{
    search->taken = alloc_resized(search->taken, search->taken_count + 1, sizeof(*search->taken));
    search->taken[search->taken_count++] = (struct restart_entry){guest, host};
}

static void note_restart(struct search *search, uint32_t guest)
{
    for (size_t i = 0; i < search->count; i++)
        if (search->list[i].guest == guest)
            return;
    search->list = alloc_resized(search->list, search->count + 1, sizeof(*search->list));
    search->list[search->count++] = (struct restart_entry){guest, PLACE_NONE};
}

static void take_off(struct search *search)
{
    const struct rule_cases *cases = search->restart->cases;
    const struct rule_places *places = &search->shadow->places;
    for (size_t i = cases->start[search->index]; i < cases->start[search->index + 1]; i++) {
        uint32_t host = cases->lost[i];
        for (uint32_t l = places->first[host]; l != PLACE_NONE; l = places->next[l]) {
            note_taken(search, l / 2, host);
            if (restart_needs(search->restarts, search->restart, search->index, l / 2))
                note_restart(search, l / 2);
        }
    }
    for (size_t i = 0; i < search->taken_count; i++)
        rule_state_leave(search->shadow, search->taken[i].guest, search->taken[i].host);
    if (search->count > 1 && search->target_count > 0)
        qsort_r(search->list, search->count, sizeof(*search->list), by_weight, search);
}

static void put_back(struct search *search)
{
    for (size_t i = search->taken_count; i-- > 0;)
        rule_state_arrive(search->shadow, search->taken[i].guest, search->taken[i].host);
    free(search->taken);
}

// The guests that first fit leaves over are told where nothing helps.
static bool find(struct search *search)
{
    bool is_small = search->count <= SMALL_GUESTS && search->target_count <= SMALL_HOSTS;
    search->steps = is_small ? STEPS_SMALL : STEPS_LARGE;
    if (place_all(search, as_planned))
        return true;
    take_back(search);
    if (!is_hopeless(search)) {
        if (place_all(search, first_fit))
            return true;
        take_back(search);
        if (place_all(search, best_fit))
            return true;
        take_back(search);
        if (place_from(search, 0))
            return true;
        take_back(search);
    }
    place_all(search, first_fit);
    return false;
}

static struct restart_entry *copy_list(const struct search *search)
{
    struct restart_entry *copy = alloc_zeroed(search->count + 1, sizeof(*copy));
    for (size_t i = 0; i < search->count; i++)
        copy[i] = search->list[i];
    return copy;
}

bool restart_search(struct rule_restarts *restarts, const struct restart *restart, size_t index,
                    restart_target_fn *is_target, const void *context,
                    struct restart_entry **ret_list, size_t *ret_count)
{
    size_t domain = rule_cases_domain(restart->cases, index);
    size_t first = restart->cases->domain_start[domain];
    struct search search = {
        .shadow = restarts->shadow,
        .restarts = restarts,
        .restart = restart,
        .index = index,
        .targets = &restart->cases->domain_hosts[first],
        .target_count = restart->cases->domain_start[domain + 1] - first,
        .is_target = is_target,
        .context = context,
    };
    take_off(&search);
    bool is_found = find(&search);
    *ret_list = copy_list(&search);
    *ret_count = search.count;
    take_back(&search);
    put_back(&search);
    free(search.list);
    return is_found;
}
