// SPDX-License-Identifier: GPL-3.0-or-later
// A block gives back every bit of what it was made of, whatever times and values do, and refuses
// bytes that are none.
#include "common/model/telemetry_block.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <float.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/rng.h"
#include "common/base/scope.h"
#include "common/model/telemetry.h"

enum { POINTS = 500 };

// Packs, unpacks, compares bit by bit; the length of the block.
static size_t expect_whole(const struct telemetry_point *points, size_t count)
{
    scope_free uint8_t *bytes = NULL;
    scope_free struct telemetry_point *back = NULL;
    size_t length = 0;
    cr_assert_eq(telemetry_block_pack(points, count, &bytes, &length), 0);
    cr_assert_eq(telemetry_block_unpack(bytes, length, points[0].at_ns, count, &back), 0);
    for (size_t i = 0; i < count; i++) {
        cr_assert_eq(back[i].at_ns, points[i].at_ns, "time %zu", i);
        cr_assert_eq(memcmp(&back[i].value, &points[i].value, sizeof(double)), 0, "value %zu", i);
    }
    return length;
}

Test(telemetry_block, keeps_one_point)
{
    cr_expect_eq(expect_whole(&(struct telemetry_point){123, -0.0}, 1), 9);
}

Test(telemetry_block, keeps_steady_points_in_two_bits_each)
{
    struct telemetry_point points[801];
    for (size_t i = 0; i < 801; i++)
        points[i] = (struct telemetry_point){1700000000000000000 + (int64_t)i * 1000000000, 42.5};
    size_t length = expect_whole(points, 801);
    // The first difference of times is told once, in 10 bits or 24.
    cr_expect_leq(length, 9 + 200 + 3, "%zu bytes", length);
}

Test(telemetry_block, keeps_extremes)
{
    static const double values[] = {DBL_MAX, -DBL_MAX,    DBL_MIN, DBL_TRUE_MIN,
                                    0.0,     -0.0,        1e300,   -DBL_TRUE_MIN,
                                    1.0,     0x1.fp+1023, DBL_MAX, 9007199254740993.0};
    static const int64_t times[] = {INT64_MIN, INT64_MAX, 0,  -1, 1,  INT64_MIN,
                                    INT64_MAX, -5,        10, 10, 10, INT64_MIN + 1};
    struct telemetry_point points[12];
    for (size_t i = 0; i < 12; i++)
        points[i] = (struct telemetry_point){times[i], values[i]};
    expect_whole(points, 12);
}

Test(telemetry_block, keeps_every_kind_of_step)
{
    static const int64_t edges[] = {0,      1,       -1,     63,      64,        65,
                                    -62,    -63,     -64,    2047,    2048,      2049,
                                    -2046,  -2047,   -2048,  524287,  -524287,   524288,
                                    524289, -524288, 524290, 1 << 30, -(1 << 30)};
    enum { EDGES = sizeof edges / sizeof *edges };
    struct telemetry_point points[EDGES * 2 + 1] = {{1700000000000000123, 1}};
    int64_t step = 1000;
    for (size_t i = 1; i < EDGES * 2 + 1; i++) {
        step += i % 2 ? edges[i / 2] : -edges[i / 2 - 1];
        points[i] = (struct telemetry_point){points[i - 1].at_ns + step, (double)i};
    }
    expect_whole(points, EDGES * 2 + 1);
}

// Any of the units, a clock that is stepped back now and then, values of several temperaments.
static void make_points(struct rng *rng, struct telemetry_point *points, size_t count)
{
    static const int64_t units[] = {1, 1000, 1000000, 1000000000};
    int64_t unit = units[rng_below(rng, 4)], at = 1700000000;
    uint64_t temperament = rng_below(rng, 4);
    for (size_t i = 0; i < count; i++) {
        bool steps_back = rng_below(rng, 50) == 0;
        at += steps_back ? -(int64_t)rng_below(rng, 100000) : (int64_t)rng_below(rng, 3);
        double value = temperament == 0   ? (double)rng_below(rng, 2)
                       : temperament == 1 ? (double)rng_below(rng, UINT64_C(1) << 53)
                       : temperament == 2 ? rng_unit(rng)
                                          : (double)(float)rng_unit(rng) * 1e9;
        points[i] = (struct telemetry_point){at * unit, value};
    }
}

Test(telemetry_block, keeps_whatever_there_is)
{
    struct rng rng;
    struct telemetry_point points[POINTS];
    rng_init(&rng, 7);
    for (int round = 0; round < 300; round++) {
        size_t count = 1 + rng_below(&rng, POINTS);
        make_points(&rng, points, count);
        expect_whole(points, count);
    }
}

Test(telemetry_block, refuses_what_is_no_number_and_no_point)
{
    static const double bad[] = {NAN, INFINITY, -INFINITY};
    uint8_t *bytes = NULL;
    size_t length = 0;
    for (size_t i = 0; i < 3; i++) {
        const struct telemetry_point points[] = {{1, 1}, {2, bad[i]}};
        cr_expect_eq(telemetry_block_pack(points, 2, &bytes, &length), -EINVAL);
    }
    cr_expect_eq(telemetry_block_pack(NULL, 0, &bytes, &length), -EINVAL);
    cr_expect_null(bytes);
}

static void expect_refused(const uint8_t *bytes, size_t length, int64_t at_ns, size_t count)
{
    struct telemetry_point *points = NULL;
    cr_expect_eq(telemetry_block_unpack(bytes, length, at_ns, count, &points), -EBADMSG,
                 "%zu bytes, %zu points", length, count);
    cr_expect_null(points);
}

Test(telemetry_block, refuses_bytes_cut_off_or_too_long)
{
    struct rng rng;
    struct telemetry_point points[40];
    scope_free uint8_t *bytes = NULL;
    size_t length = 0;
    rng_init(&rng, 11);
    make_points(&rng, points, 40);
    cr_assert_eq(telemetry_block_pack(points, 40, &bytes, &length), 0);
    for (size_t cut = 0; cut < length; cut++)
        expect_refused(bytes, cut, points[0].at_ns, 40);
    bytes = alloc_resized(bytes, length + 1, 1);
    bytes[length] = 0;
    expect_refused(bytes, length + 1, points[0].at_ns, 40);
    expect_refused(bytes, length, points[0].at_ns, 0);
    expect_refused(bytes, length, points[0].at_ns, SIZE_MAX);
    expect_refused(NULL, 0, 0, 1);
}

Test(telemetry_block, refuses_an_unknown_form_and_a_time_off_its_unit)
{
    const struct telemetry_point points[] = {{5000000000, 1}, {6000000000, 2}};
    scope_free uint8_t *bytes = NULL;
    size_t length = 0;
    cr_assert_eq(telemetry_block_pack(points, 2, &bytes, &length), 0);
    cr_expect_eq(bytes[0], 0x19);
    expect_refused(bytes, length, 5000000001, 2);
    for (unsigned form = 0; form < 256; form++) {
        bytes[0] = (uint8_t)form;
        if (form < 0x10 || form > 0x19 || (form - 0x10) % 3)
            expect_refused(bytes, length, 5000000000, 2);
    }
}

// Damaged bytes give other points or none, and never a value that is no number.
Test(telemetry_block, survives_damage)
{
    struct rng rng;
    struct telemetry_point points[60];
    scope_free uint8_t *bytes = NULL;
    size_t length = 0;
    rng_init(&rng, 13);
    make_points(&rng, points, 60);
    cr_assert_eq(telemetry_block_pack(points, 60, &bytes, &length), 0);
    for (size_t bit = 0; bit < length * 8; bit++) {
        scope_free struct telemetry_point *back = NULL;
        bytes[bit / 8] ^= (uint8_t)(1U << bit % 8);
        int result = telemetry_block_unpack(bytes, length, points[0].at_ns, 60, &back);
        cr_assert(result == 0 || result == -EBADMSG);
        for (size_t i = 0; result == 0 && i < 60; i++)
            cr_assert(isfinite(back[i].value));
        bytes[bit / 8] ^= (uint8_t)(1U << bit % 8);
    }
}
