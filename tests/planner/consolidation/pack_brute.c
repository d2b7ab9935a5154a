// SPDX-License-Identifier: GPL-3.0-or-later
// Every placement there is, for small fleets: which are allowed, and which single moves lead to.
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "tests/planner/consolidation/pack_checker.h"

static size_t hosts_used(const struct pack_fleet *fleet, const pack_seats *seats)
{
    size_t used = 0;
    for (size_t h = 0; h < fleet->hosts; h++) {
        bool is_used = false;
        for (size_t g = 0; g < fleet->guests; g++)
            is_used = is_used || seats[g * fleet->hosts + h];
        used += is_used;
    }
    return used;
}

static bool is_allowed(const struct pack_fleet *fleet, const pack_seats *seats)
{
    struct pack_faults faults;
    pack_faults_of(fleet, seats, false, &faults);
    bool is_fine = pack_faults_none(&faults);
    pack_faults_done(&faults);
    return is_fine;
}

// Part of what is allowed is allowed, so one that is not needs no more guests.
static void place_from(const struct pack_fleet *fleet, size_t guest, pack_seats *seats,
                       size_t *fewest)
{
    if (!is_allowed(fleet, seats) || hosts_used(fleet, seats) >= *fewest)
        return;
    if (guest == fleet->guests) {
        *fewest = hosts_used(fleet, seats);
        return;
    }
    for (size_t h = 0; h < fleet->hosts; h++) {
        bool is_kept = fleet->is_pinned[guest] && fleet->start[guest] >= 0;
        if (is_kept && (size_t)fleet->start[guest] != h)
            continue;
        seats[guest * fleet->hosts + h] = 1;
        place_from(fleet, guest + 1, seats, fewest);
        seats[guest * fleet->hosts + h] = 0;
    }
}

size_t pack_fewest(const struct pack_fleet *fleet)
{
    scope_free pack_seats *seats = alloc_zeroed(fleet->guests * fleet->hosts + 1, 1);
    size_t fewest = SIZE_MAX;
    place_from(fleet, 0, seats, &fewest);
    return fewest;
}

// Placements as numbers: a digit for each guest, its host or one more for nowhere.
struct reach {
    const struct pack_fleet *fleet;
    int32_t *host; // [guest]
    pack_seats *seats;
    size_t *queue, head, tail;
    bool *is_seen;
    size_t fewest;
};

static size_t number_of(const struct reach *reach)
{
    size_t number = 0;
    for (size_t g = reach->fleet->guests; g-- > 0;)
        number = number * (reach->fleet->hosts + 1) + (size_t)(reach->host[g] + 1);
    return number;
}

static void place_as(struct reach *reach, size_t number)
{
    for (size_t g = 0; g < reach->fleet->guests; g++) {
        reach->host[g] = (int32_t)(number % (reach->fleet->hosts + 1)) - 1;
        number /= reach->fleet->hosts + 1;
    }
    pack_seats_of(reach->fleet, reach->host, reach->seats);
}

static void reach_this(struct reach *reach)
{
    size_t number = number_of(reach);
    if (reach->is_seen[number])
        return;
    reach->is_seen[number] = true;
    reach->queue[reach->tail++] = number;
}

static bool is_worse(const struct reach *reach, const struct pack_faults *before)
{
    struct pack_faults now;
    pack_faults_of(reach->fleet, reach->seats, true, &now);
    bool worse = pack_faults_worse(reach->fleet, before, &now, false) >= 0;
    pack_faults_done(&now);
    return worse;
}

static void try_move(struct reach *reach, const struct pack_faults *before, size_t guest,
                     size_t host)
{
    int32_t from = reach->host[guest];
    pack_seats *seats = &reach->seats[guest * reach->fleet->hosts];
    reach->host[guest] = (int32_t)host;
    bool is_new = !reach->is_seen[number_of(reach)];
    seats[host] = 1;
    bool may = is_new && !is_worse(reach, before);
    if (from >= 0)
        seats[from] = 0;
    if (may && !is_worse(reach, before))
        reach_this(reach);
    seats[host] = 0;
    if (from >= 0)
        seats[from] = 1;
    reach->host[guest] = from;
}

static bool is_everyone_placed(const struct reach *reach)
{
    for (size_t g = 0; g < reach->fleet->guests; g++)
        if (reach->host[g] < 0)
            return false;
    return true;
}

static void move_on(struct reach *reach)
{
    const struct pack_fleet *fleet = reach->fleet;
    struct pack_faults before;
    pack_faults_of(fleet, reach->seats, true, &before);
    for (size_t g = 0; g < fleet->guests; g++)
        for (size_t h = 0; h < fleet->hosts; h++)
            if (reach->host[g] != (int32_t)h && !(fleet->is_pinned[g] && reach->host[g] >= 0))
                try_move(reach, &before, g, h);
    pack_faults_done(&before);
}

size_t pack_fewest_reached(const struct pack_fleet *fleet)
{
    size_t numbers = 1;
    for (size_t g = 0; g < fleet->guests; g++)
        numbers *= fleet->hosts + 1;
    scope_free int32_t *host = alloc_zeroed(fleet->guests + 1, sizeof(*host));
    scope_free pack_seats *seats = alloc_zeroed(fleet->guests * fleet->hosts + 1, 1);
    scope_free size_t *queue = alloc_zeroed(numbers, sizeof(*queue));
    scope_free bool *is_seen = alloc_zeroed(numbers, sizeof(*is_seen));
    struct reach reach = {fleet, host, seats, queue, 0, 0, is_seen, SIZE_MAX};
    memcpy(host, fleet->start, fleet->guests * sizeof(*host));
    reach_this(&reach);
    while (reach.head < reach.tail) {
        place_as(&reach, queue[reach.head++]);
        if (is_everyone_placed(&reach) && hosts_used(fleet, seats) < reach.fewest &&
            is_allowed(fleet, seats))
            reach.fewest = hosts_used(fleet, seats);
        move_on(&reach);
    }
    return reach.fewest;
}
