// SPDX-License-Identifier: GPL-3.0-or-later
// The words of the command line that the loader hands over.
#ifndef FULLHOUSE_WORKLOADS_BARE_WORDS_H
#define FULLHOUSE_WORKLOADS_BARE_WORDS_H

#include <stdint.h>

enum { WORD_SIZE = 64 };

// The value of "name=value" among the words, as text in `value` ("" when it is absent or longer).
void words_find(const char *line, const char *name, char value[WORD_SIZE]);

// The same as a decimal number, `otherwise` when it is absent or none.
uint64_t words_number(const char *line, const char *name, uint64_t otherwise);

#endif
