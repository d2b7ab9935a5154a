// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/planner/packing/vectorpack.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"

static bool read_rows(FILE *file, struct vectorpack *instance)
{
    size_t width = instance->dimensions;
    for (size_t i = 0; i < instance->items; i++) {
        int64_t demand;
        for (size_t d = 0; d < width; d++)
            if (fscanf(file, "%" SCNd64, &instance->sizes[i * width + d]) != 1)
                return false;
        // Each line of these files is one item.
        if (fscanf(file, "%" SCNd64, &demand) != 1 || demand != 1)
            return false;
    }
    return true;
}

static bool read_instance(const char *path, struct vectorpack *instance)
{
    scope_fclose FILE *file = fopen(path, "r");
    int64_t capacity[64];
    if (!file || fscanf(file, "%zu", &instance->dimensions) != 1 || instance->dimensions > 64)
        return false;
    for (size_t d = 0; d < instance->dimensions; d++)
        if (fscanf(file, "%" SCNd64, &capacity[d]) != 1)
            return false;
    if (fscanf(file, "%zu", &instance->items) != 1 || instance->items > 100000)
        return false;
    size_t count = instance->items * instance->dimensions;
    instance->sizes = alloc_zeroed(count + 1, sizeof(int64_t));
    instance->capacities = alloc_zeroed(count + 1, sizeof(int64_t));
    for (size_t i = 0; i < count; i++)
        instance->capacities[i] = capacity[i % instance->dimensions];
    return read_rows(file, instance);
}

static bool read_line(const char *folder, const char *set_name, char *line,
                      struct vectorpack *instance)
{
    char name[64];
    long bound;
    if (sscanf(line, "%63s %ld %ld %ld", name, &bound, &instance->optimum,
               &instance->best_overall) != 4)
        return false;
    scope_free char *path = alloc_printf("%s/%s/%s.vbp", folder, set_name, name);
    instance->name = alloc_printf("%s/%s", set_name, name);
    return read_instance(path, instance);
}

static bool read_table(const char *folder, const char *set_name, struct vectorpack_set *set)
{
    scope_free char *path = alloc_printf("%s/%s.tsv", folder, set_name);
    scope_fclose FILE *file = fopen(path, "r");
    scope_free char *line = NULL;
    size_t room = 0;
    if (!file || getline(&line, &room, file) < 0) // its header
        return false;
    while (getline(&line, &room, file) > 0) {
        set->list = alloc_resized(set->list, set->count + 1, sizeof(*set->list));
        struct vectorpack *instance = &set->list[set->count++];
        *instance = (struct vectorpack){0};
        if (!read_line(folder, set_name, line, instance))
            return false;
    }
    return true;
}

bool vectorpack_read(const char *folder, struct vectorpack_set *ret_set)
{
    struct vectorpack_set set = {0};
    if (read_table(folder, "New", &set) && read_table(folder, "Panigrahy", &set)) {
        *ret_set = set;
        return true;
    }
    vectorpack_done(&set);
    return false;
}

void vectorpack_done(struct vectorpack_set *set)
{
    for (size_t i = 0; i < set->count; i++) {
        free(set->list[i].name);
        free(set->list[i].sizes);
        free(set->list[i].capacities);
    }
    free(set->list);
    *set = (struct vectorpack_set){0};
}

struct packing_problem vectorpack_problem(const struct vectorpack *instance)
{
    return (struct packing_problem){
        .dimensions = instance->dimensions,
        .items = instance->items,
        .bins = instance->items,
        .sizes = instance->sizes,
        .capacities = instance->capacities,
    };
}

const char *vectorpack_wrong(const struct vectorpack *instance, const struct packing *packing)
{
    long used = (long)packing->bins_used;
    if (packing->misplaced > 0)
        return "items without a bin";
    if (packing->bound > packing->cost)
        return "bound above its own answer";
    if (instance->optimum < 0)
        return NULL;
    if (used < instance->optimum)
        return "fewer bins than there can be";
    if (packing->bound > (double)instance->optimum)
        return "bound above the optimum";
    if (packing->is_optimal && used != instance->optimum)
        return "called optimal, and is not";
    return NULL;
}
