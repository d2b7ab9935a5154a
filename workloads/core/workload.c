// SPDX-License-Identifier: GPL-3.0-or-later
// The table of workloads and how to find one in it.
#include "workloads/core/workload.h"

#include <errno.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/nearest.h"
#include "common/base/scope.h"

const struct workload *const workload_table[] = {
    &workload_null,
    &workload_cpu,
    &workload_memory,
};
const size_t workload_count = sizeof workload_table / sizeof workload_table[0];

static int unknown_workload(const char *name, struct err *err)
{
    scope_free const char **names = alloc_zeroed(workload_count, sizeof *names);
    scope_free char *hint = NULL;

    for (size_t i = 0; i < workload_count; i++)
        names[i] = workload_table[i]->name;
    hint = nearest_hint(name, names, workload_count);
    return err_input(err, "unknown workload '%s'%s", name, hint);
}

static int unknown_variant(const struct workload *workload, const char *variant, struct err *err)
{
    scope_free const char **names = alloc_zeroed(workload->variant_count, sizeof *names);
    scope_free char *hint = NULL;

    for (size_t i = 0; i < workload->variant_count; i++)
        names[i] = workload->variants[i].name;
    hint = nearest_hint(variant, names, workload->variant_count);
    return err_input(err, "workload '%s' has no variant '%s'%s", workload->name, variant, hint);
}

static const struct workload *find(const char *name)
{
    for (size_t i = 0; i < workload_count; i++)
        if (strcmp(workload_table[i]->name, name) == 0)
            return workload_table[i];
    return NULL;
}

static const struct workload_variant *find_variant(const struct workload *workload,
                                                   const char *variant)
{
    if (!variant || !variant[0])
        return &workload->variants[0];
    for (size_t i = 0; i < workload->variant_count; i++)
        if (strcmp(workload->variants[i].name, variant) == 0)
            return &workload->variants[i];
    return NULL;
}

int workload_find(const char *name, const char *variant, const struct workload **ret_workload,
                  const struct workload_variant **ret_variant, struct err *err)
{
    const struct workload *workload = find(name);
    const struct workload_variant *found;

    if (!workload)
        return unknown_workload(name, err);
    found = find_variant(workload, variant);
    if (!found)
        return unknown_variant(workload, variant, err);
    *ret_workload = workload;
    *ret_variant = found;
    return 0;
}
