// SPDX-License-Identifier: GPL-3.0-or-later
// A history's report to a file or to standard output.
#include "cli/history_output.h"

#include "cli/output.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "reports/compare/history_report.h"

const struct history_form *history_output_form(const char *name, const char *path, struct err *err)
{
    if (name)
        return history_form_find(name, err);
    if (output_is_standard(path))
        return &history_form_text;
    const struct history_form *form = history_form_for_path(path);
    if (!form)
        err_input(err,
                  "%s: its suffix names no form of a history; say --format text, markdown, html, "
                  "json, csv, junit or github",
                  path);
    return form;
}

int history_output(const struct history_report *report, const struct history_form *form,
                   const char *path, struct err *err)
{
    struct emitter_context context = output_context(path);
    scope_strbuf struct strbuf out = {0};
    form->emit(report, &context, &out);
    return output_write(&out, &context, path, err);
}
