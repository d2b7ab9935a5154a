// SPDX-License-Identifier: GPL-3.0-or-later
#include <criterion/criterion.h>
#include <stdlib.h>

#include "common/base/strbuf.h"
#include "reports/utf8.h"

static void expect_line(const char *text, const char *expected)
{
    char *line = utf8_line(text);
    cr_expect_str_eq(line, expected);
    free(line);
}

Test(reports_utf8, passes_what_is_fit)
{
    expect_line("plain", "plain");
    expect_line("Grüße, 漢字, 😀, e\u0301", "Grüße, 漢字, 😀, e\u0301");
    expect_line("", "");
}

Test(reports_utf8, replaces_controls_and_direction_marks)
{
    expect_line("\x1b[31mred", "\ufffd[31mred");
    expect_line("a\x7f"
                "b",
                "a\ufffdb");
    expect_line("a\u202eb\u2066c", "a\ufffdb\ufffdc");
    expect_line("c1 \xc2\x9b", "c1 \ufffd");
    expect_line("two\nlines\tand\r\n", "two lines and ");
}

Test(reports_utf8, replaces_invalid_bytes_one_by_one)
{
    expect_line("\xff\xfe", "\ufffd\ufffd");
    expect_line("\xc0\xaf", "\ufffd\ufffd");                     // overlong slash
    expect_line("\xed\xa0\x80", "\ufffd\ufffd\ufffd");           // surrogate
    expect_line("\xf4\x90\x80\x80", "\ufffd\ufffd\ufffd\ufffd"); // beyond U+10FFFF
    expect_line("\xe2\x82", "\ufffd\ufffd");                     // truncated at the end
    expect_line("\xe2<", "\ufffd<");                             // truncated before markup
}

Test(reports_utf8, measures_columns)
{
    cr_expect_eq(utf8_width("abc"), 3);
    cr_expect_eq(utf8_width("Grüße"), 5);
    cr_expect_eq(utf8_width("漢字"), 4);
    cr_expect_eq(utf8_width("e\u0301"), 1);
    cr_expect_eq(utf8_width("😀"), 2);
    cr_expect_eq(utf8_width(""), 0);
}

Test(reports_utf8, encodes_every_length)
{
    struct strbuf out = {0};
    utf8_add(&out, 'a');
    utf8_add(&out, 0xfc);
    utf8_add(&out, 0x20ac);
    utf8_add(&out, 0x1f600);
    cr_expect_str_eq(strbuf_text(&out), "aü€😀");
    strbuf_done(&out);
}

Test(reports_utf8, cuts_to_columns)
{
    static const struct {
        const char *text;
        size_t columns;
        const char *cut;
    } cases[] = {{"abc", 3, "abc"},  {"abcd", 3, "ab…"}, {"漢字漢", 4, "漢…"},
                 {"a\nb", 9, "a b"}, {"", 5, ""},        {"Grüße", 4, "Grü…"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *cut = utf8_cut(cases[i].text, cases[i].columns);
        cr_expect_str_eq(cut, cases[i].cut);
        free(cut);
    }
}
