// SPDX-License-Identifier: GPL-3.0-or-later
// What a measured host tells of another one: how many times its CPUs hold, by cores and the speed
// of a core, how sure that is and in which words. Knows neither catalogues nor runs.
#ifndef FULLHOUSE_PLANNER_CURVE_SCALING_H
#define FULLHOUSE_PLANNER_CURVE_SCALING_H

#include <stdbool.h>

#include "common/inference/spread.h"
#include "planner/value/uncertain.h"

// CPUs of a host; what is not known is NAN.
struct scaling_host {
    double cores;
    double core_score;        // published, of a core
    struct estimate alone_hz; // throughput of one guest that does all it can alone: of both hosts
                              // the same guest
    double core_hz;           // base clock
};

// Standard errors of the logarithm of the ratio of two cores' speed where nothing but their clocks
// is known, and where nothing at all is: ours, and wide on purpose.
#define SCALING_ERROR_CLOCK 0.10
#define SCALING_ERROR_NONE  0.20
// Another host is never nearer than that, in doublings: alike in cores and score is not the same.
#define SCALING_LEAST 0.5

// Capacity of `to` over that of `from`: cores over cores times core over core, whichever of the
// three both hosts tell first. Its standard error on the logarithm: `error` for each doubling of
// cores and of speed between them, and that of what told the speed, added in squares. SCALED, or
// GUESSED without score or run. *ret_words becomes a new string:
// "32 cores over 8, score a core 1.21 times".
struct uncertain scaling_of(const struct scaling_host *from, const struct scaling_host *to,
                            double error, char **ret_words);

// That value with a standard error on the logarithm.
struct uncertain scaling_spread(double value, double error, enum origin origin);

#endif
