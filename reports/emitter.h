// SPDX-License-Identifier: GPL-3.0-or-later
// The forms a report comes in. To add one: write emit_NAME.c, declare its emitter here, add a line
// to the table in emitter.c.
#ifndef FULLHOUSE_REPORTS_EMITTER_H
#define FULLHOUSE_REPORTS_EMITTER_H

#include <stddef.h>

#include "common/base/strbuf.h"

struct document;
struct err;

// What an emitter may know of where its text goes, and what it has to say about it.
struct emitter_context {
    const char *path;    // file the report is written to, NULL: standard output
    unsigned columns;    // of the terminal; 0: 100
    struct strbuf notes; // lines for the user, as "gnuplot is missing: ..."; ends with newline
};

struct emitter {
    const char *name;   // "html"
    const char *suffix; // of a file, as ".html"
    const char *help;   // one line
    // Appends the whole report. 0, or negative errno with err set.
    int (*emit)(const struct document *document, struct emitter_context *context,
                struct strbuf *out, struct err *err);
};

extern const struct emitter emitter_html;
extern const struct emitter emitter_text;
extern const struct emitter emitter_markdown;
extern const struct emitter emitter_csv;
extern const struct emitter emitter_windows_csv;
extern const struct emitter emitter_matrix_csv;
extern const struct emitter emitter_replay_csv;
extern const struct emitter emitter_curve_csv;
extern const struct emitter emitter_figures_csv;
extern const struct emitter emitter_telemetry_csv;
extern const struct emitter emitter_collect_csv;
extern const struct emitter emitter_json;

// All of them; emitters[emitter_count] is NULL.
extern const struct emitter *const emitters[];
extern const size_t emitter_count;

// By name. NULL with err set (names the nearest right one).
const struct emitter *emitter_find(const char *name, struct err *err);

// By the suffix of a file's name, NULL when none of ours.
const struct emitter *emitter_for_path(const char *path);

#endif
