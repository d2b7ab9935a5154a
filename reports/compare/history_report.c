// SPDX-License-Identifier: GPL-3.0-or-later
// The table of forms.
#include "reports/compare/history_report.h"

#include <string.h>

#include "common/base/err.h"
#include "common/base/nearest.h"
#include "common/base/scope.h"

const struct history_form *const history_forms[] = {
    &history_form_text, &history_form_markdown, &history_form_html,   &history_form_json,
    &history_form_csv,  &history_form_junit,    &history_form_github, NULL,
};
const size_t history_form_count = sizeof history_forms / sizeof *history_forms - 1;

const struct history_form *history_form_find(const char *name, struct err *err)
{
    const char *names[sizeof history_forms / sizeof *history_forms];
    for (size_t i = 0; i < history_form_count; i++) {
        if (strcmp(history_forms[i]->name, name) == 0)
            return history_forms[i];
        names[i] = history_forms[i]->name;
    }
    scope_free char *hint = nearest_hint(name, names, history_form_count);
    err_input(err, "no form '%s' of a history%s", name, hint);
    return NULL;
}

const struct history_form *history_form_for_path(const char *path)
{
    size_t length = strlen(path);
    for (size_t i = 0; i < history_form_count; i++) {
        size_t part = strlen(history_forms[i]->suffix);
        if (part > 0 && length > part &&
            strcmp(path + length - part, history_forms[i]->suffix) == 0)
            return history_forms[i];
    }
    return NULL;
}
