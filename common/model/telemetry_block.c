// SPDX-License-Identifier: GPL-3.0-or-later
// Packs and unpacks a block; the form is told in the header.
#include "common/model/telemetry_block.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/model/bits.h"
#include "common/model/telemetry.h"

enum { FORM = 0x10, UNIT_EXPONENT_MAX = 9, LEADING_MAX = 31 };

// How a difference of differences is kept: a mark, then it plus an offset.
static const struct step_code {
    unsigned mark, mark_bits, bits;
    uint64_t offset;
} codes[] = {
    {0x0, 1, 0, 0}, {0x2, 2, 7, 63}, {0x6, 3, 12, 2047}, {0xe, 4, 20, 524287}, {0xf, 4, 64, 0},
};
enum { CODES = sizeof codes / sizeof *codes };

// What both sides know of the points so far.
struct state {
    uint64_t at, step; // in units, modulo 2^64
    uint64_t value;
    unsigned leading, width; // of the last XOR that was told with them; width 0: none yet
};

static uint64_t to_bits(double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

static double from_bits(uint64_t bits)
{
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

// --- pack --------------------------------------------------------------------------------------

static int64_t unit_of(unsigned exponent)
{
    static const int64_t units[] = {1, 1000, 1000000, 1000000000};
    return units[exponent / 3];
}

// The largest unit that all times are multiples of.
static unsigned find_exponent(const struct telemetry_point *points, size_t count)
{
    unsigned exponent = UNIT_EXPONENT_MAX;
    for (size_t i = 0; i < count && exponent > 0;)
        if (points[i].at_ns % unit_of(exponent) == 0)
            i++;
        else
            exponent -= 3;
    return exponent;
}

static void put_time(struct bits_writer *writer, struct state *state, uint64_t at)
{
    uint64_t step = at - state->at, change = step - state->step;
    const struct step_code *code = codes;
    while (code->bits < 64 && change + code->offset >= UINT64_C(1) << code->bits)
        code++;
    bits_put(writer, code->mark, code->mark_bits);
    bits_put(writer, change + code->offset, code->bits);
    state->at = at;
    state->step = step;
}

static void put_value(struct bits_writer *writer, struct state *state, uint64_t value)
{
    uint64_t difference = value ^ state->value;
    state->value = value;
    if (difference == 0) {
        bits_put(writer, 0, 1);
        return;
    }
    unsigned leading = (unsigned)__builtin_clzll(difference);
    unsigned trailing = (unsigned)__builtin_ctzll(difference);
    unsigned last_trailing = 64 - state->leading - state->width;
    if (state->width && leading >= state->leading && trailing >= last_trailing) {
        bits_put(writer, 2, 2);
        bits_put(writer, difference >> last_trailing, state->width);
        return;
    }
    state->leading = leading < LEADING_MAX ? leading : LEADING_MAX;
    state->width = 64 - state->leading - trailing;
    bits_put(writer, 3, 2);
    bits_put(writer, state->leading, 5);
    bits_put(writer, state->width - 1, 6);
    bits_put(writer, difference >> trailing, state->width);
}

int telemetry_block_pack(const struct telemetry_point *points, size_t count, uint8_t **ret_bytes,
                         size_t *ret_length)
{
    for (size_t i = 0; i < count; i++)
        if (!isfinite(points[i].value))
            return -EINVAL;
    if (count == 0)
        return -EINVAL;
    struct bits_writer writer = {0};
    unsigned exponent = find_exponent(points, count);
    int64_t unit = unit_of(exponent);
    struct state state = {.at = (uint64_t)(points[0].at_ns / unit),
                          .value = to_bits(points[0].value)};
    bits_put(&writer, FORM + exponent, 8);
    bits_put(&writer, state.value, 64);
    for (size_t i = 1; i < count; i++) {
        put_time(&writer, &state, (uint64_t)(points[i].at_ns / unit));
        put_value(&writer, &state, to_bits(points[i].value));
    }
    *ret_bytes = writer.bytes;
    *ret_length = writer.length;
    return 0;
}

// --- unpack ------------------------------------------------------------------------------------

static void get_time(struct bits_reader *reader, struct state *state)
{
    size_t ones = 0;
    while (ones < CODES - 1 && bits_get(reader, 1))
        ones++;
    state->step += bits_get(reader, codes[ones].bits) - codes[ones].offset;
    state->at += state->step;
}

// False for bits that no writer leaves.
static bool get_value(struct bits_reader *reader, struct state *state)
{
    if (!bits_get(reader, 1))
        return true;
    if (bits_get(reader, 1)) {
        state->leading = (unsigned)bits_get(reader, 5);
        state->width = (unsigned)bits_get(reader, 6) + 1;
    }
    if (state->width == 0 || state->leading + state->width > 64)
        return false;
    state->value ^= bits_get(reader, state->width) << (64 - state->leading - state->width);
    return isfinite(from_bits(state->value));
}

static bool to_point(const struct state *state, int64_t unit, struct telemetry_point *ret_point)
{
    ret_point->value = from_bits(state->value);
    return !__builtin_mul_overflow((int64_t)state->at, unit, &ret_point->at_ns);
}

static bool is_finished(const struct bits_reader *reader)
{
    size_t left = reader->length * 8 - reader->at;
    struct bits_reader rest = *reader;
    return !reader->is_short && left < 8 && bits_get(&rest, (unsigned)left) == 0;
}

static int unpack_points(struct bits_reader *reader, struct state *state, int64_t unit,
                         struct telemetry_point *points, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            get_time(reader, state);
        if ((i > 0 && !get_value(reader, state)) || reader->is_short ||
            !to_point(state, unit, &points[i]))
            return -EBADMSG;
    }
    return is_finished(reader) ? 0 : -EBADMSG;
}

int telemetry_block_unpack(const void *bytes, size_t length, int64_t first_at_ns, size_t count,
                           struct telemetry_point **ret_points)
{
    enum { HEAD_BYTES = 9, BYTE_POINTS_MAX = 4 }; // a further point takes at least two bits
    struct bits_reader reader = {.bytes = bytes, .length = length};
    unsigned exponent = (unsigned)bits_get(&reader, 8) - FORM;
    if (exponent > UNIT_EXPONENT_MAX || exponent % 3 != 0 || length < HEAD_BYTES || count == 0 ||
        (count - 1) / BYTE_POINTS_MAX > length - HEAD_BYTES)
        return -EBADMSG;
    int64_t unit = unit_of(exponent);
    struct state state = {.at = (uint64_t)(first_at_ns / unit), .value = bits_get(&reader, 64)};
    if (first_at_ns % unit != 0 || !isfinite(from_bits(state.value)))
        return -EBADMSG;
    scope_free struct telemetry_point *points = calloc(count, sizeof *points);
    if (!points)
        return -ENOMEM;
    int result = unpack_points(&reader, &state, unit, points, count);
    if (result == 0)
        *ret_points = scope_take(points);
    return result;
}
