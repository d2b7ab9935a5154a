// SPDX-License-Identifier: GPL-3.0-or-later
// The door to /proc and /sys: whole files, first lines, fields, and what is not there.
#include "collector/procfs.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "common/base/err.h"
#include "common/base/scope.h"
#include "tests/collector/tree.h"

TestSuite(collector_procfs, .init = tree_make, .fini = tree_remove);

Test(collector_procfs, reads_files_of_unknown_size_on_this_host)
{
    const struct procfs host = {.root = ""};
    scope_free char *text = NULL;
    struct err err = {0};
    cr_assert_eq(procfs_read(&host, "/proc/cpuinfo", &text, &err), 0, "%s", err_text(&err));
    cr_assert_gt(strlen(text), 100);
}

Test(collector_procfs, names_the_file_that_is_missing)
{
    char *text = (char *)"kept";
    struct err err = {0};
    cr_assert_eq(procfs_read(tree_procfs(), "/proc/none", &text, &err), -ENOENT);
    cr_assert_str_eq(text, "kept");
    cr_assert_not_null(strstr(err_text(&err), "/proc/none"), "%s", err_text(&err));
    err_done(&err);
    cr_assert_eq(procfs_read_line(tree_procfs(), "/proc/none", &text, NULL), -ENOENT);
    cr_assert_str_eq(text, "kept");
}

Test(collector_procfs, takes_the_first_line)
{
    static const struct {
        const char *content, *line;
    } cases[] = {{"one\ntwo\n", "one"}, {"alone", "alone"}, {"", ""}, {"\nsecond\n", ""}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        tree_put("/proc/file", cases[i].content);
        scope_free char *line = NULL;
        cr_assert_eq(procfs_read_line(tree_procfs(), "/proc/file", &line, NULL), 0);
        cr_assert_str_eq(line, cases[i].line);
    }
}

Test(collector_procfs, finds_fields)
{
    static const char text[] = "MemTotalX:  1 kB\nMemTotal:      8123456 kB\nBig: "
                               "18446744073709551615\nWord: none\nLast:7";
    uint64_t value = 0;
    cr_assert_eq(procfs_field(text, "MemTotal", &value), 0);
    cr_assert_eq(value, 8123456);
    cr_assert_eq(procfs_field(text, "Big", &value), 0);
    cr_assert_eq(value, UINT64_MAX);
    cr_assert_eq(procfs_field(text, "Last", &value), 0);
    cr_assert_eq(value, 7);
}

Test(collector_procfs, tells_no_number_where_there_is_none)
{
    static const char *const texts[] = {
        "",           "\n",           "\n\n",        "MemFree",        "MemFree:",
        "MemFree: x", "  MemFree: 1", "xMemFree: 1", "Mem: 1\nFree: 2"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        uint64_t value = 42;
        cr_assert_eq(procfs_field(texts[i], "MemFree", &value), -ENOENT, "case %zu", i);
        cr_assert_eq(value, 42);
    }
}
