// SPDX-License-Identifier: GPL-3.0-or-later
// The whole table of the agent: every record is complete, and no name is there twice.
#include "workloads/linux/workload_table.h"

#include <criterion/criterion.h>

static void expect_whole(const struct workload *workload)
{
    cr_expect(workload->help && *workload->help, "%s", workload->name);
    cr_assert_gt(workload->variant_count, 0, "%s", workload->name);
    for (size_t i = 0; i < workload->variant_count; i++) {
        cr_expect(*workload->variants[i].operation, "%s", workload->variants[i].name);
        cr_expect_not_null(workload->variants[i].prepare, "%s", workload->variants[i].name);
        for (size_t j = 0; j < i; j++)
            cr_expect_str_neq(workload->variants[i].name, workload->variants[j].name);
    }
    for (size_t i = 0; i < workload->option_count; i++) {
        const struct workload_option *option = &workload->options[i];

        cr_expect(*option->help, "%s %s", workload->name, option->name);
        cr_expect_not_null(option->fallback, "%s %s", workload->name, option->name);
        cr_expect_eq(option->kind == WORKLOAD_OPTION_CHOICE, option->choices != NULL, "%s %s",
                     workload->name, option->name);
        for (size_t j = 0; j < i; j++)
            cr_expect_str_neq(option->name, workload->options[j].name);
    }
}

Test(workloads_table, records_are_complete_and_names_are_unique)
{
    size_t count = 0;

    for (; workload_at(count); count++) {
        expect_whole(workload_at(count));
        for (size_t j = 0; j < count; j++)
            cr_expect_str_neq(workload_at(count)->name, workload_at(j)->name);
    }
    cr_assert_eq(count, workload_count + workload_linux_count);
}
