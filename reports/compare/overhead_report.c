// SPDX-License-Identifier: GPL-3.0-or-later
// The table of forms.
#include "reports/compare/overhead_report.h"

#include <string.h>

#include "common/base/err.h"
#include "common/base/nearest.h"
#include "common/base/scope.h"

const struct overhead_form *const overhead_forms[] = {
    &overhead_form_text, &overhead_form_markdown, &overhead_form_html,
    &overhead_form_json, &overhead_form_csv,      NULL,
};
const size_t overhead_form_count = sizeof overhead_forms / sizeof *overhead_forms - 1;

const struct overhead_form *overhead_form_find(const char *name, struct err *err)
{
    const char *names[sizeof overhead_forms / sizeof *overhead_forms];
    for (size_t i = 0; i < overhead_form_count; i++) {
        if (strcmp(overhead_forms[i]->name, name) == 0)
            return overhead_forms[i];
        names[i] = overhead_forms[i]->name;
    }
    scope_free char *hint = nearest_hint(name, names, overhead_form_count);
    err_input(err, "no form '%s' of overhead%s", name, hint);
    return NULL;
}

const struct overhead_form *overhead_form_for_path(const char *path)
{
    size_t length = strlen(path);
    for (size_t i = 0; i < overhead_form_count; i++) {
        size_t suffix = strlen(overhead_forms[i]->suffix);
        if (length > suffix && strcmp(path + length - suffix, overhead_forms[i]->suffix) == 0)
            return overhead_forms[i];
    }
    return NULL;
}
