// SPDX-License-Identifier: GPL-3.0-or-later
// Made runs of a label with what their measures came to, without a store: throughput (more is
// better) and p99 (less is), three boots a run, at 4 guests.
#ifndef FULLHOUSE_TESTS_COMPARE_HISTORY_FIXTURE_H
#define FULLHOUSE_TESTS_COMPARE_HISTORY_FIXTURE_H

#include "compare/history.h"

// Of `count` nights, all alike but for noise of 1 %: numbers from 1, a day apart.
struct history_runs history_fixture_runs(size_t count);

// What one run tells is so many times as much, from this index to the one before that.
void history_fixture_scale(struct history_runs *runs, size_t from, size_t to, double throughput,
                           double p99);

// The host's kernel from this index on.
void history_fixture_kernel(struct history_runs *runs, size_t from, const char *kernel);

// Sorted out and looked at, with the defaults where options are NULL; the test fails where that
// fails. Takes the runs.
struct history history_fixture_of(struct history_runs *runs, const struct history_options *options);

// The series of that measure in the first line.
const struct history_series *history_fixture_series(const struct history *history,
                                                    const char *measure);

#endif
