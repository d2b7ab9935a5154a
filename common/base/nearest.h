// SPDX-License-Identifier: GPL-3.0-or-later
// The nearest right word for a wrong one.
#ifndef FULLHOUSE_COMMON_BASE_NEAREST_H
#define FULLHOUSE_COMMON_BASE_NEAREST_H

#include <stddef.h>

// The entry of words nearest to word by optimal string alignment distance (case-insensitive), or
// NULL when none is nearer than half the word's length. words[count] are borrowed.
const char *nearest_word(const char *word, const char *const *words, size_t count);

// " (did you mean 'cpu'?)" or ", one of: a, b, c" as a new string for an error message.
char *nearest_hint(const char *word, const char *const *words, size_t count);

#endif
