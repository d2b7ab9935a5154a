// SPDX-License-Identifier: GPL-3.0-or-later
// The table of forms.
#include "reports/purchase_report.h"

#include <string.h>

#include "common/base/err.h"
#include "common/base/nearest.h"
#include "common/base/scope.h"

const struct purchase_form *const purchase_forms[] = {
    &purchase_form_text, &purchase_form_html, &purchase_form_json, &purchase_form_csv, NULL,
};
const size_t purchase_form_count = sizeof purchase_forms / sizeof *purchase_forms - 1;

const struct purchase_form *purchase_form_find(const char *name, struct err *err)
{
    const char *names[sizeof purchase_forms / sizeof *purchase_forms];
    for (size_t i = 0; i < purchase_form_count; i++) {
        if (strcmp(purchase_forms[i]->name, name) == 0)
            return purchase_forms[i];
        names[i] = purchase_forms[i]->name;
    }
    scope_free char *hint = nearest_hint(name, names, purchase_form_count);
    err_input(err, "no form '%s' of a plan%s", name, hint);
    return NULL;
}

const struct purchase_form *purchase_form_for_path(const char *path)
{
    size_t length = strlen(path);
    for (size_t i = 0; i < purchase_form_count; i++) {
        size_t suffix = strlen(purchase_forms[i]->suffix);
        if (length > suffix && strcmp(path + length - suffix, purchase_forms[i]->suffix) == 0)
            return purchase_forms[i];
    }
    return NULL;
}
