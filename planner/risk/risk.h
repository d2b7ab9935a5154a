// SPDX-License-Identifier: GPL-3.0-or-later
// What guests took over time, replayed on hosts: how often and how far a host is over what it has,
// the energy, and what the measured curve says of latency.
#ifndef FULLHOUSE_PLANNER_RISK_RISK_H
#define FULLHOUSE_PLANNER_RISK_RISK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "planner/value/uncertain.h"

struct amounts;
struct err;
struct estate;
struct policy;
struct store;

struct risk_window {
    size_t from, to; // windows of the estate's traces; to is one past the last
};

// NAN where nothing is known.
struct risk {
    double hours; // that were replayed
    size_t hosts_on;
    double guests_traced; // share of guests that have a trace
    double over_time;     // share of host-hours (of hosts that are on) with more asked than cores
    double over_guest_hours; // guest-hours on such hosts then
    double guest_hours;
    double unserved;   // share of the CPU asked for that no core was there for
    double worst_load; // most that any host was asked for over its cores
    int32_t worst_host;
    double mean_load; // of hosts that are on
    double kwh;       // of the hosts that are on; NAN where their watts are not known
    struct uncertain
        p99_inflation; // mean over guest-hours, against a guest alone; absent without a curve
    struct uncertain p99_worst; // of the worst host's hour
};

// host: [guest]; is_on: [host].
int risk_replay(const struct estate *estate, const struct policy *policy, struct store *store,
                const int32_t *host, const bool *is_on, struct risk_window window,
                struct risk *ret_risk, struct err *err);

#endif
