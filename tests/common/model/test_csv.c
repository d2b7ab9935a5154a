// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of a CSV, from memory and from a file, and the names of its columns.
#include "common/model/csv.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/model/csv_header.h"

enum { LONG_BYTES = 300000, ROWS = 40000, MOST = 1 << 24 };

// "1:a|b 3:c" for rows of lines 1 and 3.
static int write_down(void *out, size_t line, char *const *fields, size_t count, struct err *err)
{
    (void)err;
    strbuf_printf(out, "%s%zu:", ((struct strbuf *)out)->length ? " " : "", line);
    for (size_t i = 0; i < count; i++)
        strbuf_printf(out, "%s%s", i ? "|" : "", fields[i]);
    return 0;
}

static void expect_rows(const char *text, const char *rows)
{
    scope_strbuf struct strbuf out = {0};
    struct err err = {0};
    cr_assert_eq(csv_read("a.csv", text, strlen(text), write_down, &out, &err), 0, "%s",
                 err_text(&err));
    cr_assert_str_eq(strbuf_text(&out), rows);
}

static void expect_error(const char *text, size_t length, const char *message)
{
    scope_strbuf struct strbuf out = {0};
    struct err err = {0};
    cr_assert_eq(csv_read("a.csv", text, length, write_down, &out, &err), -EINVAL);
    cr_assert_str_eq(err_text(&err), message);
    err_done(&err);
}

Test(model_csv, gives_rows_with_the_line_they_end_in)
{
    expect_rows("a,b\n\nc, d \r\n", "1:a|b 3:c|d");
    expect_rows("\xef\xbb\xbf"
                "a,\"b,\"\"c\"\n\"x\ny\",z",
                "1:a|b,\"c 3:x\ny|z");
    expect_rows("", "");
    expect_rows(",\n", "1:|");
}

Test(model_csv, refuses_what_is_no_text_and_stray_quotation_marks)
{
    expect_error("a\nb\0c\n", 6, "a.csv:2: a NUL byte; text is wanted");
    expect_error("a\nb\"c,d\n", 8, "a.csv:2: a quotation mark stands where it must not");
    expect_error("a\n\"b\n", 5, "a.csv:2: a quotation mark stands where it must not");
}

static int stop_at_two(void *context, size_t line, char *const *fields, size_t count,
                       struct err *err)
{
    (void)fields;
    (void)count;
    (void)err;
    *(size_t *)context = line;
    return line == 2 ? 7 : 0;
}

Test(model_csv, ends_where_its_reader_says)
{
    size_t last = 0;
    cr_assert_eq(csv_read("a.csv", "a\nb\nc\n", 6, stop_at_two, &last, NULL), 7);
    cr_assert_eq(last, 2);
}

static char *write_file(const char *text, size_t length)
{
    char *path = alloc_copy("/tmp/fullhouse-csv-XXXXXX");
    close(mkstemp(path));
    cr_assert_eq(path_write(path, text, length, 0600, NULL), 0);
    return path;
}

Test(model_csv, a_file_reads_as_its_bytes_do)
{
    scope_strbuf struct strbuf text = {0}, from_bytes = {0}, from_file = {0};
    scope_free char *longest = alloc_zeroed(LONG_BYTES + 1, 1);
    memset(longest, 'x', LONG_BYTES);
    strbuf_printf(&text, "\xef\xbb\xbfname,%s\n", longest);
    for (size_t i = 0; i < ROWS; i++)
        strbuf_printf(&text, "g%zu,\"a, %zu\nb\"\n", i, i * i);
    scope_free char *path = write_file(text.text, text.length);
    cr_assert_eq(csv_read("a.csv", text.text, text.length, write_down, &from_bytes, NULL), 0);
    cr_assert_eq(csv_read_named(path, MOST, write_down, &from_file, NULL), 0);
    cr_assert(strcmp(from_bytes.text, from_file.text) == 0);
    unlink(path);
}

static void expect_no_file(const char *path, const char *what)
{
    scope_strbuf struct strbuf out = {0};
    struct err err = {0};
    cr_assert_eq(csv_read_named(path, 3, write_down, &out, &err), -EINVAL);
    scope_free char *message = alloc_printf("%s: %s", path, what);
    cr_assert_str_eq(err_text(&err), message);
    err_done(&err);
}

Test(model_csv, refuses_what_is_no_file_and_what_is_too_large)
{
    scope_free char *path = write_file("a,b\n", 4);
    expect_no_file(path, "larger than 3 B");
    unlink(path);
    expect_no_file(path, "No such file or directory");
    expect_no_file("/tmp", "a file is wanted");
    expect_no_file("/dev/zero", "a file is wanted");
}

Test(model_csv, names_of_columns_are_compared_without_case_and_signs)
{
    static const char *const names[] = {"Size (MiB)", "size_mib", " Size-MiB "};
    for (size_t i = 0; i < 3; i++) {
        scope_free char *name = csv_header_name(names[i]);
        cr_assert_str_eq(name, "size mib");
    }
    scope_free char *none = csv_header_name("-_ ");
    cr_assert_str_eq(none, "");
}

Test(model_csv, tells_other_separators)
{
    char name[] = "name", both[] = "cores;threads";
    char *semicolons[] = {both}, *commas[] = {name, both};
    cr_assert_eq(csv_header_check(semicolons, 1, NULL), -EINVAL);
    cr_assert_eq(csv_header_check(commas, 2, NULL), 0);
}
