// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers of a few bits after one another, from the highest bit of the first byte on.
#ifndef FULLHOUSE_COMMON_MODEL_BITS_H
#define FULLHOUSE_COMMON_MODEL_BITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Zero-initialise; bytes are the caller's to free. The last one is filled up with zeros.
struct bits_writer {
    uint8_t *bytes;
    size_t length, capacity;
    unsigned used; // bits of the last byte; 0 or 8: the next begins a byte
};

// Adds the lowest `count` (0 to 64) bits of the value.
void bits_put(struct bits_writer *writer, uint64_t value, unsigned count);

struct bits_reader {
    const uint8_t *bytes;
    size_t length;
    size_t at;     // in bits
    bool is_short; // more was asked for than there is
};

// The next `count` (0 to 64) bits; 0, and is_short set, beyond the end.
uint64_t bits_get(struct bits_reader *reader, unsigned count);

#endif
