// SPDX-License-Identifier: GPL-3.0-or-later
// The public face of a purchase's reports: an answered plan in one of its forms. To add a form:
// write purchase_NAME.c, declare it here, add a line to the table in purchase_report.c.
#ifndef FULLHOUSE_REPORTS_PURCHASE_REPORT_H
#define FULLHOUSE_REPORTS_PURCHASE_REPORT_H

#include <stddef.h>

#include "reports/emitter.h"

struct err;
struct purchase;

struct purchase_report {
    const struct purchase *purchase;
    const char *command; // the line that made it; NULL not known
};

struct purchase_form {
    const char *name;   // "html"
    const char *suffix; // of a file, as ".html"
    const char *help;   // one line
    // Appends the whole report. context as in emitter.h: its notes are for the user.
    void (*emit)(const struct purchase_report *report, struct emitter_context *context,
                 struct strbuf *out);
};

extern const struct purchase_form purchase_form_text;
extern const struct purchase_form purchase_form_html;
extern const struct purchase_form purchase_form_json;
extern const struct purchase_form purchase_form_csv;

// All of them; purchase_forms[purchase_form_count] is NULL.
extern const struct purchase_form *const purchase_forms[];
extern const size_t purchase_form_count;

// By name. NULL with err set (names the nearest right one).
const struct purchase_form *purchase_form_find(const char *name, struct err *err);
// By the suffix of a file's name, NULL when none of ours.
const struct purchase_form *purchase_form_for_path(const char *path);

#endif
