// SPDX-License-Identifier: GPL-3.0-or-later
// Opens the store a command works on.
#include "cli/open_store.h"

#include <errno.h>
#include <stdlib.h>

#include "cli/options.h"
#include "common/base/alloc.h"
#include "common/base/scope.h"

int open_store(const char *path, enum store_mode mode, struct store **ret_store, struct err *err)
{
    scope_free char *chosen = path ? alloc_copy(path) : store_default_path(err);
    if (!chosen)
        return -EINVAL;
    int result = store_open(chosen, mode, ret_store, err);
    if (result < 0 && path)
        options_blame_path(err);
    return result;
}
