// SPDX-License-Identifier: GPL-3.0-or-later
// What the processor says of itself and of the hypervisor.
#ifndef FULLHOUSE_WORKLOADS_BARE_CPUID_H
#define FULLHOUSE_WORKLOADS_BARE_CPUID_H

#include <stdbool.h>
#include <stdint.h>

struct cpuid {
    uint32_t eax, ebx, ecx, edx;
};

static inline struct cpuid cpuid_read(uint32_t leaf)
{
    struct cpuid answer;

    __asm__ volatile("cpuid"
                     : "=a"(answer.eax), "=b"(answer.ebx), "=c"(answer.ecx), "=d"(answer.edx)
                     : "a"(leaf), "c"(0));
    return answer;
}

// The last of the hypervisor's leaves, 0 without a hypervisor that shows itself.
static inline uint32_t cpuid_hypervisor_last(void)
{
    const uint32_t is_guest = UINT32_C(1) << 31;

    return cpuid_read(1).ecx & is_guest ? cpuid_read(0x40000000).eax : 0;
}

// Whether the hypervisor is KVM and has the feature of this bit (leaf 0x40000001).
static inline bool cpuid_kvm_has(uint32_t bit)
{
    struct cpuid name;

    if (cpuid_hypervisor_last() == 0)
        return false;
    name = cpuid_read(0x40000000);
    // "KVMKVMKVM"
    return name.ebx == 0x4b4d564b && name.ecx == 0x564b4d56 && name.edx == 0x4d &&
           (cpuid_read(0x40000001).eax >> bit & 1);
}

#endif
