// SPDX-License-Identifier: GPL-3.0-or-later
// One step: N guests booted afresh, loaded, released together, warmed up until steady, measured
// window by window, torn down.
#ifndef FULLHOUSE_BENCH_STEP_H
#define FULLHOUSE_BENCH_STEP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bench/fleet.h"
#include "bench/host_limits.h"
#include "bench/platform.h"
#include "common/model/load.h"
#include "common/model/accident.h"
#include "common/model/record.h"
#include "common/model/telemetry.h"

struct err;
struct observer;

// What befalls the first guest in the middle of a window, and what is recorded of it: the step's
// figure RECORD_FIGURE_ACCIDENT, the guest's role and load (run_isolation.c).
struct step_accident {
    enum accident kind;
    uint32_t window;      // measured windows before it
    uint64_t limit_bytes; // of memory or disk it may take
};

struct step_plan {
    enum record_step_kind kind;
    uint32_t guests;
    uint32_t repeat;
    struct shape shape;
    struct load load; // its rate absolute
    // Where guests differ: the tile, of which there are `tiles`, its rates absolute; or what each
    // guest does. NULL: all have shape and load. Borrowed.
    const struct tile *tile;
    uint32_t tiles;
    const struct guest_loads *each;
    const struct step_accident *accident; // or NULL; borrowed
    uint64_t seed;                        // of this step
    bool unique_content;                  // working sets unlike any other guest's
    bool fits_balloons; // guests give back what they do not use before their load begins, to ...
    struct platform *platform; // ... this one's balloons; NULL where they do not
    uint32_t windows;          // measured
    uint64_t window_ns;
    uint32_t warmup_max_windows;
    uint32_t parallel;
    uint64_t boot_timeout_ns;
    const struct observer *observer;
    // Watched while guests run, so that the host stays whole; NULL: nobody watches.
    const struct host_limits *limits;
    // Nobody knows how many guests fit: where the platform can start no more than some, the step is
    // stopped, not the run.
    bool is_open;
};

// What a step leaves: its record and the host's telemetry. Release with step_outcome_done.
struct step_outcome {
    struct step_record record;
    struct telemetry telemetry;
    char *guest_kernel;            // from a hello, or NULL
    char *remark;                  // what happened on the host and should be known, or NULL
    struct host_use before, after; // of the host, without its guests and with them; zero unmeasured
};

// Runs it. 0 with *ret_outcome, also when a guest was lost: then the record is FAILED and says
// which guest, and how; and when it was stopped: then it is REFUSED and says at how many guests and
// why, and its guests that said hello have a boot_ns. -EINTR when interrupted, another negative
// errno when the platform could not start a guest: no outcome then. No guest is left in any case.
int step_run(struct platform *platform, const struct step_plan *plan,
             struct step_outcome *ret_outcome, struct err *err);

// The plan's guests, not started yet; its alarm is theirs.
struct fleet *step_new_fleet(struct platform *platform, const struct step_plan *plan);

// The same with a fleet of the plan's guests that is up already and stays up, so that many steps
// may share one boot: their records have the same boot_ns. A guest that was lost is of no further
// use to it.
int step_run_booted(struct fleet *fleet, const struct step_plan *plan,
                    struct step_outcome *ret_outcome, struct err *err);
void step_outcome_done(struct step_outcome *outcome);

#endif
