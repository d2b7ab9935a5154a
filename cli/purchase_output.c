// SPDX-License-Identifier: GPL-3.0-or-later
// A purchase's report to a file or to standard output.
#include "cli/purchase_output.h"

#include "cli/output.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "reports/purchase_report.h"

const struct purchase_form *purchase_output_form(const char *name, const char *path,
                                                 struct err *err)
{
    if (name)
        return purchase_form_find(name, err);
    if (output_is_standard(path))
        return &purchase_form_text;
    const struct purchase_form *form = purchase_form_for_path(path);
    if (!form)
        err_input(err,
                  "%s: its suffix names no form of a plan; say --format text, html, json or "
                  "csv",
                  path);
    return form;
}

int purchase_output(const struct purchase_report *report, const struct purchase_form *form,
                    const char *path, struct err *err)
{
    struct emitter_context context = output_context(path);
    scope_strbuf struct strbuf out = {0};
    form->emit(report, &context, &out);
    return output_write(&out, &context, path, err);
}
