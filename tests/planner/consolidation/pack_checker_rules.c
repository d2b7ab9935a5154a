// SPDX-License-Identifier: GPL-3.0-or-later
// Rules about who is where, and room: plain loops over guests and hosts.
#include "tests/planner/consolidation/pack_checker_rules.h"

#include <math.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"

bool pack_is_on(const struct pack_fleet *fleet, const pack_seats *seats, size_t guest, size_t host)
{
    return seats[guest * fleet->hosts + host];
}

bool pack_is_about(const struct pack_rule *rule, size_t guest)
{
    return rule->is_for_all || rule->set_of[guest];
}

// Whether the guest is on some host of the group.
static bool is_in(const struct pack_fleet *fleet, const struct pack_rule *rule,
                  const pack_seats *seats, size_t guest, size_t group)
{
    for (size_t h = 0; h < fleet->hosts; h++)
        if (rule->group[h] == group && pack_is_on(fleet, seats, guest, h))
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
            if (pack_is_on(fleet, seats, g, host))
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
        if (pack_is_on(fleet, seats, g, host))
            sum += fleet->amounts->size[g][resource];
    return sum > limit ? sum - limit : 0;
}

static int64_t guests_on(const struct pack_fleet *fleet, const pack_seats *seats, size_t host)
{
    int64_t count = 0;
    for (size_t g = 0; g < fleet->guests; g++)
        count += pack_is_on(fleet, seats, g, host);
    return count;
}

void pack_fault_host(const struct pack_fleet *fleet, const pack_seats *seats, size_t host,
                     int64_t *list)
{
    int64_t guests = guests_on(fleet, seats, host), most = fleet->amounts->guests_most[host];
    for (int r = 0; r < AMOUNT_COUNT; r++)
        list[r] = over_limit(fleet, seats, host, r, fleet->amounts->room[host][r]);
    list[AMOUNT_COUNT] = guests > most ? guests - most : 0;
    list[AMOUNT_COUNT + 1] = fleet->amounts->is_closed[host] ? guests : 0;
}

// --- rules about who is where ----------------------------------------------------------------

int64_t pack_fault_spread(const struct pack_fleet *fleet, const struct pack_rule *rule,
                          const pack_seats *seats)
{
    int64_t fault = 0;
    for (size_t group = 1; group <= last_group(fleet, rule); group++) {
        int64_t count = 0;
        for (size_t g = 0; g < fleet->guests; g++)
            count += pack_is_about(rule, g) && is_in(fleet, rule, seats, g, group);
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

int64_t pack_fault_gather(const struct pack_fleet *fleet, const struct pack_rule *rule,
                          const pack_seats *seats)
{
    int64_t pairs = 0;
    for (size_t a = 0; a < fleet->guests; a++)
        for (size_t b = a + 1; b < fleet->guests; b++)
            pairs += pack_is_about(rule, a) && pack_is_about(rule, b) &&
                     are_apart(fleet, rule, seats, a, b);
    return pairs;
}

int64_t pack_fault_split(const struct pack_fleet *fleet, const struct pack_rule *rule,
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
int64_t pack_fault_outside(const struct pack_fleet *fleet, const struct pack_rule *rule,
                           const pack_seats *seats, bool is_ban)
{
    int64_t count = 0;
    for (size_t g = 0; g < fleet->guests; g++)
        for (size_t h = 0; h < fleet->hosts; h++)
            count += pack_is_about(rule, g) && pack_is_on(fleet, seats, g, h) &&
                     !rule->group[h] == !is_ban;
    return count;
}

int64_t pack_fault_lonely(const struct pack_fleet *fleet, const struct pack_rule *rule,
                          const pack_seats *seats)
{
    int64_t pairs = 0;
    for (size_t a = 0; a < fleet->guests; a++)
        for (size_t b = 0; b < fleet->guests; b++)
            pairs += pack_is_about(rule, a) && !pack_is_about(rule, b) &&
                     are_together(fleet, rule, seats, a, b);
    return pairs;
}

int64_t pack_fault_pin(const struct pack_fleet *fleet, const struct pack_rule *rule,
                       const pack_seats *seats)
{
    int64_t count = 0;
    for (size_t g = 0; g < fleet->guests; g++)
        for (size_t h = 0; h < fleet->hosts; h++)
            count += pack_is_about(rule, g) && fleet->start[g] >= 0 &&
                     pack_is_on(fleet, seats, g, h) && (size_t)fleet->start[g] != h;
    return count;
}

static int64_t about_on(const struct pack_fleet *fleet, const struct pack_rule *rule,
                        const pack_seats *seats, size_t host)
{
    int64_t count = 0;
    for (size_t g = 0; g < fleet->guests; g++)
        count += pack_is_about(rule, g) && pack_is_on(fleet, seats, g, host);
    return count;
}

int64_t pack_fault_licence(const struct pack_fleet *fleet, const struct pack_rule *rule,
                           const pack_seats *seats)
{
    int64_t used = 0;
    for (size_t h = 0; h < fleet->hosts; h++)
        if (about_on(fleet, rule, seats, h) > 0)
            used += rule->is_of_cores ? (int64_t)ceil(fleet->cores[h]) : 1;
    return used > rule->most ? used - rule->most : 0;
}

int64_t pack_fault_guests_most(const struct pack_fleet *fleet, const struct pack_rule *rule,
                               const pack_seats *seats)
{
    int64_t fault = 0;
    for (size_t h = 0; h < fleet->hosts; h++) {
        int64_t count = about_on(fleet, rule, seats, h);
        fault += rule->group[h] && count > rule->most ? count - rule->most : 0;
    }
    return fault;
}

int64_t pack_fault_reserve(const struct pack_fleet *fleet, const struct pack_rule *rule,
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
            rule->group[host] && pack_is_about(rule, guest) &&
            pack_is_on(fleet, seats, guest, host))
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

int64_t pack_fault_numa(const struct pack_fleet *fleet, const struct pack_rule *rule,
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
