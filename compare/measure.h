// SPDX-License-Identifier: GPL-3.0-or-later
// What is compared: a table of measures, each one number a boot (a finished step of so many
// guests). And what programs told in figures of their own, by their names.
#ifndef FULLHOUSE_COMPARE_MEASURE_H
#define FULLHOUSE_COMPARE_MEASURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/model/record.h"

struct scenario;

struct measure {
    const char *name; // as in common/model/metric.h where it is there: "throughput", "p99"
    const char *unit; // "1/s", "ns", "bytes", "1"
    bool higher_is_better;
    bool is_judged;         // unasked; else only where it is named (--metrics)
    const char *definition; // one number a boot: how
    // Told of a density only where every boot tells it: those that do not lack it for a reason that
    // is in the figure, as a percentile of too few operations.
    bool is_all_or_none;
};

extern const struct measure measure_table[];
extern const size_t measure_count;

const struct measure *measure_find(const char *name);

// Whether a name that a user gave means that one: a measure's stands for it in every stream of a
// tile, "throughput" for "throughput of db".
bool measure_name_means(const char *wanted, const char *name);

// That measure of one boot of a run with that scenario; NAN where it tells none (a paced measure of
// a closed load, memory that nobody saw, a percentile of too few operations), or where the step was
// not finished.
double measure_of_step(const struct measure *measure, const struct scenario *scenario,
                       const struct step_record *step);

// One measure at one density of one run: a value a boot, ascending repeats.
struct measure_values {
    double *values;
    uint32_t *repeats;
    size_t count;
};

// All measures (and figures of programs) that the finished ladder steps of a run tell, a series
// each. Of a run with tiles those of every stream by itself: "throughput of db".
struct measure_series {
    char *name, *unit;
    bool higher_is_better, is_judged;
    uint32_t guests; // N: or tiles
    struct measure_values boots;
};

struct measure_set {
    struct measure_series
        *list; // by the table, figures after it as they are told; ascending guests
    size_t count;
};

struct side_run;
void measure_set_of(const struct side_run *run, struct measure_set *ret_set);
void measure_set_done(struct measure_set *set);
const struct measure_series *measure_set_find(const struct measure_set *set, const char *name,
                                              uint32_t guests);

#endif
