// SPDX-License-Identifier: GPL-3.0-or-later
// Points of one series as few bytes, and back without loss: times by their differences'
// differences, values by their XOR with the one before (T. Pelkonen and others, "Gorilla: A Fast,
// Scalable, In-Memory Time Series Database", VLDB 2015, section 4.1).
//
// The bytes (numbers of several bits from the highest on, bytes filled from their highest bit on):
//   8 bits   form: 0x10 + u, where times count in units of 10^u ns, u of 0, 3, 6 or 9
//   64 bits  the first value, an IEEE 754 double; its time and the count are kept beside the block
//   then for each further point
//     time   difference to the time before, less the difference before that (0 at first), in units:
//            0                 none
//            10   + 7 bits     kept as (it + 63)
//            110  + 12 bits    kept as (it + 2047)
//            1110 + 20 bits    kept as (it + 524287)
//            1111 + 64 bits    in two's complement; all of this arithmetic is modulo 2^64
//     value  XOR with the value before:
//            0                 none
//            10 + bits         its bits from where those of the last "11" began to where they ended
//            11 + 5 + 6 + bits how many zeros it begins with (at most 31), how many bits follow
//                              less one, and these: the rest of it is zeros
//   zeros up to the end of the byte.
#ifndef FULLHOUSE_COMMON_MODEL_TELEMETRY_BLOCK_H
#define FULLHOUSE_COMMON_MODEL_TELEMETRY_BLOCK_H

#include <stddef.h>
#include <stdint.h>

struct telemetry_point;

// Packs count points (at least one, values finite, times in any order) into new bytes, the
// caller's. 0, or -EINVAL for no point or a value that is not finite.
int telemetry_block_pack(const struct telemetry_point *points, size_t count, uint8_t **ret_bytes,
                         size_t *ret_length);

// Unpacks count points, the first at first_at_ns, into a new array, the caller's. 0, or -EBADMSG
// when the bytes are no such block: cut off, too long, or of an unknown form.
int telemetry_block_unpack(const void *bytes, size_t length, int64_t first_at_ns, size_t count,
                           struct telemetry_point **ret_points);

#endif
