// SPDX-License-Identifier: GPL-3.0-or-later
// The store a command was told to use, or the user's own.
#ifndef FULLHOUSE_CLI_OPEN_STORE_H
#define FULLHOUSE_CLI_OPEN_STORE_H

#include "common/store/store.h"

// path NULL: the default one. 0 or negative errno.
int open_store(const char *path, enum store_mode mode, struct store **ret_store, struct err *err);

// Closes it at the end of its scope.
static inline void open_store_close(struct store **store)
{
    store_close(*store);
}
#define scope_store __attribute__((cleanup(open_store_close)))

#endif
