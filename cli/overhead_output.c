// SPDX-License-Identifier: GPL-3.0-or-later
// An overhead's report to a file or to standard output.
#include "cli/overhead_output.h"

#include <stdio.h>

#include "cli/options.h"
#include "cli/output.h"
#include "common/base/err.h"
#include "common/base/path.h"
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
    int is_standard = output_is_standard(path);
    struct strbuf out = {0};
    struct emitter_context context = {.path = is_standard ? NULL : path,
                                      .columns = is_standard ? output_columns() : 0};
    form->emit(overhead, &context, &out);
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
