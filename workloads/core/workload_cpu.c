// SPDX-License-Identifier: GPL-3.0-or-later
// The processor kernels as workloads: carries their state from one operation to the next and checks
// every result by the short way.
#include "workloads/core/workload.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/rng.h"
#include "workloads/core/kernel_cpu.h"

struct integer_state {
    struct cpu_integer now;
    struct cpu_integer_jump jump;
};

static int integer_prepare(const struct workload_place *place, void **ret_state, struct err *err)
{
    struct integer_state *state = alloc_zeroed(1, sizeof *state);

    (void)err;
    state->now = (struct cpu_integer){
        .x = rng_derive(place->seed, 1) | 1,
        .y = rng_derive(place->seed, 2),
    };
    cpu_integer_jump_init(&state->jump);
    *ret_state = state;
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
static int integer_self_test(struct err *err)
{
    struct cpu_integer state = {.x = UINT64_C(0x9e3779b97f4a7c15), .y = 1};

    cpu_integer_run(&state);
    if (state.x == UINT64_C(0xcb81d3bf4700130e) && state.y == UINT64_C(0x927506f573480001))
        return 0;
    return err_system(err, EIO, "cpu/integer gives %#llx, %#llx", (unsigned long long)state.x,
                      (unsigned long long)state.y);
}

struct float_state {
    double lehmer;
};

static int float_prepare(const struct workload_place *place, void **ret_state, struct err *err)
{
    struct float_state *state = alloc_zeroed(1, sizeof *state);

    (void)err;
    state->lehmer = (double)(1 + rng_derive(place->seed, 3) % (CPU_FLOAT_MODULUS - 1));
    *ret_state = state;
    return 0;
}

// Bit by bit: == would take -0 for 0.
static int same_bits(double left, double right)
{
    return memcmp(&left, &right, sizeof left) == 0;
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
static int float_self_test(struct err *err)
{
    struct cpu_float published = {.lehmer = 1, .logistic = CPU_FLOAT_LOGISTIC_START};
    struct cpu_float state = {.lehmer = 1, .logistic = CPU_FLOAT_LOGISTIC_START};

    cpu_float_run(&published, 10000);
    cpu_float_run(&state, CPU_FLOAT_ROUNDS);
    if (same_bits(published.lehmer, 1043618065) &&
        same_bits(state.logistic, CPU_FLOAT_LOGISTIC_END))
        return 0;
    return err_system(err, EIO, "cpu/float gives %.0f, %a", published.lehmer, state.logistic);
}

static const struct workload_variant variants[] = {
    {
        .name = "integer",
        .operation = "524288 dependent rounds of xorshift64 and of a 64-bit linear congruence",
        .prepare = integer_prepare,
        .operate = integer_operate,
        .release = free,
        .self_test = integer_self_test,
    },
    {
        .name = "float",
        .operation = "131072 dependent rounds of a Lehmer generator and a logistic map in doubles",
        .prepare = float_prepare,
        .operate = float_operate,
        .release = free,
        .self_test = float_self_test,
    },
};

const struct workload workload_cpu = {
    .name = "cpu",
    .help = "computes inside the core, touching no memory",
    .variants = variants,
    .variant_count = sizeof variants / sizeof variants[0],
};
