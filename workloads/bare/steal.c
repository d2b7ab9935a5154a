// SPDX-License-Identifier: GPL-3.0-or-later
// Linux, Documentation/virt/kvm/x86/msr.rst: MSR_KVM_STEAL_TIME.
#include "workloads/bare/steal.h"

#include "workloads/bare/cpuid.h"
#include "workloads/bare/gate.h"

enum { STEAL_FEATURE = 5 };
#define STEAL_MSR UINT32_C(0x4b564d03)

struct kvm_steal_time {
    uint64_t steal_ns;
    uint32_t version; // odd while it is written
    uint32_t flags;
    uint8_t preempted;
    uint8_t unused[47];
};

static volatile struct kvm_steal_time times[BARE_CPUS_MAX] __attribute__((aligned(64)));

void steal_enable(uint32_t cpu)
{
    if (cpuid_kvm_has(STEAL_FEATURE))
        gate_write_msr(STEAL_MSR, (uintptr_t)&times[cpu] | 1);
}

static uint64_t read_ns(const volatile struct kvm_steal_time *time)
{
    uint64_t steal_ns;
    uint32_t version;

    do {
        version = time->version;
        steal_ns = time->steal_ns;
    } while (version & 1 || version != time->version);
    return steal_ns;
}

uint64_t steal_total_ns(void)
{
    uint64_t total_ns = 0;

    for (uint32_t cpu = 0; cpu < BARE_CPUS_MAX; cpu++)
        total_ns += read_ns(&times[cpu]);
    return total_ns;
}
