// SPDX-License-Identifier: GPL-3.0-or-later
// Quantities as the shortest plain text that parses back to the very same number: what is stored
// with a run must make the same run again, so the rounded texts of units.h will not do. The same
// number for every integer, and for every real number that was written with up to 15 digits.
#ifndef FULLHOUSE_COMMON_MODEL_EXACT_H
#define FULLHOUSE_COMMON_MODEL_EXACT_H

#include <stdint.h>

#include "common/base/units.h"

// Each gives a new string.
char *exact_bytes(uint64_t bytes);         // "96MiB", "1000"
char *exact_duration(uint64_t ns);         // "20ms", "1500us"
char *exact_share(double ratio);           // "95%"
char *exact_rate(const struct rate *rate); // "25%", "1000/s"
char *exact_number(double number);         // "3", "2.5"

#endif
