// SPDX-License-Identifier: GPL-3.0-or-later
// The table of columns: whole, unambiguous, and what the documentation says.
#include "planner/market/catalogue_column.h"

#include <criterion/criterion.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "planner/market/catalogue_cell.h"

Test(planner_catalogue_column, every_one_is_found_by_its_names_and_by_no_other)
{
    for (size_t i = 0; i < CATALOGUE_COLUMNS; i++) {
        const struct catalogue_column *column = &catalogue_columns[i];
        cr_assert_not_null(column->name, "column %zu", i);
        cr_expect_eq(catalogue_column_find(column->name), i, "%s", column->name);
        if (column->alias)
            cr_expect_eq(catalogue_column_find(column->alias), i, "%s", column->alias);
    }
    cr_expect_eq(catalogue_column_find("RACK units"), catalogue_column_find("rack-units"));
    cr_expect_eq(catalogue_column_find("rackunits"), CATALOGUE_NO_COLUMN);
    cr_expect_eq(catalogue_column_find("rack-"), CATALOGUE_NO_COLUMN);
    cr_expect_eq(catalogue_column_find(""), CATALOGUE_NO_COLUMN);
}

Test(planner_catalogue_column, every_example_is_a_right_one_and_help_is_there)
{
    for (size_t i = 0; i < CATALOGUE_COLUMNS; i++) {
        struct host_model model;
        struct err err = {0};
        char *code = NULL;
        host_model_init(&model);
        cr_expect_eq(catalogue_cell_read(i, catalogue_columns[i].example, &model, &code, &err), 0,
                     "%s: %s", catalogue_columns[i].name, err_text(&err));
        cr_expect(catalogue_columns[i].help && *catalogue_columns[i].help);
        free(code);
        err_done(&err);
        host_model_done(&model);
    }
}

Test(planner_catalogue_column, the_documentation_has_them_all)
{
    scope_free char *text = NULL;
    cr_assert_eq(path_read(TEST_SOURCE_DIR "/docs/catalogue.md", 1 << 20, &text, NULL, NULL), 0);
    for (size_t i = 0; i < CATALOGUE_COLUMNS; i++) {
        const struct catalogue_column *column = &catalogue_columns[i];
        scope_free char *row =
            alloc_printf("| `%s` | %s | `%s` | %s |\n", column->name,
                         column->is_required ? "yes" : "no", column->example, column->help);
        if (!catalogue_column_is_watts(i))
            cr_expect_not_null(strstr(text, row), "docs/catalogue.md lacks: %s", row);
    }
}
