// SPDX-License-Identifier: GPL-3.0-or-later
// What the programs that measure Fullhouse itself share: a series of figures, and one line about
// it.
#ifndef FULLHOUSE_TESTS_BENCH_MEASURE_H
#define FULLHOUSE_TESTS_BENCH_MEASURE_H

#include <stddef.h>
#include <stdint.h>

enum { MEASURE_MAX = 256 };

// Figures of one kind, in the order they were taken. Zero-initialise.
struct measure {
    double values[MEASURE_MAX];
    size_t count;
};

// Beyond MEASURE_MAX figures are dropped.
void measure_add(struct measure *measure, double value);

double measure_median(const struct measure *measure);

// "store_add_step: 12.3 ms median of 20 (11.8 to 14.0)" on standard output.
void measure_print(const struct measure *measure, const char *what, const char *unit);

// Says whether the median keeps the aim (at most): 0 when it does, else 1, for main's result.
int measure_judge(const struct measure *measure, double aim, const char *unit);

#endif
