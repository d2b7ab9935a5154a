// SPDX-License-Identifier: GPL-3.0-or-later
// A purchase's report to a file or to standard output.
#include "cli/purchase_output.h"

#include <stdio.h>
#include <string.h>

#include "cli/options.h"
#include "cli/output.h"
#include "common/base/err.h"
#include "common/base/path.h"
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
    bool is_standard = output_is_standard(path);
    struct strbuf out = {0};
    struct emitter_context context = {.path = is_standard ? NULL : path,
                                      .columns = is_standard ? output_columns() : 0};
    form->emit(report, &context, &out);
    int result = 0;
    if (is_standard)
        fwrite(strbuf_text(&out), 1, out.length, stdout);
    else
        result = path_write(path, strbuf_text(&out), out.length, 0644, err);
    if (result == 0)
        fputs(strbuf_text(&context.notes), stderr);
    else
        options_blame_path(err);
    strbuf_done(&context.notes);
    strbuf_done(&out);
    return result;
}
