// SPDX-License-Identifier: GPL-3.0-or-later
// What runs in the store say of guests on a host: throughput, latency, marginal memory and CPU time
// against density, with the curve fitted to each.
#ifndef FULLHOUSE_PLANNER_CURVE_H
#define FULLHOUSE_PLANNER_CURVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/inference/spread.h"
#include "common/model/record.h"
#include "common/model/scenario.h"
#include "planner/scaling_law.h"
#include "planner/uncertain.h"

struct err;
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
    struct run_record run; // without steps
    struct scenario scenario;
    struct curve_point *points; // ascending
    size_t point_count;
    struct law_choice throughput; // total_hz over guests: laws held against each other
    struct uncertain guests;      // that hold by service level, as fitted: with its interval
    bool is_at_least, is_extrapolated;
    uint32_t measured_most;         // largest density measured
    struct uncertain memory_bytes;  // that one more guest takes
    struct uncertain busy_cores;    // a guest, at that density
    struct uncertain throughput_hz; // a guest, there
    char *words;                    // "run 7 (web): 14 guests [12, 15], measured to 24"
};

struct curves {
    struct density_curve *list;
    size_t count;
};

// Reads a run (by number, label or "latest"; a label's whole campaign) and appends its curves. slo
// NULL: the run's own. -EINVAL with what to measure next where it is too thin to fit.
int curves_read(struct store *store, const char *word, const char *slo, struct curves *curves,
                struct err *err);
void curves_done(struct curves *curves);

// Which class's curve is which; made of curves and the classes' `run`. One basis for each host and
// platform, and where some class has none, a guess beside it.
struct capacities;
int capacities_of(const struct plan *plan, const struct curves *curves,
                  struct capacities *ret_capacities, struct err *err);

// Every model under every basis. An own curve (host_model.runs) first, else carried over.
struct host_options;
int host_options_of(const struct plan *plan, const struct capacities *capacities,
                    const struct curves *curves, struct host_options *ret_options, struct err *err);

#endif
