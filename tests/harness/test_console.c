// SPDX-License-Identifier: GPL-3.0-or-later
// The last words of a guest, from consoles of any size and content.
#include "bench/console.h"

#include <criterion/criterion.h>
#include <ctype.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/base/alloc.h"
#include "common/base/rng.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "tests/collector/tree.h"

TestSuite(harness_console, .init = tree_make, .fini = tree_remove);

static char *tail_of(const void *bytes, size_t length)
{
    scope_free char *path = tree_path("/console");
    tree_put_bytes("/console", bytes, length);
    return console_tail(path);
}

static void expect(const char *content, const char *tail)
{
    scope_free char *text = tail_of(content, strlen(content));
    cr_assert_str_eq(text, tail);
}

Test(harness_console, has_no_words_where_there_are_none)
{
    scope_free char *none = console_tail(NULL);
    cr_assert_str_eq(none, "");
    scope_free char *missing = console_tail("/nowhere/console");
    cr_assert_str_eq(missing, "");
    scope_free char *folder = console_tail("/tmp");
    cr_assert_str_eq(folder, "");
    expect("", "");
    expect("\n\n\n", "");
    expect("\r\n\x1b[0m\n", "");
}

Test(harness_console, keeps_short_text_whole)
{
    expect("one\ntwo\n", "one\ntwo");
    expect("no newline", "no newline");
    expect("one\n\nthree\n\n", "one\n\nthree");
}

Test(harness_console, keeps_the_last_lines)
{
    scope_strbuf struct strbuf text = {0};
    for (int i = 0; i < 100; i++)
        strbuf_printf(&text, "line %d\n", i);
    scope_free char *tail = tail_of(text.text, text.length);
    cr_assert_eq(strncmp(tail, "line 85\n", 8), 0, "%s", tail);
    cr_assert_str_eq(strrchr(tail, '\n'), "\nline 99");
}

Test(harness_console, drops_what_a_terminal_would_act_on)
{
    expect("\x1b[2J\x1b[01;31mpanic\x1b[0m: \x1b[?25lno\ttime\r\n\x07gone\x7f\n",
           "panic: notime\ngone");
    expect("cut off\x1b[", "cut off");
    expect("cut off\x1b[31", "cut off");
    expect("cut off\x1b", "cut off");
    expect("gr\xc3\xbc\xc3\x9f", "gr????");
}

Test(harness_console, hears_words_behind_nul_bytes)
{
    static const char bytes[] = "before\0\0after\n\0panic\n";
    scope_free char *tail = tail_of(bytes, sizeof bytes - 1);
    cr_assert_str_eq(tail, "beforeafter\npanic");
    static const char zeros[4096] = {0};
    scope_free char *none = tail_of(zeros, sizeof zeros);
    cr_assert_str_eq(none, "");
}

Test(harness_console, reads_only_the_end_of_a_huge_file)
{
    scope_free char *path = tree_path("/console");
    scope_close int fd = open(path, O_WRONLY | O_CREAT, 0600);
    static const char end[] = "\nKernel panic\n";
    cr_assert_eq(ftruncate(fd, (off_t)1 << 40), 0); // sparse
    cr_assert_eq(pwrite(fd, end, sizeof end - 1, (off_t)1 << 40), (ssize_t)sizeof end - 1);
    scope_free char *tail = console_tail(path);
    cr_assert_str_eq(tail, "\nKernel panic");
}

Test(harness_console, bounds_a_line_without_an_end)
{
    scope_free char *text = alloc_zeroed(100001, 1);
    memset(text, 'x', 100000);
    scope_free char *tail = tail_of(text, 100000);
    cr_assert_eq(strlen(tail), 2000);
}

Test(harness_console, does_not_wait_for_a_pipe)
{
    scope_free char *path = tree_path("/pipe");
    cr_assert_eq(mkfifo(path, 0600), 0);
    scope_free char *tail = console_tail(path);
    cr_assert_str_eq(tail, "");
}

Test(harness_console, prints_from_any_bytes)
{
    struct rng rng;
    rng_init(&rng, 40);
    for (int i = 0; i < 500; i++) {
        unsigned char bytes[3000];
        size_t length = rng_below(&rng, sizeof bytes);
        for (size_t at = 0; at < length; at++)
            bytes[at] = (unsigned char)rng_next(&rng);
        scope_free char *tail = tail_of(bytes, length);
        cr_assert_leq(strlen(tail), 2000);
        for (const char *at = tail; *at; at++)
            cr_assert(*at == '\n' || isprint((unsigned char)*at));
    }
}
