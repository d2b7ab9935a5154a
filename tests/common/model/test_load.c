// SPDX-License-Identifier: GPL-3.0-or-later
// Loads: names both ways, deep copies, the line for people.
#include "common/model/load.h"

#include <criterion/criterion.h>
#include <string.h>

#include "common/base/scope.h"

Test(model_load, names_arrivals_both_ways)
{
    for (int i = 0; i < LOAD_ARRIVALS_COUNT; i++)
        cr_assert_eq(load_arrivals_parse(load_arrivals_name((enum load_arrivals)i)), i);
    cr_assert_eq(load_arrivals_parse("Closed"), -1);
    cr_assert_eq(load_arrivals_parse(""), -1);
    cr_assert_str_eq(load_arrivals_name((enum load_arrivals)77), "unknown");
}

Test(model_load, copies_deeply)
{
    char workload[] = "cpu", variant[] = "float";
    struct load from = {.workload = workload, .variant = variant, .threads = 3};
    struct load into;

    load_copy(&into, &from);
    workload[0] = 'X';
    variant[0] = 'X';
    cr_assert_str_eq(into.workload, "cpu");
    cr_assert_str_eq(into.variant, "float");
    cr_assert_eq(into.threads, 3);
    load_done(&into);
    cr_assert_null(into.workload);
    load_done(&into);
    load_done(NULL);
}

Test(model_load, copies_what_is_empty)
{
    struct load into, from = {0};

    load_copy(&into, &from);
    cr_assert_null(into.workload);
    load_done(&into);
}

static void describes(const struct load *load, const char *text)
{
    scope_free char *described = load_describe(load);

    cr_assert_str_eq(described, text);
}

Test(model_load, describes_for_people)
{
    describes(&(struct load){.workload = (char *)"cpu", .variant = (char *)""}, "cpu, closed");
    describes(&(struct load){.workload = (char *)"cpu",
                             .arrivals = LOAD_CONSTANT,
                             .rate = {.is_share = true, .value = 0.25}},
              "cpu, paced 25.0% (constant)");
    describes(&(struct load){.workload = (char *)"memory",
                             .variant = (char *)"latency",
                             .threads = 2,
                             .working_set_bytes = 16 << 20},
              "memory latency, closed, 2 threads, 16.0 MiB a thread");
}
