// SPDX-License-Identifier: GPL-3.0-or-later
// Service-level objective: terms such as `p99<=3x`, `achieved>=95%`, `p99<=20ms`, all of which must
// hold for a density to hold.
#ifndef FULLHOUSE_COMMON_MODEL_SLO_H
#define FULLHOUSE_COMMON_MODEL_SLO_H

#include <stdbool.h>
#include <stddef.h>

struct err;

// enum, word, what it is, and which bounds make sense (d duration, x times solo, s share, r rate).
#define SLO_METRICS(X)                                                                             \
    X(P50, "p50", "dx", "median latency of all guests' operations")                                \
    X(P90, "p90", "dx", "90th percentile of latency of all guests' operations")                    \
    X(P99, "p99", "dx", "99th percentile of latency of all guests' operations")                    \
    X(P999, "p99.9", "dx", "99.9th percentile of latency of all guests' operations")               \
    X(MEAN, "mean", "dx", "mean latency of all guests' operations")                                \
    X(ACHIEVED, "achieved", "s", "operations completed over operations due, worst guest's mean")   \
    X(RETAINED, "retained", "s", "throughput a guest over that of one guest alone")                \
    X(THROUGHPUT, "throughput", "rx", "operations a second a guest")                               \
    X(FAIRNESS, "fairness", "s", "Jain's index of the guests' throughputs")                        \
    X(WORST, "worst", "s", "throughput of the worst guest over that of the median guest")

enum slo_metric {
#define X(name, word, bounds, help) SLO_##name,
    SLO_METRICS(X)
#undef X
        SLO_METRIC_COUNT
};

enum slo_bound {
    SLO_DURATION_NS, // value in nanoseconds
    SLO_TIMES_SOLO,  // value times the same figure of one guest alone
    SLO_SHARE,       // value is a ratio
    SLO_RATE,        // value in operations a second
};

struct slo_term {
    enum slo_metric metric;
    bool at_most; // "<=", else ">="
    enum slo_bound bound;
    double value;
};

struct slo {
    struct slo_term *terms;
    size_t count;
};

// Terms separated by commas. "" gives no term. Unknown metrics, bounds of the wrong kind and the
// wrong direction (achieved<=...) are refused with the nearest right word. 0 or -EINVAL; *ret_slo
// is kept on failure.
int slo_parse(const char *text, struct slo *ret_slo, struct err *err);

// "p99<=3x,achieved>=95%" as a new string; slo_parse gives the same terms back.
char *slo_format(const struct slo *slo);
char *slo_term_format(const struct slo_term *term);

void slo_copy(struct slo *into, const struct slo *from);
void slo_done(struct slo *slo);

const char *slo_metric_name(enum slo_metric metric);
const char *slo_metric_help(enum slo_metric metric);

#endif
