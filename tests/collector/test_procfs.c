// SPDX-License-Identifier: GPL-3.0-or-later
// The door to /proc and /sys: whole files, first lines, fields, and what is not there.
#include "collector/procfs.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/base/alloc.h"
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

// --- a tree from anybody
// --------------------------------------------------------------------------

static void put_link(const char *path, const char *target)
{
    scope_free char *full = tree_path(path);
    cr_assert_eq(symlink(target, full), 0);
}

static void expect_refused(const char *path, int failed, const char *word)
{
    char *text = NULL;
    struct err err = {0};
    cr_expect_eq(procfs_read(tree_procfs(), path, &text, &err), failed, "%s", path);
    cr_expect_not_null(strstr(err_text(&err), word), "%s", err_text(&err));
    err_done(&err);
}

Test(collector_procfs, never_leaves_the_tree)
{
    scope_free char *text = NULL, *absolute = NULL;
    tree_put("/proc/version", "captured\n");
    put_link("/proc/up", "../../../../../../../proc/version");
    put_link("/proc/absolute", "/proc/version");
    put_link("/proc/round", "round");
    put_link("/outside", "/etc");
    cr_assert_eq(procfs_read(tree_procfs(), "/proc/up", &text, NULL), 0);
    cr_expect_str_eq(text, "captured\n");
    cr_assert_eq(procfs_read(tree_procfs(), "/proc/absolute", &absolute, NULL), 0);
    cr_expect_str_eq(absolute, "captured\n");
    expect_refused("/outside/passwd", -ENOENT, "/outside/passwd");
    expect_refused("/proc/round", -ELOOP, "/proc/round");
}

Test(collector_procfs, reads_nothing_but_plain_files)
{
    scope_free char *fifo = tree_path("/proc/fifo");
    uint64_t count;
    tree_put("/proc/file", "x");
    cr_assert_eq(mkfifo(fifo, 0600), 0);
    expect_refused("/proc/fifo", -EBADF, "no plain file");
    expect_refused("/proc", -EBADF, "no plain file");
    cr_expect_eq(procfs_count(tree_procfs(), "/proc/file", &count, NULL), -ENOTDIR);
    cr_expect_eq(procfs_count(tree_procfs(), "/proc/fifo", &count, NULL), -ENOTDIR);
}

Test(collector_procfs, refuses_what_no_kernel_tells)
{
    scope_free char *full = tree_path("/proc/huge");
    tree_put("/proc/huge", "");
    cr_assert_eq(truncate(full, INT64_C(1) << 40), 0);
    expect_refused("/proc/huge", -EFBIG, "/proc/huge");
}

Test(collector_procfs, lists_names_in_order_of_their_numbers)
{
    scope_procfs_names struct procfs_names names = {0};
    struct procfs_names none = {.count = 7};
    tree_put("/sys/node/node10/x", "");
    tree_put("/sys/node/node2/x", "");
    tree_put("/sys/node/possible", "");
    cr_assert_eq(procfs_list(tree_procfs(), "/sys/node", "node", &names, NULL), 0);
    cr_assert_eq(names.count, 2);
    cr_expect_str_eq(names.names[0], "node2");
    cr_expect_str_eq(names.names[1], "node10");
    cr_expect_eq(procfs_list(tree_procfs(), "/sys/none", "", &none, NULL), -ENOENT);
    cr_expect_eq(none.count, 7, "kept on failure");
}

Test(collector_procfs, takes_digits_alone_for_a_number)
{
    uint64_t value = 5;
    cr_expect_lt(procfs_digits("-1", &value), 0);
    cr_expect_lt(procfs_digits("max", &value), 0);
    cr_expect_lt(procfs_digits("", &value), 0);
    cr_expect_lt(procfs_digits("18446744073709551616", &value), 0);
    cr_expect_eq(value, 5, "kept on failure");
    cr_expect_eq(procfs_digits(" 18446744073709551615\n", &value), 0);
    cr_expect_eq(value, UINT64_MAX);
}
