// SPDX-License-Identifier: GPL-3.0-or-later
// xorshift64 beside a linear congruence, and their short ways.
#include "workloads/core/kernel_cpu_integer.h"

static const uint64_t lcg_multiplier = UINT64_C(6364136223846793005);
static const uint64_t lcg_increment = UINT64_C(1442695040888963407);

void cpu_integer_run(struct cpu_integer *state, uint32_t rounds)
{
    uint64_t x = state->x;
    uint64_t y = state->y;

    for (uint32_t i = 0; i < rounds; i++) {
        x = cpu_xorshift(x);
        y = y * lcg_multiplier + lcg_increment;
    }
    *state = (struct cpu_integer){.x = x, .y = y};
}

static uint64_t step(uint64_t x)
{
    return cpu_xorshift(x);
}

void cpu_integer_jump_init(struct cpu_integer_jump *jump, uint32_t rounds)
{
    uint64_t multiplier = lcg_multiplier;
    uint64_t increment = lcg_increment;

    gf2_matrix_of(&jump->matrix, 64, step);
    gf2_raise(&jump->matrix, rounds);
    jump->multiplier = 1;
    jump->increment = 0;
    for (; rounds; rounds >>= 1) {
        if (rounds & 1) {
            jump->increment = jump->increment * multiplier + increment;
            jump->multiplier *= multiplier;
        }
        increment *= multiplier + 1;
        multiplier *= multiplier;
    }
}

struct cpu_integer cpu_integer_jump(const struct cpu_integer_jump *jump, struct cpu_integer from)
{
    return (struct cpu_integer){
        .x = gf2_apply(&jump->matrix, from.x),
        .y = from.y * jump->multiplier + jump->increment,
    };
}
