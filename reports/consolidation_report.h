// SPDX-License-Identifier: GPL-3.0-or-later
// The public face of a consolidation's reports: an answered plan in one of its forms. To add a
// form: write consolidation_NAME.c, declare it here, add a line to the table in
// consolidation_report.c.
#ifndef FULLHOUSE_REPORTS_CONSOLIDATION_REPORT_H
#define FULLHOUSE_REPORTS_CONSOLIDATION_REPORT_H

#include <stddef.h>

#include "reports/emitter.h"

struct consolidation;
struct err;

struct consolidation_report {
    const struct consolidation *consolidation;
    const char *command; // the line that made it; NULL not known
    size_t moves_most;   // rows of moves in text; 0: CONSOLIDATION_MOVES, SIZE_MAX: all
};

enum { CONSOLIDATION_MOVES = 20 };

struct consolidation_form {
    const char *name;   // "html"
    const char *suffix; // of a file, as ".html"
    const char *help;   // one line
    // Appends the whole report. context as in emitter.h: its notes are for the user. 0, or negative
    // errno with err set, as where hosts have no address for a script.
    int (*emit)(const struct consolidation_report *report, struct emitter_context *context,
                struct strbuf *out, struct err *err);
};

extern const struct consolidation_form consolidation_form_text;
extern const struct consolidation_form consolidation_form_html;
extern const struct consolidation_form consolidation_form_json;
extern const struct consolidation_form consolidation_form_csv;
extern const struct consolidation_form consolidation_form_hosts_csv;
extern const struct consolidation_form consolidation_form_script;

// All of them; consolidation_forms[consolidation_form_count] is NULL.
extern const struct consolidation_form *const consolidation_forms[];
extern const size_t consolidation_form_count;

// By name. NULL with err set (names the nearest right one).
const struct consolidation_form *consolidation_form_find(const char *name, struct err *err);
// By the suffix of a file's name, the longest that fits; NULL when none of ours.
const struct consolidation_form *consolidation_form_for_path(const char *path);

#endif
