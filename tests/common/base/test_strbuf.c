// SPDX-License-Identifier: GPL-3.0-or-later
// The text buffer: terminated at every moment, empty without memory, linear to fill.
#include "common/base/strbuf.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/scope.h"

Test(base_strbuf, is_empty_text_before_anything_is_added)
{
    scope_strbuf struct strbuf buffer = {0};
    cr_assert_str_eq(strbuf_text(&buffer), "");
    strbuf_drop_front(&buffer, 10);
    strbuf_printf(&buffer, "%s", "");
    cr_assert_null(buffer.text);
    cr_assert_str_eq(strbuf_text(&buffer), "");
}

Test(base_strbuf, joins_what_is_added)
{
    scope_strbuf struct strbuf buffer = {0};
    strbuf_add(&buffer, "a");
    strbuf_printf(&buffer, "-%d-", 42);
    strbuf_add_bytes(&buffer, "bcd", 2);
    strbuf_add(&buffer, "");
    cr_assert_str_eq(buffer.text, "a-42-bc");
    cr_assert_eq(buffer.length, 7);
}

Test(base_strbuf, keeps_zero_bytes)
{
    scope_strbuf struct strbuf buffer = {0};
    strbuf_add_bytes(&buffer, "a\0b", 3);
    cr_assert_eq(buffer.length, 3);
    cr_assert_eq(memcmp(buffer.text, "a\0b", 4), 0);
}

Test(base_strbuf, grows_far)
{
    scope_strbuf struct strbuf buffer = {0};
    for (int i = 0; i < 200000; i++)
        strbuf_printf(&buffer, "%d,", i % 10);
    cr_assert_eq(buffer.length, 400000);
    cr_assert_eq(strlen(buffer.text), 400000);
    cr_assert_str_eq(buffer.text + 399998, "9,");
}

Test(base_strbuf, prints_longer_than_its_room)
{
    scope_strbuf struct strbuf buffer = {0};
    strbuf_add(&buffer, "x");
    strbuf_printf(&buffer, "%01000d", 5);
    cr_assert_eq(buffer.length, 1001);
    cr_assert_eq(buffer.text[1000], '5');
}

Test(base_strbuf, drops_from_the_front)
{
    scope_strbuf struct strbuf buffer = {0};
    strbuf_add(&buffer, "line\nrest");
    strbuf_drop_front(&buffer, 5);
    cr_assert_str_eq(buffer.text, "rest");
    strbuf_drop_front(&buffer, 100);
    cr_assert_str_eq(buffer.text, "");
    cr_assert_eq(buffer.length, 0);
}

Test(base_strbuf, hands_over_and_is_empty)
{
    struct strbuf buffer = {0};
    scope_free char *nothing = strbuf_take(&buffer);
    cr_assert_str_eq(nothing, "");
    strbuf_add(&buffer, "mine");
    scope_free char *taken = strbuf_take(&buffer);
    cr_assert_str_eq(taken, "mine");
    cr_assert_null(buffer.text);
    strbuf_done(&buffer);
    strbuf_done(NULL);
}
