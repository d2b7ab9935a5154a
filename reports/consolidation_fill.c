// SPDX-License-Identifier: GPL-3.0-or-later
// Two standings, before and after, read host by host.
#include "reports/consolidation_fill.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "planner/consolidation/consolidation.h"
#include "planner/standing/standing.h"

static int32_t host_of(const struct consolidation *consolidation, size_t guest, enum fill_when when)
{
    if (when == FILL_AFTER && consolidation->moves.end)
        return consolidation->moves.end[guest];
    return consolidation->estate.guests[guest].host;
}

// --- shares -------------------------------------------------------------------------------------

// What a host is built with, in the unit of the resource; NAN unknown.
static double built_with(const struct consolidation *consolidation, size_t host,
                         enum amount_resource resource)
{
    const struct estate_host *facts = &consolidation->estate.hosts[host];
    const struct policy *policy = &consolidation->request->policy;
    double ratio = policy->cpu == POLICY_CPU_VCPUS ? policy->cpu_overcommit : 1;
    switch (resource) {
    case AMOUNT_CPU:
        return policy->cpu == POLICY_CPU_CURVE ? 1e6 : 1e6 * ratio * facts->cores;
    case AMOUNT_MEMORY:
        return facts->memory_bytes;
    case AMOUNT_DISK:
        return facts->disk_bytes;
    case AMOUNT_DISK_RATE:
        return facts->disk_hz;
    case AMOUNT_NETWORK:
        return facts->network_bits_hz;
    case AMOUNT_COUNT:
        break;
    }
    return NAN;
}

static double share_of(const struct consolidation *consolidation, size_t host,
                       enum amount_resource resource, int64_t taken)
{
    int64_t room = consolidation->amounts.room[host][resource];
    if (room == AMOUNT_UNLIMITED)
        return NAN;
    double whole = room > 0 ? (double)room : built_with(consolidation, host, resource);
    return whole > 0 ? (double)taken / whole : NAN;
}

// --- standings ----------------------------------------------------------------------------------

static void read_host(const struct consolidation *consolidation, const struct standing *standing,
                      uint32_t host, enum fill_when when, struct fill_host *fill)
{
    fill->guests[when] = standing_guests_on(standing, host);
    for (enum amount_resource r = 0; r < AMOUNT_COUNT; r++) {
        fill->taken[when][r] = standing_taken(standing, host, r);
        fill->share[when][r] = share_of(consolidation, host, r, fill->taken[when][r]);
    }
    fill->is_on[when] =
        when == FILL_BEFORE ? consolidation->was_on[host] : consolidation->is_on[host];
}

static int read_standing(const struct consolidation *consolidation, enum fill_when when,
                         struct consolidation_fill *fill)
{
    struct standing *standing = standing_new(&consolidation->amounts, NULL, false);
    if (!standing)
        return -ENOMEM;
    for (size_t g = 0; g < consolidation->estate.guest_count; g++) {
        int32_t host = host_of(consolidation, g, when);
        if (host != ESTATE_NOWHERE)
            standing_arrive(standing, (uint32_t)g, (uint32_t)host);
    }
    for (size_t h = 0; h < fill->count; h++)
        read_host(consolidation, standing, (uint32_t)h, when, &fill->hosts[h]);
    standing_free(standing);
    return 0;
}

static double mean_of(const struct consolidation_fill *fill, enum fill_when when,
                      enum amount_resource resource)
{
    double sum = 0;
    size_t count = 0;
    for (size_t h = 0; h < fill->count; h++)
        if (fill->hosts[h].is_on[when] && isfinite(fill->hosts[h].share[when][resource])) {
            sum += fill->hosts[h].share[when][resource];
            count++;
        }
    return count ? sum / (double)count : NAN;
}

static void sum_up(struct consolidation_fill *fill)
{
    for (enum fill_when when = 0; when < FILL_WHENS; when++) {
        for (size_t h = 0; h < fill->count; h++)
            fill->on[when] += fill->hosts[h].is_on[when];
        for (enum amount_resource r = 0; r < AMOUNT_COUNT; r++)
            fill->mean[when][r] = mean_of(fill, when, r);
    }
}

double consolidation_fill_most(const struct consolidation_fill *fill, uint32_t host,
                               enum fill_when when)
{
    double most = 0;
    for (enum amount_resource r = 0; r < AMOUNT_COUNT; r++)
        most = fmax(most, fill->hosts[host].share[when][r]);
    return most;
}

// --- order --------------------------------------------------------------------------------------

static int compare(const void *left, const void *right, void *context)
{
    const struct consolidation_fill *fill = context;
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    bool a_stays = fill->hosts[a].is_on[FILL_AFTER], b_stays = fill->hosts[b].is_on[FILL_AFTER];
    if (a_stays != b_stays)
        return a_stays ? -1 : 1;
    enum fill_when when = a_stays ? FILL_AFTER : FILL_BEFORE;
    double a_most = consolidation_fill_most(fill, a, when),
           b_most = consolidation_fill_most(fill, b, when);
    if (a_most != b_most)
        return a_most > b_most ? -1 : 1;
    return a < b ? -1 : a > b;
}

static void put_in_order(struct consolidation_fill *fill)
{
    fill->order = alloc_zeroed(fill->count + 1, sizeof *fill->order);
    for (size_t h = 0; h < fill->count; h++)
        fill->order[h] = (uint32_t)h;
    qsort_r(fill->order, fill->count, sizeof *fill->order, compare, fill);
}

int consolidation_fill_of(const struct consolidation *consolidation,
                          struct consolidation_fill *ret_fill)
{
    struct consolidation_fill fill = {.count = consolidation->estate.host_count};
    fill.hosts = alloc_zeroed(fill.count + 1, sizeof *fill.hosts);
    for (enum fill_when when = 0; when < FILL_WHENS; when++)
        if (read_standing(consolidation, when, &fill) < 0) {
            consolidation_fill_done(&fill);
            return -ENOMEM;
        }
    sum_up(&fill);
    put_in_order(&fill);
    *ret_fill = fill;
    return 0;
}

void consolidation_fill_done(struct consolidation_fill *fill)
{
    free(fill->hosts);
    free(fill->order);
    *fill = (struct consolidation_fill){0};
}
