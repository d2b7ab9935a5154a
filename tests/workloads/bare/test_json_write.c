// SPDX-License-Identifier: GPL-3.0-or-later
// Lines written member by member: valid whatever the texts hold, and never beyond their bytes.
#include "workloads/bare/json_write.h"

#include <criterion/criterion.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/stats/histogram.h"
#include "common/stats/histogram_codec.h"
#include "common/wire/base64.h"

static void writes(const char *value, const char *spelled)
{
    char bytes[256] = "";
    scope_free char *expected = alloc_printf("{\"v\":\"%s\"}\n", spelled);
    struct text line = text_into(bytes, sizeof bytes - 1);

    json_open(&line);
    json_add_text(&line, "v", value);
    cr_assert_eq(json_close(&line), strlen(expected), "%s", bytes);
    cr_assert_str_eq(bytes, expected);
}

Test(bare_json_write, escapes_what_must_be)
{
    writes("", "");
    writes(NULL, "");
    writes("plain ü 😀 \x7f", "plain ü 😀 \x7f");
    writes("\"\\/", "\\\"\\\\/");
    writes("\b\f\n\r\t", "\\b\\f\\n\\r\\t");
    writes("\x01\x07\v\x1f", "\\u0001\\u0007\\u000b\\u001f");
}

Test(bare_json_write, bytes_that_are_no_utf8_become_question_marks)
{
    writes("a\xff"
           "b",
           "a?b");
    writes("\xc3", "?");
    writes("\xe2\x82", "??");
    writes("ü\xed\xa0\x80ü", "ü???ü");
}

// How many bytes are left of a text of so many 'x' and a character.
static size_t length_kept(size_t length, const char *last)
{
    scope_free char *value = alloc_zeroed(length + strlen(last) + 1, 1);
    static char bytes[JSON_TEXT_MAX * 2];
    struct text line = text_into(bytes, sizeof bytes);

    memset(value, 'x', length);
    strcat(value, last);
    json_open(&line);
    json_add_text(&line, "", value);
    return json_close(&line) - strlen("{\"\":\"\"}\n");
}

Test(bare_json_write, leaves_out_what_no_reader_takes)
{
    cr_assert_eq(length_kept(JSON_TEXT_MAX - 1, "x"), JSON_TEXT_MAX);
    cr_assert_eq(length_kept(JSON_TEXT_MAX, "x"), JSON_TEXT_MAX);
    cr_assert_eq(length_kept(JSON_TEXT_MAX + 50, "x"), JSON_TEXT_MAX);
    cr_assert_eq(length_kept(JSON_TEXT_MAX - 2, "ü"), JSON_TEXT_MAX);
    cr_assert_eq(length_kept(JSON_TEXT_MAX - 1, "ü"), JSON_TEXT_MAX - 1, "no half character");
    cr_assert_eq(length_kept(JSON_TEXT_MAX - 3, "😀"), JSON_TEXT_MAX - 3);
    cr_assert_eq(length_kept(JSON_TEXT_MAX - 1, "\xff"), JSON_TEXT_MAX);
    cr_assert_eq(length_kept(JSON_TEXT_MAX, "\xff"), JSON_TEXT_MAX);
}

static size_t write_all(char *bytes, size_t capacity, const struct histogram *histogram)
{
    struct text line = text_into(bytes, capacity);

    json_open(&line);
    json_add_unsigned(&line, "u", UINT64_MAX);
    json_add_hex(&line, "h", 255);
    json_add_histogram(&line, "b", histogram);
    json_open_list(&line, "l");
    json_add_entry(&line, "cpu", NULL);
    json_add_entry(&line, "cpu", "\"");
    json_close_list(&line);
    json_open_list(&line, "e");
    json_close_list(&line);
    json_add_text(&line, "t", "{[");
    json_add_text(&line, "x", "");
    return json_close(&line);
}

#define ALL_BEFORE "{\"u\":9223372036854775807,\"h\":\"00000000000000ff\",\"b\":\""
#define ALL_AFTER  "\",\"l\":[\"cpu\",\"cpu:\\\"\"],\"e\":[],\"t\":\"{[\",\"x\":\"\"}\n"

Test(bare_json_write, sets_commas_between)
{
    static struct histogram histogram;
    char bytes[256] = "";

    cr_assert_eq(write_all(bytes, sizeof bytes - 1, &histogram), strlen(bytes));
    cr_assert_str_eq(bytes, ALL_BEFORE "AQAAAAAA" ALL_AFTER);
}

Test(bare_json_write, says_when_it_does_not_fit)
{
    static struct histogram histogram;
    char bytes[256];
    size_t needed = write_all(bytes, sizeof bytes, &histogram);

    cr_assert_gt(needed, 0);
    for (size_t capacity = 0; capacity < sizeof bytes; capacity++) {
        memset(bytes, '#', sizeof bytes);
        cr_assert_eq(write_all(bytes, capacity, &histogram), capacity < needed ? 0 : needed);
        for (size_t i = capacity; i < sizeof bytes; i++)
            cr_assert_eq(bytes[i], '#', "%zu of %zu", i, capacity);
    }
}

// Every length modulo 3, in exactly the room that it needs.
Test(bare_json_write, histograms_are_encoded_in_place)
{
    static struct histogram histogram;

    histogram_reset(&histogram);
    for (uint64_t value = 0; value < 3000; value++) {
        size_t size = histogram_encoded_size(&histogram), length;
        scope_free uint8_t *encoded = alloc_zeroed(size, 1);
        scope_free char *base64 = NULL;
        scope_free char *expected = NULL;
        scope_free char *bytes = NULL;

        histogram_encode(&histogram, encoded, size);
        base64 = base64_encode(encoded, size);
        expected = alloc_printf(ALL_BEFORE "%s" ALL_AFTER, base64);
        length = strlen(expected);
        bytes = alloc_zeroed(length, 1);
        cr_assert_eq(write_all(bytes, length, &histogram), length);
        cr_assert_eq(memcmp(bytes, expected, length), 0, "%zu", size);
        histogram_record(&histogram, value * value * 37);
    }
}
