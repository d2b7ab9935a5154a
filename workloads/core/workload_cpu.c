// SPDX-License-Identifier: GPL-3.0-or-later
// The processor kernels as workloads: carries their state from one operation to the next and checks
// every result by the short way.
#include "workloads/core/workload.h"

#include <errno.h>

#include "common/base/rng.h"
#include "workloads/core/kernel_cpu.h"

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
    cpu_integer_jump_init(&state->jump);
    return 0;
}

static int integer_operate(void *state_)
{
    struct integer_state *state = state_;
    struct cpu_integer expected = cpu_integer_jump(&state->jump, state->now);

    cpu_integer_run(&state->now);
    return state->now.x == expected.x && state->now.y == expected.y ? 0 : -EIO;
}

// The answer was computed in another language, step by step.
static const char *integer_self_test(void *state_, void *scratch)
{
    struct cpu_integer *state = state_;

    (void)scratch;
    *state = (struct cpu_integer){.x = UINT64_C(0x9e3779b97f4a7c15), .y = 1};
    cpu_integer_run(state);
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

union number {
    double real;
    uint64_t bits;
};

// Bit by bit: == would take -0 for 0.
static bool same_bits(double left, double right)
{
    return (union number){.real = left}.bits == (union number){.real = right}.bits;
}

static int float_operate(void *state_)
{
    struct float_state *state = state_;
    uint64_t expected = cpu_float_jump((uint64_t)state->lehmer, CPU_FLOAT_ROUNDS);
    struct cpu_float now = {.lehmer = state->lehmer, .logistic = CPU_FLOAT_LOGISTIC_START};

    cpu_float_run(&now, CPU_FLOAT_ROUNDS);
    state->lehmer = now.lehmer;
    if (!same_bits(now.lehmer, (double)expected))
        return -EIO;
    return same_bits(now.logistic, CPU_FLOAT_LOGISTIC_END) ? 0 : -EIO;
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
    if (!same_bits(published->lehmer, 1043618065))
        return "the minimal standard generator gives another 10000th number";
    if (!same_bits(operation->logistic, CPU_FLOAT_LOGISTIC_END))
        return "the logistic map ends elsewhere";
    return NULL;
}

static const struct workload_variant variants[] = {
    {
        .name = "integer",
        .operation = "524288 dependent rounds of xorshift64 and of a 64-bit linear congruence",
        .comparable = "itself on another host; sysbench cpu and stress-ng --cpu count other work",
        .prepare = integer_prepare,
        .operate = integer_operate,
        .self_test = integer_self_test,
    },
    {
        .name = "float",
        .operation = "131072 dependent rounds of a Lehmer generator and a logistic map in doubles",
        .comparable = "itself on another host; stress-ng --cpu-method double counts other work",
        .prepare = float_prepare,
        .operate = float_operate,
        .self_test = float_self_test,
    },
};

const struct workload workload_cpu = {
    .name = "cpu",
    .help = "computes inside the core, touching no memory",
    .variants = variants,
    .variant_count = sizeof variants / sizeof variants[0],
};
