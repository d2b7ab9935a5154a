// SPDX-License-Identifier: GPL-3.0-or-later
// The forms in which a history is told, one table. To add one: write history_NAME.c, declare it
// here, add a line to the table in history_report.c.
#ifndef FULLHOUSE_REPORTS_COMPARE_HISTORY_REPORT_H
#define FULLHOUSE_REPORTS_COMPARE_HISTORY_REPORT_H

#include <stddef.h>

#include "reports/emitter.h"

struct err;
struct history;

struct history_report {
    const struct history *history;
    const char *command; // the line that made it; NULL not known
};

struct history_form {
    const char *name;   // "html"
    const char *suffix; // of a file, as ".html"
    const char *help;   // one line
    // Appends the whole report; context as in emitter.h.
    void (*emit)(const struct history_report *report, struct emitter_context *context,
                 struct strbuf *out);
};

extern const struct history_form history_form_text;
extern const struct history_form history_form_markdown;
extern const struct history_form history_form_html;
extern const struct history_form history_form_json;
extern const struct history_form history_form_csv;
extern const struct history_form history_form_junit;
extern const struct history_form history_form_github;

// All of them; history_forms[history_form_count] is NULL.
extern const struct history_form *const history_forms[];
extern const size_t history_form_count;

// By name. NULL with err set (names the nearest right one).
const struct history_form *history_form_find(const char *name, struct err *err);
// By the suffix of a file's name; NULL when none of ours.
const struct history_form *history_form_for_path(const char *path);

#endif
