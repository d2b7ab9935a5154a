// SPDX-License-Identifier: GPL-3.0-or-later
// The table's look-ups and the mixture: against another implementation, and against the short ways
// of all parts, each of which must be able to say no.
#include "workloads/core/kernel_cpu_mixed.h"

#include <criterion/criterion.h>

// zlib's crc32 of 256 zero bytes is the complement of the latter.
Test(workloads_kernel_cpu_table, gives_the_known_answers)
{
    struct cpu_table table;

    cpu_table_init(&table);
    cr_assert_eq(table.entries[1], 0x77073096);
    cr_assert_eq(table.entries[255], 0x2d02ef8d);
    cr_assert_eq(cpu_table_run(&table, 1, 1000), 0xf1996890);
    cr_assert_eq(cpu_table_run(&table, 0xffffffff, 256), 0xf2697aa7);
}

Test(workloads_kernel_cpu_table, jumps_where_it_runs)
{
    struct cpu_table table;
    struct gf2_matrix jump;

    cpu_table_init(&table);
    for (uint32_t rounds = 0; rounds < 5000; rounds += 313) {
        cpu_table_jump_init(&jump, rounds);
        cr_assert_eq(gf2_apply(&jump, rounds + 1), cpu_table_run(&table, rounds + 1, rounds));
    }
}

Test(workloads_kernel_cpu_mixed, jumps_where_it_runs)
{
    struct cpu_mixed state, expected;
    struct cpu_mixed_jump jump;
    struct cpu_table table;

    cpu_mixed_init(&state, 3);
    cpu_mixed_jump_init(&jump);
    cpu_table_init(&table);
    for (int i = 0; i < 3; i++) {
        expected = state;
        cpu_mixed_jump(&jump, &expected);
        cpu_mixed_run(&state, &table);
        cr_assert(cpu_mixed_is_same(&state, &expected));
    }
}

Test(workloads_kernel_cpu_mixed, check_sees_every_part)
{
    struct cpu_mixed state, wrong[8];

    cpu_mixed_init(&state, 3);
    for (int i = 0; i < 8; i++)
        wrong[i] = state;
    wrong[0].integer.y++;
    wrong[1].real.lehmer++;
    wrong[2].real.logistic += 0x1p-53;
    wrong[3].vector.words[15]++;
    wrong[4].vector.reals[0]++;
    wrong[5].branchy.ones++;
    wrong[6].branchy.zeros++;
    wrong[7].crc++;
    for (int i = 0; i < 8; i++)
        cr_assert_not(cpu_mixed_is_same(&state, &wrong[i]), "part %d", i);
}

// A table with one wrong entry is found out: every entry is looked up in an operation.
Test(workloads_kernel_cpu_mixed, a_wrong_entry_is_found_out)
{
    for (uint32_t entry = 0; entry < 256; entry += 51) {
        struct cpu_mixed state, expected;
        struct cpu_mixed_jump jump;
        struct cpu_table table;

        cpu_mixed_init(&state, 5);
        cpu_mixed_jump_init(&jump);
        cpu_table_init(&table);
        table.entries[entry] ^= 0x100;
        expected = state;
        cpu_mixed_jump(&jump, &expected);
        cpu_mixed_run(&state, &table);
        cr_assert_neq(state.crc, expected.crc);
    }
}
