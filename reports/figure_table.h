// SPDX-License-Identifier: GPL-3.0-or-later
// Private to reports/figure*.c: what the table of figures in figure.c is made of.
#ifndef FULLHOUSE_REPORTS_FIGURE_TABLE_H
#define FULLHOUSE_REPORTS_FIGURE_TABLE_H

#include "reports/figure.h"

extern const struct figure figure_throughput;
extern const struct figure figure_latency;
extern const struct figure figure_fairness;
extern const struct figure figure_memory;
extern const struct figure figure_hello;

#endif
