// SPDX-License-Identifier: GPL-3.0-or-later
// The mixed kernel: what the others do, taking turns in small portions, as a server's requests do.
#ifndef FULLHOUSE_WORKLOADS_CORE_KERNEL_CPU_MIXED_H
#define FULLHOUSE_WORKLOADS_CORE_KERNEL_CPU_MIXED_H

#include <stdint.h>

#include "workloads/core/kernel_cpu_branchy.h"
#include "workloads/core/kernel_cpu_float.h"
#include "workloads/core/kernel_cpu_integer.h"
#include "workloads/core/kernel_cpu_table.h"
#include "workloads/core/kernel_cpu_vector.h"

// One operation of cpu/mixed: CPU_MIXED_REQUESTS requests, each of them in this order
//     512 rounds of cpu/integer, 128 rounds of cpu/float, 128 rounds of cpu/vector,
//     4 words (256 jumps) of cpu/branchy, 512 dependent look-ups in a table of 1 KiB,
// about a microsecond each, so that a fifth of the time goes to each kind. Every part goes on where
// the request before left it; the logistic map starts at 0.7 in each operation.
enum {
    CPU_MIXED_REQUESTS = 192,
    CPU_MIXED_INTEGER_ROUNDS = 512,
    CPU_MIXED_FLOAT_ROUNDS = 128,
    CPU_MIXED_VECTOR_ROUNDS = 128,
    CPU_MIXED_BRANCHY_WORDS = 4,
    CPU_MIXED_TABLE_ROUNDS = 512,
};
// Of the logistic map after an operation, as any other IEEE implementation gives it.
#define CPU_MIXED_LOGISTIC_END 0x1.ef919fa35ea2dp-1

struct cpu_mixed {
    struct cpu_integer integer;
    struct cpu_float real;
    struct cpu_vector vector;
    struct cpu_branchy branchy;
    uint32_t crc; // of the table's part; never 0
};

// All parts from the seed.
void cpu_mixed_init(struct cpu_mixed *state, uint64_t seed);

// One operation.
void cpu_mixed_run(struct cpu_mixed *state, const struct cpu_table *table);

// The short ways of all parts.
struct cpu_mixed_jump {
    struct cpu_integer_jump integer;
    struct cpu_vector_jump vector;
    struct gf2_matrix crc;
};

void cpu_mixed_jump_init(struct cpu_mixed_jump *jump);
void cpu_mixed_jump(const struct cpu_mixed_jump *jump, struct cpu_mixed *state);

_Bool cpu_mixed_is_same(const struct cpu_mixed *left, const struct cpu_mixed *right);

#endif
