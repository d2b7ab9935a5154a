// SPDX-License-Identifier: GPL-3.0-or-later
// What ring 0 keeps for one vCPU (layout.h has the offsets that assembly uses). Ring 0 finds the
// area of the vCPU it runs on by its stack pointer, which lies in it.
#ifndef FULLHOUSE_WORKLOADS_BARE_AREA_H
#define FULLHOUSE_WORKLOADS_BARE_AREA_H

#include <stddef.h>
#include <stdint.h>

#include "workloads/bare/layout.h"

struct cpu_area {
    volatile uint32_t pending; // counts interrupts
    uint32_t unused[3];
    uint64_t vector; // of the last exception, and what the processor said about it
    uint64_t error;
    uint64_t rip;
    uint64_t cs;
    uint64_t rsp;
    uint64_t cr2;
    uint64_t user_stack; // where ring 3 begins after an exception
};

_Static_assert(offsetof(struct cpu_area, pending) == AREA_PENDING, "ring0.S");
_Static_assert(offsetof(struct cpu_area, vector) == AREA_VECTOR, "ring0.S");
_Static_assert(offsetof(struct cpu_area, cr2) == AREA_CR2, "ring0.S");
_Static_assert(offsetof(struct cpu_area, user_stack) == AREA_USER_STACK, "ring0.S");

static inline struct cpu_area *cpu_area(uint32_t cpu)
{
    return (struct cpu_area *)(uintptr_t)(AREA_ADDRESS + (uint64_t)cpu * AREA_BYTES);
}

#endif
