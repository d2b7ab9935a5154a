// SPDX-License-Identifier: GPL-3.0-or-later
// Traces from CSV: columns, files, folders; every kind of wrong input is refused with its line.
#include "common/model/trace_file.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"

#define S UINT64_C(1000000000)

static struct trace_set taken_bytes(const char *bytes, size_t length)
{
    struct trace_set set = {0};
    struct err err = {0};
    cr_assert_eq(trace_file_read_bytes("t.csv", bytes, length, &set, &err), 0, "%s: %s", bytes,
                 err_text(&err));
    return set;
}

static struct trace_set taken(const char *text)
{
    return taken_bytes(text, strlen(text));
}

static void refused_bytes(const char *bytes, size_t length, const char *why)
{
    struct trace_set set = {0};
    struct err err = {0};
    cr_assert_eq(trace_file_read_bytes("t.csv", bytes, length, &set, &err), -EINVAL, "%s", bytes);
    cr_assert(strstr(err_text(&err), why), "%s: %s", bytes, err_text(&err));
    trace_set_done(&set);
    err_done(&err);
}

static void refused(const char *text, const char *why)
{
    refused_bytes(text, strlen(text), why);
}

Test(model_trace_file, reads_times_and_shares)
{
    struct trace_set set = taken("time,share\n00:10,0.5\n00:11, 75% \n\n00:12,\"0\"\n");
    cr_assert_eq(set.count, 1);
    cr_assert_null(set.gap);
    cr_assert_eq(set.traces[0].count, 3);
    for (size_t i = 0; i < 3; i++)
        cr_assert_eq(set.traces[0].steps[i].duration_ns, 60 * S);
    cr_assert_eq(set.traces[0].steps[1].share_ppm, 750000);
    trace_set_done(&set);
}

Test(model_trace_file, reads_a_column_for_each_guest)
{
    struct trace_set set = taken("time,web,db\n0,0.1,0.2\n5,0.3,0.4");
    cr_assert_eq(set.count, 2);
    cr_assert_eq(set.traces[0].steps[1].share_ppm, 300000);
    cr_assert_eq(set.traces[1].steps[0].share_ppm, 200000);
    trace_set_done(&set);
}

// No header, a byte order mark, line ends of other systems.
Test(model_trace_file, minds_no_system)
{
    static const char *const texts[] = {"0,0.1\n60,0.2\n",
                                        "\xef\xbb\xbf"
                                        "0,0.1\r\n60,0.2\r\n",
                                        "\xef\xbb\xbfZeit,Last\r\n0,0.1\r\n60,0.2",
                                        "time,share\n0,0.1\n\n\n60,0.2\n\n"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct trace_set set = taken(texts[i]);
        cr_assert_eq(set.traces[0].count, 2, "%s", texts[i]);
        cr_assert_eq(set.traces[0].steps[1].share_ppm, 200000);
        trace_set_done(&set);
    }
}

Test(model_trace_file, tells_where_a_gap_is_and_holds_the_share_before_it)
{
    struct trace_set set = taken("0,0.1\n60,0.2\n120,0.3\n420,0.4\n480,0.5\n");
    cr_assert_str_eq(set.gap, "t.csv:4: a gap of 5 min, where lines are 1 min apart");
    cr_assert_eq(set.traces[0].steps[2].duration_ns, 300 * S);
    trace_set_done(&set);
    set = taken("0,0.1\n60,0.2\n145,0.3\n205,0.4\n");
    cr_assert_null(set.gap);
    trace_set_done(&set);
}

Test(model_trace_file, refuses_what_is_wrong_with_its_line)
{
    refused("", "t.csv: no line of data; two at least are wanted");
    refused("time,share\n", "t.csv: no line of data");
    refused("time,share\n0,0.5\n", "t.csv: one line of data; two at least are wanted");
    refused("0.5\n0.6\n", "t.csv:1: two columns at least are wanted: time,share");
    refused("time,share\n0,0.5\n60,0.5,0.5\n", "t.csv:3: 3 columns, where the first line has 2");
    refused("time,share\n0,0.5\n60\n", "t.csv:3: 1 column, where the first line has 2");
    refused("0,0.5\n60,35\n", "t.csv:2: share 35 is above 1; percents are written 35%");
    refused("0,0.5\n60,101%\n", "t.csv:2: share 101% is above 100%");
    refused("0,0.5\n60,-0.1\n", "t.csv:2: share -0.1 is below 0");
    refused("0,0.5\n60,high\n", "t.csv:2: 'high' is no share");
    refused("0,0.5\n60,\n", "t.csv:2: '' is no share");
    refused("0,0.5\n60,nan\n", "t.csv:2: 'nan' is no share");
    refused("0,0.5\n-60,0.5\n", "t.csv:2: '-60' is no time");
    refused("0,0.5\nlater,0.5\n", "t.csv:2: 'later' is no time");
    refused("60,0.5\n0,0.5\n", "t.csv:2: time 0 does not come after that of the line before");
    refused("0,0.5\n60,0.5\n60,0.5\n", "t.csv:3: time 60 does not come after");
    refused("0,0.5\n0.0000001,0.5\n", "t.csv:2: time 0.0000001 is less than 1us after");
    refused("0,0.5\n999999999,0.5\n", "t.csv:2: time 999999999 is more than five years");
    refused("0,0.5\n0.00001,0.5\n", "shorter than a millisecond");
    refused("0,0.5\n60,0.\"5\n", "t.csv:2: a quotation mark");
    refused("0,0.5\n\"60,0.5\n", "a quotation mark");
    refused_bytes("0,0.5\n60,0\0.5\n", 14, "t.csv:2: a NUL byte");
}

Test(model_trace_file, refuses_more_than_it_keeps)
{
    scope_strbuf struct strbuf lines = {0}, wide = {0};
    for (int i = 0; i <= TRACE_STEPS_MAX; i++)
        strbuf_printf(&lines, "%d,0.5\n", i);
    refused_bytes(lines.text, lines.length, "t.csv:32769: more than 32768 lines of data");
    for (int i = 0; i <= TRACE_SET_MAX; i++)
        strbuf_add(&wide, "0,");
    strbuf_add(&wide, "0\n");
    refused_bytes(wide.text, wide.length, "t.csv:1: more than 65536 guests");
}

static void refused_file(const char *where, const char *why)
{
    struct trace_set set = {0};
    struct err err = {0};
    cr_assert_eq(trace_file_read(where, &set, &err), -EINVAL, "%s", where);
    cr_assert(strstr(err_text(&err), why), "%s", err_text(&err));
    cr_assert_eq(err_exit_code(&err), 2);
    err_done(&err);
}

Test(model_trace_file, reads_folders_and_patterns_by_name)
{
    char folder[] = "/tmp/fullhouse-trace.XXXXXX";
    cr_assert(mkdtemp(folder));
    for (int i = 3; i > 0; i--) {
        scope_free char *path = alloc_printf("%s/g%d.csv", folder, i);
        scope_free char *text = alloc_printf("0,0.%d\n60,0.5\n", i);
        cr_assert_eq(path_write(path, text, strlen(text), 0600, NULL), 0);
    }
    scope_free char *pattern = alloc_printf("%s/g[12].csv", folder);
    scope_free char *pipe = alloc_printf("%s/pipe", folder);
    scope_free char *nothing = alloc_printf("%s/x*", folder);
    struct trace_set set;
    cr_assert_eq(trace_file_read(folder, &set, NULL), 0);
    cr_assert_eq(set.count, 3);
    for (uint32_t i = 0; i < 3; i++)
        cr_assert_eq(set.traces[i].steps[0].share_ppm, (i + 1) * 100000);
    trace_set_done(&set);
    cr_assert_eq(trace_file_read(pattern, &set, NULL), 0);
    cr_assert_eq(set.count, 2);
    trace_set_done(&set);
    cr_assert_eq(mkfifo(pipe, 0600), 0);
    refused_file(pipe, "a file is wanted");
    refused_file("/dev/zero", "a file is wanted");
    refused_file(nothing, "there is no file like that");
    refused_file("/nowhere.csv", "No such file");
    path_remove_tree(folder, NULL);
}
