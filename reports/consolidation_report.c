// SPDX-License-Identifier: GPL-3.0-or-later
// The table of forms.
#include "reports/consolidation_report.h"

#include <stdbool.h>
#include <string.h>

#include "common/base/err.h"
#include "common/base/nearest.h"
#include "common/base/scope.h"

const struct consolidation_form *const consolidation_forms[] = {
    &consolidation_form_text,
    &consolidation_form_html,
    &consolidation_form_json,
    &consolidation_form_csv,
    &consolidation_form_hosts_csv,
    &consolidation_form_script,
    NULL,
};
const size_t consolidation_form_count =
    sizeof consolidation_forms / sizeof *consolidation_forms - 1;

const struct consolidation_form *consolidation_form_find(const char *name, struct err *err)
{
    const char *names[sizeof consolidation_forms / sizeof *consolidation_forms];
    for (size_t i = 0; i < consolidation_form_count; i++) {
        if (strcmp(consolidation_forms[i]->name, name) == 0)
            return consolidation_forms[i];
        names[i] = consolidation_forms[i]->name;
    }
    scope_free char *hint = nearest_hint(name, names, consolidation_form_count);
    err_input(err, "no form '%s' of a plan%s", name, hint);
    return NULL;
}

static bool ends_with(const char *path, const char *suffix)
{
    size_t length = strlen(path), part = strlen(suffix);
    return length > part && strcmp(path + length - part, suffix) == 0;
}

const struct consolidation_form *consolidation_form_for_path(const char *path)
{
    const struct consolidation_form *found = NULL;
    for (size_t i = 0; i < consolidation_form_count; i++) {
        const struct consolidation_form *form = consolidation_forms[i];
        if (ends_with(path, form->suffix) &&
            (!found || strlen(form->suffix) > strlen(found->suffix)))
            found = form;
    }
    return found;
}
