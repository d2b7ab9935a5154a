// SPDX-License-Identifier: GPL-3.0-or-later
// Private to reports/consolidation_figure*.c: pieces of drawings that need no program to be drawn.
#ifndef FULLHOUSE_REPORTS_CONSOLIDATION_DRAW_H
#define FULLHOUSE_REPORTS_CONSOLIDATION_DRAW_H

#include <stddef.h>

struct strbuf;

struct draw_box {
    double x, y, width, height;
};

// An <svg> of class "pack", told to those who cannot see it by `description`.
void draw_open(struct strbuf *out, double width, double height, const char *description);
void draw_close(struct strbuf *out);

void draw_text(struct strbuf *out, double x, double y, const char *class, const char *text);
// title: shown where one points at it; NULL: none.
void draw_box(struct strbuf *out, const char *class, struct draw_box box, const char *title);
// From (x, y) so far to the right and down.
void draw_line(struct strbuf *out, const char *class, double x, double y, double right,
               double down);

// At most so many characters, the middle left out: "web-frontend…-07". New string.
char *draw_name(const char *name, size_t letters);

// The scale of a figure's time: seconds, minutes or hours, whichever reads best up to `most`.
struct draw_time {
    double unit_s;
    const char *unit; // "minutes"
    double step_s;    // between ticks
};
struct draw_time draw_time_of(double most_s, unsigned ticks);

#endif
