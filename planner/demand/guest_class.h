// SPDX-License-Identifier: GPL-3.0-or-later
// Guests that are alike, how many there are and become, and what one of them asks of a host.
#ifndef FULLHOUSE_PLANNER_DEMAND_GUEST_CLASS_H
#define FULLHOUSE_PLANNER_DEMAND_GUEST_CLASS_H

#include <stddef.h>
#include <stdint.h>

#include "planner/value/uncertain.h"

// CPU time of one guest as a distribution, in cores of the host it was seen on: of a guest of the
// class drawn at random, at a moment drawn at random, so that sd holds what guests differ among
// themselves beside what each differs over time. n such guests on a host then need n mean, with a
// variance of n sd^2 (1 - correlation) + correlation (n sd)^2.
struct cpu_demand {
    struct uncertain mean_cores;  // absent: not known
    double sd_cores;              // standard deviation; 0 for a constant
    double correlation;           // mean covariance of two guests over time, over sd^2; 0 to 1
    double p95_cores, peak_cores; // NAN where only the mean is known
    double core_score;            // of a core of that host, in the catalogue's score; NAN unknown
};

struct guest_class {
    char *name;
    struct uncertain count;          // guests today
    struct uncertain growth;         // a year: 0.2 is a fifth more
    uint32_t vcpus;                  // 0: not said, its run tells
    double memory_bytes, disk_bytes; // 0: none
    double disk_hz, network_bits_hz; // I/O operations and bits a second; NAN: not known
    struct cpu_demand cpu;           // of who has no runs, and of the power that those draw
    char *run;                       // label or number of runs that measured it; NULL none
    double scale;                    // its load over that of these runs; 1 the same
    char *source;                    // "guests.csv:17", "scenario", "telemetry of run 3"
};

// A guess for where nothing tells it: guests of one house share its working day.
#define CPU_CORRELATION_GUESS 0.2
// And the standard deviation over the mean where only that is known: the 95th percentile is then
// twice the mean.
#define CPU_VARIATION_GUESS 0.6

struct demand {
    struct guest_class *list;
    size_t count;
    char **notes; // what was left out, rounded or not known: sentences for people
    size_t note_count;
};

void guest_class_init(struct guest_class *class);
void guest_class_done(struct guest_class *class);
// Appends; what class owns is taken over.
void demand_add(struct demand *demand, const struct guest_class *class);
// Appends a sentence, which is taken over.
void demand_note(struct demand *demand, char *note);
void demand_done(struct demand *demand);

#endif
