// SPDX-License-Identifier: GPL-3.0-or-later
// A replayed trace: what it asked of each guest and what the guest achieved, step by step, as
// shares of what the trace's 100 % are. From windows alone: what fell due in them is what was
// asked, what ended in them was achieved.
#ifndef FULLHOUSE_REPORTS_REPLAY_H
#define FULLHOUSE_REPORTS_REPLAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct document_run;
struct strbuf;
struct table;

// A while of the trace, on average over guests and boots.
struct replay_point {
    uint64_t at_ns; // where it begins, in the trace's own time
    double asked_ratio;
    double achieved_ratio;
    size_t samples; // guests of all boots
};

struct replay {
    uint32_t guests; // or tiles
    size_t boots;
    uint64_t step_ns; // of a point, in the trace's own time
    struct replay_point *points;
    size_t count;
    // Over all points of every guest and boot:
    double asked_ratio, achieved_ratio; // means
    double correlation;                 // of the two (Pearson); NAN where one of them never changes
    double error_ratio;                 // mean of |achieved - asked|
    size_t worst;                       // the point whose means lie furthest apart
};

// Whether the run's load is a replay.
bool replay_is(const struct document_run *run);

// Computes it for one density. A point lasts as long as most steps of the trace, in whole windows,
// and at most a minute of the run. False, and *ret_replay untouched, where there is nothing to
// compute from: no replay, no boot done, nobody knows what one guest alone can do.
bool replay_compute(const struct document_run *run, uint32_t guests, struct replay *ret_replay);
void replay_done(struct replay *replay);
#define scope_replay __attribute__((cleanup(replay_done)))

// "2 min" into the trace, as h:mm:ss. New string.
char *replay_time(uint64_t at_ns);

// How to read the tables below, in one sentence.
#define REPLAY_WORDS                                                                               \
    "Asked is what the trace said, as a share of what its 100 % are; achieved is what ended in "   \
    "the "                                                                                         \
    "same time. Error is the mean distance of the two, step by step and guest by guest; "          \
    "correlation is Pearson's."

// One row a density; one row a point of the largest density that was measured. An empty table when
// there is nothing.
void replay_table_fill(struct table *table, const struct document_run *run);
void replay_points_fill(struct table *table, const struct document_run *run);

// The largest density there is a replay of. False when there is none.
bool replay_of_largest(const struct document_run *run, struct replay *ret_replay);

// A gnuplot script that stands alone: asked and achieved over the trace's time.
enum { REPLAY_FIGURE_WIDTH = 920, REPLAY_FIGURE_HEIGHT = 320 };
void replay_script(const struct replay *replay, struct strbuf *script);

#endif
