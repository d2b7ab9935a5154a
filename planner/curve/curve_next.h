// SPDX-License-Identifier: GPL-3.0-or-later
// Runs that make no curve: why not, and the command line that measures what is missing.
#ifndef FULLHOUSE_PLANNER_CURVE_CURVE_NEXT_H
#define FULLHOUSE_PLANNER_CURVE_CURVE_NEXT_H

#include <stddef.h>
#include <stdint.h>

#include "common/inference/density.h"
#include "common/model/record.h"
#include "common/model/scenario.h"

struct err;

// "fullhouse bench --label web ... --guests 1..16 --repeats 3..5": the run once more over other
// densities. Of loads that options do not tell (traces, programs of the user's) the scenario is
// left for the user to name. New string.
char *curve_next_command(const struct run_record *run, const struct scenario *scenario,
                         uint32_t guests_min, uint32_t guests_max);

// Refuses with -EINVAL what is no ladder of like guests under load: neighbours put beside each
// other, accidents, memory curves, lives of guests, hosts that were watched, tiles, idle guests. 0
// for one that is.
int curve_next_check_kind(const struct run_record *run, const struct scenario *scenario,
                          const struct step_record *steps, size_t step_count, struct err *err);

// Refuses with -EINVAL a ladder that does not tell how many guests hold: none or one density
// measured, each of them booted once, nothing that holds. 0 for one that does.
int curve_next_check(const struct run_record *run, const struct scenario *scenario,
                     const struct density *densities, size_t count, struct err *err);

// "run 7 (web, kvm on db1)", with "emulated" where it is. New string.
char *curve_next_name(const struct run_record *run);

#endif
