// SPDX-License-Identifier: GPL-3.0-or-later
// A judge of placements in plain loops.
#include "tests/planner/consolidation/pack_checker.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"

enum { RESTARTS_MOST = 200000 };

static bool is_on(const struct pack_fleet *fleet, const pack_seats *seats, size_t guest,
                  size_t host)
{
    return seats[guest * fleet->hosts + host];
}

static bool is_about(const struct pack_rule *rule, size_t guest)
{
    return rule->is_for_all || rule->set_of[guest];
}

// Whether the guest is on some host of the group.
static bool is_in(const struct pack_fleet *fleet, const struct pack_rule *rule,
                  const pack_seats *seats, size_t guest, size_t group)
{
    for (size_t h = 0; h < fleet->hosts; h++)
        if (rule->group[h] == group && is_on(fleet, seats, guest, h))
            return true;
    return false;
}

static size_t last_group(const struct pack_fleet *fleet, const struct pack_rule *rule)
{
    size_t last = 0;
    for (size_t h = 0; h < fleet->hosts; h++)
        last = rule->group[h] > last ? rule->group[h] : last;
    return last;
}

// --- room ------------------------------------------------------------------------------------

// A host above its share of windows is the worse the more its guests take in any window.
static int64_t over_windows(const struct pack_fleet *fleet, const pack_seats *seats, size_t host,
                            int64_t limit)
{
    const struct amounts *amounts = fleet->amounts;
    size_t over = 0;
    int64_t all = 1;
    for (size_t w = 0; w < amounts->windows; w++) {
        int64_t sum = 0;
        for (size_t g = 0; g < fleet->guests; g++)
            if (is_on(fleet, seats, g, host))
                sum += amounts->trace[g] ? amounts->trace[g][w] : amounts->size[g][AMOUNT_CPU];
        over += sum > limit;
        all += sum;
    }
    return over > amounts->windows_over ? all : 0;
}

static int64_t over_limit(const struct pack_fleet *fleet, const pack_seats *seats, size_t host,
                          int resource, int64_t limit)
{
    int64_t sum = 0;
    if (limit == AMOUNT_UNLIMITED)
        return 0;
    if (resource == AMOUNT_CPU && fleet->amounts->windows > 0)
        return over_windows(fleet, seats, host, limit);
    for (size_t g = 0; g < fleet->guests; g++)
        if (is_on(fleet, seats, g, host))
            sum += fleet->amounts->size[g][resource];
    return sum > limit ? sum - limit : 0;
}

static int64_t guests_on(const struct pack_fleet *fleet, const pack_seats *seats, size_t host)
{
    int64_t count = 0;
    for (size_t g = 0; g < fleet->guests; g++)
        count += is_on(fleet, seats, g, host);
    return count;
}

static void fault_host(const struct pack_fleet *fleet, const pack_seats *seats, size_t host,
                       int64_t *list)
{
    int64_t guests = guests_on(fleet, seats, host), most = fleet->amounts->guests_most[host];
    for (int r = 0; r < AMOUNT_COUNT; r++)
        list[r] = over_limit(fleet, seats, host, r, fleet->amounts->room[host][r]);
    list[AMOUNT_COUNT] = guests > most ? guests - most : 0;
    list[AMOUNT_COUNT + 1] = fleet->amounts->is_closed[host] ? guests : 0;
}

// --- rules about who is where ----------------------------------------------------------------

static int64_t fault_spread(const struct pack_fleet *fleet, const struct pack_rule *rule,
                            const pack_seats *seats)
{
    int64_t fault = 0;
    for (size_t group = 1; group <= last_group(fleet, rule); group++) {
        int64_t count = 0;
        for (size_t g = 0; g < fleet->guests; g++)
            count += is_about(rule, g) && is_in(fleet, rule, seats, g, group);
        fault += count > rule->most ? count - rule->most : 0;
    }
    return fault;
}

static bool are_apart(const struct pack_fleet *fleet, const struct pack_rule *rule,
                      const pack_seats *seats, size_t left, size_t right)
{
    for (size_t a = 1; a <= last_group(fleet, rule); a++)
        for (size_t b = 1; b <= last_group(fleet, rule); b++)
            if (a != b && is_in(fleet, rule, seats, left, a) && is_in(fleet, rule, seats, right, b))
                return true;
    return false;
}

static bool are_together(const struct pack_fleet *fleet, const struct pack_rule *rule,
                         const pack_seats *seats, size_t left, size_t right)
{
    for (size_t a = 1; a <= last_group(fleet, rule); a++)
        if (is_in(fleet, rule, seats, left, a) && is_in(fleet, rule, seats, right, a))
            return true;
    return false;
}

static int64_t fault_gather(const struct pack_fleet *fleet, const struct pack_rule *rule,
                            const pack_seats *seats)
{
    int64_t pairs = 0;
    for (size_t a = 0; a < fleet->guests; a++)
        for (size_t b = a + 1; b < fleet->guests; b++)
            pairs += is_about(rule, a) && is_about(rule, b) && are_apart(fleet, rule, seats, a, b);
    return pairs;
}

static int64_t fault_split(const struct pack_fleet *fleet, const struct pack_rule *rule,
                           const pack_seats *seats)
{
    int64_t pairs = 0;
    for (size_t a = 0; a < fleet->guests; a++)
        for (size_t b = a + 1; b < fleet->guests; b++)
            pairs += rule->set_of[a] && rule->set_of[b] && rule->set_of[a] != rule->set_of[b] &&
                     are_together(fleet, rule, seats, a, b);
    return pairs;
}

// Guests of the rule on hosts outside of it, or within it.
static int64_t fault_outside(const struct pack_fleet *fleet, const struct pack_rule *rule,
                             const pack_seats *seats, bool is_ban)
{
    int64_t count = 0;
    for (size_t g = 0; g < fleet->guests; g++)
        for (size_t h = 0; h < fleet->hosts; h++)
            count += is_about(rule, g) && is_on(fleet, seats, g, h) && !rule->group[h] == !is_ban;
    return count;
}

static int64_t fault_lonely(const struct pack_fleet *fleet, const struct pack_rule *rule,
                            const pack_seats *seats)
{
    int64_t pairs = 0;
    for (size_t a = 0; a < fleet->guests; a++)
        for (size_t b = 0; b < fleet->guests; b++)
            pairs +=
                is_about(rule, a) && !is_about(rule, b) && are_together(fleet, rule, seats, a, b);
    return pairs;
}

static int64_t fault_pin(const struct pack_fleet *fleet, const struct pack_rule *rule,
                         const pack_seats *seats)
{
    int64_t count = 0;
    for (size_t g = 0; g < fleet->guests; g++)
        for (size_t h = 0; h < fleet->hosts; h++)
            count += is_about(rule, g) && fleet->start[g] >= 0 && is_on(fleet, seats, g, h) &&
                     (size_t)fleet->start[g] != h;
    return count;
}

static int64_t about_on(const struct pack_fleet *fleet, const struct pack_rule *rule,
                        const pack_seats *seats, size_t host)
{
    int64_t count = 0;
    for (size_t g = 0; g < fleet->guests; g++)
        count += is_about(rule, g) && is_on(fleet, seats, g, host);
    return count;
}

static int64_t fault_licence(const struct pack_fleet *fleet, const struct pack_rule *rule,
                             const pack_seats *seats)
{
    int64_t used = 0;
    for (size_t h = 0; h < fleet->hosts; h++)
        if (about_on(fleet, rule, seats, h) > 0)
            used += rule->is_of_cores ? (int64_t)ceil(fleet->cores[h]) : 1;
    return used > rule->most ? used - rule->most : 0;
}

static int64_t fault_guests_most(const struct pack_fleet *fleet, const struct pack_rule *rule,
                                 const pack_seats *seats)
{
    int64_t fault = 0;
    for (size_t h = 0; h < fleet->hosts; h++) {
        int64_t count = about_on(fleet, rule, seats, h);
        fault += rule->group[h] && count > rule->most ? count - rule->most : 0;
    }
    return fault;
}

static int64_t fault_reserve(const struct pack_fleet *fleet, const struct pack_rule *rule,
                             const pack_seats *seats)
{
    int64_t fault = 0;
    for (size_t h = 0; h < fleet->hosts; h++) {
        int64_t room = fleet->amounts->room[h][rule->resource];
        if (!rule->group[h] || room == AMOUNT_UNLIMITED)
            continue;
        int64_t limit = room - (int64_t)ceil(rule->share * (double)room);
        fault += over_limit(fleet, seats, h, rule->resource, limit);
    }
    return fault;
}

// --- NUMA ------------------------------------------------------------------------------------

// Of some rule that asks for one node there.
static bool wants_node(const struct pack_fleet *fleet, const pack_seats *seats, size_t host,
                       size_t guest, bool continuous_only)
{
    for (size_t i = 0; i < fleet->rule_count; i++) {
        const struct pack_rule *rule = &fleet->rules[i];
        if (rule->kind == RULE_NUMA && (rule->is_continuous || !continuous_only) &&
            rule->group[host] && is_about(rule, guest) && is_on(fleet, seats, guest, host))
            return true;
    }
    return false;
}

// Guests from this one on find nodes beside what is used of them.
static bool fits_nodes(const struct pack_fleet *fleet, const pack_seats *seats, size_t host,
                       size_t guest, bool continuous_only, int64_t (*used)[2])
{
    const struct amounts *amounts = fleet->amounts;
    while (guest < fleet->guests && !wants_node(fleet, seats, host, guest, continuous_only))
        guest++;
    if (guest == fleet->guests)
        return true;
    for (size_t n = 0; n < amounts->node_counts[host]; n++) {
        const int64_t *room = amounts->nodes[host][n].room;
        used[n][0] += amounts->size[guest][AMOUNT_CPU];
        used[n][1] += amounts->size[guest][AMOUNT_MEMORY];
        bool fits = used[n][0] <= room[0] && used[n][1] <= room[1] &&
                    fits_nodes(fleet, seats, host, guest + 1, continuous_only, used);
        used[n][0] -= amounts->size[guest][AMOUNT_CPU];
        used[n][1] -= amounts->size[guest][AMOUNT_MEMORY];
        if (fits)
            return true;
    }
    return false;
}

static int64_t fault_numa(const struct pack_fleet *fleet, const struct pack_rule *rule,
                          const pack_seats *seats, bool continuous_only)
{
    int64_t fault = 0;
    for (size_t h = 0; h < fleet->hosts; h++) {
        size_t nodes = fleet->amounts->nodes[h] ? fleet->amounts->node_counts[h] : 0;
        if (!rule->group[h] || nodes < 2)
            continue;
        scope_free int64_t(*used)[2] = alloc_zeroed(nodes, sizeof(*used));
        if (!fits_nodes(fleet, seats, h, 0, continuous_only, used))
            fault += 1 + about_on(fleet, rule, seats, h);
    }
    return fault;
}

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
            is_on(loss->fleet, seats, guest, h))
            return true;
    return false;
}

// Maintenance moves guests, and one that is pinned does not move.
static bool is_held(const struct pack_fleet *fleet, size_t guest)
{
    for (size_t i = 0; i < fleet->rule_count; i++)
        if (fleet->rules[i].kind == RULE_PIN && is_about(&fleet->rules[i], guest) &&
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
            if (loss->is_lost[h] && is_on(fleet, seats, g, h)) {
                loss->seats[g * fleet->hosts + h] = 0;
                was_lost = true;
            }
        loss->is_waiting[g] = was_lost && is_about(loss->rule, g) && !has_copy_left(loss, seats, g);
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
        return fault_spread(fleet, rule, seats);
    case RULE_GATHER:
        return fault_gather(fleet, rule, seats);
    case RULE_FENCE:
        return fault_outside(fleet, rule, seats, false);
    case RULE_BAN:
        return fault_outside(fleet, rule, seats, true);
    case RULE_LONELY:
        return fault_lonely(fleet, rule, seats);
    case RULE_AMONG:
        return fault_outside(fleet, rule, seats, false) + fault_gather(fleet, rule, seats);
    case RULE_SPLIT:
        return fault_split(fleet, rule, seats);
    case RULE_LICENCE:
        return fault_licence(fleet, rule, seats);
    case RULE_PIN:
        return fault_pin(fleet, rule, seats);
    case RULE_NUMA:
        return fault_numa(fleet, rule, seats, continuous_only);
    case RULE_GUESTS_MOST:
        return fault_guests_most(fleet, rule, seats);
    case RULE_RESERVE:
        return fault_reserve(fleet, rule, seats);
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
        fault_host(fleet, seats, h, &list[h * EACH]);
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
