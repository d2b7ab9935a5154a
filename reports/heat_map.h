// SPDX-License-Identifier: GPL-3.0-or-later
// Rows against time as coloured cells: an <svg> that needs no program to be drawn. Knows cells,
// colours and ticks, not what they mean; guest_heat.h makes them from records.
#ifndef FULLHOUSE_REPORTS_HEAT_MAP_H
#define FULLHOUSE_REPORTS_HEAT_MAP_H

#include <stddef.h>

struct strbuf;

enum { HEAT_STEPS_MAX = 8, HEAT_ROWS_MAX = 100, HEAT_COLUMNS_MAX = 120 };

// Colours by value: step i is of values below bounds[i], the last one of all others.
struct heat_scale {
    size_t steps;
    double bounds[HEAT_STEPS_MAX - 1]; // steps - 1 of them, ascending
    const char *classes[HEAT_STEPS_MAX];
    const char *labels[HEAT_STEPS_MAX]; // of the legend: "below 50 %"
    const char *title;                  // above the legend
};

// Zero-initialise; release with heat_map_done.
struct heat_map {
    const struct heat_scale *scale;
    size_t rows, columns;
    char **names;     // of each row
    double *values;   // [row * columns + column]; NAN: nothing is known
    double *ends;     // of each column, on the axis of time
    double from;      // where the first column begins
    const char *unit; // of the axis: "seconds since the measured windows began"
};

// Names and values are all unknown at first; scale and unit are borrowed.
void heat_map_init(struct heat_map *map, const struct heat_scale *scale, size_t rows,
                   size_t columns, const char *unit);
void heat_map_done(struct heat_map *map);
#define scope_heat_map __attribute__((cleanup(heat_map_done)))

// Appends the drawing, told to those who cannot see it by `description`. More rows or columns than
// there is room for are put together: their mean is drawn. How many guests a row stands for, then,
// is heat_map_rows_together.
void heat_map_draw(const struct heat_map *map, const char *description, struct strbuf *out);
size_t heat_map_rows_together(const struct heat_map *map);

#endif
