// SPDX-License-Identifier: GPL-3.0-or-later
// An overhead's report to a file or to standard output.
#include "cli/overhead_output.h"

#include "cli/output.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "reports/compare/overhead_report.h"

const struct overhead_form *overhead_output_form(const char *name, const char *path,
                                                 struct err *err)
{
    if (name)
        return overhead_form_find(name, err);
    if (output_is_standard(path))
        return &overhead_form_text;
    const struct overhead_form *form = overhead_form_for_path(path);
    if (!form)
        err_input(err,
                  "%s: its suffix names no form of overhead; say --format text, markdown, html, "
                  "json or csv",
                  path);
    return form;
}

int overhead_output(const struct overhead *overhead, const struct overhead_form *form,
                    const char *path, struct err *err)
{
    struct emitter_context context = output_context(path);
    scope_strbuf struct strbuf out = {0};
    form->emit(overhead, &context, &out);
    return output_write(&out, &context, path, err);
}
