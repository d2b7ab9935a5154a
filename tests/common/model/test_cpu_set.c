// SPDX-License-Identifier: GPL-3.0-or-later
// Sets of CPUs and their lists.
#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/model/cpu_set.h"

static void expect_same(const char *text, const char *wanted)
{
    struct cpu_set set;
    struct err err = {0};
    cr_assert_eq(cpu_set_parse(text, &set, &err), 0, "%s", err_text(&err));
    scope_free char *again = cpu_set_format(&set);
    cr_expect_str_eq(again, wanted);
}

Test(model_cpu_set, reads_lists_as_the_kernel_writes_them)
{
    expect_same("", "");
    expect_same("0", "0");
    expect_same("0-3,8", "0-3,8");
    expect_same("63-64,127-128", "63-64,127-128");
    expect_same("8191", "8191");
    expect_same("0-8191", "0-8191");
}

Test(model_cpu_set, writes_lists_ascending_and_joined)
{
    expect_same("8,0-3,2-5,4", "0-5,8");
    expect_same("1,0", "0-1");
}

Test(model_cpu_set, refuses_what_is_no_list_and_keeps_the_set)
{
    static const char *const wrong[] = {",",     "0,",   ",0",     "0,,1",
                                        "3-1",   "-1",   "1-",     "a",
                                        "0 1",   "8192", "0-8192", "99999999999999999999",
                                        "0-3-5", "0x1"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct cpu_set set = {.words = {7}};
        struct err err = {0};
        cr_expect_eq(cpu_set_parse(wrong[i], &set, &err), -EINVAL, "'%s'", wrong[i]);
        cr_expect_not_null(strstr(err_text(&err), "no list of CPUs"));
        cr_expect_eq(set.words[0], 7);
        err_done(&err);
    }
}

Test(model_cpu_set, walks_over_its_members)
{
    struct cpu_set set;
    cr_assert_eq(cpu_set_parse("1,63-65,8191", &set, NULL), 0);
    uint32_t seen = 0, sum = 0;
    cpu_set_each(cpu, &set)
    {
        seen++;
        sum += cpu;
    }
    cr_expect_eq(seen, 5);
    cr_expect_eq(sum, 1 + 63 + 64 + 65 + 8191);
    cr_expect_eq(cpu_set_count(&set), 5);
    cr_expect_not(cpu_set_has(&set, 8192));
}

Test(model_cpu_set, joins_drops_and_meets)
{
    struct cpu_set set, other;
    cr_assert_eq(cpu_set_parse("0-3", &set, NULL), 0);
    cr_assert_eq(cpu_set_parse("2-5", &other, NULL), 0);
    struct cpu_set both = set, either = set, first = set;
    cpu_set_meet(&both, &other);
    cpu_set_join(&either, &other);
    cpu_set_drop(&first, &other);
    scope_free char *both_text = cpu_set_format(&both);
    scope_free char *either_text = cpu_set_format(&either);
    scope_free char *first_text = cpu_set_format(&first);
    cr_expect_str_eq(both_text, "2-3");
    cr_expect_str_eq(either_text, "0-5");
    cr_expect_str_eq(first_text, "0-1");
}
