// SPDX-License-Identifier: GPL-3.0-or-later
// One side of a contrast: the runs that stand behind it, as they were read. Borrows all of it.
#ifndef FULLHOUSE_COMPARE_SIDE_H
#define FULLHOUSE_COMPARE_SIDE_H

#include <stddef.h>

#include "common/model/record.h"

struct scenario;

struct side_run {
    const struct run_record *record;
    const struct scenario *scenario; // read from the record's text
    const struct step_record *steps;
    size_t step_count;
};

struct side {
    const char *name; // as the user called it, or "run 12"
    const struct side_run *runs;
    size_t run_count;
};

#endif
