// SPDX-License-Identifier: GPL-3.0-or-later
// The words around the core's table.
#include "workloads/linux/workload_named.h"

#include <errno.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/nearest.h"
#include "common/base/scope.h"
#include "workloads/linux/workload_table.h"

static int unknown_workload(const char *name, struct err *err)
{
    size_t count = workload_count + workload_linux_count;
    scope_free const char **names = alloc_zeroed(count, sizeof *names);
    scope_free char *hint = NULL;

    for (size_t i = 0; i < count; i++)
        names[i] = workload_at(i)->name;
    hint = nearest_hint(name, names, count);
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

int workload_named(const char *name, const char *variant, const struct workload **ret_workload,
                   const struct workload_variant **ret_variant, struct err *err)
{
    const struct workload *workload;
    const struct workload_variant *found;
    int rc = workload_find(name, variant, &workload, &found);

    if (rc == -ENOENT)
        rc = workload_find_in(workload_linux_table, workload_linux_count, name, variant, &workload,
                              &found);
    if (rc == -ENOENT)
        return unknown_workload(name, err);
    if (rc < 0)
        return unknown_variant(workload, variant, err);
    *ret_workload = workload;
    *ret_variant = found;
    return 0;
}
