// SPDX-License-Identifier: GPL-3.0-or-later
// Opens the store a command works on.
#include "cli/open_store.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "cli/options.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"

// SQLite answers "Is a directory" or waits for ever at a pipe.
static int refuse_special(const char *path, struct err *err)
{
    struct stat status;
    if (!*path)
        return err_input(err, "the name of a file for the store is wanted");
    if (stat(path, &status) < 0 || S_ISREG(status.st_mode))
        return 0;
    return err_input(err, "%s: %s, no file that could be a store", path,
                     S_ISDIR(status.st_mode) ? "a folder" : "a device or a pipe");
}

int open_store(const char *path, enum store_mode mode, struct store **ret_store, struct err *err)
{
    scope_free char *chosen = path ? alloc_copy(path) : store_default_path(err);
    if (!chosen || refuse_special(chosen, err) < 0)
        return -EINVAL;
    int result = store_open(chosen, mode, ret_store, err);
    if (result < 0 && path)
        options_blame_path(err);
    return result;
}
