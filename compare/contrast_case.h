// SPDX-License-Identifier: GPL-3.0-or-later
// A contrast on its way: measured, then decided together with the others that are judged with it.
// Private to contrast*.c.
#ifndef FULLHOUSE_COMPARE_CONTRAST_CASE_H
#define FULLHOUSE_COMPARE_CONTRAST_CASE_H

#include "compare/contrast.h"
#include "compare/contrast_ratio.h"
#include "compare/contrast_units.h"

// What stands behind the judgement of the same place.
struct contrast_finding {
    struct contrast_units units;
    struct contrast_ratio ratio;
    double shift; // what the reference explains, on the logarithm; 0 without one
    uint64_t seed;
};

struct contrast_case {
    struct contrast contrast;
    struct contrast_finding *findings; // contrast.count of them
};

// Everything but p_adjusted and verdicts. As contrast_of. Release with contrast_case_done.
int contrast_case_init(struct contrast_case *one, const struct side *a, const struct side *b,
                       const struct contrast_options *options, struct err *err);
void contrast_case_done(struct contrast_case *one);
// The contrast, which is the caller's now; the rest is released.
struct contrast contrast_case_take(struct contrast_case *one);

// p over all of them together, verdicts, counts and what is overall.
void contrast_cases_decide(struct contrast_case *cases, size_t count);

// That something was measured on both sides, and every run may be held against the first of A
// (remarks where anyway). 0 or -EINVAL.
int contrast_check_sides(struct contrast *contrast, const struct side *a, const struct side *b,
                         bool anyway, struct err *err);
// That there is a figure that both sides have. 0, or -EINVAL with the densities there are.
int contrast_check_common(const struct contrast *contrast, struct err *err);

// By what was counted.
enum contrast_verdict contrast_overall(const size_t counts[CONTRAST_VERDICT_COUNT]);

// A remark is taken over; one that is there already is dropped.
void contrast_add_remark(struct contrast *contrast, char *remark);

// What stands on top of it, whatever was measured: runs that did not end, one run a side, clocks.
void contrast_add_remarks(struct contrast *contrast, const struct side *a, const struct side *b);
// subjects, alike, is_emulated, changes.
void contrast_describe(struct contrast *contrast, const struct side *a, const struct side *b);

#endif
