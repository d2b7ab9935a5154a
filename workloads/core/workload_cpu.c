// SPDX-License-Identifier: GPL-3.0-or-later
// The processor kernels as workloads: carries their state from one operation to the next and checks
// every result by the short way.
#include "workloads/core/workload.h"

#include <errno.h>

#include "common/base/rng.h"
#include "workloads/core/kernel_cpu_branchy.h"
#include "workloads/core/kernel_cpu_float.h"
#include "workloads/core/kernel_cpu_integer.h"
#include "workloads/core/kernel_cpu_mixed.h"
#include "workloads/core/kernel_cpu_vector.h"

#define GOLDEN UINT64_C(0x9e3779b97f4a7c15) // what the self-tests' generators start at

struct integer_state {
    struct cpu_integer now;
    struct cpu_integer_jump jump;
};

_Static_assert(sizeof(struct integer_state) <= WORKLOAD_STATE_BYTES, "too large a state");

static int integer_prepare(void *state_, const struct workload_place *place)
{
    struct integer_state *state = state_;

    state->now = (struct cpu_integer){
        .x = rng_derive(place->seed, 1) | 1,
        .y = rng_derive(place->seed, 2),
    };
    cpu_integer_jump_init(&state->jump, CPU_INTEGER_ROUNDS);
    return 0;
}

static int integer_operate(void *state_)
{
    struct integer_state *state = state_;
    struct cpu_integer expected = cpu_integer_jump(&state->jump, state->now);

    cpu_integer_run(&state->now, CPU_INTEGER_ROUNDS);
    return state->now.x == expected.x && state->now.y == expected.y ? 0 : -EIO;
}

// The answers here and below were computed in another language, step by step.
static const char *integer_self_test(void *state_, void *scratch)
{
    struct cpu_integer *state = state_;

    (void)scratch;
    *state = (struct cpu_integer){.x = GOLDEN, .y = 1};
    cpu_integer_run(state, CPU_INTEGER_ROUNDS);
    if (state->x != UINT64_C(0xcb81d3bf4700130e))
        return "xorshift64 ends elsewhere";
    if (state->y != UINT64_C(0x927506f573480001))
        return "the linear congruence ends elsewhere";
    return NULL;
}

struct float_state {
    double lehmer;
};

_Static_assert(sizeof(struct float_state) <= WORKLOAD_STATE_BYTES, "too large a state");

static int float_prepare(void *state_, const struct workload_place *place)
{
    struct float_state *state = state_;

    state->lehmer = (double)(1 + rng_derive(place->seed, 3) % (CPU_FLOAT_MODULUS - 1));
    return 0;
}

static int float_operate(void *state_)
{
    struct float_state *state = state_;
    uint64_t expected = cpu_float_jump((uint64_t)state->lehmer, CPU_FLOAT_ROUNDS);
    struct cpu_float now = {.lehmer = state->lehmer, .logistic = CPU_FLOAT_LOGISTIC_START};

    cpu_float_run(&now, CPU_FLOAT_ROUNDS);
    state->lehmer = now.lehmer;
    if (!cpu_float_is_same(now.lehmer, (double)expected))
        return -EIO;
    return cpu_float_is_same(now.logistic, CPU_FLOAT_LOGISTIC_END) ? 0 : -EIO;
}

// Park and Miller 1988, p. 1195: from 1, the 10000th number is 1043618065.
static const char *float_self_test(void *state, void *scratch)
{
    struct cpu_float *published = state;
    struct cpu_float *operation = published + 1;

    (void)scratch;
    *published = (struct cpu_float){.lehmer = 1, .logistic = CPU_FLOAT_LOGISTIC_START};
    *operation = *published;
    cpu_float_run(published, 10000);
    cpu_float_run(operation, CPU_FLOAT_ROUNDS);
    if (!cpu_float_is_same(published->lehmer, 1043618065))
        return "the minimal standard generator gives another 10000th number";
    if (!cpu_float_is_same(operation->logistic, CPU_FLOAT_LOGISTIC_END))
        return "the logistic map ends elsewhere";
    return NULL;
}

struct vector_state {
    struct cpu_vector now;
    struct cpu_vector_jump jump;
};

_Static_assert(sizeof(struct vector_state) <= WORKLOAD_STATE_BYTES, "too large a state");

static int vector_prepare(void *state_, const struct workload_place *place)
{
    struct vector_state *state = state_;

    cpu_vector_init(&state->now, place->seed);
    cpu_vector_jump_init(&state->jump, CPU_VECTOR_ROUNDS);
    return 0;
}

static int vector_operate(void *state_)
{
    struct vector_state *state = state_;
    struct cpu_vector expected = state->now;

    cpu_vector_jump(&state->jump, &expected);
    cpu_vector_run(&state->now, CPU_VECTOR_ROUNDS);
    return cpu_vector_is_same(&state->now, &expected) ? 0 : -EIO;
}

static void vector_start(struct cpu_vector *state)
{
    for (uint32_t i = 0; i < CPU_VECTOR_WORDS; i++)
        state->words[i] = UINT32_C(0x9e3779b9) * (i + 1);
    for (uint32_t i = 0; i < CPU_VECTOR_REALS; i++)
        state->reals[i] = i + 1;
}

static const char *vector_self_test(void *state_, void *scratch)
{
    struct cpu_vector *state = state_;

    (void)scratch;
    vector_start(state);
    cpu_vector_run(state, CPU_VECTOR_ROUNDS);
    if (cpu_vector_fold_words(state) != UINT64_C(0x7646a2ffac4b5fc5))
        return "packed xorshift32 ends elsewhere";
    if (cpu_vector_fold_reals(state) != UINT64_C(0xeaa73b65bc28aeb4))
        return "the packed minimal standard generator ends elsewhere";
    return NULL;
}

_Static_assert(sizeof(struct cpu_branchy) <= WORKLOAD_STATE_BYTES, "too large a state");

static bool branchy_is(const struct cpu_branchy *state, uint64_t x, uint64_t ones, uint64_t zeros)
{
    return state->x == x && state->ones == ones && state->zeros == zeros;
}

static int branchy_prepare(void *state_, const struct workload_place *place)
{
    struct cpu_branchy *state = state_;

    *state = (struct cpu_branchy){.x = rng_derive(place->seed, 1) | 1};
    return 0;
}

static int branchy_operate(void *state_)
{
    struct cpu_branchy *state = state_;
    struct cpu_branchy expected = *state;

    cpu_branchy_sum(&expected, CPU_BRANCHY_WORDS);
    cpu_branchy_run(state, CPU_BRANCHY_WORDS);
    return branchy_is(state, expected.x, expected.ones, expected.zeros) ? 0 : -EIO;
}

static const char *branchy_self_test(void *state_, void *scratch)
{
    struct cpu_branchy *state = state_;

    (void)scratch;
    *state = (struct cpu_branchy){.x = GOLDEN};
    cpu_branchy_run(state, CPU_BRANCHY_WORDS);
    return branchy_is(state, UINT64_C(0x9a52ca8c0fdf7081), UINT64_C(0x5ff9044bbcc32c28),
                      UINT64_C(0xa006fbb4433cc3d8))
               ? NULL
               : "the sums over branches are others";
}

struct mixed_state {
    struct cpu_mixed now;
    struct cpu_mixed_jump jump;
    struct cpu_table table;
};

_Static_assert(sizeof(struct mixed_state) <= WORKLOAD_STATE_BYTES, "too large a state");

static int mixed_prepare(void *state_, const struct workload_place *place)
{
    struct mixed_state *state = state_;

    cpu_mixed_init(&state->now, place->seed);
    cpu_mixed_jump_init(&state->jump);
    cpu_table_init(&state->table);
    return 0;
}

static int mixed_operate(void *state_)
{
    struct mixed_state *state = state_;
    struct cpu_mixed expected = state->now;

    cpu_mixed_jump(&state->jump, &expected);
    cpu_mixed_run(&state->now, &state->table);
    return cpu_mixed_is_same(&state->now, &expected) ? 0 : -EIO;
}

static const char *mixed_self_test(void *state_, void *scratch)
{
    struct mixed_state *state = state_;
    struct cpu_mixed *now = &state->now;

    (void)scratch;
    cpu_table_init(&state->table);
    vector_start(&now->vector);
    now->integer = (struct cpu_integer){.x = GOLDEN, .y = 1};
    now->real.lehmer = 1;
    now->branchy = (struct cpu_branchy){.x = GOLDEN};
    now->crc = 1;
    cpu_mixed_run(now, &state->table);
    if (now->integer.x != UINT64_C(0x01c0e50228e49d39) ||
        now->integer.y != UINT64_C(0xf3e5faba859d8001))
        return "the integer part ends elsewhere";
    if (!cpu_float_is_same(now->real.lehmer, 2125529181) ||
        !cpu_float_is_same(now->real.logistic, CPU_MIXED_LOGISTIC_END))
        return "the floating-point part ends elsewhere";
    if (cpu_vector_fold_words(&now->vector) != UINT64_C(0xe7cf03e438dae6e6) ||
        cpu_vector_fold_reals(&now->vector) != UINT64_C(0x465208b211428ff8))
        return "the vector part ends elsewhere";
    if (!branchy_is(&now->branchy, UINT64_C(0x54f7cdb535359269), UINT64_C(0x284bb4e6387e6a6a),
                    UINT64_C(0xd7b44b19c7819296)))
        return "the branching part ends elsewhere";
    return now->crc == 0xf5d5b51a ? NULL : "the look-ups end elsewhere";
}

static const struct workload_variant variants[] = {
    {
        .name = "integer",
        .operation = WORKLOAD_WORDS(
            "524288 dependent rounds of xorshift64 and of a 64-bit linear congruence"),
        .comparable = WORKLOAD_WORDS(
            "itself on another host; sysbench cpu and stress-ng --cpu count other work"),
        .prepare = integer_prepare,
        .operate = integer_operate,
        .self_test = WORKLOAD_SELF_TEST(integer_self_test),
    },
    {
        .name = "float",
        .operation = WORKLOAD_WORDS(
            "131072 dependent rounds of a Lehmer generator and a logistic map in doubles"),
        .comparable = WORKLOAD_WORDS(
            "itself on another host; stress-ng --cpu-method double counts other work"),
        .prepare = float_prepare,
        .operate = float_operate,
        .self_test = WORKLOAD_SELF_TEST(float_self_test),
    },
    {
        .name = "vector",
        .operation = WORKLOAD_WORDS(
            "131072 rounds of 16 packed xorshift32 and 8 packed Lehmer generators (SSE2)"),
        .comparable =
            WORKLOAD_WORDS("itself on another host; stress-ng --vecmath counts other work"),
        .prepare = vector_prepare,
        .operate = vector_operate,
        .self_test = WORKLOAD_SELF_TEST(vector_self_test),
    },
    {
        .name = "branchy",
        .operation = WORKLOAD_WORDS(
            "262144 conditional jumps on fair random bits, half of them mispredicted"),
        .comparable = WORKLOAD_WORDS(
            "itself on another host; stress-ng --branch jumps elsewhere, and misses its targets"),
        .prepare = branchy_prepare,
        .operate = branchy_operate,
        .self_test = WORKLOAD_SELF_TEST(branchy_self_test),
    },
    {
        .name = "mixed",
        .operation = WORKLOAD_WORDS(
            "192 requests of integer, float, vector, branchy and look-ups, a fifth each"),
        .comparable = WORKLOAD_WORDS("itself on another host"),
        .prepare = mixed_prepare,
        .operate = mixed_operate,
        .self_test = WORKLOAD_SELF_TEST(mixed_self_test),
    },
};

const struct workload workload_cpu = {
    .name = "cpu",
    .help = WORKLOAD_WORDS("computes inside the core, touching next to no memory"),
    .variants = variants,
    .variant_count = sizeof variants / sizeof variants[0],
};
