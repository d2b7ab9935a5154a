// SPDX-License-Identifier: GPL-3.0-or-later
// The list of a plan's keys: all of the tables, and the same as in the documentation.
#include <criterion/criterion.h>
#include <string.h>

#include "cli/plan_key_print.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "tests/cli/program.h"

static void check_row(void *context, const char *key, const char *unit, const char *fallback,
                      const char *help)
{
    size_t *count = context;
    cr_expect(strlen(unit) > 2 && fallback && strlen(help) > 4, "%s", key);
    ++*count;
}

Test(cli_plan_key_list, every_key_has_a_unit_and_a_meaning)
{
    size_t count = 0;
    plan_key_rows(check_row, &count);
    cr_expect_gt(count, 50);
    count = 0;
    pack_key_rows(check_row, &count);
    cr_expect_gt(count, 40);
}

Test(cli_plan_key_list, people_and_machines_get_it)
{
    program_mentions(0, "energy.price", ARGUMENTS("list", "plan-keys"));
    program_mentions(0, "0.20 [0.12, 0.35]", ARGUMENTS("list", "plan-keys"));
    program_mentions(0, "\"guests.NAME.count\"", ARGUMENTS("list", "plan-keys", "--json"));
    program_mentions(0, "plan key", ARGUMENTS("list"));
    program_mentions(0, "memory.overcommit", ARGUMENTS("list", "pack-keys"));
    program_mentions(0, "| moves.per-host |", ARGUMENTS("list", "pack-keys", "--markdown"));
    program_mentions(0, "pack key", ARGUMENTS("list"));
}

static void expect_in(const char *page, plan_key_rows_fn *rows, const char *word)
{
    scope_strbuf struct strbuf table = {0};
    scope_free char *text = NULL;
    struct err err = {0};
    cr_assert_eq(path_read(page, 1 << 20, &text, NULL, &err), 0, "%s", err_text(&err));
    plan_key_print_markdown(rows, &table);
    cr_assert_not_null(strstr(text, strbuf_text(&table)),
                       "%s is not what `fullhouse list %s -m` prints: make docs", page, word);
}

Test(cli_plan_key_list, the_documentation_has_the_same)
{
    expect_in(TEST_SOURCE_DIR "/docs/plan-file.md", plan_key_rows, "plan-keys");
    expect_in(TEST_SOURCE_DIR "/docs/pack-file.md", pack_key_rows, "pack-keys");
}
