// SPDX-License-Identifier: GPL-3.0-or-later
// Walks the table.
#include "workloads/linux/self_test.h"

#include <errno.h>

#include "common/base/err.h"
#include "workloads/linux/pages.h"
#include "workloads/linux/workload_table.h"

static int test_workload(const struct workload *workload, void *scratch, struct err *err)
{
    _Alignas(WORKLOAD_STATE_ALIGN) unsigned char state[WORKLOAD_STATE_BYTES];

    for (size_t i = 0; i < workload->variant_count; i++) {
        const struct workload_variant *variant = &workload->variants[i];
        const char *wrong = variant->self_test ? variant->self_test(state, scratch) : NULL;

        if (wrong)
            return err_system(err, EIO, "%s:%s: %s", workload->name, variant->name, wrong);
    }
    return 0;
}

int self_test_all(struct err *err)
{
    struct pages scratch;
    int rc = pages_map(&scratch, WORKLOAD_SCRATCH_BYTES, PAGES_LARGE, err);

    for (size_t i = 0; rc == 0 && workload_at(i); i++)
        rc = test_workload(workload_at(i), scratch.memory, err);
    pages_done(&scratch);
    return rc;
}
