// SPDX-License-Identifier: GPL-3.0-or-later
// Gives CPUs out one by one, or nodes.
#include "bench/placement.h"

#include <inttypes.h>
#include <stdlib.h>

#include "bench/placement_order.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/base/units.h"
#include "common/model/host_map.h"

static int make_ordered(const struct host_map *map, bool dense, const struct shape *shapes,
                        struct placement *placement, struct err *err)
{
    uint32_t cpus = 0, next = 0;
    scope_free uint32_t *order = placement_order(map, dense, &cpus);
    if (cpus == 0)
        return err_host(err, NULL, "no CPU of this host is known that guests could be bound to");
    for (uint32_t i = 0; i < placement->count; i++) {
        struct strbuf home = {0};
        for (uint32_t vcpu = 0; vcpu < shapes[i].vcpus; vcpu++, next = (next + 1) % cpus)
            strbuf_printf(&home, "%s%" PRIu32, vcpu ? " " : "", order[next]);
        placement->guests[i] = (struct guest_home){strbuf_take(&home), PLACEMENT_NO_NODE};
    }
    return 0;
}

// --- numa ----------------------------------------------------------------------------------------

// A node and what has been put into it.
struct room {
    const struct host_node *node;
    struct cpu_set cpus; // that may be used
    uint32_t cpu_count;
    uint64_t vcpus, memory_bytes;
};

// Whether the guest could live there at all; whether there is still room for its memory beside
// those that live there.
static bool is_large_enough(const struct room *room, const struct shape *shape)
{
    return shape->vcpus <= room->cpu_count &&
           (room->node->memory_bytes == 0 || shape->memory_bytes <= room->node->memory_bytes);
}

static bool has_memory_left(const struct room *room, const struct shape *shape)
{
    return room->node->memory_bytes == 0 ||
           room->memory_bytes + shape->memory_bytes <= room->node->memory_bytes;
}

// vCPUs a CPU, compared without a division.
static bool is_less_loaded(const struct room *room, const struct room *other)
{
    return room->vcpus * other->cpu_count < other->vcpus * room->cpu_count;
}

static struct room *choose(struct room *rooms, size_t count, const struct shape *shape)
{
    struct room *best = NULL;
    for (size_t i = 0; i < count; i++) {
        struct room *room = &rooms[i];
        if (!is_large_enough(room, shape))
            continue;
        bool fits = has_memory_left(room, shape);
        bool best_fits = best && has_memory_left(best, shape);
        if (!best || (fits && !best_fits) || (fits == best_fits && is_less_loaded(room, best)))
            best = room;
    }
    return best;
}

static int refuse_guest(const struct room *rooms, size_t count, const struct shape *shape,
                        struct err *err)
{
    char memory[UNITS_TEXT_SIZE], largest[UNITS_TEXT_SIZE];
    uint32_t cpus = 0;
    uint64_t bytes = 0;
    for (size_t i = 0; i < count; i++) {
        cpus = rooms[i].cpu_count > cpus ? rooms[i].cpu_count : cpus;
        bytes = rooms[i].node->memory_bytes > bytes ? rooms[i].node->memory_bytes : bytes;
    }
    units_format_bytes(memory, shape->memory_bytes);
    units_format_bytes(largest, bytes);
    return err_host(err, NULL,
                    "pinning numa: a guest of %" PRIu32 " vCPUs and %s is larger than any NUMA "
                    "node (at most %" PRIu32 " CPUs that may be used, %s); take a smaller guest, "
                    "or --pinning spread or pack",
                    shape->vcpus, memory, cpus, largest);
}

static size_t find_rooms(const struct host_map *map, struct room *rooms)
{
    size_t count = 0;
    for (size_t i = 0; i < map->node_count; i++) {
        struct room room = {.node = &map->nodes[i], .cpus = map->nodes[i].cpus};
        cpu_set_meet(&room.cpus, &map->allowed);
        room.cpu_count = cpu_set_count(&room.cpus);
        if (room.cpu_count > 0)
            rooms[count++] = room;
    }
    return count;
}

static int make_numa(const struct host_map *map, const struct shape *shapes,
                     struct placement *placement, struct err *err)
{
    scope_free struct room *rooms = alloc_zeroed(map->node_count + 1, sizeof *rooms);
    size_t count = find_rooms(map, rooms);
    if (count == 0)
        return err_host(err, NULL, "pinning numa: no NUMA node of this host is known");
    for (uint32_t i = 0; i < placement->count; i++) {
        struct room *room = choose(rooms, count, &shapes[i]);
        if (!room)
            return refuse_guest(rooms, count, &shapes[i], err);
        room->vcpus += shapes[i].vcpus;
        room->memory_bytes += shapes[i].memory_bytes;
        placement->guests[i] = (struct guest_home){cpu_set_format(&room->cpus), room->node->id};
    }
    return 0;
}

// --- all -----------------------------------------------------------------------------------------

static void make_none(struct placement *placement)
{
    for (uint32_t i = 0; i < placement->count; i++)
        placement->guests[i] = (struct guest_home){alloc_copy(""), PLACEMENT_NO_NODE};
}

int placement_make(const struct host_map *map, enum pinning pinning, const struct shape *shapes,
                   uint32_t count, struct placement *ret_placement, struct err *err)
{
    struct placement placement = {alloc_zeroed(count, sizeof *placement.guests), count};
    int result = 0;
    if (pinning == PINNING_NONE)
        make_none(&placement);
    else if (pinning == PINNING_NUMA)
        result = make_numa(map, shapes, &placement, err);
    else
        result = make_ordered(map, pinning == PINNING_PACK, shapes, &placement, err);
    if (result < 0)
        placement_done(&placement);
    else
        *ret_placement = placement;
    return result;
}

void placement_done(struct placement *placement)
{
    if (!placement)
        return;
    for (uint32_t i = 0; i < placement->count; i++)
        free(placement->guests[i].cpus);
    free(placement->guests);
    *placement = (struct placement){0};
}
