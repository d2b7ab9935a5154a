// SPDX-License-Identifier: GPL-3.0-or-later
// Files below a procfs root that are read again and again: kept open on this host as far as a
// budget of descriptors reaches, and read into one buffer for all, so that a sample costs a pread.
// Those of a captured host are opened anew each time, since they may be replaced between two reads.
#ifndef FULLHOUSE_COLLECTOR_PROCFS_FILE_H
#define FULLHOUSE_COLLECTOR_PROCFS_FILE_H

#include <stddef.h>

struct err;
struct procfs;

// What files share. Initialise with procfs_pool_init, release with procfs_pool_done when its files
// are closed.
struct procfs_pool {
    const struct procfs *procfs; // borrowed
    size_t open_count, open_max; // descriptors kept
    int fd_max;                  // none is kept from here on: the program has need of the others
    char *buffer;
    size_t capacity;
};

// Keeps open_max descriptors at the most, and none from the upper half of those that the program
// may have (RLIMIT_NOFILE).
void procfs_pool_init(struct procfs_pool *pool, const struct procfs *procfs, size_t open_max);
void procfs_pool_done(struct procfs_pool *pool);

// One file. Initialise with procfs_file_init, release with procfs_file_done.
struct procfs_file {
    struct procfs_pool *pool; // borrowed
    char *path;               // below the root: "/proc/stat"
    int fd;                   // kept open, or -1
};

// Does not open it yet. Takes the path over.
void procfs_file_init(struct procfs_file *file, struct procfs_pool *pool, char *path);
// Closes and frees; accepts NULL and one that is all zero.
void procfs_file_done(struct procfs_file *file);

// The whole file as it is now, zero-terminated, in the pool's buffer: valid until the next read of
// any of its files. 0 or negative errno (the process is gone: -ESRCH or -ENOENT); err (may be NULL)
// says which file.
int procfs_file_read(struct procfs_file *file, const char **ret_text, struct err *err);

#endif
