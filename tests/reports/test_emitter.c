// SPDX-License-Identifier: GPL-3.0-or-later
#include <criterion/criterion.h>
#include <string.h>

#include "common/base/err.h"
#include "reports/density_columns.h"
#include "reports/emitter.h"

Test(reports_emitter, table_is_whole)
{
    cr_expect_null(emitters[emitter_count]);
    for (size_t i = 0; i < emitter_count; i++) {
        const struct emitter *emitter = emitters[i];
        cr_expect(emitter->name && *emitter->name);
        cr_expect(emitter->help && *emitter->help);
        cr_expect(strchr(emitter->suffix, '.'));
        cr_expect_not_null(emitter->emit);
        for (size_t j = 0; j < i; j++) {
            cr_expect_str_neq(emitter->name, emitters[j]->name);
            cr_expect_str_neq(emitter->suffix, emitters[j]->suffix);
        }
    }
}

Test(reports_emitter, finds_by_name_and_says_the_nearest)
{
    struct err err = {0};
    cr_expect_eq(emitter_find("json", &err), &emitter_json);
    cr_expect_null(emitter_find("htlm", &err));
    cr_expect(strstr(err_text(&err), "html"), "%s", err_text(&err));
    err_done(&err);
}

Test(reports_emitter, finds_by_the_longest_suffix)
{
    cr_expect_eq(emitter_for_path("a/run.html"), &emitter_html);
    cr_expect_eq(emitter_for_path("run.csv"), &emitter_csv);
    cr_expect_eq(emitter_for_path("run-windows.csv"), &emitter_windows_csv);
    cr_expect_null(emitter_for_path("run.pdf"));
    cr_expect_null(emitter_for_path(".html"));
}

Test(reports_emitter, density_columns_are_whole)
{
    for (size_t i = 0; i < density_column_count; i++) {
        cr_expect(*density_columns[i].key && *density_columns[i].heading);
        cr_expect(*density_columns[i].help);
        for (size_t j = 0; j < i; j++) {
            cr_expect_str_neq(density_columns[i].key, density_columns[j].key);
            cr_expect_neq(density_columns[i].offset, density_columns[j].offset);
        }
    }
}
