// SPDX-License-Identifier: GPL-3.0-or-later
// What killed runs left behind, found by their slots' dead locks, and removed: their guests, their
// files. Nobody else's domains are touched.
#ifndef FULLHOUSE_BENCH_ORPHANS_H
#define FULLHOUSE_BENCH_ORPHANS_H

#include <stddef.h>

struct err;

// Sweeps every slot whose run is dead; say gets one sentence for each. Cheap when there is nothing
// to do. 0 or negative errno; what one slot fails on does not keep the others from being swept.
int orphans_sweep(void (*say)(void *context, const char *text), void *context, struct err *err);

#endif
