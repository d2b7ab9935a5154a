// SPDX-License-Identifier: GPL-3.0-or-later
// What runs in the store say of guests on a host: throughput, latency, marginal memory and CPU time
// against density, with the curve fitted to each.
#ifndef FULLHOUSE_PLANNER_CURVE_CURVE_H
#define FULLHOUSE_PLANNER_CURVE_CURVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/inference/spread.h"
#include "common/model/record.h"
#include "common/model/scenario.h"
#include "planner/law/scaling_law.h"
#include "planner/value/uncertain.h"

struct err;
struct demand;
struct plan;
struct store;

struct curve_point {
    uint32_t guests;
    size_t boots;
    struct estimate total_hz; // all guests
    struct estimate p99_ns;
    struct estimate inflation; // p99 over that of one guest alone
    struct estimate retained;
    struct estimate achieved;
    struct estimate memory_bytes; // a guest
    struct estimate busy_cores;   // host CPUs in use, all guests
};

struct density_curve {
    char *word;            // that it was asked for by: "web", "7"
    struct run_record run; // without steps
    struct scenario scenario;
    double cores;               // of the host that the guests could use
    struct estimate alone_hz;   // of one guest that does all it can; absent where nothing told
    struct curve_point *points; // ascending
    size_t point_count;
    struct law_choice throughput; // total_hz over guests: laws held against each other
    struct uncertain guests;      // that hold by service level (curve_hold.h); absent of a run
                                  // that only tells how fast one guest is alone
    bool is_at_least, is_extrapolated;
    uint32_t measured_most;         // largest density measured
    struct uncertain memory_bytes;  // that one more guest takes; absent
    struct uncertain busy_cores;    // a guest, at that density; absent
    struct uncertain throughput_hz; // a guest, there; absent
    char *words;                    // "run 7 (web, kvm on db1): 14 guests [12, 15], measured to 24"
};

struct curves {
    struct density_curve *list;
    size_t count;
};

// Reads a run (by number, label or "latest"; a label's whole campaign) and appends its curves, one
// for each run of a ladder that the plan's platforms ask for; a word that was read already adds
// nothing. Judged by the plan's service level where it has one, else by the run's own; plan NULL:
// by that, and on every platform. Runs of a campaign that a host could not make are left out.
// -EINVAL: a run that is no ladder of guests under load (interference, tiles, idle guests, ...), or
// one too thin to say how many guests hold: then with the command that measures what is missing.
int curves_read(struct store *store, const char *word, const struct plan *plan,
                struct curves *curves, struct err *err);

// All that the plan's classes and its catalogue's models name by their `runs`. Those of models may
// be of one guest alone: they then tell how fast a core is. 0 or as curves_read.
int curves_read_plan(struct store *store, const struct plan *plan, struct curves *curves,
                     struct err *err);
void curves_done(struct curves *curves);

// What classes with a run leave unsaid, from its scenario: vCPUs, memory, disk. What is said stays,
// and where it is of other guests than the run's, the class's source says so.
void curves_complete_demand(const struct curves *curves, struct demand *demand);

// The same load in the same shape of guest.
bool curve_is_alike(const struct density_curve *one, const struct density_curve *other);

#endif
