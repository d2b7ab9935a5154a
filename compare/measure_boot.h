// SPDX-License-Identifier: GPL-3.0-or-later
// One boot's numbers, all of the table at once: its histograms are merged but once.
#ifndef FULLHOUSE_COMPARE_MEASURE_BOOT_H
#define FULLHOUSE_COMPARE_MEASURE_BOOT_H

#include <stdbool.h>

#include "common/model/record.h"

struct load;

// Whether the step is one that is compared: a finished one of a ladder.
bool measure_boot_counts(const struct step_record *step);

// A clock that went backwards or stood still leaves a window of no time, or, since times have no
// sign, of centuries: such a boot tells nothing.
bool measure_boot_has_sound_clocks(const struct step_record *step);

// ret_values[measure_count], in the order of measure_table; NAN for what it does not tell, and all
// of them where it was not finished. load is what its guests do.
void measure_boot(const struct step_record *step, const struct load *load, double *ret_values);

#endif
