// SPDX-License-Identifier: GPL-3.0-or-later
// Density as a ratio: vCPUs of all guests over the host CPUs that they may use.
#ifndef FULLHOUSE_COMMON_MODEL_OVERCOMMIT_H
#define FULLHOUSE_COMMON_MODEL_OVERCOMMIT_H

#include <stdint.h>

struct err;

// The ladder's ends in vCPUs a CPU; 0 where guests are counted.
struct overcommit {
    double min, max;
};

// "1..4", "2", "1.5..3". -EINVAL for ends that fall, or lie outside 0.01..1000.
int overcommit_parse(const char *text, struct overcommit *ret_overcommit, struct err *err);

// The text that reads back the same; a new string.
char *overcommit_format(const struct overcommit *overcommit);

// The number of guests, or of tiles, of `vcpus` each that comes nearest to the ratio; at least 1.
uint32_t overcommit_units(double ratio, double usable_cpus, uint32_t vcpus);

// vCPUs a CPU of so many.
double overcommit_ratio(uint32_t units, uint32_t vcpus, double usable_cpus);

#endif
