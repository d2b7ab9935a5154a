// SPDX-License-Identifier: GPL-3.0-or-later
// The charts of a timeline that show the host, from its telemetry.
#ifndef FULLHOUSE_REPORTS_TIMELINE_HOST_H
#define FULLHOUSE_REPORTS_TIMELINE_HOST_H

#include <stdint.h>

struct telemetry;
struct timeline;

// When time 0 is, and which points are drawn.
struct timeline_span {
    int64_t zero_ns;
    double from_s, to_s;
};

// Seconds after 0.
double timeline_host_s(const struct timeline_span *span, int64_t at_ns);

// Adds CPU, waiting, memory, the busiest disk and the busiest network card, and notes those of
// which nothing was told.
void timeline_host_add(struct timeline *timeline, const struct telemetry *telemetry,
                       const struct timeline_span *span);

#endif
