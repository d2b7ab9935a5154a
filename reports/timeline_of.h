// SPDX-License-Identifier: GPL-3.0-or-later
// Timelines from records: of a step, and of a host that was watched as it was.
#ifndef FULLHOUSE_REPORTS_TIMELINE_OF_H
#define FULLHOUSE_REPORTS_TIMELINE_OF_H

struct step_record;
struct telemetry;
struct timeline;

// A step: each guest's throughput with the median guest and the band of all of them, below it the
// host's CPU, waiting, memory, busiest disk and busiest network card. The host's time is laid over
// the guests' by the end of the measured windows, when both were read.
void timeline_of_step(const struct step_record *step, const struct telemetry *telemetry,
                      struct timeline *timeline);

// A watched host: what its virtual machines use together, and the same charts; 0 is the first
// sample.
void timeline_of_host(const struct telemetry *telemetry, struct timeline *timeline);

#endif
