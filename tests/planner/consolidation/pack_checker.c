// SPDX-License-Identifier: GPL-3.0-or-later
// A judge of placements in plain loops: hosts lost, and all of it. Rules about who is where stand
// in pack_checker_rules.c.
#include "tests/planner/consolidation/pack_checker.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "tests/planner/consolidation/pack_checker_rules.h"

enum { RESTARTS_MOST = 200000 };

// --- hosts lost ------------------------------------------------------------------------------

struct loss {
    const struct pack_fleet *fleet;
    const struct pack_rule *rule;
    bool continuous_only;
    bool *is_lost;     // [host]
    bool *is_target;   // [host] of those left, that guests restart on
    bool *is_waiting;  // [guest] to be restarted
    pack_seats *seats; // with what was lost taken off
    size_t budget;
};

static void faults_of(const struct pack_fleet *fleet, const pack_seats *seats, bool continuous_only,
                      bool without_losses, struct pack_faults *ret_faults);

// All of those that wait find places where nothing gets worse.
static bool restarts(struct loss *loss, size_t guest)
{
    const struct pack_fleet *fleet = loss->fleet;
    while (guest < fleet->guests && !loss->is_waiting[guest])
        guest++;
    if (guest == fleet->guests)
        return true;
    struct pack_faults before, after;
    bool is_found = false;
    faults_of(fleet, loss->seats, loss->continuous_only, true, &before);
    for (size_t h = 0; !is_found && h < fleet->hosts; h++) {
        pack_seats *seat = &loss->seats[guest * fleet->hosts + h];
        if (!loss->is_target[h] || *seat || fleet->amounts->is_closed[h] || loss->budget == 0)
            continue;
        loss->budget--;
        *seat = 1;
        faults_of(fleet, loss->seats, loss->continuous_only, true, &after);
        is_found =
            pack_faults_worse(fleet, &before, &after, false) < 0 && restarts(loss, guest + 1);
        pack_faults_done(&after);
        *seat = 0;
    }
    pack_faults_done(&before);
    return is_found;
}

static bool has_copy_left(const struct loss *loss, const pack_seats *seats, size_t guest)
{
    for (size_t h = 0; h < loss->fleet->hosts; h++)
        if (loss->is_target[h] && !loss->fleet->amounts->is_closed[h] &&
            pack_is_on(loss->fleet, seats, guest, h))
            return true;
    return false;
}

// Maintenance moves guests, and one that is pinned does not move.
static bool is_held(const struct pack_fleet *fleet, size_t guest)
{
    for (size_t i = 0; i < fleet->rule_count; i++)
        if (fleet->rules[i].kind == RULE_PIN && pack_is_about(&fleet->rules[i], guest) &&
            fleet->start[guest] >= 0)
            return true;
    return fleet->is_pinned[guest];
}

static void lose(struct loss *loss, const pack_seats *seats)
{
    const struct pack_fleet *fleet = loss->fleet;
    memcpy(loss->seats, seats, fleet->guests * fleet->hosts);
    for (size_t g = 0; g < fleet->guests; g++) {
        bool was_lost = false;
        for (size_t h = 0; h < fleet->hosts; h++)
            if (loss->is_lost[h] && pack_is_on(fleet, seats, g, h)) {
                loss->seats[g * fleet->hosts + h] = 0;
                was_lost = true;
            }
        loss->is_waiting[g] =
            was_lost && pack_is_about(loss->rule, g) && !has_copy_left(loss, seats, g);
    }
}

// Out of budget counts as restarted: then the checker does not know.
static bool survives(const struct pack_fleet *fleet, const struct pack_rule *rule,
                     const pack_seats *seats, bool continuous_only, bool *is_lost, bool *is_target)
{
    scope_free bool *is_waiting = alloc_zeroed(fleet->guests + 1, sizeof(*is_waiting));
    scope_free pack_seats *left = alloc_zeroed(fleet->guests * fleet->hosts + 1, 1);
    struct loss loss = {fleet,      rule, continuous_only, is_lost, is_target,
                        is_waiting, left, RESTARTS_MOST};
    lose(&loss, seats);
    for (size_t g = 0; rule->kind == RULE_MAINTENANCE && g < fleet->guests; g++)
        if (is_waiting[g] && is_held(fleet, g))
            return false;
    return restarts(&loss, 0) || loss.budget == 0;
}

static size_t count_bits(uint64_t bits)
{
    return (size_t)__builtin_popcountll(bits);
}

// Hosts as bits: of one group and so many at most, or all of one group.
static bool is_case(const struct pack_fleet *fleet, const struct pack_rule *rule, uint64_t lost)
{
    size_t group = 0, of_group = 0;
    for (size_t h = 0; h < fleet->hosts; h++) {
        if (!(lost >> h & 1))
            continue;
        if (!rule->group[h] || (group && rule->group[h] != group))
            return false;
        group = rule->group[h];
    }
    for (size_t h = 0; h < fleet->hosts; h++)
        of_group += rule->group[h] == group;
    return rule->kind == RULE_FAILOVER ? count_bits(lost) <= rule->most
                                       : count_bits(lost) == of_group;
}

static bool case_survives(const struct pack_fleet *fleet, const struct pack_rule *rule,
                          const pack_seats *seats, bool continuous_only, uint64_t lost)
{
    scope_free bool *is_lost = alloc_zeroed(fleet->hosts, sizeof(*is_lost));
    scope_free bool *is_target = alloc_zeroed(fleet->hosts, sizeof(*is_target));
    size_t group = rule->group[__builtin_ctzll(lost)];
    for (size_t h = 0; h < fleet->hosts; h++) {
        is_lost[h] = lost >> h & 1;
        is_target[h] = !is_lost[h] && (rule->kind == RULE_FAILOVER ? rule->group[h] == group
                                                                   : rule->group[h] != 0);
    }
    return survives(fleet, rule, seats, continuous_only, is_lost, is_target);
}

// A bit for each case, in the order of the hosts' bits. Small fleets only: all sets of hosts and
// all restarts are looked at.
static int64_t fault_losses(const struct pack_fleet *fleet, const struct pack_rule *rule,
                            const pack_seats *seats, bool continuous_only)
{
    uint64_t fault = 0;
    size_t number = 0;
    if (fleet->hosts > 6 || fleet->guests > 8)
        return 0;
    for (uint64_t lost = 1; lost < (uint64_t)1 << fleet->hosts; lost++)
        if (is_case(fleet, rule, lost)) {
            if (!case_survives(fleet, rule, seats, continuous_only, lost))
                fault |= (uint64_t)1 << number;
            number++;
        }
    return (int64_t)fault;
}

// --- all of it -------------------------------------------------------------------------------

static bool is_about_losses(const struct pack_rule *rule)
{
    return rule->kind == RULE_FAILOVER || rule->kind == RULE_MAINTENANCE;
}

static int64_t fault_rule(const struct pack_fleet *fleet, const struct pack_rule *rule,
                          const pack_seats *seats, bool continuous_only)
{
    switch (rule->kind) {
    case RULE_SPREAD:
        return pack_fault_spread(fleet, rule, seats);
    case RULE_GATHER:
        return pack_fault_gather(fleet, rule, seats);
    case RULE_FENCE:
        return pack_fault_outside(fleet, rule, seats, false);
    case RULE_BAN:
        return pack_fault_outside(fleet, rule, seats, true);
    case RULE_LONELY:
        return pack_fault_lonely(fleet, rule, seats);
    case RULE_AMONG:
        return pack_fault_outside(fleet, rule, seats, false) +
               pack_fault_gather(fleet, rule, seats);
    case RULE_SPLIT:
        return pack_fault_split(fleet, rule, seats);
    case RULE_LICENCE:
        return pack_fault_licence(fleet, rule, seats);
    case RULE_PIN:
        return pack_fault_pin(fleet, rule, seats);
    case RULE_NUMA:
        return pack_fault_numa(fleet, rule, seats, continuous_only);
    case RULE_GUESTS_MOST:
        return pack_fault_guests_most(fleet, rule, seats);
    case RULE_RESERVE:
        return pack_fault_reserve(fleet, rule, seats);
    default:
        return fault_losses(fleet, rule, seats, continuous_only);
    }
}

// without_losses: as after a loss, when nothing is asked of the next one, nor of pins.
static void faults_of(const struct pack_fleet *fleet, const pack_seats *seats, bool continuous_only,
                      bool without_losses, struct pack_faults *ret_faults)
{
    enum { EACH = AMOUNT_COUNT + 2 };
    size_t of_hosts = fleet->hosts * EACH, count = of_hosts + fleet->rule_count;
    int64_t *list = alloc_zeroed(count + 1, sizeof(*list));
    for (size_t h = 0; h < fleet->hosts; h++)
        pack_fault_host(fleet, seats, h, &list[h * EACH]);
    for (size_t i = 0; i < fleet->rule_count; i++) {
        const struct pack_rule *rule = &fleet->rules[i];
        bool is_left_out = (continuous_only && !rule->is_continuous) ||
                           (without_losses && (is_about_losses(rule) || rule->kind == RULE_PIN));
        list[of_hosts + i] = is_left_out ? 0 : fault_rule(fleet, rule, seats, continuous_only);
    }
    *ret_faults = (struct pack_faults){list, count, of_hosts};
}

void pack_faults_of(const struct pack_fleet *fleet, const pack_seats *seats, bool continuous_only,
                    struct pack_faults *ret_faults)
{
    faults_of(fleet, seats, continuous_only, false, ret_faults);
}

void pack_faults_done(struct pack_faults *faults)
{
    free(faults->list);
}

bool pack_faults_none(const struct pack_faults *faults)
{
    for (size_t i = 0; i < faults->count; i++)
        if (faults->list[i] != 0)
            return false;
    return true;
}

static bool is_worse(const struct pack_fleet *fleet, const struct pack_faults *before,
                     const struct pack_faults *after, size_t index)
{
    int64_t old = before->list[index], new = after->list[index];
    if (index >= before->of_hosts && is_about_losses(&fleet->rules[index - before->of_hosts]))
        return new & ~old;
    return new > old;
}

int pack_faults_worse(const struct pack_fleet *fleet, const struct pack_faults *before,
                      const struct pack_faults *after, bool is_lenient)
{
    for (size_t i = 0; i < before->count; i++) {
        bool is_let_be = is_lenient && i >= before->of_hosts && before->list[i] != 0;
        if (!is_let_be && is_worse(fleet, before, after, i))
            return (int)i;
    }
    return -1;
}

void pack_seats_of(const struct pack_fleet *fleet, const int32_t *host, pack_seats *seats)
{
    memset(seats, 0, fleet->guests * fleet->hosts);
    for (size_t g = 0; g < fleet->guests; g++)
        if (host[g] >= 0)
            seats[g * fleet->hosts + (size_t)host[g]] = 1;
}
