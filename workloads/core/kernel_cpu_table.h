// SPDX-License-Identifier: GPL-3.0-or-later
// Look-ups in a small table, each of which needs the one before: a part of cpu/mixed.
#ifndef FULLHOUSE_WORKLOADS_CORE_KERNEL_CPU_TABLE_H
#define FULLHOUSE_WORKLOADS_CORE_KERNEL_CPU_TABLE_H

#include <stdint.h>

#include "workloads/core/gf2.h"

// The table of CRC-32 (IEEE 802.3, reflected; Sarwate 1988): 1 KiB, which every first cache holds.
struct cpu_table {
    uint32_t entries[256];
};

void cpu_table_init(struct cpu_table *table);

// state = entries[state mod 256] ^ state >> 8, so many times: the CRC of as many zero bytes. No
// state but 0 comes back before 2^32 - 1 shifts.
uint32_t cpu_table_run(const struct cpu_table *table, uint32_t state, uint32_t rounds);

// All rounds at once, without the table: the power of the map's matrix over GF(2).
void cpu_table_jump_init(struct gf2_matrix *jump, uint32_t rounds);

#endif
