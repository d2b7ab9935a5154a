// SPDX-License-Identifier: GPL-3.0-or-later
// The first row of a CSV that people made: names of columns as they are compared, and the wrong
// separator.
#ifndef FULLHOUSE_COMMON_MODEL_CSV_HEADER_H
#define FULLHOUSE_COMMON_MODEL_CSV_HEADER_H

#include <stddef.h>

struct err;

// "Size (MiB)", "size_mib" and "Size-MiB" are all "size mib": lower case, single blanks for blanks,
// - _ ( ) and none at the ends. New string.
char *csv_header_name(const char *text);

// -EINVAL where the row is separated by semicolons or tabs.
int csv_header_check(char *const *fields, size_t count, struct err *err);

#endif
