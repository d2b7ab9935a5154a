// SPDX-License-Identifier: GPL-3.0-or-later
// One point of a memory curve: a guest that is there takes up a working set, is measured, and is
// idle again. Private to curve*.c.
#ifndef FULLHOUSE_BENCH_CURVE_POINT_H
#define FULLHOUSE_BENCH_CURVE_POINT_H

#include <stdbool.h>
#include <stdint.h>

struct err;
struct fleet;
struct scenario;
struct step_record;

struct curve_point {
    uint64_t bytes; // of the working set
    bool is_small;  // pages of 4 KiB, none larger
};

// Measures it on the fleet's one guest, which must be idle. loads: of one operation. 0 with
// *ret_step, whose state is FAILED when the guest was lost; or negative errno.
int curve_point_measure(struct fleet *fleet, const struct scenario *scenario,
                        const struct curve_point *point, uint32_t repeat, uint32_t loads,
                        struct step_record *ret_step, struct err *err);

#endif
