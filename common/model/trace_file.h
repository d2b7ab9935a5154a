// SPDX-License-Identifier: GPL-3.0-or-later
// Traces of utilisation from CSV files: a time and a share a line, or a share for each of several
// guests.
#ifndef FULLHOUSE_COMMON_MODEL_TRACE_FILE_H
#define FULLHOUSE_COMMON_MODEL_TRACE_FILE_H

#include <stddef.h>

#include "common/model/trace.h"

struct err;

// From a file, from every *.csv of a folder, or from every file that a pattern with * or ? matches,
// in the order of their names. Each column behind the times is one guest's. A share holds from its
// time to that of the next line, the last one for as long as most. A distance of more than one and
// a half times the usual one is a hole: the share before it holds, and the set says where it is.
// 0 with *ret_set; -EINVAL with "file:line: what is wrong"; -ENOENT, ... where a file cannot be
// read.
int trace_file_read(const char *where, struct trace_set *ret_set, struct err *err);

// The same from the bytes of one file; name stands for it in messages. Adds to *set, which the
// caller releases in any case.
int trace_file_read_bytes(const char *name, const char *bytes, size_t length, struct trace_set *set,
                          struct err *err);

#endif
