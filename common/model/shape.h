// SPDX-License-Identifier: GPL-3.0-or-later
// What one guest is.
#ifndef FULLHOUSE_COMMON_MODEL_SHAPE_H
#define FULLHOUSE_COMMON_MODEL_SHAPE_H

#include <stdint.h>

struct shape {
    uint32_t vcpus;
    uint64_t memory_bytes;
};

#endif
