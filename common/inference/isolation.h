// SPDX-License-Identifier: GPL-3.0-or-later
// What guests felt when an accident befell one of them: what they did after it over what they did
// before it in the same boot, over the same of boots in which nothing happened (difference in
// differences, on the logarithm: what drifts within a boot, and what differs from boot to boot,
// falls out). Boots are the units of the interval (log_ratio.h, Welch).
#ifndef FULLHOUSE_COMMON_INFERENCE_ISOLATION_H
#define FULLHOUSE_COMMON_INFERENCE_ISOLATION_H

#include <stddef.h>
#include <stdint.h>

#include "common/inference/bootstrap.h"
#include "common/model/accident.h"
#include "common/model/record.h"

struct scenario;

struct isolation {
    enum accident kind; // NONE: the run has none, and all else is empty
    uint32_t guests;    // N, the befallen one among them
    size_t boots;       // with the accident, whose neighbours were measured before and after
    size_t calm_boots;
    // Of the neighbours together, with the accident over without; NAN where there are no boots.
    struct estimate throughput_ratio;
    struct estimate p99_ratio; // of latency
    double longest_ns;         // latency of a neighbour's operation after it, of any boot; NAN
    double calm_longest_ns;    // the same without
    uint32_t lost;             // neighbours that were lost in boots with the accident
    char *befallen;            // what became of the befallen guest in the last boot
};

// Of a run's steps of that kind. Release with isolation_done.
void isolation_init(struct isolation *isolation, const struct scenario *scenario,
                    const struct step_record *steps, size_t count);
void isolation_done(struct isolation *isolation);

// "felt nothing beyond doubt", "felt it", "gained by it", "lost 1 of their own"; "cannot be judged
// by so few boots" without an interval. New string.
char *isolation_verdict(const struct isolation *isolation);

// "panic in one of 4 guests: the other 3 felt nothing beyond doubt: 0.998x [0.97, 1.03] of their
// throughput, p99 1.02x [0.9, 1.16]; the befallen guest: ..." New string.
char *isolation_sentence(const struct isolation *isolation, bool emulated);

#endif
