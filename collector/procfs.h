// SPDX-License-Identifier: GPL-3.0-or-later
// The one door to /proc and /sys, behind a root folder, so that a captured host replays as a test.
#ifndef FULLHOUSE_COLLECTOR_PROCFS_H
#define FULLHOUSE_COLLECTOR_PROCFS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;

struct procfs {
    // "" for this host, else a folder that holds proc/ and sys/; borrowed. Nothing outside of the
    // folder is reached, whatever its links say, and nothing but plain files is read (that takes
    // Linux 5.6).
    const char *root;
    struct procfs_memo *memo; // of files that hardly change (procfs_memo.h); borrowed, NULL: none
};

// The text of a file below the root, as "/proc/meminfo"; new string. 0 or negative errno; err says
// which file, so that a caller can report a source as absent, and why.
int procfs_read(const struct procfs *procfs, const char *path, char **ret_text, struct err *err);

// The first line of a file without its newline. As above.
int procfs_read_line(const struct procfs *procfs, const char *path, char **ret_line,
                     struct err *err);

// A file of any bytes; terminated beyond *ret_length (which may be NULL). As above.
int procfs_read_bytes(const struct procfs *procfs, const char *path, char **ret_bytes,
                      size_t *ret_length, struct err *err);

// The number that a file begins with. As above.
int procfs_number(const struct procfs *procfs, const char *path, uint64_t *ret_number,
                  struct err *err);

// A file to be read again and again (collector/procfs_file.h): its descriptor, the caller's, or a
// negative errno.
int procfs_open(const struct procfs *procfs, const char *path, struct err *err);

bool procfs_exists(const struct procfs *procfs, const char *path);

// Zero-initialise; release with procfs_names_done.
struct procfs_names {
    char **names;
    size_t count;
};

// The entries of a folder that begin with prefix ("" for all), hidden ones left out, in order, with
// numbers in them as numbers. 0 or negative errno; *ret_names is the caller's.
int procfs_list(const struct procfs *procfs, const char *path, const char *prefix,
                struct procfs_names *ret_names, struct err *err);
void procfs_names_done(struct procfs_names *names);
#define scope_procfs_names __attribute__((cleanup(procfs_names_done)))

// How many entries a folder has, as "/proc/self/fd" (the one this takes itself is not counted). As
// above.
int procfs_count(const struct procfs *procfs, const char *path, uint64_t *ret_count,
                 struct err *err);

// The number behind "KEY:" in lines such as "MemAvailable:  123 kB", in the file's own unit. 0 or
// -ENOENT when there is no such key.
int procfs_field(const char *text, const char *key, uint64_t *ret_value);

// The number that a text begins with, after blanks; a sign or a word is none. 0, -ENOENT, or
// -ERANGE beyond 64 bits.
int procfs_digits(const char *text, uint64_t *ret_value);

#endif
