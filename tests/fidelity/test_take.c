// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers out of what the peers really print (shortened), and refusals.
#include "tests/fidelity/take.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "common/base/err.h"

static void takes(double expected, const char *how, const char *output)
{
    struct err err = {0};
    double number = -1;

    cr_assert_eq(take_number(output, how, &number, &err), 0, "%s", err_text(&err));
    cr_assert_float_eq(number, expected, 1e-9, "%g", number);
}

static void refuses(const char *message, const char *how, const char *output)
{
    struct err err = {0};
    double number = 7;

    cr_assert_eq(take_number(output, how, &number, &err), -EBADMSG);
    cr_assert_not_null(strstr(err_text(&err), message), "%s", err_text(&err));
    cr_assert_eq(number, 7);
    err_done(&err);
}

Test(fidelity_take, finds_text_by_its_line)
{
    static const char perf[] = "# Running 'syscall/basic' benchmark:\n"
                               "# Executed 200000 getppid() calls\n"
                               "     Total time: 0.421 [sec]\n\n"
                               "       2.107435 usecs/op\n         474510 ops/sec\n";

    takes(474510, "([0-9]+) ops/sec", perf);
    takes(2.107435, "([0-9.]+) usecs/op", perf);
    takes(3028, "^MByte/s:[[:space:]]*([0-9.]+)", "MFlops/s:\t189.25\nMByte/s:\t\t3028.00\n");
    takes(1.5e-3, "^x=(.*)$", "y=2\nx=1.5e-3\nz=4\n");
}

Test(fidelity_take, finds_numbers_in_json_after_what_precedes_it)
{
    static const char fio[] = "fio: a warning {\n{\"jobs\": [{\"read\": {\"iops\": 8587.41,"
                              " \"clat_ns\": {\"percentile\": {\"50.000000\": 90624}}}}]}\nbye\n";

    takes(8587.41, "/jobs/0/read/iops", fio);
    takes(90624, "/jobs/0/read/clat_ns/percentile/50.000000", fio);
    takes(3, "/a/1", "{\"a\": [2, 3]}");
}

Test(fidelity_take, takes_the_median_of_a_histogram)
{
    static const char how[] = "median /thread/0/histogram";

    takes(80, how, "{\"thread\": {\"0\": {\"histogram\": {\"100\": 2, \"9\": 1, \"80\": 3}}}}");
    takes(9, how, "{\"thread\": {\"0\": {\"histogram\": {\"9\": 1}}}}");
    refuses("no number in JSON", how, "{\"thread\": {\"0\": {\"histogram\": {}}}}");
    refuses("no number in JSON", how, "{\"thread\": {\"0\": {\"histogram\": 3}}}");
}

Test(fidelity_take, refuses_what_is_not_there)
{
    refuses("no number in JSON", "/a/b", "{\"a\": 1}");
    refuses("no number in JSON", "/a", "{\"a\": \"1\"}");
    refuses("no number in JSON", "/a", "no json");
    refuses("no number in JSON", "/a/7", "{\"a\": [1]}");
    refuses("no number in JSON", "/a", "");
    refuses("nothing matches", "([0-9]+) ops/sec", "ops/sec\n");
    refuses("no number where", "is (.*)", "it is so\n");
    refuses("no expression with one group", "[0-9]+", "1");
    refuses("no expression with one group", "([0-9]+", "1");
    refuses("no expression with one group", "(a)(b)", "ab");
}
