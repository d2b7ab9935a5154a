// SPDX-License-Identifier: GPL-3.0-or-later
// Does nothing, so that what is measured is the runner itself.
#include "workloads/core/workload.h"

static int prepare(void *state, const struct workload_place *place)
{
    (void)state;
    (void)place;
    return 0;
}

static int operate(void *state)
{
    (void)state;
    return 0;
}

static const struct workload_variant variants[] = {
    {
        .name = "empty",
        .operation = WORKLOAD_WORDS("a call that returns at once"),
        .comparable = WORKLOAD_WORDS(
            "nothing: it is what the runner itself costs, and bounds every other figure"),
        .prepare = prepare,
        .operate = operate,
    },
};

const struct workload workload_null = {
    .name = "null",
    .help = WORKLOAD_WORDS("does nothing: measures the runner itself"),
    .variants = variants,
    .variant_count = sizeof variants / sizeof variants[0],
};
