// SPDX-License-Identifier: GPL-3.0-or-later
// Intel 64 and IA-32 Architectures Software Developer's Manual, volume 3, chapter 11.
#include "workloads/bare/apic.h"

#include "common/base/clock.h"
#include "workloads/bare/layout.h"

enum {
    ID = 0x20,
    SPURIOUS = 0xf0,
    COMMAND = 0x300,
    COMMAND_TARGET = 0x310,
    TIMER = 0x320,
    LINT0 = 0x350,
    LINT1 = 0x360,
    TIMER_INITIAL = 0x380,
    TIMER_CURRENT = 0x390,
    TIMER_DIVIDE = 0x3e0,
};

enum {
    ENABLED = 0x100,
    MASKED = 0x10000,
    FROM_PIC = 0x700,
    DIVIDE_BY_ONE = 0xb,
    ALL_OTHERS = 0xc0000,
    ASSERT = 0x4000,
    INIT = 0x500,
    STARTUP = 0x600,
    TARGET_SHIFT = 24,
};

static uint64_t timer_hz;

static void set(uint32_t offset, uint32_t value)
{
    *(volatile uint32_t *)(uintptr_t)(APIC_ADDRESS + offset) = value;
}

static uint32_t get(uint32_t offset)
{
    return *(volatile uint32_t *)(uintptr_t)(APIC_ADDRESS + offset);
}

static void spin_ns(uint64_t ns)
{
    uint64_t end_ns = clock_monotonic_ns() + ns;

    while (clock_monotonic_ns() < end_ns)
        __builtin_ia32_pause();
}

void apic_measure(void)
{
    uint64_t began_ns, took_ns;
    uint32_t left;

    set(TIMER_DIVIDE, DIVIDE_BY_ONE);
    set(TIMER, MASKED | VECTOR_TIMER);
    set(TIMER_INITIAL, UINT32_MAX);
    began_ns = clock_monotonic_ns();
    spin_ns(CLOCK_NS_PER_MS);
    left = get(TIMER_CURRENT);
    took_ns = clock_monotonic_ns() - began_ns;
    set(TIMER_INITIAL, 0);
    timer_hz = (uint64_t)(UINT32_MAX - left) * CLOCK_NS_PER_SECOND / took_ns;
}

void apic_enable(bool is_first)
{
    set(SPURIOUS, ENABLED | VECTOR_SPURIOUS);
    set(LINT0, is_first ? FROM_PIC : MASKED);
    set(LINT1, MASKED);
    set(TIMER_DIVIDE, DIVIDE_BY_ONE);
    set(TIMER, VECTOR_TIMER);
}

void apic_timer_set(uint64_t now_ns, uint64_t deadline_ns)
{
    // Beyond a second one wakes, looks, and sets it again.
    uint64_t ns =
        deadline_ns - now_ns < CLOCK_NS_PER_SECOND ? deadline_ns - now_ns : CLOCK_NS_PER_SECOND;
    uint64_t ticks = ns * (timer_hz / 1000) / (CLOCK_NS_PER_SECOND / 1000);

    set(TIMER_INITIAL, ticks == 0 ? 1 : ticks > UINT32_MAX ? UINT32_MAX : (uint32_t)ticks);
}

void apic_start_others(void)
{
    set(COMMAND, ALL_OTHERS | ASSERT | INIT);
    spin_ns(CLOCK_NS_PER_MS);
    set(COMMAND, ALL_OTHERS | ASSERT | STARTUP | TRAMPOLINE_ADDRESS >> 12);
    spin_ns(CLOCK_NS_PER_MS);
    set(COMMAND, ALL_OTHERS | ASSERT | STARTUP | TRAMPOLINE_ADDRESS >> 12);
}

void apic_wake_others(void)
{
    set(COMMAND, ALL_OTHERS | ASSERT | VECTOR_WAKE);
}

void apic_wake(uint32_t id)
{
    set(COMMAND_TARGET, id << TARGET_SHIFT);
    set(COMMAND, ASSERT | VECTOR_WAKE);
}

uint32_t apic_id(void)
{
    return get(ID) >> TARGET_SHIFT;
}
