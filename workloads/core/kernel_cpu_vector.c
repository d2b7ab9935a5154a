// SPDX-License-Identifier: GPL-3.0-or-later
// Packed generators, and the scalar short ways of their lanes.
#include "workloads/core/kernel_cpu_vector.h"

#include "common/base/rng.h"
#include "workloads/core/kernel_cpu_float.h"

typedef uint32_t words __attribute__((vector_size(16), may_alias));
typedef double reals __attribute__((vector_size(16), may_alias));
typedef int64_t mask __attribute__((vector_size(16), may_alias));

static const double modulus = (double)CPU_FLOAT_MODULUS;

static inline words xorshift(words w)
{
    w ^= w << 13;
    w ^= w >> 17;
    return w ^ w << 5;
}

static inline reals lehmer(reals r)
{
    // Far above it, doubles are whole numbers: adding it rounds, taking it away leaves the rest.
    const double rounder = 0x1.8p52;
    const reals moduli = {modulus, modulus};
    reals product = r * (double)CPU_FLOAT_MULTIPLIER;
    reals quotient = product * (1.0 / modulus) + rounder - rounder;
    reals rest = product - quotient * modulus;
    mask negative = rest < (reals){0, 0};

    return rest + (reals)(negative & (mask)moduli);
}

void cpu_vector_run(struct cpu_vector *state, uint32_t rounds)
{
    words *w = (words *)state->words;
    reals *r = (reals *)state->reals;
    words w0 = w[0], w1 = w[1], w2 = w[2], w3 = w[3];
    reals r0 = r[0], r1 = r[1], r2 = r[2], r3 = r[3];

    for (uint32_t i = 0; i < rounds; i++) {
        r0 = lehmer(r0);
        w0 = xorshift(w0);
        r1 = lehmer(r1);
        w1 = xorshift(w1);
        r2 = lehmer(r2);
        w2 = xorshift(w2);
        r3 = lehmer(r3);
        w3 = xorshift(w3);
    }
    w[0] = w0, w[1] = w1, w[2] = w2, w[3] = w3;
    r[0] = r0, r[1] = r1, r[2] = r2, r[3] = r3;
}

void cpu_vector_init(struct cpu_vector *state, uint64_t seed)
{
    for (uint32_t i = 0; i < CPU_VECTOR_WORDS; i++)
        state->words[i] = (uint32_t)rng_derive(seed, i) | 1;
    for (uint32_t i = 0; i < CPU_VECTOR_REALS; i++)
        state->reals[i] =
            (double)(1 + rng_derive(seed, CPU_VECTOR_WORDS + i) % (CPU_FLOAT_MODULUS - 1));
}

static uint64_t step(uint64_t w_)
{
    uint32_t w = (uint32_t)w_;

    w ^= w << 13;
    w ^= w >> 17;
    return w ^ w << 5;
}

void cpu_vector_jump_init(struct cpu_vector_jump *jump, uint32_t rounds)
{
    gf2_matrix_of(&jump->matrix, 32, step);
    gf2_raise(&jump->matrix, rounds);
    jump->multiplier = cpu_float_jump(1, rounds);
}

void cpu_vector_jump(const struct cpu_vector_jump *jump, struct cpu_vector *state)
{
    for (uint32_t i = 0; i < CPU_VECTOR_WORDS; i++)
        state->words[i] = (uint32_t)gf2_apply(&jump->matrix, state->words[i]);
    for (uint32_t i = 0; i < CPU_VECTOR_REALS; i++)
        state->reals[i] =
            (double)((uint64_t)state->reals[i] * jump->multiplier % CPU_FLOAT_MODULUS);
}

_Bool cpu_vector_is_same(const struct cpu_vector *left, const struct cpu_vector *right)
{
    for (uint32_t i = 0; i < CPU_VECTOR_WORDS; i++)
        if (left->words[i] != right->words[i])
            return 0;
    for (uint32_t i = 0; i < CPU_VECTOR_REALS; i++)
        if (!cpu_float_is_same(left->reals[i], right->reals[i]))
            return 0;
    return 1;
}

uint64_t cpu_vector_fold_words(const struct cpu_vector *state)
{
    uint64_t fold = 0;

    for (uint32_t i = 0; i < CPU_VECTOR_WORDS; i++)
        fold = fold * 31 + state->words[i];
    return fold;
}

uint64_t cpu_vector_fold_reals(const struct cpu_vector *state)
{
    uint64_t fold = 0;

    for (uint32_t i = 0; i < CPU_VECTOR_REALS; i++)
        fold = fold * 31 + (uint64_t)state->reals[i];
    return fold;
}
