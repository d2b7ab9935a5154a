// SPDX-License-Identifier: GPL-3.0-or-later
// The programs of a scenario's loads on this host: found before anything boots, and packed for
// guests that are made here.
#ifndef FULLHOUSE_BENCH_PROGRAMS_H
#define FULLHOUSE_BENCH_PROGRAMS_H

struct err;
struct program_pack;
struct scenario;

// Finds them, and puts their full paths into the scenario, so that a guest looks at the same place;
// unless its guest is an image of the user's own, which has its own. For guests that may be an
// appliance it fills *ret_pack (zero-initialised by the caller). 0, or -EINVAL: what is missing, or
// does not fit the guests' memory.
int programs_prepare(struct scenario *scenario, struct program_pack *ret_pack, struct err *err);

#endif
