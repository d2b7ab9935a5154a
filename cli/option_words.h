// SPDX-License-Identifier: GPL-3.0-or-later
// The words of a command line held against argp's own records, before argp reads them: argp would
// answer a mistake with three lines and no nearest word.
#ifndef FULLHOUSE_CLI_OPTION_WORDS_H
#define FULLHOUSE_CLI_OPTION_WORDS_H

#include <argp.h>

struct err;

// Every option of argv[1..] must exist, be told from its like, and have a value exactly where it
// takes one. 0, or -EINVAL with err set.
int option_words_check(const struct argp *argp, int argc, char **argv, struct err *err);

#endif
