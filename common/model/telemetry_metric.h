// SPDX-License-Identifier: GPL-3.0-or-later
// What the host's sources can tell: every metric of telemetry with its unit and definition. To add
// one: a line in the table, beside those of its source.
#ifndef FULLHOUSE_COMMON_MODEL_TELEMETRY_METRIC_H
#define FULLHOUSE_COMMON_MODEL_TELEMETRY_METRIC_H

#include <stddef.h>

struct telemetry_metric {
    const char *source;     // as in the table of sources: "cpu"
    const char *name;       // ends in its unit: "cpu_busy_ratio"; unique within its source
    const char *unit;       // "ratio", "cores", "1/s", "B", "B/s", "ns", "1"
    const char *definition; // a phrase without a full stop
};

// Metrics of one source stand together.
extern const struct telemetry_metric telemetry_metric_table[];
extern const size_t telemetry_metric_count;

// The metric of a source, or NULL; source NULL: the first of this name.
const struct telemetry_metric *telemetry_metric_find(const char *source, const char *name);

#endif
