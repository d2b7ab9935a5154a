// SPDX-License-Identifier: GPL-3.0-or-later
// What guests took over time, replayed on hosts: how often and how far a host is over what it has,
// the energy, and what the measured curve says of latency.
#ifndef FULLHOUSE_PLANNER_RISK_RISK_H
#define FULLHOUSE_PLANNER_RISK_RISK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "planner/value/uncertain.h"

struct curves;
struct err;
struct estate;
struct policy;
struct store;

// Of the estate's traces; to is one past the last. Where there are no traces: 0 to 1, one hour in
// which every guest takes what it takes on the mean.
struct risk_window {
    size_t from, to;
};

// NAN where nothing is known.
struct risk {
    double hours; // that were replayed
    size_t hosts_on;
    double guests_traced;  // share of the guests on hosts that have a trace; the others take
                           // their mean all the time
    size_t guests_unknown; // of whose CPU nothing is known: they are counted as taking none
    double over_time;      // share of host-hours (of hosts that are on) with more asked than cores
    double over_guest_hours; // guest-hours on such hosts then
    double guest_hours;
    double unserved;    // share of the CPU asked for that no core was there for
    double worst_load;  // most that any host was asked for, over its cores
    int32_t worst_host; // that one; -1 none
    double mean_load;   // of hosts that are on: cores at work over cores
    double kwh;         // of the hosts that are on; NAN where the watts of one are not known
    struct uncertain p99_inflation; // p99 over that of a guest alone, mean over guest-hours; absent
                                    // without a curve
    struct uncertain p99_worst;     // of the worst host and window
    bool p99_is_at_least;           // some load lies beyond what was measured
};

// host: [guest]; is_on: [host]. Guests that are off or nowhere count for nothing. curves: of the
// runs that guests and the policy name (risk_read_curves); NULL or empty: no latencies.
void risk_replay(const struct estate *estate, const struct policy *policy,
                 const struct curves *curves, const int32_t *host, const bool *is_on,
                 struct risk_window window, struct risk *ret_risk);

// The curves that risk_replay looks into; release with curves_done. -ENOENT or -EINVAL with the
// guest's place in its file, where a run is named that is not there.
int risk_read_curves(const struct estate *estate, const struct policy *policy, struct store *store,
                     struct curves *curves, struct err *err);

#endif
