// SPDX-License-Identifier: GPL-3.0-or-later
// CRC-32 of zeros by its table, and by its polynomial.
#include "workloads/core/kernel_cpu_table.h"

static const uint32_t polynomial = 0xedb88320;

// Eight shifts of the register.
static uint64_t step(uint64_t register_)
{
    uint32_t crc = (uint32_t)register_;

    for (int shift = 0; shift < 8; shift++)
        crc = crc >> 1 ^ (polynomial & -(crc & 1));
    return crc;
}

void cpu_table_init(struct cpu_table *table)
{
    for (uint32_t i = 0; i < 256; i++)
        table->entries[i] = (uint32_t)step(i);
}

uint32_t cpu_table_run(const struct cpu_table *table, uint32_t state, uint32_t rounds)
{
    for (uint32_t i = 0; i < rounds; i++)
        state = table->entries[state & 255] ^ state >> 8;
    return state;
}

void cpu_table_jump_init(struct gf2_matrix *jump, uint32_t rounds)
{
    gf2_matrix_of(jump, 32, step);
    gf2_raise(jump, rounds);
}
