// SPDX-License-Identifier: GPL-3.0-or-later
// The guests' data disks on this host: made when a guest starts, removed when it ends, swept when a
// run was killed.
#ifndef FULLHOUSE_BENCH_DATA_DISK_H
#define FULLHOUSE_BENCH_DATA_DISK_H

#include <stdint.h>

struct disk;
struct err;
struct workspace;

// Zero-initialise: there are none.
struct data_disks {
    const struct disk *wish; // borrowed; NULL: none
    char *folder;            // of files
};

// Looks whether the host can: the folder is there and takes O_DIRECT where that is wanted; the
// device is one, is free (not mounted, no part of anything) and may be lost. usual is the folder
// where the scenario names none. 0; -EINVAL; -ENOTSUP with what would do instead.
int data_disks_open(struct data_disks *disks, const struct disk *wish, const char *usual,
                    const struct workspace *workspace, struct err *err);
void data_disks_close(struct data_disks *disks);

// A guest's disk: *ret_path is a new string, a sparse file of the wished size, or the device. 0 or
// negative errno.
int data_disk_make(const struct data_disks *disks, uint32_t index, char **ret_path,
                   struct err *err);

// Removes what data_disk_make made, and frees the string; accepts NULL.
void data_disk_remove(const struct data_disks *disks, char *path);

#endif
