// SPDX-License-Identifier: GPL-3.0-or-later
// A consolidation's report to a file or to standard output.
#include "cli/consolidation_output.h"

#include <stdio.h>

#include "cli/options.h"
#include "cli/output.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "reports/consolidation_report.h"

const struct consolidation_form *consolidation_output_form(const char *name, const char *path,
                                                           struct err *err)
{
    if (name)
        return consolidation_form_find(name, err);
    if (output_is_standard(path))
        return &consolidation_form_text;
    const struct consolidation_form *form = consolidation_form_for_path(path);
    if (!form)
        err_input(err,
                  "%s: its suffix names no form of a plan; say --format text, html, json, csv, "
                  "hosts-csv or script",
                  path);
    return form;
}

static int write_text(const char *path, const struct strbuf *out, struct err *err)
{
    if (output_is_standard(path)) {
        fwrite(strbuf_text(out), 1, out->length, stdout);
        return 0;
    }
    int result = path_write(path, strbuf_text(out), out->length, 0644, err);
    if (result < 0)
        options_blame_path(err);
    return result;
}

int consolidation_output(const struct consolidation_report *report,
                         const struct consolidation_form *form, const char *path, struct err *err)
{
    bool is_standard = output_is_standard(path);
    struct strbuf out = {0};
    struct emitter_context context = {.path = is_standard ? NULL : path,
                                      .columns = is_standard ? output_columns() : 0};
    int result = form->emit(report, &context, &out, err);
    if (result == 0)
        result = write_text(path, &out, err);
    if (result == 0)
        fputs(strbuf_text(&context.notes), stderr);
    strbuf_done(&context.notes);
    strbuf_done(&out);
    return result;
}
