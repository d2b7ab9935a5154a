// SPDX-License-Identifier: GPL-3.0-or-later
// Matrices over GF(2): a power does what as many steps do.
#include "workloads/core/gf2.h"

#include <criterion/criterion.h>

// A 5-bit register with the taps of x^5 + x^2 + 1, which is primitive: its period is 31.
static uint64_t step(uint64_t state)
{
    return state >> 1 ^ (UINT64_C(0x14) & -(state & 1));
}

Test(workloads_gf2, applies_the_map_it_was_made_of)
{
    struct gf2_matrix matrix;

    gf2_matrix_of(&matrix, 5, step);
    for (uint64_t state = 0; state < 32; state++)
        cr_assert_eq(gf2_apply(&matrix, state), step(state));
}

Test(workloads_gf2, a_power_is_as_many_steps)
{
    for (uint32_t exponent = 0; exponent < 70; exponent++) {
        struct gf2_matrix matrix;
        uint64_t state = 19;

        gf2_matrix_of(&matrix, 5, step);
        gf2_raise(&matrix, exponent);
        for (uint32_t i = 0; i < exponent; i++)
            state = step(state);
        cr_assert_eq(gf2_apply(&matrix, 19), state);
    }
}

Test(workloads_gf2, a_period_is_the_identity)
{
    struct gf2_matrix matrix;

    gf2_matrix_of(&matrix, 5, step);
    gf2_raise(&matrix, 31 * 1000003);
    for (uint64_t state = 0; state < 32; state++)
        cr_assert_eq(gf2_apply(&matrix, state), state);
}
