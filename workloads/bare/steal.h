// SPDX-License-Identifier: GPL-3.0-or-later
// CPU time that the hypervisor gave to somebody else while this guest wanted to run, where KVM
// tells.
#ifndef FULLHOUSE_WORKLOADS_BARE_STEAL_H
#define FULLHOUSE_WORKLOADS_BARE_STEAL_H

#include <stdint.h>

// On each vCPU itself, once.
void steal_enable(uint32_t cpu);

// Of all vCPUs since they were enabled; 0 where nobody tells.
uint64_t steal_total_ns(void);

#endif
