// SPDX-License-Identifier: GPL-3.0-or-later
// A sort by rounded shape, again with coarser shapes while there are too many of them.
#include "planner/demand/inventory_class.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"

#define MIB 1048576.0

// Steps a power of two; 0: as it is; -1: all alike.
static const struct level {
    int vcpus, memory;
} levels[] = {{0, 0}, {0, 8}, {0, 4}, {2, 4}, {2, 2}, {1, 1}, {1, -1}};
enum { LEVELS = sizeof levels / sizeof *levels };

struct key {
    const char *name; // of a named class
    double vcpus, memory_mib;
    size_t guest;
};

static double rounded_up(double value, int steps)
{
    int exponent;
    if (steps == 0)
        return ceil(value);
    if (steps < 0)
        return 0;
    (void)frexp(value, &exponent); // value lies in 2^(exponent - 1) .. 2^exponent
    double step = ldexp(1.0 / steps, exponent - 1);
    return ceil(value / step) * step;
}

static int compare_names(const char *a, const char *b)
{
    if (!a || !b)
        return !a - !b;
    return strcmp(a, b);
}

// Of their classes alone.
static int compare_classes(const struct key *a, const struct key *b)
{
    int names = compare_names(a->name, b->name);
    if (names != 0 || a->name)
        return names;
    if (a->vcpus != b->vcpus)
        return a->vcpus < b->vcpus ? -1 : 1;
    if (a->memory_mib != b->memory_mib)
        return a->memory_mib < b->memory_mib ? -1 : 1;
    return 0;
}

static int compare_keys(const void *a_, const void *b_)
{
    const struct key *a = a_, *b = b_;
    int classes = compare_classes(a, b);
    if (classes != 0)
        return classes;
    return a->guest < b->guest ? -1 : a->guest > b->guest;
}

static bool is_first(const struct key *keys, size_t i)
{
    return i == 0 || compare_classes(&keys[i - 1], &keys[i]) != 0;
}

// Sorted by class; returns how many of them have no name.
static size_t sort_keys(const struct inventory_guests *guests, const struct level *level,
                        struct key *keys, size_t count)
{
    size_t classes = 0;
    for (size_t i = 0; i < count; i++) {
        const struct inventory_guest *guest = &guests->list[keys[i].guest];
        keys[i].vcpus = rounded_up(guest->vcpus, level->vcpus);
        keys[i].memory_mib = rounded_up(ceil(guest->memory_bytes / MIB), level->memory);
    }
    if (count > 0)
        qsort(keys, count, sizeof *keys, compare_keys);
    for (size_t i = 0; i < count; i++)
        classes += is_first(keys, i) && !keys[i].name;
    return classes;
}

static void cut(const struct key *keys, size_t count, struct inventory_classes *classes)
{
    classes->guests = alloc_zeroed(count ? count : 1, sizeof *classes->guests);
    classes->guest_count = count;
    for (size_t i = 0; i < count; i++) {
        classes->guests[i] = keys[i].guest;
        if (is_first(keys, i)) {
            classes->list = alloc_resized(classes->list, classes->count + 1, sizeof *classes->list);
            classes->list[classes->count++] =
                (struct inventory_class){.name = keys[i].name, .guests = &classes->guests[i]};
        }
        classes->list[classes->count - 1].count++;
    }
}

struct inventory_classes inventory_classes_of(const struct inventory_guests *guests, size_t most)
{
    struct inventory_classes classes = {0};
    struct key *keys = alloc_zeroed(guests->count ? guests->count : 1, sizeof *keys);
    size_t count = 0, level = 0;
    for (size_t i = 0; i < guests->count; i++)
        if (guests->list[i].state == INVENTORY_ON && guests->list[i].count > 0)
            keys[count++] = (struct key){.name = guests->list[i].class, .guest = i};
    while (sort_keys(guests, &levels[level], keys, count) > most && level + 1 < LEVELS)
        level++;
    cut(keys, count, &classes);
    free(keys);
    return classes;
}

void inventory_classes_done(struct inventory_classes *classes)
{
    free(classes->list);
    free(classes->guests);
    *classes = (struct inventory_classes){0};
}

char *inventory_class_name(double vcpus, double memory_bytes)
{
    double mib = ceil(memory_bytes / MIB), gib = mib / 1024;
    bool is_short = gib >= 1 && gib * 4 == floor(gib * 4);
    return alloc_printf("%.0f vCPU, %.10g %s", vcpus, is_short ? gib : mib,
                        is_short ? "GiB" : "MiB");
}
