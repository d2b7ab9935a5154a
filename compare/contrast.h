// SPDX-License-Identifier: GPL-3.0-or-later
// Two sides held against each other, measure by measure and density by density: B over A, with an
// interval, a p and a verdict. Pure: what ab decides while it goes on and what compare prints years
// later is the same call on the same records.
//
// Unit: a boot; where both sides have several runs, a run (what differs between sessions is in its
// boots together). Boots made in turns (one campaign) are held against each other block by block,
// so that what drifts falls out. Ratios of geometric means on the logarithm, with Student's or
// Welch's interval over units, which is what the bootstrap over units comes to when it draws
// without end (contrast_ratio.h); p by permutation of units, adjusted over all judged measures and
// densities.
//
// Verdicts, with t the threshold (0.03), both ways alike on the logarithm:
//   better, worse  the adjusted p is at most false_discovery, the interval is wholly on that side
//                  of 1, the ratio at least t away from 1, and beyond the noise floor where one is
//                  known
//   same           the interval lies wholly within 1/(1+t) .. 1+t
//   undecided      neither; more_units says how many more of each side would, by what is known
//   one-sided      only one side has it: no verdict, and it is told
#ifndef FULLHOUSE_COMPARE_CONTRAST_H
#define FULLHOUSE_COMPARE_CONTRAST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/inference/spread.h"
#include "common/inference/variance_levels.h"
#include "compare/side.h"

struct err;
struct floors; // compare/floors.h

#define CONTRAST_VERDICTS(X)                                                                       \
    X(SAME, "same")                                                                                \
    X(BETTER, "better")                                                                            \
    X(WORSE, "worse")                                                                              \
    X(UNDECIDED, "undecided")                                                                      \
    X(ONE_SIDED, "one-sided")

enum contrast_verdict {
#define X(name, text) CONTRAST_##name,
    CONTRAST_VERDICTS(X)
#undef X
        CONTRAST_VERDICT_COUNT
};

const char *contrast_verdict_name(enum contrast_verdict verdict);

#define CONTRAST_THRESHOLD_DEFAULT       0.03
#define CONTRAST_FALSE_DISCOVERY_DEFAULT 0.05
// more_units: so many that nobody would.
enum { CONTRAST_UNITS_MAX = 1000 };

struct contrast_options {
    double threshold;       // 0: the default
    double confidence;      // of each interval; 0: 0.95; of a sequence of looks that of this one
    double false_discovery; // 0: the default
    const char *const *measures; // the judged ones by name, NULL: those that are unasked
    size_t measure_count;
    const struct floors *floors;     // noise of this host, or NULL
    const struct side *reference[2]; // a workload that should not change, beside A and beside B, or
                                     // NULL: the ratio is put over the reference's (its own
                                     // variance counted in)
    bool anyway;                     // also where it is not comparable: remarks say so
    uint64_t seed;
};

struct judgement {
    const char *measure, *unit; // owned by the contrast
    bool higher_is_better;
    bool is_judged; // else it is told and counts for nothing
    uint32_t guests;
    size_t boots[2], units[2]; // of A, of B
    double values[2];          // geometric means; arithmetic where one is not positive
    bool is_paired;
    struct estimate ratio; // B over A, over the reference's where there is one
    struct estimate raw;   // without it; the same as ratio where there is none
    double p, p_adjusted;  // NAN where there is none
    double p_least;        // what so few units could give at best
    double floor;          // what this host makes of nothing (floors.h), as 1.02; NAN not known
    struct variance_levels levels[2]; // of throughput; else NAN
    enum contrast_verdict verdict;
    uint32_t more_units; // of each side, 0 decided or not known, CONTRAST_UNITS_MAX: too many
    char *why;           // of undecided and one-sided: one sentence; "" else
};

struct contrast {
    char *names[2];
    int64_t *run_ids[2];
    size_t run_counts[2];
    char *subjects[2]; // what each is: "tcg, bare guest, QEMU 7.2.22, host h"
    // What both are alike in and matched by, without versions, so that it stays the same from night
    // to night: "tcg, bare guest; cpu:integer, closed; 1 vCPU, 96 MiB"; NULL not told.
    char *alike;
    bool is_emulated[2]; // A, B: every form says so first
    bool has_tiles;      // densities are tiles, and not guests
    double threshold, confidence, false_discovery;
    bool is_interleaved;
    char **remarks; // what stands on top: compared all the same, one run a side, a noisy reference
    size_t remark_count;
    struct judgement *list; // by measure, ascending guests
    size_t count;
    enum contrast_verdict overall; // worse where one judged is, else undecided where one is (or
                                   // nothing was judged), else better where one is, else same
    size_t counts[CONTRAST_VERDICT_COUNT]; // of judged ones
    // Settings and versions in which the sides differ: "kernel: 6.1.0-25 -> 6.1.0-26"
    char **changes;
    size_t change_count;
};

// 0, or -EINVAL: an empty side, or sides that may not be compared, with what differs and
// "--anyway". Release with contrast_done.
int contrast_of(const struct side *a, const struct side *b, const struct contrast_options *options,
                struct contrast *ret_contrast, struct err *err);
void contrast_done(struct contrast *contrast);
#define scope_contrast __attribute__((cleanup(contrast_done)))

#endif
