// SPDX-License-Identifier: GPL-3.0-or-later
// What may be held against what: same load, shape, windows and host; emulated with emulated; one
// kind of guest.
#ifndef FULLHOUSE_COMPARE_COMPARABLE_H
#define FULLHOUSE_COMPARE_COMPARABLE_H

#include "common/base/strbuf.h"
#include "compare/side.h"

// What forbids to compare two runs, in words that end in no full stop: "the shapes differ (1 vCPU,
// 96 MiB; 2 vCPU, 96 MiB)"; NULL for nothing. Keys that an ab run or a sweep set on purpose are
// what one asks for and forbid nothing. New string.
char *comparable_why_not(const struct side_run *a, const struct side_run *b);

#endif
