// SPDX-License-Identifier: GPL-3.0-or-later
// Quantities as text: the examples of the header, the edges between units, and the way back.
#include "common/base/units.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "common/base/rng.h"

#define EXPECT(call, text)                                                                         \
    do {                                                                                           \
        char buffer[UNITS_TEXT_SIZE];                                                              \
        cr_assert_str_eq(call, text);                                                              \
    } while (0)

Test(base_units_format, writes_bytes)
{
    EXPECT(units_format_bytes(buffer, 0), "0 B");
    EXPECT(units_format_bytes(buffer, 1), "1 B");
    EXPECT(units_format_bytes(buffer, 1023), "1023 B");
    EXPECT(units_format_bytes(buffer, 1024), "1.00 KiB");
    EXPECT(units_format_bytes(buffer, UINT64_C(1012) << 10), "1012 KiB");
    EXPECT(units_format_bytes(buffer, (UINT64_C(1) << 20) - 1), "1.00 MiB");
    EXPECT(units_format_bytes(buffer, UINT64_C(1610612736)), "1.50 GiB");
    EXPECT(units_format_bytes(buffer, UINT64_C(512) << 20), "512 MiB");
    EXPECT(units_format_bytes(buffer, UINT64_MAX), "15.9 EiB");
}

Test(base_units_format, writes_durations)
{
    EXPECT(units_format_duration_ns(buffer, 0), "0 ns");
    EXPECT(units_format_duration_ns(buffer, 0.5), "0.500 ns");
    EXPECT(units_format_duration_ns(buffer, 87), "87.0 ns");
    EXPECT(units_format_duration_ns(buffer, 999.4), "999 ns");
    EXPECT(units_format_duration_ns(buffer, 999.7), "1.00 us");
    EXPECT(units_format_duration_ns(buffer, 412e3), "412 us");
    EXPECT(units_format_duration_ns(buffer, 12.34e6), "12.3 ms");
    EXPECT(units_format_duration_ns(buffer, 999.7e6), "1.00 s");
    EXPECT(units_format_duration_ns(buffer, 1.5e9), "1.50 s");
    EXPECT(units_format_duration_ns(buffer, 59.9e9), "59.9 s");
    EXPECT(units_format_duration_ns(buffer, 59.96e9), "1 min");
    EXPECT(units_format_duration_ns(buffer, 150e9), "2.5 min");
    EXPECT(units_format_duration_ns(buffer, 140e9), "2.33 min");
    EXPECT(units_format_duration_ns(buffer, 2700e9), "45 min");
    EXPECT(units_format_duration_ns(buffer, 3600e9), "1 h");
    EXPECT(units_format_duration_ns(buffer, 100 * 3600e9), "100 h");
    EXPECT(units_format_duration_ns(buffer, (double)UINT64_MAX), "5120000 h");
}

Test(base_units_format, writes_rates_and_shares)
{
    EXPECT(units_format_rate(buffer, &(struct rate){.value = 2310}), "2.31k/s");
    EXPECT(units_format_rate(buffer, &(struct rate){.value = 0.5}), "0.500/s");
    EXPECT(units_format_rate(buffer, &(struct rate){.value = 1e9}), "1.00G/s");
    EXPECT(units_format_rate(buffer, &(struct rate){.is_share = true, .value = 0.25}), "25.0%");
    EXPECT(units_format_share(buffer, 0.95), "95.0%");
    EXPECT(units_format_share(buffer, 1), "100%");
    EXPECT(units_format_share(buffer, 0), "0%");
    EXPECT(units_format_share(buffer, 1.234), "123%");
    EXPECT(units_format_share(buffer, 0.0001234), "0.0123%");
}

Test(base_units_format, writes_numbers)
{
    EXPECT(units_format_number(buffer, 0), "0");
    EXPECT(units_format_number(buffer, 0.5), "0.500");
    EXPECT(units_format_number(buffer, 7), "7.00");
    EXPECT(units_format_number(buffer, 99.96), "100");
    EXPECT(units_format_number(buffer, 1234567), "1.23M");
    EXPECT(units_format_number(buffer, -1234567), "-1.23M");
    EXPECT(units_format_number(buffer, 999999), "1.00M");
    EXPECT(units_format_number(buffer, 1e18), "1.00E");
}

Test(base_units_format, says_what_is_no_number)
{
    EXPECT(units_format_number(buffer, NAN), "n/a");
    EXPECT(units_format_share(buffer, NAN), "n/a");
    EXPECT(units_format_duration_ns(buffer, INFINITY), "inf");
    EXPECT(units_format_duration_ns(buffer, -INFINITY), "-inf");
}

// Three digits: half a unit of the third is at most 0.5 % of the value. (15.9 EiB, which stands for
// all up to 16 EiB, is 0.63 % away.)
static void comes_near(double back, double value, const char *text)
{
    cr_assert(fabs(back - value) <= value * 0.0063 + 1, "%s: %.17g for %.17g", text, back, value);
}

static void round_trip(uint64_t value)
{
    char text[UNITS_TEXT_SIZE];
    uint64_t back = 0;
    units_format_bytes(text, value);
    cr_assert_eq(units_parse_bytes(text, &back, NULL), 0, "%s", text);
    comes_near((double)back, (double)value, text);
    units_format_duration_ns(text, (double)value);
    cr_assert_eq(units_parse_duration_ns(text, &back, NULL), 0, "%s", text);
    comes_near((double)back, (double)value, text);
}

Test(base_units_format, parses_back_at_every_magnitude)
{
    struct rng rng;
    rng_init(&rng, 20);
    round_trip(0);
    round_trip(UINT64_MAX);
    for (int bits = 1; bits < 64; bits++) {
        uint64_t power = UINT64_C(1) << bits;
        round_trip(power - 1);
        round_trip(power);
        for (int i = 0; i < 200; i++)
            round_trip(power + rng_below(&rng, power));
    }
}

Test(base_units_format, parses_rates_back)
{
    char text[UNITS_TEXT_SIZE];
    struct rate back;
    for (double value = 1e-9; value < 1e18; value *= 1.37) {
        struct rate rate = {.value = value};
        units_format_rate(text, &rate);
        cr_assert_eq(units_parse_rate(text, &back, NULL), 0, "%s", text);
        cr_assert(fabs(back.value - value) <= value * 0.005, "%s", text);
    }
    for (double value = 1; value > 1e-6; value *= 0.83) {
        struct rate rate = {.is_share = true, .value = value};
        units_format_rate(text, &rate);
        cr_assert_eq(units_parse_rate(text, &back, NULL), 0, "%s", text);
        cr_assert(back.is_share && fabs(back.value - value) <= value * 0.005, "%s", text);
    }
}

Test(base_units_format, never_leaves_its_buffer)
{
    char text[UNITS_TEXT_SIZE];
    for (double value = 1e-320; value < 1e300; value *= 1e5) {
        cr_assert_lt(strlen(units_format_duration_ns(text, -value)), UNITS_TEXT_SIZE);
        cr_assert_lt(strlen(units_format_number(text, -value)), UNITS_TEXT_SIZE);
        cr_assert_lt(strlen(units_format_share(text, -value)), UNITS_TEXT_SIZE);
    }
}
