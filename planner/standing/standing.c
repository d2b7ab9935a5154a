// SPDX-License-Identifier: GPL-3.0-or-later
// What each host holds, kept up to date guest by guest.
#include "planner/standing/standing.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "planner/rules/rule.h"
#include "planner/rules/rule_state.h"
#include "planner/standing/standing_cpu.h"

struct standing_host {
    int64_t taken[AMOUNT_COUNT]; // but CPU
    struct standing_cpu cpu;
    uint32_t guests;
};

struct standing {
    const struct amounts *amounts;
    struct standing_host *hosts;
    struct rule_state *rules; // NULL: none
};

struct standing *standing_new(const struct amounts *amounts, const struct rule_set *rules,
                              bool continuous_only)
{
    struct standing *standing = alloc_zeroed(1, sizeof *standing);
    standing->amounts = amounts;
    standing->hosts = alloc_zeroed(amounts->hosts + 1, sizeof *standing->hosts);
    if (rules && rule_set_count(rules))
        standing->rules = rule_state_new(rules, amounts, continuous_only);
    return standing;
}

struct standing *standing_copy(const struct standing *standing)
{
    const struct amounts *amounts = standing->amounts;
    struct standing *copy = alloc_zeroed(1, sizeof *copy);
    copy->amounts = amounts;
    copy->hosts = alloc_zeroed(amounts->hosts + 1, sizeof *copy->hosts);
    memcpy(copy->hosts, standing->hosts, amounts->hosts * sizeof *copy->hosts);
    for (size_t h = 0; h < amounts->hosts; h++)
        standing_cpu_copy(amounts, &standing->hosts[h].cpu, &copy->hosts[h].cpu);
    copy->rules = standing->rules ? rule_state_copy(standing->rules) : NULL;
    return copy;
}

void standing_free(struct standing *standing)
{
    if (!standing)
        return;
    for (size_t h = 0; h < standing->amounts->hosts; h++)
        standing_cpu_done(&standing->hosts[h].cpu);
    free(standing->hosts);
    rule_state_free(standing->rules);
    free(standing);
}

// --- asking -------------------------------------------------------------------------------------

// 0 where it suffices.
static int64_t missing_of(const struct standing *standing, uint32_t guest, uint32_t host,
                          enum amount_resource resource)
{
    const struct amounts *amounts = standing->amounts;
    const struct standing_host *place = &standing->hosts[host];
    int64_t room = amounts->room[host][resource], size = amounts->size[guest][resource];
    if (room == AMOUNT_UNLIMITED)
        return 0;
    if (resource == AMOUNT_CPU)
        return standing_cpu_fits(amounts, &place->cpu, guest, host)
                   ? 0
                   : standing_cpu_taken_with(amounts, &place->cpu, guest, host) - room;
    int64_t missing = place->taken[resource] + size - room;
    return size > 0 && missing > 0 ? missing : 0;
}

static bool has_room(const struct standing *standing, uint32_t guest, uint32_t host)
{
    const struct amounts *amounts = standing->amounts;
    const struct standing_host *place = &standing->hosts[host];
    for (int r = AMOUNT_CPU + 1; r < AMOUNT_COUNT; r++)
        if (amounts->size[guest][r] > 0 && amounts->room[host][r] != AMOUNT_UNLIMITED &&
            place->taken[r] + amounts->size[guest][r] > amounts->room[host][r])
            return false;
    return standing_cpu_fits(amounts, &place->cpu, guest, host);
}

bool standing_may(struct standing *standing, uint32_t guest, uint32_t host)
{
    const struct amounts *amounts = standing->amounts;
    return !amounts->is_closed[host] && standing->hosts[host].guests < amounts->guests_most[host] &&
           has_room(standing, guest, host) &&
           !(standing->rules && rule_state_against(standing->rules, guest, host));
}

static struct standing_answer ask_rules(struct standing *standing, uint32_t guest, uint32_t host)
{
    const struct rule *rule =
        standing->rules ? rule_state_against(standing->rules, guest, host) : NULL;
    if (!rule)
        return (struct standing_answer){.hindrance = STANDING_FINE};
    bool is_node = rule_kind_of(rule) == RULE_NUMA;
    return (struct standing_answer){.hindrance = is_node ? STANDING_NODE : STANDING_RULE,
                                    .rule = rule};
}

struct standing_answer standing_ask(struct standing *standing, uint32_t guest, uint32_t host)
{
    const struct amounts *amounts = standing->amounts;
    if (amounts->is_closed[host])
        return (struct standing_answer){.hindrance = STANDING_CLOSED};
    for (int r = 0; r < AMOUNT_COUNT; r++) {
        int64_t missing = missing_of(standing, guest, host, r);
        if (missing > 0)
            return (struct standing_answer){
                .hindrance = STANDING_ROOM, .resource = r, .missing = missing};
    }
    if (standing->hosts[host].guests >= amounts->guests_most[host])
        return (struct standing_answer){.hindrance = STANDING_COUNT};
    return ask_rules(standing, guest, host);
}

// --- telling ------------------------------------------------------------------------------------

static void change(struct standing *standing, uint32_t guest, uint32_t host, int sign)
{
    struct standing_host *place = &standing->hosts[host];
    for (int r = 0; r < AMOUNT_COUNT; r++)
        place->taken[r] += sign * standing->amounts->size[guest][r];
    place->guests = (uint32_t)((int)place->guests + sign);
}

void standing_arrive(struct standing *standing, uint32_t guest, uint32_t host)
{
    change(standing, guest, host, 1);
    standing_cpu_arrive(standing->amounts, &standing->hosts[host].cpu, guest, host);
    if (standing->rules)
        rule_state_arrive(standing->rules, guest, host);
}

void standing_load(struct standing *standing, const int32_t *host)
{
    for (uint32_t g = 0; g < standing->amounts->guests; g++) {
        if (host[g] < 0)
            continue;
        change(standing, g, (uint32_t)host[g], 1);
        standing_cpu_arrive(standing->amounts, &standing->hosts[host[g]].cpu, g, (uint32_t)host[g]);
    }
    if (standing->rules)
        rule_state_load(standing->rules, host, standing->amounts->guests);
}

void standing_leave(struct standing *standing, uint32_t guest, uint32_t host)
{
    change(standing, guest, host, -1);
    standing_cpu_leave(standing->amounts, &standing->hosts[host].cpu, guest, host);
    if (standing->rules)
        rule_state_leave(standing->rules, guest, host);
}

int64_t standing_taken(const struct standing *standing, uint32_t host,
                       enum amount_resource resource)
{
    const struct standing_host *place = &standing->hosts[host];
    return resource == AMOUNT_CPU ? standing_cpu_taken(standing->amounts, &place->cpu, host)
                                  : place->taken[resource];
}

size_t standing_guests_on(const struct standing *standing, uint32_t host)
{
    return standing->hosts[host].guests;
}

void standing_spares(struct standing *standing, bool *is_spare)
{
    if (standing->rules)
        rule_state_spares(standing->rules, is_spare);
}
