// SPDX-License-Identifier: GPL-3.0-or-later
// The one door to /proc and /sys, behind a root folder, so that a captured host replays as a test.
#ifndef FULLHOUSE_COLLECTOR_PROCFS_H
#define FULLHOUSE_COLLECTOR_PROCFS_H

#include <stdint.h>

struct err;

struct procfs {
    const char *root; // "" for this host, else a folder that holds proc/ and sys/; borrowed
};

// The text of a file below the root, as "/proc/meminfo"; new string. 0 or negative errno; err says
// which file, so that a caller can report a source as absent, and why.
int procfs_read(const struct procfs *procfs, const char *path, char **ret_text, struct err *err);

// The first line of a file without its newline. As above.
int procfs_read_line(const struct procfs *procfs, const char *path, char **ret_line,
                     struct err *err);

// How many entries a folder has, as "/proc/self/fd" (the one this takes itself is not counted). As
// above.
int procfs_count(const struct procfs *procfs, const char *path, uint64_t *ret_count,
                 struct err *err);

// The number behind "KEY:" in lines such as "MemAvailable:  123 kB", in the file's own unit. 0 or
// -ENOENT when there is no such key.
int procfs_field(const char *text, const char *key, uint64_t *ret_value);

#endif
