// SPDX-License-Identifier: GPL-3.0-or-later
// Private to the replay: one host's guests summed up over time.
#ifndef FULLHOUSE_PLANNER_RISK_RISK_HOST_H
#define FULLHOUSE_PLANNER_RISK_RISK_HOST_H

#include <stddef.h>
#include <stdint.h>

#include "planner/risk/risk.h"

// Guests by the host they are on: those of host h are guests[first[h]] to guests[first[h + 1] - 1].
struct risk_hosts {
    size_t *first; // [hosts + 1]
    uint32_t *guests;
};

struct risk_hosts risk_hosts_of(const struct estate *estate, const int32_t *host);
void risk_hosts_done(struct risk_hosts *hosts);

// Cores that a guest takes where it has no trace: its mean, else its 95th percentile, else its
// peak; NAN where none is known.
double risk_constant_cores(const struct estate *estate, uint32_t guest);

// Cores asked for on a host in each window, and how many of its guests were there.
void risk_host_asked(const struct estate *estate, const struct risk_hosts *hosts, uint32_t host,
                     struct risk_window window, double *asked, double *present);

#endif
