// SPDX-License-Identifier: GPL-3.0-or-later
// No operation at all: the guest is there and sleeps, so that what is measured is what a guest
// costs the host by being there.
#include "workloads/core/workload.h"

static int prepare(void *state, const struct workload_place *place)
{
    (void)state;
    (void)place;
    return 0;
}

static const struct workload_variant variants[] = {
    {
        .name = "sleep",
        .operation = WORKLOAD_WORDS("none: the guest sleeps until the load is stopped"),
        .comparable = WORKLOAD_WORDS("any other guest of the same size that sleeps"),
        .prepare = prepare,
    },
};

const struct workload workload_idle = {
    .name = "idle",
    .help = WORKLOAD_WORDS("sleeps: measures what a guest costs by being there"),
    .variants = variants,
    .variant_count = sizeof variants / sizeof variants[0],
};
