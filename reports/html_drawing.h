// SPDX-License-Identifier: GPL-3.0-or-later
// A figure inside a page: gnuplot draws it; where that cannot be, its place says why and its script
// is kept. Knows nothing of what is drawn.
#ifndef FULLHOUSE_REPORTS_HTML_DRAWING_H
#define FULLHOUSE_REPORTS_HTML_DRAWING_H

#include "common/base/strbuf.h"

struct emitter_context;

// One drawing of a page: a script, its place, and what its file and its ids are called.
struct html_drawing {
    const char *title; // told to those who cannot see it
    unsigned width, height;
    const char *id;
    struct strbuf script;
};

// Appends the drawing. Scripts that could not be drawn are kept beside the report's file where
// there is one, and context->notes says so.
void html_add_drawing(struct strbuf *out, const struct html_drawing *drawing,
                      struct emitter_context *context);

#endif
