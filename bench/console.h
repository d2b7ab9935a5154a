// SPDX-License-Identifier: GPL-3.0-or-later
// The last words of a guest.
#ifndef FULLHOUSE_BENCH_CONSOLE_H
#define FULLHOUSE_BENCH_CONSOLE_H

// The last lines (at most 15, 2000 bytes) of a console's file without control characters, as a new
// string; "" for NULL, a missing or an empty file.
char *console_tail(const char *path);

#endif
