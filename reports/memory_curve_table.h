// SPDX-License-Identifier: GPL-3.0-or-later
// A run's memory curves as a table and as sentences, the same in every form of a report.
#ifndef FULLHOUSE_REPORTS_MEMORY_CURVE_TABLE_H
#define FULLHOUSE_REPORTS_MEMORY_CURVE_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct document_run;
struct memory_curve;
struct memory_curve_point;
struct memory_curves;
struct table;

// A row a size: the latency of each curve, and which caches of the host end there.
void memory_curve_table_fill(struct table *table, const struct memory_curves *curves,
                             bool intervals);

// The curve's point at that size, or NULL.
const struct memory_curve_point *memory_curve_point_at(const struct memory_curve *curve,
                                                       uint64_t bytes);

// "L1d", "L2, L3" or "": what ends between this size and the curves' next one. New string.
char *memory_curve_caches_at(const struct memory_curves *curves, uint64_t bytes);

// Every size that a curve of the run has, ascending. New array.
uint64_t *memory_curve_all_sizes(const struct memory_curves *curves, size_t *ret_count);

// The caches beside a curve, a sentence each after "With 2 MiB pages:"; new string, of one
// paragraph.
char *memory_curve_beside(const struct memory_curves *curves, const struct memory_curve *curve);

// Why caches and steps may differ here: emulation, a host that is a guest, no caches told. NULL
// where nothing is special.
char *memory_curve_caution(const struct document_run *run);

#endif
