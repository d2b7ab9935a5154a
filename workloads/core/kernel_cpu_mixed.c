// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of a request in turn, and the short way of each.
#include "workloads/core/kernel_cpu_mixed.h"

#include "common/base/rng.h"

void cpu_mixed_init(struct cpu_mixed *state, uint64_t seed)
{
    state->integer = (struct cpu_integer){
        .x = rng_derive(seed, 1) | 1,
        .y = rng_derive(seed, 2),
    };
    state->real.lehmer = (double)(1 + rng_derive(seed, 3) % (CPU_FLOAT_MODULUS - 1));
    state->real.logistic = CPU_FLOAT_LOGISTIC_START;
    cpu_vector_init(&state->vector, rng_derive(seed, 4));
    state->branchy = (struct cpu_branchy){.x = rng_derive(seed, 5) | 1};
    state->crc = (uint32_t)rng_derive(seed, 6) | 1;
}

void cpu_mixed_run(struct cpu_mixed *state, const struct cpu_table *table)
{
    state->real.logistic = CPU_FLOAT_LOGISTIC_START;
    for (uint32_t i = 0; i < CPU_MIXED_REQUESTS; i++) {
        cpu_integer_run(&state->integer, CPU_MIXED_INTEGER_ROUNDS);
        cpu_float_run(&state->real, CPU_MIXED_FLOAT_ROUNDS);
        cpu_vector_run(&state->vector, CPU_MIXED_VECTOR_ROUNDS);
        cpu_branchy_run(&state->branchy, CPU_MIXED_BRANCHY_WORDS);
        state->crc = cpu_table_run(table, state->crc, CPU_MIXED_TABLE_ROUNDS);
    }
}

void cpu_mixed_jump_init(struct cpu_mixed_jump *jump)
{
    cpu_integer_jump_init(&jump->integer, CPU_MIXED_REQUESTS * CPU_MIXED_INTEGER_ROUNDS);
    cpu_vector_jump_init(&jump->vector, CPU_MIXED_REQUESTS * CPU_MIXED_VECTOR_ROUNDS);
    cpu_table_jump_init(&jump->crc, CPU_MIXED_REQUESTS * CPU_MIXED_TABLE_ROUNDS);
}

void cpu_mixed_jump(const struct cpu_mixed_jump *jump, struct cpu_mixed *state)
{
    uint64_t lehmer = (uint64_t)state->real.lehmer;

    state->integer = cpu_integer_jump(&jump->integer, state->integer);
    lehmer = cpu_float_jump(lehmer, CPU_MIXED_REQUESTS * CPU_MIXED_FLOAT_ROUNDS);
    state->real.lehmer = (double)lehmer;
    state->real.logistic = CPU_MIXED_LOGISTIC_END;
    cpu_vector_jump(&jump->vector, &state->vector);
    cpu_branchy_sum(&state->branchy, CPU_MIXED_REQUESTS * CPU_MIXED_BRANCHY_WORDS);
    state->crc = (uint32_t)gf2_apply(&jump->crc, state->crc);
}

_Bool cpu_mixed_is_same(const struct cpu_mixed *left, const struct cpu_mixed *right)
{
    return left->integer.x == right->integer.x && left->integer.y == right->integer.y &&
           cpu_float_is_same(left->real.lehmer, right->real.lehmer) &&
           cpu_float_is_same(left->real.logistic, right->real.logistic) &&
           cpu_vector_is_same(&left->vector, &right->vector) &&
           left->branchy.x == right->branchy.x && left->branchy.ones == right->branchy.ones &&
           left->branchy.zeros == right->branchy.zeros && left->crc == right->crc;
}
