// SPDX-License-Identifier: GPL-3.0-or-later
// What programs told in figures of their own, as measures: one number a boot, the mean over guests
// of the median of what each told (as common/inference/figure_summary.h sums them up).
#ifndef FULLHOUSE_COMPARE_MEASURE_FIGURE_H
#define FULLHOUSE_COMPARE_MEASURE_FIGURE_H

#include <stdbool.h>
#include <stddef.h>

#include "common/model/record.h"

// Whether the step's figure at that place is the first of its name, and told by a guest: each name
// once.
bool measure_figure_is_first(const struct step_record *step, size_t at);

// Of one name in one boot. NAN where no guest told it, or one told no number.
double measure_figure_of_step(const struct step_record *step, const char *name);

#endif
