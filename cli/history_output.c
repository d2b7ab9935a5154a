// SPDX-License-Identifier: GPL-3.0-or-later
// A history's report to a file or to standard output.
#include "cli/history_output.h"

#include <stdio.h>

#include "cli/options.h"
#include "cli/output.h"
#include "common/base/err.h"
#include "common/base/path.h"
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
    bool is_standard = output_is_standard(path);
    struct strbuf out = {0};
    struct emitter_context context = {.path = is_standard ? NULL : path,
                                      .columns = is_standard ? output_columns() : 0};
    int result = 0;
    form->emit(report, &context, &out);
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
