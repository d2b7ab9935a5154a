// SPDX-License-Identifier: GPL-3.0-or-later
// What a run's record says from its first moment on: what was asked for, what runs it, and where.
#ifndef FULLHOUSE_BENCH_RUN_DESCRIBE_H
#define FULLHOUSE_BENCH_RUN_DESCRIBE_H

struct err;
struct platform;
struct run_record;
struct scenario;

// Fills in an initialised record. platform NULL: what was asked for is absent on this host, and the
// record says what would have run. 0 or negative errno when the host's facts cannot be read.
int run_describe(const struct scenario *scenario, struct platform *platform,
                 struct run_record *record, struct err *err);

#endif
