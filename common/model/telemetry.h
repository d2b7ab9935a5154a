// SPDX-License-Identifier: GPL-3.0-or-later
// What the host's sources said, as series in memory: a point is (when, value), a series is told by
// its source, the object it is of and the metric. What a source could not tell is kept as an
// absence, with the reason. Which metrics there are: telemetry_metric.h.
#ifndef FULLHOUSE_COMMON_MODEL_TELEMETRY_H
#define FULLHOUSE_COMMON_MODEL_TELEMETRY_H

#include <stddef.h>
#include <stdint.h>

struct telemetry_point {
    int64_t at_ns; // since 1970
    double value;  // in the metric's unit, over the time since the point before; finite
};

struct telemetry_series {
    char *source;                   // "cpu"
    char *object;                   // "host", "cpu 3", "disk vda", "guest 3 vcpu 0"
    char *metric;                   // with its unit: "cpu_busy_ratio"
    struct telemetry_point *points; // in the order they were added
    size_t count, capacity;
};

struct telemetry_absence {
    char *source, *object;
    char *why; // one line
};

// Zero-initialise; release with telemetry_done. Series stand in the order they were first named.
struct telemetry {
    struct telemetry_series *series;
    size_t count, capacity;
    struct telemetry_absence *absences;
    size_t absence_count;
    uint32_t *slots; // hash of (source, object, metric) to series index + 1
    size_t slot_count;
};

// Index of the series, made (without points) where there is none. It stays valid as long as the
// telemetry, telemetry_drop_points included, so that who adds often looks it up once.
size_t telemetry_series_of(struct telemetry *telemetry, const char *source, const char *object,
                           const char *metric);

// Adds a point to a series by index. A value that is not finite is no point: nothing is added.
void telemetry_append(struct telemetry *telemetry, size_t series, int64_t at_ns, double value);

// Both in one.
void telemetry_add(struct telemetry *telemetry, const char *source, const char *object,
                   const char *metric, int64_t at_ns, double value);

// Notes what a source cannot tell of an object, and why (all copied); a second time it is the same.
void telemetry_add_absence(struct telemetry *telemetry, const char *source, const char *object,
                           const char *why);

// The series, or NULL; source NULL: the first that has this object and metric.
const struct telemetry_series *telemetry_find(const struct telemetry *telemetry, const char *source,
                                              const char *object, const char *metric);

// Points of all series.
size_t telemetry_point_count(const struct telemetry *telemetry);

// Adds all points and absences of another.
void telemetry_add_all(struct telemetry *telemetry, const struct telemetry *from);

// Empties every series, whose names, indices and memory stay; absences stay too.
void telemetry_drop_points(struct telemetry *telemetry);

// Frees and empties; accepts NULL.
void telemetry_done(struct telemetry *telemetry);
#define scope_telemetry __attribute__((cleanup(telemetry_done)))

#endif
