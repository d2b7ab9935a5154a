// SPDX-License-Identifier: GPL-3.0-or-later
// The table of workloads and how to find one in it.
#include "workloads/core/workload.h"

#include <errno.h>

#include "workloads/core/text.h"

const struct workload *const workload_table[] = {
    &workload_null,
    &workload_idle,
    &workload_cpu,
    &workload_memory,
};
const size_t workload_count = sizeof workload_table / sizeof workload_table[0];

static const struct workload *find(const struct workload *const *table, size_t count,
                                   const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (text_equals(table[i]->name, name))
            return table[i];
    return NULL;
}

static const struct workload_variant *find_variant(const struct workload *workload,
                                                   const char *variant)
{
    if (!variant || !variant[0])
        return &workload->variants[0];
    for (size_t i = 0; i < workload->variant_count; i++)
        if (text_equals(workload->variants[i].name, variant))
            return &workload->variants[i];
    return NULL;
}

int workload_find_in(const struct workload *const *table, size_t count, const char *name,
                     const char *variant, const struct workload **ret_workload,
                     const struct workload_variant **ret_variant)
{
    const struct workload *workload = find(table, count, name);
    const struct workload_variant *found;

    if (!workload)
        return -ENOENT;
    *ret_workload = workload;
    found = find_variant(workload, variant);
    if (!found)
        return -ESRCH;
    *ret_variant = found;
    return 0;
}

int workload_find(const char *name, const char *variant, const struct workload **ret_workload,
                  const struct workload_variant **ret_variant)
{
    return workload_find_in(workload_table, workload_count, name, variant, ret_workload,
                            ret_variant);
}
