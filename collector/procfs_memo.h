// SPDX-License-Identifier: GPL-3.0-or-later
// Files of this host that hardly change and cost the kernel much to write (mountinfo), kept for as
// long as who reads them at every beat says. Those of a captured host are read anew each time.
#ifndef FULLHOUSE_COLLECTOR_PROCFS_MEMO_H
#define FULLHOUSE_COLLECTOR_PROCFS_MEMO_H

#include <stddef.h>

struct err;
struct procfs;

struct procfs_memo_text {
    char *path, *text;
};

// Zero-initialise; release with procfs_memo_drop.
struct procfs_memo {
    struct procfs_memo_text *texts;
    size_t count;
};

// Forgets what it holds.
void procfs_memo_drop(struct procfs_memo *memo);

// As procfs_read, but what procfs->memo (if any) has is not read again.
int procfs_memo_read(const struct procfs *procfs, const char *path, char **ret_text,
                     struct err *err);

#endif
