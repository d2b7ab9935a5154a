// SPDX-License-Identifier: GPL-3.0-or-later
// The way down to ring 0 and what it does there (ring0.S). Each call is an exception, and several
// microseconds where ring 0 is emulated.
#ifndef FULLHOUSE_WORKLOADS_BARE_GATE_H
#define FULLHOUSE_WORKLOADS_BARE_GATE_H

#include <stddef.h>
#include <stdint.h>

#include "workloads/bare/layout.h"

uint64_t gate_call(uint32_t what, uint64_t first, uint64_t second);

// Sleeps until an interrupt; returns at once when one came since area->pending was `seen`.
static inline void gate_wait(uint32_t seen)
{
    gate_call(GATE_WAIT, seen, 0);
}

// length > 0.
static inline void gate_send(const char *bytes, uint32_t length)
{
    gate_call(GATE_SEND, (uintptr_t)bytes, length);
}

static inline void gate_out(uint16_t port, uint8_t value)
{
    gate_call(GATE_OUT, port, value);
}

static inline uint8_t gate_in(uint16_t port)
{
    return (uint8_t)gate_call(GATE_IN, port, 0);
}

// Only model-specific registers that CPUID promises: any other is an exception in ring 0.
static inline uint64_t gate_read_msr(uint32_t number)
{
    return gate_call(GATE_READ_MSR, number, 0);
}

static inline void gate_write_msr(uint32_t number, uint64_t value)
{
    gate_call(GATE_WRITE_MSR, number, value);
}

// Ends the guest.
_Noreturn static inline void gate_reset(void)
{
    for (;;)
        gate_call(GATE_RESET, 0, 0);
}

#endif
