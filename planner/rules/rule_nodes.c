// SPDX-License-Identifier: GPL-3.0-or-later
// NUMA nodes that guests are in.
#include "planner/rules/rule_nodes.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"

enum { SEAT_FREE = -2, SEAT_WAITS = -1 }; // else the node
enum { STEPS_MOST = 20000 };              // of a search

struct node_use {
    int64_t used[2]; // CPU and memory
};

struct rule_nodes {
    const struct amounts *amounts;
    int16_t *seat; // [link] as in rule_places
    size_t *first; // [host] into use
    size_t count;  // nodes in all
    struct node_use *use;
};

static size_t nodes_of(const struct amounts *amounts, uint32_t host)
{
    return amounts->nodes && amounts->nodes[host] && amounts->node_counts[host] > 1
               ? amounts->node_counts[host]
               : 0;
}

struct rule_nodes *rule_nodes_new(const struct amounts *amounts)
{
    struct rule_nodes *nodes = alloc_zeroed(1, sizeof(*nodes));
    nodes->amounts = amounts;
    nodes->seat = alloc_zeroed(2 * amounts->guests + 1, sizeof(*nodes->seat));
    for (size_t link = 0; link < 2 * amounts->guests; link++)
        nodes->seat[link] = SEAT_FREE;
    nodes->first = alloc_zeroed(amounts->hosts + 1, sizeof(*nodes->first));
    for (size_t h = 0; h < amounts->hosts; h++) {
        nodes->first[h] = nodes->count;
        nodes->count += nodes_of(amounts, (uint32_t)h);
    }
    nodes->use = alloc_zeroed(nodes->count + 1, sizeof(*nodes->use));
    return nodes;
}

struct rule_nodes *rule_nodes_copy(const struct rule_nodes *nodes)
{
    struct rule_nodes *copy = rule_nodes_new(nodes->amounts);
    memcpy(copy->seat, nodes->seat, 2 * nodes->amounts->guests * sizeof(*copy->seat));
    memcpy(copy->use, nodes->use, nodes->count * sizeof(*copy->use));
    return copy;
}

void rule_nodes_free(struct rule_nodes *nodes)
{
    if (!nodes)
        return;
    free(nodes->seat);
    free(nodes->first);
    free(nodes->use);
    free(nodes);
}

static bool fits(const struct rule_nodes *nodes, const struct node_use *use, uint32_t guest,
                 uint32_t host, size_t node)
{
    const int64_t *room = nodes->amounts->nodes[host][node].room;
    const int64_t *size = nodes->amounts->size[guest];
    return (room[0] == AMOUNT_UNLIMITED || use[node].used[0] <= room[0] - size[AMOUNT_CPU]) &&
           (room[1] == AMOUNT_UNLIMITED || use[node].used[1] <= room[1] - size[AMOUNT_MEMORY]);
}

static void take(const struct rule_nodes *nodes, struct node_use *use, uint32_t guest, int64_t sign)
{
    use->used[0] += sign * nodes->amounts->size[guest][AMOUNT_CPU];
    use->used[1] += sign * nodes->amounts->size[guest][AMOUNT_MEMORY];
}

static int16_t first_fit(const struct rule_nodes *nodes, const struct node_use *use, uint32_t guest,
                         uint32_t host)
{
    for (size_t n = 0; n < nodes_of(nodes->amounts, host); n++)
        if (fits(nodes, use, guest, host, n))
            return (int16_t)n;
    return SEAT_WAITS;
}

// All of a host dealt anew.
struct repack {
    const struct rule_nodes *nodes;
    uint32_t host;
    uint32_t *guests; // largest first
    int16_t *node;
    size_t count;
    struct node_use *use;
    size_t steps;
};

static bool is_alike(const struct repack *repack, size_t left, size_t right)
{
    return memcmp(&repack->use[left], &repack->use[right], sizeof(*repack->use)) == 0 &&
           memcmp(&repack->nodes->amounts->nodes[repack->host][left],
                  &repack->nodes->amounts->nodes[repack->host][right],
                  sizeof(struct amount_node)) == 0;
}

// A node that is as another before it would only be tried twice.
static bool is_repeated(const struct repack *repack, size_t node)
{
    for (size_t n = 0; n < node; n++)
        if (is_alike(repack, n, node))
            return true;
    return false;
}

static bool deal_from(struct repack *repack, size_t index)
{
    if (index == repack->count)
        return true;
    uint32_t guest = repack->guests[index];
    for (size_t n = 0; n < nodes_of(repack->nodes->amounts, repack->host); n++) {
        if (repack->steps == 0)
            return false;
        if (is_repeated(repack, n) || !fits(repack->nodes, repack->use, guest, repack->host, n))
            continue;
        repack->steps--;
        take(repack->nodes, &repack->use[n], guest, 1);
        repack->node[index] = (int16_t)n;
        if (deal_from(repack, index + 1))
            return true;
        take(repack->nodes, &repack->use[n], guest, -1);
    }
    return false;
}

static int by_memory(const void *left, const void *right, void *context)
{
    const struct amounts *amounts = context;
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    int64_t x = amounts->size[a][AMOUNT_MEMORY], y = amounts->size[b][AMOUNT_MEMORY];
    return x != y ? (x < y) - (x > y) : (a > b) - (a < b);
}

static void repack_done(struct repack *repack)
{
    free(repack->guests);
    free(repack->node);
    free(repack->use);
}

// Those of the host that want a node, and one more (PLACE_NONE: none).
static struct repack repack_of(const struct rule_nodes *nodes, const struct rule_places *places,
                               uint32_t guest, uint32_t host)
{
    size_t most = places->count[host] + 1;
    struct repack repack = {
        .nodes = nodes,
        .host = host,
        .guests = alloc_zeroed(most, sizeof(*repack.guests)),
        .node = alloc_zeroed(most, sizeof(*repack.node)),
        .use = alloc_zeroed(nodes_of(nodes->amounts, host) + 1, sizeof(*repack.use)),
        .steps = STEPS_MOST,
    };
    for (uint32_t l = places->first[host]; l != PLACE_NONE; l = places->next[l])
        if (nodes->seat[l] != SEAT_FREE && l / 2 != guest)
            repack.guests[repack.count++] = l / 2;
    if (guest != PLACE_NONE)
        repack.guests[repack.count++] = guest;
    qsort_r(repack.guests, repack.count, sizeof(*repack.guests), by_memory, (void *)nodes->amounts);
    return repack;
}

static bool waits_any(const struct rule_nodes *nodes, const struct rule_places *places,
                      uint32_t host)
{
    for (uint32_t l = places->first[host]; l != PLACE_NONE; l = places->next[l])
        if (nodes->seat[l] == SEAT_WAITS)
            return true;
    return false;
}

bool rule_nodes_may(struct rule_nodes *nodes, const struct rule_places *places, uint32_t guest,
                    uint32_t host)
{
    if (nodes_of(nodes->amounts, host) == 0)
        return true;
    if (first_fit(nodes, nodes->use + nodes->first[host], guest, host) >= 0 &&
        !waits_any(nodes, places, host))
        return true;
    __attribute__((cleanup(repack_done))) struct repack repack =
        repack_of(nodes, places, guest, host);
    return deal_from(&repack, 0);
}

static bool deal_anew(struct rule_nodes *nodes, const struct rule_places *places, uint32_t host)
{
    __attribute__((cleanup(repack_done))) struct repack repack =
        repack_of(nodes, places, PLACE_NONE, host);
    if (!deal_from(&repack, 0))
        return false;
    for (size_t i = 0; i < repack.count; i++)
        nodes->seat[rule_places_link(places, repack.guests[i], host)] = repack.node[i];
    memcpy(nodes->use + nodes->first[host], repack.use,
           nodes_of(nodes->amounts, host) * sizeof(*repack.use));
    return true;
}

void rule_nodes_arrive(struct rule_nodes *nodes, const struct rule_places *places, uint32_t guest,
                       uint32_t host)
{
    uint32_t link = rule_places_link(places, guest, host);
    if (nodes_of(nodes->amounts, host) == 0 || nodes->seat[link] != SEAT_FREE)
        return;
    struct node_use *use = nodes->use + nodes->first[host];
    nodes->seat[link] = first_fit(nodes, use, guest, host);
    if (nodes->seat[link] >= 0)
        take(nodes, &use[nodes->seat[link]], guest, 1);
    else
        deal_anew(nodes, places, host);
}

void rule_nodes_leave(struct rule_nodes *nodes, const struct rule_places *places, uint32_t guest,
                      uint32_t host)
{
    uint32_t link = rule_places_link(places, guest, host);
    if (nodes->seat[link] >= 0)
        take(nodes, &nodes->use[nodes->first[host] + (size_t)nodes->seat[link]], guest, -1);
    nodes->seat[link] = SEAT_FREE;
}

void rule_nodes_broken(struct rule_nodes *nodes, const struct rule_places *places, uint32_t host,
                       struct rule_blame *blame)
{
    if (!waits_any(nodes, places, host) || deal_anew(nodes, places, host))
        return;
    for (uint32_t l = places->first[host]; l != PLACE_NONE; l = places->next[l])
        if (nodes->seat[l] == SEAT_WAITS)
            rule_blame_add(blame, l / 2);
}
