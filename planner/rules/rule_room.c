// SPDX-License-Identifier: GPL-3.0-or-later
// What guests take of each host together. Sums by window are made when a guest with a trace first
// comes to a host.
#include "planner/rules/rule_room.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "planner/rules/rule_places.h"

struct rule_room {
    const struct amounts *amounts;
    int64_t (*sum)[AMOUNT_COUNT]; // [host] of sizes
    int64_t *steady;              // [host] CPU of guests without a trace
    int64_t *peaks;               // [host] CPU of the others' peaks
    int64_t **windows;            // [host] sums of traces, or NULL
};

struct rule_room *rule_room_new(const struct amounts *amounts)
{
    struct rule_room *room = alloc_zeroed(1, sizeof(*room));
    size_t hosts = amounts->hosts + 1;
    *room = (struct rule_room){
        .amounts = amounts,
        .sum = alloc_zeroed(hosts, sizeof(*room->sum)),
        .steady = alloc_zeroed(hosts, sizeof(*room->steady)),
        .peaks = alloc_zeroed(hosts, sizeof(*room->peaks)),
        .windows = alloc_zeroed(hosts, sizeof(*room->windows)),
    };
    return room;
}

struct rule_room *rule_room_copy(const struct rule_room *room)
{
    struct rule_room *copy = rule_room_new(room->amounts);
    size_t hosts = room->amounts->hosts, bytes = room->amounts->windows * sizeof(int64_t);
    memcpy(copy->sum, room->sum, hosts * sizeof(*copy->sum));
    memcpy(copy->steady, room->steady, hosts * sizeof(*copy->steady));
    memcpy(copy->peaks, room->peaks, hosts * sizeof(*copy->peaks));
    for (size_t h = 0; h < hosts; h++)
        if (room->windows[h]) {
            copy->windows[h] = alloc_zeroed(1, bytes);
            memcpy(copy->windows[h], room->windows[h], bytes);
        }
    return copy;
}

void rule_room_free(struct rule_room *room)
{
    if (!room)
        return;
    for (size_t h = 0; h < room->amounts->hosts; h++)
        free(room->windows[h]);
    free(room->sum);
    free(room->steady);
    free(room->peaks);
    free(room->windows);
    free(room);
}

static const int32_t *trace_of(const struct amounts *amounts, uint32_t guest)
{
    return guest != PLACE_NONE && amounts->windows > 0 ? amounts->trace[guest] : NULL;
}

static void add_trace(struct rule_room *room, const int32_t *trace, uint32_t host, int64_t sign)
{
    size_t windows = room->amounts->windows;
    if (!room->windows[host])
        room->windows[host] = alloc_zeroed(windows, sizeof(int64_t));
    int64_t *sums = room->windows[host];
    if (sign > 0)
        for (size_t w = 0; w < windows; w++)
            sums[w] += trace[w];
    else
        for (size_t w = 0; w < windows; w++)
            sums[w] -= trace[w];
}

static void add(struct rule_room *room, uint32_t guest, uint32_t host, int64_t sign)
{
    const struct amounts *amounts = room->amounts;
    for (int r = 0; r < AMOUNT_COUNT; r++)
        room->sum[host][r] += sign * amounts->size[guest][r];
    if (amounts->windows == 0)
        return;
    const int32_t *trace = trace_of(amounts, guest);
    if (trace) {
        add_trace(room, trace, host, sign);
        room->peaks[host] += sign * amounts->trace_peak[guest];
    } else {
        room->steady[host] += sign * amounts->size[guest][AMOUNT_CPU];
    }
}

void rule_room_arrive(struct rule_room *room, uint32_t guest, uint32_t host)
{
    add(room, guest, host, 1);
}

void rule_room_leave(struct rule_room *room, uint32_t guest, uint32_t host)
{
    add(room, guest, host, -1);
}

int64_t rule_room_sum(const struct rule_room *room, uint32_t host, enum amount_resource resource)
{
    return room->sum[host][resource];
}

// So many windows may be over the limit.
static bool is_percentile_within(const struct rule_room *room, uint32_t guest, uint32_t host,
                                 int64_t limit)
{
    const struct amounts *amounts = room->amounts;
    const int32_t *trace = trace_of(amounts, guest);
    int64_t steady = room->steady[host];
    if (guest != PLACE_NONE && !trace)
        steady += amounts->size[guest][AMOUNT_CPU];
    int64_t peak = trace ? amounts->trace_peak[guest] : 0;
    if (steady + room->peaks[host] + peak <= limit)
        return true;
    const int64_t *sums = room->windows[host];
    size_t over = 0;
    for (size_t w = 0; w < amounts->windows && over <= amounts->windows_over; w++)
        over += steady + (sums ? sums[w] : 0) + (trace ? trace[w] : 0) > limit;
    return over <= amounts->windows_over;
}

bool rule_room_is_within(const struct rule_room *room, uint32_t guest, uint32_t host,
                         enum amount_resource resource, int64_t limit)
{
    const struct amounts *amounts = room->amounts;
    if (resource == AMOUNT_CPU && amounts->windows > 0)
        return is_percentile_within(room, guest, host, limit);
    int64_t size = guest == PLACE_NONE ? 0 : amounts->size[guest][resource];
    return room->sum[host][resource] <= limit - size;
}

bool rule_room_fits(const struct rule_room *room, uint32_t guest, uint32_t host)
{
    const struct amounts *amounts = room->amounts;
    if (amounts->is_closed && amounts->is_closed[host])
        return false;
    for (int r = 0; r < AMOUNT_COUNT; r++) {
        int64_t limit = amounts->room[host][r];
        if (limit == AMOUNT_UNLIMITED || amounts->size[guest][r] == 0)
            continue;
        if (!rule_room_is_within(room, guest, host, (enum amount_resource)r, limit))
            return false;
    }
    return true;
}
