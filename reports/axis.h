// SPDX-License-Identifier: GPL-3.0-or-later
// Round ticks for the axes of figures, as gnuplot commands: 1-2-5 steps, short labels with units.
#ifndef FULLHOUSE_REPORTS_AXIS_H
#define FULLHOUSE_REPORTS_AXIS_H

#include <stddef.h>
#include <stdint.h>

#include "reports/quantity.h"

struct strbuf;

enum { AXIS_LABEL_SIZE = 32 };

// A round number with its unit and no zeros to no purpose: "2.5k", "200 ms", "64 MiB", "40 %", "0".
char *axis_label(char buffer[AXIS_LABEL_SIZE], enum quantity quantity, double value);

// A round step that cuts 0..high into about `wanted` parts. Bytes are round in their binary unit.
double axis_step(enum quantity quantity, double high, unsigned wanted);

// "set yrange [0:high]" and its ticks. high > 0.
void axis_linear_y(struct strbuf *script, enum quantity quantity, double high);
// The same cut into about `wanted` parts, for a chart with little room.
void axis_linear_y_cut(struct strbuf *script, enum quantity quantity, double high, unsigned wanted);

// "set xrange [low:high]" and its ticks, round. low < high.
void axis_linear_x(struct strbuf *script, enum quantity quantity, double low, double high);

// A logarithmic y axis that holds low..high (both > 0) with ticks at 1, 2, 5 times powers of ten,
// or at powers of ten alone where there are many.
void axis_log_y(struct strbuf *script, enum quantity quantity, double low, double high);

// The x axis of guests, ascending; logarithmic when it spans much. Ticks at the densities tried,
// except where their labels would touch; `keep` (0: none) always has one.
void axis_guests(struct strbuf *script, const uint32_t *guests, size_t count, uint32_t keep);

#endif
