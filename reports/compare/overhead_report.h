// SPDX-License-Identifier: GPL-3.0-or-later
// The public face of overhead's reports: one table of forms. All of them tell the same numbers. To
// add one: write overhead_NAME.c, declare it here, add a line to the table in overhead_report.c.
#ifndef FULLHOUSE_REPORTS_COMPARE_OVERHEAD_REPORT_H
#define FULLHOUSE_REPORTS_COMPARE_OVERHEAD_REPORT_H

#include <stddef.h>

#include "reports/emitter.h"

struct err;
struct overhead;

struct overhead_form {
    const char *name;   // "html"
    const char *suffix; // of a file, as ".html"
    const char *help;   // one line
    // Appends the whole report. context as in emitter.h: its notes are for the user.
    void (*emit)(const struct overhead *overhead, struct emitter_context *context,
                 struct strbuf *out);
};

extern const struct overhead_form overhead_form_text;
extern const struct overhead_form overhead_form_markdown;
extern const struct overhead_form overhead_form_html;
extern const struct overhead_form overhead_form_json;
extern const struct overhead_form overhead_form_csv;

// All of them; overhead_forms[overhead_form_count] is NULL.
extern const struct overhead_form *const overhead_forms[];
extern const size_t overhead_form_count;

// By name. NULL with err set (names the nearest right one).
const struct overhead_form *overhead_form_find(const char *name, struct err *err);
// By the suffix of a file's name, NULL when none of ours.
const struct overhead_form *overhead_form_for_path(const char *path);

#endif
