// SPDX-License-Identifier: GPL-3.0-or-later
// Square matrices over GF(2), up to 64 by 64: what a generator made of shifts and xors does to its
// state is such a matrix, and many rounds of it are a power. Freestanding.
#ifndef FULLHOUSE_WORKLOADS_CORE_GF2_H
#define FULLHOUSE_WORKLOADS_CORE_GF2_H

#include <stdint.h>

// Column i is what becomes of the vector whose only bit is i.
struct gf2_matrix {
    uint32_t size;
    uint64_t columns[64];
};

// The matrix of the linear map `step` on vectors of `size` bits.
void gf2_matrix_of(struct gf2_matrix *matrix, uint32_t size, uint64_t (*step)(uint64_t));

uint64_t gf2_apply(const struct gf2_matrix *matrix, uint64_t vector);

// The matrix becomes its power; 0 makes it the identity.
void gf2_raise(struct gf2_matrix *matrix, uint32_t exponent);

#endif
