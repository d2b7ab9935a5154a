// SPDX-License-Identifier: GPL-3.0-or-later
// The windows of time that all traces of an estate share, and series of other steps put into them.
// Private to the planner.
#ifndef FULLHOUSE_PLANNER_ESTATE_ESTATE_GRID_H
#define FULLHOUSE_PLANNER_ESTATE_ESTATE_GRID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;
struct estate;

enum { ESTATE_WINDOWS_MOST = 1 << 17 };
#define ESTATE_CELLS_MOST ((size_t)1 << 28) // windows of all traces together: 1 GiB

// When the values of one file begin; those of all its guests. A value holds until the next begins.
struct estate_times {
    int64_t *at_ns; // [count + 1], rising; the last is where the last value ends
    size_t count;
    int64_t step_ns; // the usual distance
};

// Makes the estate's windows cover these times, no longer than their step: the first times decide,
// later ones make the windows finer and more where they must. Times on another clock (years apart)
// are moved so that both begin together, and so are, where is_unclocked, times that tell no clock.
// guests: how many more will get a trace. -EINVAL where that is too much to keep.
int estate_grid_fit(struct estate *estate, const char *name, struct estate_times *times,
                    bool is_unclocked, size_t guests, struct err *err);

// Puts values (cores, NAN: not there) into the windows of the guest's trace, which is made where
// there is none. -EINVAL where it has values of the same time already.
int estate_grid_put(struct estate *estate, size_t guest, const struct estate_times *times,
                    const float *values, struct err *err);

// Notes how many traces are shorter than all windows, in place of what was noted before.
void estate_grid_note_lengths(struct estate *estate);

#endif
