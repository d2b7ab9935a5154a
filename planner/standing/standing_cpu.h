// SPDX-License-Identifier: GPL-3.0-or-later
// CPU of one host's guests where it is no mere sum: the percentile of summed traces, or a sum in
// which neighbours slow each other. Private to planner/standing.
#ifndef FULLHOUSE_PLANNER_STANDING_STANDING_CPU_H
#define FULLHOUSE_PLANNER_STANDING_STANDING_CPU_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "planner/amount/amounts.h"

// Of a host. Everything is a whole number, so that what came and went again leaves no trace.
struct standing_cpu {
    int64_t constant; // of guests without a trace; of all where sizes add up
    int64_t *sum;     // [windows] of those with one; NULL: there was none yet
    int64_t sum_peak;
    size_t over;    // windows in which sum and constant are above the room
    int64_t *kinds; // [kinds] CPU of each; NULL: none yet
};

void standing_cpu_copy(const struct amounts *amounts, const struct standing_cpu *from,
                       struct standing_cpu *to);
void standing_cpu_done(struct standing_cpu *cpu);

void standing_cpu_arrive(const struct amounts *amounts, struct standing_cpu *cpu, uint32_t guest,
                         uint32_t host);
void standing_cpu_leave(const struct amounts *amounts, struct standing_cpu *cpu, uint32_t guest,
                        uint32_t host);

// Whether the guest fits beside those that are there.
bool standing_cpu_fits(const struct amounts *amounts, const struct standing_cpu *cpu,
                       uint32_t guest, uint32_t host);

// What counts against the host's room: the percentile of the sum, or the slowed sum.
int64_t standing_cpu_taken(const struct amounts *amounts, const struct standing_cpu *cpu,
                           uint32_t host);
// The same if the guest were there, too.
int64_t standing_cpu_taken_with(const struct amounts *amounts, const struct standing_cpu *cpu,
                                uint32_t guest, uint32_t host);

#endif
