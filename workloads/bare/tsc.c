// SPDX-License-Identifier: GPL-3.0-or-later
// Leaf 0x15: Intel 64 and IA-32 Architectures Software Developer's Manual, volume 2, CPUID. Leaves
// 0x40000000 and up: Linux, Documentation/virt/kvm/x86/{cpuid,msr}.rst, and the VMware leaf that
// QEMU offers beside them.
#include "workloads/bare/tsc.h"

#include <stdbool.h>

#include "common/base/clock.h"
#include "workloads/bare/cpuid.h"
#include "workloads/bare/gate.h"

#define KHZ UINT64_C(1000)

static uint64_t from_processor(void)
{
    struct cpuid leaf = cpuid_read(0x15);

    if (cpuid_read(0).eax < 0x15 || leaf.eax == 0 || leaf.ebx == 0 || leaf.ecx == 0)
        return 0;
    return (uint64_t)leaf.ecx * leaf.ebx / leaf.eax;
}

static uint64_t from_hypervisor(void)
{
    uint32_t last = cpuid_hypervisor_last();

    // More than a few leaves would be the answer for another leaf.
    return last >= 0x40000010 && last < 0x40001000 ? cpuid_read(0x40000010).eax * KHZ : 0;
}

// KVM's clock page (struct pvclock_vcpu_time_info): time = (tsc << shift) * multiplier >> 32.
struct kvm_clock_page {
    uint32_t version;
    uint32_t unused;
    uint64_t tsc_stamp;
    uint64_t system_ns;
    uint32_t multiplier;
    int8_t shift;
    uint8_t flags;
    uint8_t padding[2];
};

static uint64_t from_kvm_clock(void)
{
    static volatile struct kvm_clock_page page __attribute__((aligned(64)));
    const uint32_t number = 0x4b564d01;
    uint64_t hz;

    if (!cpuid_kvm_has(3))
        return 0;
    gate_write_msr(number, (uintptr_t)&page | 1);
    for (int i = 0; i < 1000 && page.version == 0; i++)
        __builtin_ia32_pause();
    gate_write_msr(number, 0);
    if (page.multiplier == 0)
        return 0;
    hz = (CLOCK_NS_PER_SECOND << 32) / page.multiplier;
    return page.shift < 0 ? hz << -page.shift : hz >> page.shift;
}

// Intel 8254: counter 2 counts down at 1193182 Hz; port 0x61 starts it and shows its end.
static uint64_t count_10_ms(void)
{
    const uint32_t ticks = 11932;
    uint64_t began;

    gate_out(0x61, 0x00);
    gate_out(0x43, 0xb0); // counter 2, both bytes, one shot, binary
    gate_out(0x42, ticks & 0xff);
    gate_out(0x42, ticks >> 8);
    began = tsc_now();
    gate_out(0x61, 0x01);
    while (!(gate_in(0x61) & 0x20))
        __builtin_ia32_pause();
    return (tsc_now() - began) * 1193182 / ticks;
}

// A host that delays us only makes it longer: the shortest of some is the nearest.
static uint64_t from_interval_timer(void)
{
    uint64_t least = UINT64_MAX;

    for (int i = 0; i < 5; i++) {
        uint64_t hz = count_10_ms();

        least = hz < least ? hz : least;
    }
    return least;
}

struct tsc_rate tsc_rate_find(uint64_t told_khz)
{
    uint64_t hz = from_processor();

    if (hz)
        return (struct tsc_rate){hz, "CPUID leaf 0x15"};
    hz = from_hypervisor();
    if (hz)
        return (struct tsc_rate){hz, "CPUID leaf 0x40000010"};
    hz = from_kvm_clock();
    if (hz)
        return (struct tsc_rate){hz, "KVM's clock page"};
    if (told_khz)
        return (struct tsc_rate){told_khz * KHZ, "the host"};
    return (struct tsc_rate){from_interval_timer(), "the interval timer"};
}
