// SPDX-License-Identifier: GPL-3.0-or-later
// Powers by squaring.
#include "workloads/core/gf2.h"

void gf2_matrix_of(struct gf2_matrix *matrix, uint32_t size, uint64_t (*step)(uint64_t))
{
    matrix->size = size;
    for (uint32_t bit = 0; bit < size; bit++)
        matrix->columns[bit] = step(UINT64_C(1) << bit);
}

uint64_t gf2_apply(const struct gf2_matrix *matrix, uint64_t vector)
{
    uint64_t result = 0;

    for (uint32_t bit = 0; bit < matrix->size; bit++)
        result ^= matrix->columns[bit] & -(vector >> bit & 1);
    return result;
}

// left becomes left times right; they may be the same.
static void multiply(struct gf2_matrix *left, const struct gf2_matrix *right)
{
    struct gf2_matrix product = {.size = left->size};

    for (uint32_t bit = 0; bit < left->size; bit++)
        product.columns[bit] = gf2_apply(left, right->columns[bit]);
    *left = product;
}

void gf2_raise(struct gf2_matrix *matrix, uint32_t exponent)
{
    struct gf2_matrix power = *matrix;

    for (uint32_t bit = 0; bit < matrix->size; bit++)
        matrix->columns[bit] = UINT64_C(1) << bit;
    for (; exponent; exponent >>= 1) {
        if (exponent & 1)
            multiply(matrix, &power);
        multiply(&power, &power);
    }
}
