// SPDX-License-Identifier: GPL-3.0-or-later
// Whether the stored texts of two scenarios ask for the same: years of nightly runs differ in
// nothing but their seed, and reading YAML takes its time.
#ifndef FULLHOUSE_COMPARE_SCENARIO_AGREE_H
#define FULLHOUSE_COMPARE_SCENARIO_AGREE_H

#include <stdbool.h>

// The same text, the line of the seed apart. False says nothing: the texts must be read then.
bool scenario_texts_agree(const char *a, const char *b);

#endif
