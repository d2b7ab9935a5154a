// SPDX-License-Identifier: GPL-3.0-or-later
// A word on standard error for work that takes longer than a moment and has no steps to tell.
#ifndef FULLHOUSE_CLI_PATIENCE_H
#define FULLHOUSE_CLI_PATIENCE_H

struct patience;

// After a second "fullhouse: WORDS ..." is said, unless patience_end comes first; on a terminal the
// line goes away at the end. words must live until then. NULL where no thread can be had.
struct patience *patience_begin(const char *words);
// The same for work that ends within so many seconds: on a terminal the time left is told.
struct patience *patience_begin_within(const char *words, double seconds);
void patience_end(struct patience *patience); // accepts NULL

#endif
