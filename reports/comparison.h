// SPDX-License-Identifier: GPL-3.0-or-later
// A run put beside the base of a document: what one does over what the other does, with intervals.
#ifndef FULLHOUSE_REPORTS_COMPARISON_H
#define FULLHOUSE_REPORTS_COMPARISON_H

#include <stddef.h>
#include <stdint.h>

#include "common/inference/bootstrap.h"

struct document;
struct document_run;

// One density that both have. A ratio is the run's figure over the base's; it has no interval where
// one boot stands behind a side.
struct comparison_row {
    uint32_t guests;
    size_t boots, base_boots;
    struct estimate throughput_ratio; // a guest; of a load that is a share, calibrations included
    struct estimate p50_ratio;
    struct estimate p99_ratio;
    struct estimate memory_ratio; // host memory a guest
    struct estimate achieved_ratio;
    struct estimate retained, base_retained; // beside each other, each over its own solo
};

// What one guest alone can do, closed: of the calibration, else of one guest under a closed load.
struct comparison_alone {
    double hz, base_hz; // operations a second; NAN when not known of both
    size_t boots, base_boots;
    struct estimate ratio;
};

struct comparison {
    size_t run, base; // of the document, from 0
    char *reason;     // why there are no ratios, or NULL
    char *note;       // what makes the two unlike beyond the platform:
                      // "differs in: emulation, guest kind", or NULL
    struct comparison_alone alone;
    // The maximum density over the base's. The interval goes from the most that held over the most
    // that may hold there to the reverse: what was not decided is in it. NAN without an upper end
    // of both.
    struct estimate maximum_ratio;
    struct comparison_row *rows; // ascending N
    size_t row_count;
};

// Runs compare when load and shape are the same, or are arms of one campaign, whose difference is
// what one asks for; platform, guest kind and host may differ, that is
// what one compares, and what makes them unlike is noted: emulation on one side, guests of two
// kinds, two hosts. Both must be computed (densities). Intervals come from resampling boots and
// guests of both, with the run's seed.
struct comparison comparison_of(const struct document *document, size_t run, size_t base);

// The row of a density, or NULL.
const struct comparison_row *comparison_find_row(const struct comparison *comparison,
                                                 uint32_t guests);

void comparison_done(struct comparison *comparison);

#endif
