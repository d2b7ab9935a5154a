// SPDX-License-Identifier: GPL-3.0-or-later
// Finding a workload by name, with the nearest right word for a wrong one.
#include "workloads/linux/workload_named.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "common/base/err.h"
#include "workloads/core/workload.h"
#include "workloads/linux/self_test.h"

Test(workloads_workload_named, finds_what_the_table_has)
{
    const struct workload *workload;
    const struct workload_variant *variant;

    cr_assert_eq(workload_named("cpu", "float", &workload, &variant, NULL), 0);
    cr_assert_str_eq(workload->name, "cpu");
    cr_assert_str_eq(variant->name, "float");
    cr_assert_eq(workload_named("idle", "", &workload, &variant, NULL), 0);
    cr_assert_str_eq(variant->name, "sleep");
}

static void not_found(const char *name, const char *variant_name, const char *hint)
{
    const struct workload *workload = NULL;
    const struct workload_variant *variant = NULL;
    struct err err = {0};

    cr_assert_eq(workload_named(name, variant_name, &workload, &variant, &err), -EINVAL);
    cr_assert(strstr(err_text(&err), hint), "%s", err_text(&err));
    cr_assert_null(workload);
    cr_assert_null(variant);
    err_done(&err);
}

Test(workloads_workload_named, names_the_nearest_right_word)
{
    not_found("cqu", "", "'cpu'");
    not_found("cpu", "flaot", "'float'");
    not_found("", "", "memory");
}

Test(workloads_workload_named, every_kernel_gives_its_known_answer_here)
{
    struct err err = {0};

    cr_assert_eq(self_test_all(&err), 0, "%s", err_text(&err));
}
