// SPDX-License-Identifier: GPL-3.0-or-later
// The tables of what can be said, and that the documentation has them.
#include "planner/estate/estate_field.h"

#include <criterion/criterion.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"

static void expect_documented(const char *text, const struct estate_field *fields)
{
    for (; fields->name; fields++) {
        if (*fields->name == '#')
            continue;
        scope_free char *row = alloc_printf("| `%s` | `%s` | %s |\n", fields->name,
                                            fields->range.example, fields->help);
        cr_expect_not_null(strstr(text, row), "docs/pack-inputs.md lacks %s", row);
    }
}

Test(planner_estate_field, the_documentation_has_them)
{
    scope_free char *text = NULL;
    struct err err = {0};
    cr_assert_eq(path_read(TEST_SOURCE_DIR "/docs/pack-inputs.md", 1 << 20, &text, NULL, &err), 0,
                 "%s", err_text(&err));
    expect_documented(text, estate_host_fields);
    expect_documented(text, estate_guest_fields);
}

Test(planner_estate_field, is_found_whatever_its_signs)
{
    cr_assert_eq(estate_field_find(estate_host_fields, "disk rate")->kind, ESTATE_RATE);
    cr_assert_null(estate_field_find(estate_host_fields, "vcpus"));
}
