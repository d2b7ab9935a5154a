// SPDX-License-Identifier: GPL-3.0-or-later
// What holds where nobody says otherwise.
#include "planner/amount/policy.h"

#include <stdlib.h>

void policy_init(struct policy *policy)
{
    *policy = (struct policy){
        .cpu = POLICY_CPU_PERCENTILE,
        .percentile = 0.95,
        .cpu_overcommit = 4,
        .cpu_usable = 0.9,
        .memory_overcommit = 1,
        .memory_reserve_bytes = 4.0 * (1 << 30),
        .memory_reserve = 0.05,
        .disk_reserve = 0.15,
        .disk_usable = 0.6,
        .network_usable = 0.6,
        .uses_interference = true,
    };
}

void policy_done(struct policy *policy)
{
    if (!policy)
        return;
    free(policy->run);
    policy->run = NULL;
}
