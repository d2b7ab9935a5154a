// SPDX-License-Identifier: GPL-3.0-or-later
// The others come by ap_trampoline (ring0.S), take a number each, and serve the load for ever.
#include "workloads/bare/cpu.h"

#include <stdatomic.h>
#include <stdbool.h>

#include "common/base/clock.h"
#include "workloads/bare/apic.h"
#include "workloads/bare/gate.h"
#include "workloads/bare/load.h"
#include "workloads/bare/session.h"
#include "workloads/bare/steal.h"

extern const char ap_trampoline[], ap_trampoline_end[];

// Called by ring0.S.
_Noreturn void cpu_main(uint32_t cpu);
_Noreturn void cpu_fault(struct cpu_area *area);

static _Atomic(uint32_t) online = 1;
static _Atomic(const struct cpu_area *) faulted;
static uint32_t first_apic_id;

uint32_t cpu_start_others(uint32_t wanted)
{
    uint64_t deadline_ns = clock_monotonic_ns() + CLOCK_NS_PER_SECOND;

    first_apic_id = apic_id();
    if (wanted > BARE_CPUS_MAX)
        wanted = BARE_CPUS_MAX;
    if (wanted <= 1)
        return 1;
    __builtin_memcpy((char *)TRAMPOLINE_ADDRESS, ap_trampoline,
                     (size_t)(ap_trampoline_end - ap_trampoline));
    apic_start_others();
    while (atomic_load(&online) < wanted && clock_monotonic_ns() < deadline_ns)
        __builtin_ia32_pause();
    return atomic_load(&online) < wanted ? atomic_load(&online) : wanted;
}

_Noreturn void cpu_main(uint32_t cpu)
{
    apic_enable(false);
    steal_enable(cpu);
    atomic_fetch_add(&online, 1);
    for (;;)
        load_serve(cpu);
}

uint64_t cpu_sleep(uint32_t cpu, uint32_t seen, uint64_t deadline_ns)
{
    uint64_t now_ns = clock_monotonic_ns();

    if (now_ns >= deadline_ns || cpu_pending(cpu) != seen)
        return now_ns;
    if (deadline_ns != UINT64_MAX)
        apic_timer_set(now_ns, deadline_ns);
    gate_wait(seen);
    return clock_monotonic_ns();
}

void cpu_wake_first(void)
{
    apic_wake(first_apic_id);
}

const struct cpu_area *cpu_faulted(void)
{
    return atomic_load_explicit(&faulted, memory_order_acquire);
}

_Noreturn void cpu_fault(struct cpu_area *area)
{
    if (area == cpu_area(0))
        session_fault(area);
    atomic_store(&faulted, area);
    cpu_wake_first();
    for (;;)
        gate_wait(area->pending);
}
