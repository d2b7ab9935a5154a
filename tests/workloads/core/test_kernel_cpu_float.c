// SPDX-License-Identifier: GPL-3.0-or-later
// The floating-point kernel against published numbers, against its short way, and the check against
// a rounding done differently.
#include "workloads/core/kernel_cpu_float.h"

#include <criterion/criterion.h>

// Park and Miller 1988: "x(10001) = 1043618065 when x(1) = 1".
Test(workloads_kernel_cpu_float, gives_the_published_number)
{
    struct cpu_float state = {.lehmer = 1, .logistic = CPU_FLOAT_LOGISTIC_START};

    cpu_float_run(&state, 10000);
    cr_assert(state.lehmer == 1043618065.0);
    cr_assert_eq(cpu_float_jump(1, 10000), 1043618065);
}

Test(workloads_kernel_cpu_float, gives_the_known_answer_bit_by_bit)
{
    struct cpu_float state = {.lehmer = 1, .logistic = CPU_FLOAT_LOGISTIC_START};

    cpu_float_run(&state, CPU_FLOAT_ROUNDS);
    cr_assert(state.lehmer == 1900685356.0);
    cr_assert(state.logistic == CPU_FLOAT_LOGISTIC_END);
}

Test(workloads_kernel_cpu_float, jumps_where_it_runs_at_the_edges_too)
{
    static const uint64_t starts[] = {1, 2, 16807, CPU_FLOAT_MODULUS - 1, 1073741824, 127773};

    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++) {
        for (uint32_t rounds = 0; rounds < 2000; rounds += 97) {
            struct cpu_float state = {.lehmer = (double)starts[i]};

            cpu_float_run(&state, rounds);
            cr_assert((uint64_t)state.lehmer == cpu_float_jump(starts[i], rounds));
        }
    }
}

// Chaos: a start that differs in the last bit ends elsewhere.
Test(workloads_kernel_cpu_float, check_sees_one_rounding)
{
    struct cpu_float state = {.lehmer = 1, .logistic = CPU_FLOAT_LOGISTIC_START + 0x1p-53};

    cpu_float_run(&state, CPU_FLOAT_ROUNDS);
    cr_assert(state.logistic != CPU_FLOAT_LOGISTIC_END);
}
