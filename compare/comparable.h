// SPDX-License-Identifier: GPL-3.0-or-later
// What may be held against what: same load, shape, windows and host; emulated with emulated; one
// kind of guest.
#ifndef FULLHOUSE_COMPARE_COMPARABLE_H
#define FULLHOUSE_COMPARE_COMPARABLE_H

#include <stdbool.h>

#include "compare/side.h"

// What forbids to compare two runs, in words that end in no full stop: "the shapes differ (1 vCPU,
// 96 MiB; 2 vCPU, 96 MiB)"; NULL for nothing. Keys that an ab run or a sweep set on purpose are
// what one asks for and forbid nothing. A native process may be held against a guest of any kind:
// what a guest costs is what one asks then. New string.
char *comparable_why_not(const struct side_run *a, const struct side_run *b);

// Whether both did the same: load, shape, windows; of the host and the platform nothing is asked.
bool comparable_is_same_work(const struct side_run *a, const struct side_run *b);

// The same as a text: what is told of one that has the text is true of the other. Host, platform
// and kind of guest are in it. New string.
char *comparable_key(const struct side_run *run);

// "1 vCPU, 96 MiB". New string.
char *comparable_shape_text(const struct scenario *scenario);

#endif
