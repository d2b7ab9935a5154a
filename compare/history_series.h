// SPDX-License-Identifier: GPL-3.0-or-later
// Private to compare/history*.c: the series of a line, their segments, and what becomes of them.
#ifndef FULLHOUSE_COMPARE_HISTORY_SERIES_H
#define FULLHOUSE_COMPARE_HISTORY_SERIES_H

#include "compare/history.h"

// All series that the line's runs tell of the measures and density that are wanted, with their
// points.
void history_series_gather(struct history_line *line, const struct history_options *options);
void history_series_done(struct history_series *series);

// Finds its changes; each with its p alone, of so many permutations that one change among `looks`
// series can be told.
void history_series_find(struct history_series *series, const struct history_options *options,
                         size_t looks);

// Adjusts p over all of the series and forgets changes that are above the significance.
void history_series_adjust(struct history_series *const *series, size_t count, double significance);

// Once changes are final: segments, kinds, what else changed, the end, whether it is worse.
// looks: series that are looked at, for the interval of what was to be expected.
void history_series_judge(struct history_series *series, const struct history_line *line,
                          int64_t accepted_id, const struct history_options *options, size_t looks);

// The means of these points, with their 95 % interval.
struct estimate history_series_level(const struct history_series *series, size_t from,
                                     size_t count);
// Of the means of two stretches of points, a over b; NAN where they have none.
struct estimate history_series_ratio(const struct history_series *series,
                                     const struct history_segment *a,
                                     const struct history_segment *b);
// What such a ratio is at that threshold.
enum history_kind history_series_kind(const struct history_series *series,
                                      const struct estimate *ratio, double threshold);

#endif
