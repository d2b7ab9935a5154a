// SPDX-License-Identifier: GPL-3.0-or-later
// Today against all days before: every measure of a label's runs as a series, one value a run, and
// where it changed. Pure: what it knows stands in the runs (compare/history_runs.h).
//
// Order: the numbers of runs, which never go backwards; clocks do. Values: geometric means over a
// run's boots, and all that follows on the logarithm; arithmetic where one is not positive.
// Changes: change points (common/inference/change_points.h), their p adjusted over all series that
// are looked at (false_discovery.h). Each side of one is the segment up to the next.
//
// A change is a regression or an improvement where the ratio of both segments (after over before,
// Welch's interval) is at least the threshold away from 1 and its interval wholly on that side;
// else it is small. A series fails while it is worse, in the same sense, than an earlier segment of
// it was, those up to the last accepted change apart: a recovery ends that, an acceptance too.
#ifndef FULLHOUSE_COMPARE_HISTORY_H
#define FULLHOUSE_COMPARE_HISTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/inference/spread.h"
#include "compare/change.h"
#include "compare/history_runs.h"

#define HISTORY_THRESHOLD_DEFAULT    0.03
#define HISTORY_SIGNIFICANCE_DEFAULT 0.05
enum { HISTORY_LEAST_DEFAULT = 5, HISTORY_LEAST_MIN = 3, HISTORY_LEAST_MAX = 100 };

struct history_options {
    const char *const *measures; // by name; NULL: those that are judged unasked
    size_t measure_count;
    bool all_measures;    // beside those: every one there is
    uint32_t guests;      // 0: every density
    double threshold;     // 0: the default
    double significance;  // 0: the default
    size_t segment_least; // runs on either side of a change at least; 0: the default
    uint64_t seed;
};

struct history_point {
    size_t run;            // index into the line's runs
    struct estimate value; // no interval of one boot
    size_t boots;
};

struct history_segment {
    size_t from, count;    // points
    struct estimate level; // mean of its points, with its interval
};

#define HISTORY_KINDS(X)                                                                           \
    X(SMALL, "small")                                                                              \
    X(REGRESSION, "regression")                                                                    \
    X(IMPROVEMENT, "improvement")

enum history_kind {
#define X(name, text) HISTORY_##name,
    HISTORY_KINDS(X)
#undef X
        HISTORY_KIND_COUNT
};

const char *history_kind_name(enum history_kind kind);

struct history_change {
    size_t at;             // the first point after it
    double p, p_adjusted;  // over all series
    struct estimate ratio; // of the segment after over that before; NAN where that is 0
    enum history_kind kind;
    bool is_accepted;
    struct changes with; // versions and settings that changed from the run before to that at it
    struct changes near; // where none did: those within HISTORY_NEAR runs of it
};

enum { HISTORY_NEAR = 2 };

// What the end of a series looks like beside its last segment, while it is no change yet.
struct history_end {
    size_t unlike;            // so many of the last points, all on one side; 0: it is as before
    struct estimate expected; // level, and where one more point was to be expected
    struct estimate ratio;    // of these points over the level, no interval of one
    bool is_worse;
};

struct history_series {
    char *measure, *unit;
    bool higher_is_better;
    bool is_judged; // counts for failing: judged unasked, or named
    uint32_t guests;
    struct history_point *points;
    size_t point_count;
    bool is_logarithmic;
    struct history_segment *segments; // change_count + 1 of them, none of a series without points
    struct history_change *changes;
    size_t change_count;
    struct history_end end;
    bool is_worse;               // than its segment best was
    size_t best;                 // then; the change after it is where it began
    struct estimate worse_ratio; // then: the last segment over that one
};

// A run from which on something else is in use.
struct history_version {
    size_t run;
    struct changes changes;
};

struct history_line {
    bool is_emulated;
    const struct history_run **runs; // borrowed
    size_t run_count;
    struct history_version *versions;
    size_t version_count;
    struct history_series *series; // measures by their table, then ascending guests
    size_t series_count;
};

struct history_left_out {
    char *why;
    size_t count;
    int64_t newest_id; // of these
};

struct history {
    struct history_runs runs; // taken over
    struct history_line *lines;
    size_t line_count;
    struct history_left_out *left_out;
    size_t left_out_count;
    char **remarks; // about clocks, gaps, runs that tell nothing, series too short
    size_t remark_count;
    double threshold, significance;
    size_t segment_least;
    size_t series_count, changed_count, worse_count, unlike_worse_count; // of judged series
};

// Takes the runs over, on failure too. 0, or -EINVAL: no measure of that name, no such density.
int history_of(struct history_runs *taken, const struct history_options *options,
               struct history *ret_history, struct err *err);
void history_done(struct history *history);
#define scope_history __attribute__((cleanup(history_done)))

#endif
