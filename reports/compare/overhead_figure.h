// SPDX-License-Identifier: GPL-3.0-or-later
// The figures of an overhead as gnuplot scripts: one of all loads, one along the density a load.
// Running them is reports/gnuplot.h's business.
#ifndef FULLHOUSE_REPORTS_COMPARE_OVERHEAD_FIGURE_H
#define FULLHOUSE_REPORTS_COMPARE_OVERHEAD_FIGURE_H

#include <stdbool.h>
#include <stddef.h>

#include "reports/svg.h"

struct overhead;
struct overhead_load;
struct strbuf;

enum {
    OVERHEAD_CURVE_WIDTH = 460,
    OVERHEAD_CURVE_HEIGHT = 300,
    OVERHEAD_LOADS_WIDTH = 720,
};

// The ink of a platform (its place in struct overhead), the same in every figure.
enum svg_ink overhead_ink(size_t platform);

// All loads: a row each, for every platform a line from its ratio with the fewest guests (hollow)
// to that with the most (filled).
unsigned overhead_loads_height(const struct overhead *overhead);
bool overhead_loads_is_drawable(const struct overhead *overhead);
void overhead_loads_script(const struct overhead *overhead, struct strbuf *script);

// One load: its headline measure over native's along the density, a curve a platform.
bool overhead_curve_is_drawable(const struct overhead_load *load);
// name: of the script's file.
void overhead_curve_script(const struct overhead *overhead, const struct overhead_load *load,
                           const char *name, struct strbuf *script);

#endif
