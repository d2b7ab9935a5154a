// SPDX-License-Identifier: GPL-3.0-or-later
// Base64: the vectors of RFC 4648, every length there and back, and every text that is not the one.
#include "common/wire/base64.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "common/base/scope.h"

static const struct {
    const char *bytes, *text;
} published[] = {
    {"", ""},
    {"f", "Zg=="},
    {"fo", "Zm8="},
    {"foo", "Zm9v"},
    {"foob", "Zm9vYg=="},
    {"fooba", "Zm9vYmE="},
    {"foobar", "Zm9vYmFy"},
};

Test(wire_base64, gives_the_published_vectors)
{
    for (size_t i = 0; i < sizeof published / sizeof published[0]; i++) {
        scope_free char *text =
            base64_encode((const uint8_t *)published[i].bytes, strlen(published[i].bytes));
        cr_assert_str_eq(text, published[i].text);
    }
}

Test(wire_base64, goes_there_and_back_at_every_length)
{
    uint8_t bytes[300], back[300];

    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)(i * 37 + 11);
    for (size_t length = 0; length <= 256; length++) {
        scope_free char *text = base64_encode(bytes, length);
        size_t got = 999;

        cr_assert_leq(length, base64_decoded_size(strlen(text)));
        cr_assert_eq(base64_decode(text, strlen(text), back, &got), 0);
        cr_assert_eq(got, length);
        cr_assert_eq(memcmp(bytes, back, length), 0);
    }
}

Test(wire_base64, writes_its_characters_and_no_more)
{
    for (size_t i = 0; i < sizeof published / sizeof published[0]; i++) {
        size_t size = base64_encoded_size(strlen(published[i].bytes));
        char text[16];

        cr_assert_eq(size, strlen(published[i].text));
        memset(text, '*', sizeof text);
        base64_encode_into((const uint8_t *)published[i].bytes, strlen(published[i].bytes), text);
        cr_assert_eq(memcmp(text, published[i].text, size), 0);
        for (size_t j = size; j < sizeof text; j++)
            cr_assert_eq(text[j], '*');
    }
}

Test(wire_base64, refuses_what_is_not_the_one_text)
{
    static const char *const wrong[] = {
        "Z",    "Zg",   "Zg=",      "=",    "====",     "Z===",     "Zh==",
        "Zm9=", "Zm9*", "Zg==Zg==", "Z=g=", "Zm9v\n\n", "Zm 9v bw", "\x80\x80\x80\x80",
    };
    uint8_t bytes[16];

    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        size_t length = 7;
        cr_assert_eq(base64_decode(wrong[i], strlen(wrong[i]), bytes, &length), -EBADMSG, "%s",
                     wrong[i]);
        cr_assert_eq(length, 7);
    }
}
