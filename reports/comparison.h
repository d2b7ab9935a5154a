// SPDX-License-Identifier: GPL-3.0-or-later
// Two runs side by side: per density that both have, what one does over what the other does, with
// its interval.
#ifndef FULLHOUSE_REPORTS_COMPARISON_H
#define FULLHOUSE_REPORTS_COMPARISON_H

#include <stddef.h>
#include <stdint.h>

#include "common/inference/bootstrap.h"

struct document_run;

struct comparison_row {
    uint32_t guests;
    struct estimate throughput_ratio; // a guest, subject over other
    struct estimate p99_ratio;
};

// reason says why there are no rows, or NULL.
struct comparison {
    char *reason;
    struct comparison_row *rows; // ascending N
    size_t row_count;
};

// Runs compare when load and shape are the same; platform, guest kind and host may differ, that is
// what one compares. Both must be computed (densities). The interval comes from bootstrap_ratio
// over the boots and guests of both, with the subject's seed.
struct comparison comparison_of(const struct document_run *subject,
                                const struct document_run *other);

// guests and both ratios with their intervals, a row a density.
struct table;
void comparison_table_fill(struct table *table, const struct comparison *comparison);

void comparison_done(struct comparison *comparison);

#endif
