// SPDX-License-Identifier: GPL-3.0-or-later
// Which files a program needs to start: its loader and libraries, as the loader itself tells, or
// the interpreter that its first line names.
#ifndef FULLHOUSE_BENCH_PROGRAM_NEEDS_H
#define FULLHOUSE_BENCH_PROGRAM_NEEDS_H

struct err;

// Gets one path, that of the program itself among them. 0 or negative errno, which ends it.
typedef int (*program_takes)(const char *path, void *context, struct err *err);

// 0, or negative errno: -EINVAL for a program that is missing, may not be executed, is of another
// architecture, or whose loader does not find a library.
int program_needs(const char *program, program_takes takes, void *context, struct err *err);

#endif
