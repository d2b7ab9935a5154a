// SPDX-License-Identifier: GPL-3.0-or-later
// Small charts above each other with one time axis: guests above, their host below. Holds the data
// alone: timeline_of.h makes it from records, figure_timeline.h draws it.
#ifndef FULLHOUSE_REPORTS_TIMELINE_H
#define FULLHOUSE_REPORTS_TIMELINE_H

#include <stdbool.h>
#include <stddef.h>

#include "reports/quantity.h"
#include "reports/svg.h"

// Beyond this many points a line is thinned by means over equal times.
enum { TIMELINE_POINTS_MAX = 400 };

struct timeline_point {
    double at_s;
    double value;     // NAN: a gap
    double low, high; // of a band around it; NAN for none
};

struct timeline_line {
    char *name; // "" : it is one of several that share a name
    enum svg_ink ink;
    bool is_thin;
    struct timeline_point *points;
    size_t count, capacity;
};

struct timeline_panel {
    char *title;
    enum quantity quantity;
    double least_high; // its axis goes at least this far up
    struct timeline_line *lines;
    size_t count;
};

// Zero-initialise; release with timeline_done.
struct timeline {
    double from_s, to_s; // of the axis
    bool has_warmup;     // what is left of 0 is warm-up
    struct timeline_panel *panels;
    size_t count;
    char *missing; // names of charts that are not there, or NULL
};

// Each gives a place that the next call of its kind may move. title and name are copied.
struct timeline_panel *timeline_add_panel(struct timeline *timeline, const char *title,
                                          enum quantity quantity, double least_high);
struct timeline_line *timeline_add_line(struct timeline_panel *panel, const char *name,
                                        enum svg_ink ink);
// Points in the order of time.
void timeline_add_point(struct timeline_line *line, const struct timeline_point *point);

// Says that a chart is not there.
void timeline_miss(struct timeline *timeline, const char *what);

// Makes every line short enough to draw.
void timeline_thin(struct timeline *timeline);

// The largest value of a panel, bands counted in; at least its least_high, and above 0.
double timeline_panel_high(const struct timeline_panel *panel);

void timeline_done(struct timeline *timeline);
#define scope_timeline __attribute__((cleanup(timeline_done)))

#endif
