// SPDX-License-Identifier: GPL-3.0-or-later
// What the guests of each density told in numbers of their own beside their windows: what a program
// printed, how many datagrams were lost. Knows records; what a figure means is its teller's affair.
#ifndef FULLHOUSE_COMMON_INFERENCE_FIGURE_SUMMARY_H
#define FULLHOUSE_COMMON_INFERENCE_FIGURE_SUMMARY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/inference/bootstrap.h"
#include "common/model/record.h"

// One figure at one density. Each guest counts with the median of what it told in a boot, so that
// one odd run of a program does not move it; the mean is taken over guests, so that N times it is
// what all of them did together, and over boots.
struct figure_summary {
    uint32_t guests;  // or tiles, of a stream's view
    const char *name; // borrowed from the records, as is the unit
    const char *unit; // "" for a plain number
    bool higher_is_better;
    size_t boots;          // in which any guest told it
    size_t tellers, asked; // guests of these boots that told it, and all of them
    size_t values;         // told, all together
    struct estimate mean;  // interval over boots and guests
    bool is_logarithmic; // its interval is one of ratios (positive throughout), else of differences
    double worst;        // of one guest in one boot
    uint32_t worst_guest;       // its index
    uint32_t worst_repeat;      // its boot, from 0
    struct estimate over_alone; // mean over that of one guest alone, 1 there; NAN without that, and
                                // where either is no positive number
};

// By name in the order in which they were first told, then ascending guests.
struct figure_summaries {
    struct figure_summary *list;
    size_t count;
};

// Of the finished ladder steps among these, in the run's own count of guests or as a stream sees
// them (step_view.h). What the host saw of a guest's process (RECORD_FIGURE_WAKEUPS) is none of
// them. Borrows from steps; release with figure_summaries_done before them.
void figure_summaries_init(struct figure_summaries *summaries, const struct step_record *steps,
                           size_t count, uint64_t seed);
void figure_summaries_done(struct figure_summaries *summaries);

#endif
