// SPDX-License-Identifier: GPL-3.0-or-later
// Walks the table.
#include "workloads/linux/self_test.h"

#include "common/base/err.h"
#include "workloads/core/workload.h"

static int test_workload(const struct workload *workload, struct err *err)
{
    for (size_t i = 0; i < workload->variant_count; i++) {
        const struct workload_variant *variant = &workload->variants[i];
        int rc = variant->self_test ? variant->self_test(err) : 0;

        if (rc < 0)
            return err_prefix(err, "%s:%s", workload->name, variant->name);
    }
    return 0;
}

int self_test_all(struct err *err)
{
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < workload_count; i++)
        rc = test_workload(workload_table[i], err);
    return rc;
}
