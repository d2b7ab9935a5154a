// SPDX-License-Identifier: GPL-3.0-or-later
// How fast the time stamp counter counts, and who said so.
#ifndef FULLHOUSE_WORKLOADS_BARE_TSC_H
#define FULLHOUSE_WORKLOADS_BARE_TSC_H

#include <stdint.h>

struct tsc_rate {
    uint64_t hz;
    const char *source; // "CPUID leaf 0x15", for people
};

// Asks, in this order, the processor (CPUID leaf 0x15), the hypervisor (leaf 0x40000010, then KVM's
// clock page), whoever started the guest (told_khz, 0 when it did not say), and last the interval
// timer, the shortest of five times 10 ms, which a busy host may still have made longer.
struct tsc_rate tsc_rate_find(uint64_t told_khz);

static inline uint64_t tsc_now(void)
{
    return __builtin_ia32_rdtsc();
}

#endif
