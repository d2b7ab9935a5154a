// SPDX-License-Identifier: GPL-3.0-or-later
// Arithmetic on what guests take and what the host has left. Reads nothing itself.
#include "bench/memory_gate.h"

#include "common/base/alloc.h"
#include "common/base/units.h"
#include "common/model/record.h"

#define MIB (UINT64_C(1) << 20)

// What QEMU held beside a guest's memory under emulation with a translation cache of 32 MiB; kept
// as the cautious first guess for every platform until one guest has been measured.
static const uint64_t OVERHEAD_BYTES = 128 * MIB;

static uint64_t larger(uint64_t a, uint64_t b)
{
    return a > b ? a : b;
}

void memory_gate_init(struct memory_gate *gate, uint64_t shape_bytes, uint64_t reserve_bytes,
                      uint64_t host_bytes)
{
    *gate = (struct memory_gate){
        .guest_bytes = shape_bytes + OVERHEAD_BYTES,
        .reserve_bytes = reserve_bytes ? reserve_bytes : larger(host_bytes / 20, 256 * MIB),
    };
}

void memory_gate_learn(struct memory_gate *gate, const struct step_record *step)
{
    uint64_t seen = step->memory_bytes > 0 ? (uint64_t)step->memory_bytes / step->guests : 0;
    for (size_t i = 0; i < step->guest_count; i++)
        if (step->guest_list[i].host_memory_bytes > 0)
            seen = larger(seen, (uint64_t)step->guest_list[i].host_memory_bytes);
    if (step->state != RECORD_DONE || seen == 0)
        return;
    gate->guest_bytes = seen;
    gate->measured = true;
}

uint32_t memory_gate_limit(const struct memory_gate *gate, uint64_t available_bytes)
{
    if (available_bytes <= gate->reserve_bytes)
        return 0;
    uint64_t fit = (available_bytes - gate->reserve_bytes) / gate->guest_bytes;
    return fit > UINT32_MAX ? UINT32_MAX : (uint32_t)fit;
}

char *memory_gate_explain(const struct memory_gate *gate, uint32_t guests, uint64_t available_bytes)
{
    char each[UNITS_TEXT_SIZE], reserve[UNITS_TEXT_SIZE], need[UNITS_TEXT_SIZE];
    char have[UNITS_TEXT_SIZE];
    uint64_t need_bytes = guests * gate->guest_bytes + gate->reserve_bytes;
    return alloc_printf(
        "%u guest%s at %s (%s) and %s in reserve need %s; %s are available", guests,
        guests == 1 ? "" : "s", units_format_bytes(each, gate->guest_bytes),
        gate->measured ? "measured" : "estimated", units_format_bytes(reserve, gate->reserve_bytes),
        units_format_bytes(need, need_bytes), units_format_bytes(have, available_bytes));
}
