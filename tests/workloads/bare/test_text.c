// SPDX-License-Identifier: GPL-3.0-or-later
// Text into bounded bytes, and UTF-8 one character at a time.
#include "workloads/bare/text.h"

#include <criterion/criterion.h>
#include <stdint.h>
#include <string.h>

#include "workloads/bare/utf8.h"

Test(bare_text, writes_numbers_whole)
{
    char bytes[64];
    struct text text = text_into(bytes, sizeof bytes);

    text_add_unsigned(&text, 0);
    text_add_byte(&text, ' ');
    text_add_unsigned(&text, UINT64_MAX);
    text_add(&text, " ");
    text_add_hex(&text, UINT64_C(0x0123456789abcdef), 16);
    text_add_hex(&text, 0x1f, 4);
    cr_assert_not(text.is_cut);
    cr_assert_eq(text.length, strlen("0 18446744073709551615 0123456789abcdef001f"));
    cr_assert_eq(memcmp(bytes, "0 18446744073709551615 0123456789abcdef001f", text.length), 0);
}

Test(bare_text, never_writes_beyond_its_capacity)
{
    char bytes[8] = "ABCDEFG";
    struct text text = text_into(bytes, 5);

    text_add(&text, "12345");
    cr_assert_not(text.is_cut);
    text_add(&text, "6");
    cr_assert(text.is_cut);
    cr_assert_eq(text.length, 5);
    cr_assert_str_eq(bytes, "12345FG");
}

Test(bare_text, adds_nothing_after_a_cut)
{
    char bytes[4];
    struct text text = text_into(bytes, 0);

    text_add_byte(&text, 'x');
    text.capacity = sizeof bytes;
    text_add(&text, "more");
    cr_assert(text.is_cut);
    cr_assert_eq(text.length, 0);
}

Test(bare_utf8, every_point_goes_there_and_back)
{
    for (uint32_t point = 0; point <= 0x10ffff; point++) {
        char bytes[UTF8_MAX];
        uint32_t back = 0;
        size_t length;

        if (point >= 0xd800 && point <= 0xdfff)
            continue;
        length = utf8_encode(point, bytes);
        cr_assert_eq(utf8_decode(bytes, length, &back), length, "U+%04X", point);
        cr_assert_eq(back, point);
        cr_assert_eq(utf8_decode(bytes, length - 1, &back), 0, "U+%04X cut", point);
    }
}

Test(bare_utf8, refuses_what_is_no_character)
{
    static const char *const wrong[] = {
        "\x80",             // begins in the middle
        "\xc0\xaf",         // longer than needed
        "\xe0\x80\xaf",     //
        "\xf0\x80\x80\xaf", //
        "\xed\xa0\x80",     // a surrogate
        "\xf4\x90\x80\x80", // beyond U+10FFFF
        "\xf5\x80\x80\x80", //
        "\xc3(",            // the second byte is none
        "\xff",
    };

    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        uint32_t point = 7;

        cr_assert_eq(utf8_decode(wrong[i], strlen(wrong[i]), &point), 0, "%zu", i);
        cr_assert_eq(point, 7);
    }
}
