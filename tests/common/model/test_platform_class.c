// SPDX-License-Identifier: GPL-3.0-or-later
// Classes of platforms: every platform there is has one, with a reason.
#include "common/model/platform_class.h"

#include <string.h>

#include <criterion/criterion.h>

#include "bench/platform.h"

Test(model_platform_class, every_platform_has_one)
{
    for (const struct platform_ops *const *entry = platform_table; *entry; entry++)
        cr_expect_not_null(platform_class_find((*entry)->name), "%s", (*entry)->name);
}

Test(model_platform_class, names_are_unique_and_all_is_told)
{
    for (size_t i = 0; i < platform_class_count; i++) {
        const struct platform_class *class = &platform_class_table[i];
        cr_expect_eq(platform_class_find(class->platform), class);
        cr_expect_neq(*class->label, '\0');
        cr_expect_gt(strlen(class->reason), 40);
        cr_expect_neq(class->reason[strlen(class->reason) - 1], '.', "reports end the sentence");
    }
}

// The literature disagrees, so one line has both.
Test(model_platform_class, a_hypervisor_in_a_kernel_has_both_classes)
{
    cr_expect_str_eq(platform_class_find("kvm")->label, "Type 1 / Type 2");
    cr_expect_str_eq(platform_class_find("tcg")->label, "emulation");
    cr_expect_str_eq(platform_class_find("native")->label, "none");
}

Test(model_platform_class, an_unknown_platform_has_none)
{
    cr_expect_null(platform_class_find("kvn"));
}
