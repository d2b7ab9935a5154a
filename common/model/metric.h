// SPDX-License-Identifier: GPL-3.0-or-later
// What a metric is: its name, its unit, which way is better, how it comes about, and what it may be
// compared with. Knows the metrics of a run; those of a workload are made from its variants
// (cli/metric_list.h).
#ifndef FULLHOUSE_COMMON_MODEL_METRIC_H
#define FULLHOUSE_COMMON_MODEL_METRIC_H

#include <stdbool.h>
#include <stddef.h>

struct metric {
    const char *name; // the word in an objective where it has one: "p99"
    const char *key;  // in JSON and CSV: "p99_ns"; "" where it is not there
    const char *unit; // "1" for a plain ratio
    bool higher_is_better;
    const char *definition; // so that a reader could compute it
    const char *comparable; // with what, and where that counts differently
};

// The metrics of a run and of a density. Every metric of an objective (slo.h) is among them.
extern const struct metric metric_table[];
extern const size_t metric_count;

// The metric of the run of this name, NULL when there is none.
const struct metric *metric_find(const char *name);

// "higher" or "lower".
const char *metric_better(const struct metric *metric);

#endif
