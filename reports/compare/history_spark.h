// SPDX-License-Identifier: GPL-3.0-or-later
// A series in one line of a terminal: "▅▅▆▅│▂▂▁▂", a rule where it changed.
#ifndef FULLHOUSE_REPORTS_COMPARE_HISTORY_SPARK_H
#define FULLHOUSE_REPORTS_COMPARE_HISTORY_SPARK_H

#include <stddef.h>

struct history_series;

// At most about so many columns, at least one for each segment; from the lowest to the highest of
// what is drawn. Where there are more points than columns, means of neighbours. New string.
char *history_spark(const struct history_series *series, size_t columns);

#endif
