// SPDX-License-Identifier: GPL-3.0-or-later
// The table of workloads, walked: every record is whole, every variant runs and is found by name.
#include "workloads/core/workload.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "common/base/err.h"
#include "workloads/linux/self_test.h"

static void variant_is_whole(const struct workload_variant *variant)
{
    cr_assert(variant->name && variant->name[0]);
    cr_assert(variant->operation && variant->operation[0]);
    cr_assert(variant->prepare && variant->operate && variant->release);
}

static void variant_runs(const struct workload_variant *variant)
{
    struct workload_place place = {.seed = 42, .working_set_bytes = 4 * variant->working_set_unit};
    void *state;

    cr_assert_eq(variant->prepare(&place, &state, NULL), 0);
    for (int i = 0; i < 20; i++)
        cr_assert_eq(variant->operate(state), 0, "%s", variant->name);
    variant->release(state);
    variant->release(NULL);
}

Test(workloads_workload, every_record_is_whole_and_runs)
{
    for (size_t i = 0; i < workload_count; i++) {
        const struct workload *workload = workload_table[i];

        cr_assert(workload->name && workload->name[0] && workload->help && workload->help[0]);
        cr_assert_gt(workload->variant_count, 0);
        for (size_t j = 0; j < workload->variant_count; j++) {
            variant_is_whole(&workload->variants[j]);
            variant_runs(&workload->variants[j]);
        }
    }
}

Test(workloads_workload, names_are_unique)
{
    for (size_t i = 0; i < workload_count; i++)
        for (size_t j = 0; j < i; j++)
            cr_assert_str_neq(workload_table[i]->name, workload_table[j]->name);
}

Test(workloads_workload, finds_the_default_and_the_named_variant)
{
    const struct workload *workload;
    const struct workload_variant *variant;

    cr_assert_eq(workload_find("memory", "", &workload, &variant, NULL), 0);
    cr_assert_str_eq(variant->name, "copy");
    cr_assert_eq(workload_find("memory", NULL, &workload, &variant, NULL), 0);
    cr_assert_str_eq(variant->name, "copy");
    cr_assert_eq(workload_find("cpu", "float", &workload, &variant, NULL), 0);
    cr_assert_str_eq(variant->name, "float");
}

static void not_found(const char *name, const char *variant_name, const char *hint)
{
    const struct workload *workload = NULL;
    const struct workload_variant *variant = NULL;
    struct err err = {0};

    cr_assert_eq(workload_find(name, variant_name, &workload, &variant, &err), -EINVAL);
    cr_assert(strstr(err_text(&err), hint), "%s", err_text(&err));
    cr_assert_null(workload);
    cr_assert_null(variant);
    err_done(&err);
}

Test(workloads_workload, names_the_nearest_right_word)
{
    not_found("cqu", "", "'cpu'");
    not_found("cpu", "flaot", "'float'");
    not_found("", "", "memory");
}

Test(workloads_workload, passes_its_self_test)
{
    struct err err = {0};

    cr_assert_eq(self_test_all(&err), 0, "%s", err_text(&err));
}
