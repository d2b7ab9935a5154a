// SPDX-License-Identifier: GPL-3.0-or-later
// A list with a hash table over it.
#include "planner/packing/pattern_set.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"

void pattern_set_init(struct pattern_set *set, const struct pattern_kinds *kinds)
{
    *set = (struct pattern_set){.kinds = kinds, .slot_count = 256};
    set->slots = alloc_zeroed(set->slot_count, sizeof(*set->slots));
}

void pattern_set_done(struct pattern_set *set)
{
    if (!set)
        return;
    for (size_t i = 0; i < set->count; i++)
        free(set->list[i].parts);
    free(set->list);
    free(set->slots);
    *set = (struct pattern_set){0};
}

static struct pattern pattern_from(const struct pattern_kinds *kinds, uint32_t bin_kind,
                                   const uint32_t *items)
{
    struct pattern pattern = {.bin_kind = bin_kind, .cost = kinds->costs[bin_kind]};

    for (size_t k = 0; k < kinds->kinds; k++)
        pattern.part_count += items[k] > 0;
    pattern.parts = alloc_zeroed(pattern.part_count + 1, sizeof(*pattern.parts));
    size_t at = 0;
    for (size_t k = 0; k < kinds->kinds; k++) {
        if (items[k] == 0)
            continue;
        pattern.parts[at++] = (struct pattern_part){(uint32_t)k, items[k]};
        pattern.cost += kinds->units[bin_kind] * kinds->loads[k] * items[k];
    }
    return pattern;
}

static uint64_t hash_of(const struct pattern *pattern)
{
    uint64_t hash = pattern->bin_kind + 0x9e3779b97f4a7c15;

    for (size_t i = 0; i < pattern->part_count; i++) {
        hash ^= (uint64_t)pattern->parts[i].kind << 32 | pattern->parts[i].count;
        hash *= 0xff51afd7ed558ccd;
        hash ^= hash >> 32;
    }
    return hash;
}

static bool is_same(const struct pattern *a, const struct pattern *b)
{
    return a->bin_kind == b->bin_kind && a->part_count == b->part_count &&
           memcmp(a->parts, b->parts, a->part_count * sizeof(*a->parts)) == 0;
}

static size_t slot_of(const struct pattern_set *set, const struct pattern *pattern)
{
    size_t slot = hash_of(pattern) & (set->slot_count - 1);

    while (set->slots[slot] && !is_same(&set->list[set->slots[slot] - 1], pattern))
        slot = (slot + 1) & (set->slot_count - 1);
    return slot;
}

static void grow(struct pattern_set *set)
{
    set->room = set->room ? 2 * set->room : 64;
    set->list = alloc_resized(set->list, set->room, sizeof(*set->list));
    if (2 * set->room <= set->slot_count)
        return;
    free(set->slots);
    set->slot_count *= 2;
    set->slots = alloc_zeroed(set->slot_count, sizeof(*set->slots));
    for (size_t i = 0; i < set->count; i++)
        set->slots[slot_of(set, &set->list[i])] = (uint32_t)i + 1;
}

size_t pattern_set_add(struct pattern_set *set, uint32_t bin_kind, const uint32_t *items)
{
    struct pattern pattern = pattern_from(set->kinds, bin_kind, items);
    size_t slot = slot_of(set, &pattern);

    if (set->slots[slot]) {
        free(pattern.parts);
        return set->slots[slot] - 1;
    }
    if (set->count == set->room) {
        grow(set);
        slot = slot_of(set, &pattern);
    }
    set->list[set->count] = pattern;
    set->slots[slot] = (uint32_t)set->count + 1;
    return set->count++;
}
