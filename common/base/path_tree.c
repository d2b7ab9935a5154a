// SPDX-License-Identifier: GPL-3.0-or-later
// Removing a folder with all below it. Walks by directory descriptors and never through a symbolic
// link, so that nothing outside of the tree can be reached, whoever renames in the meantime.
#include "common/base/path.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"

// The recursion is bounded: every level holds a descriptor, and those run out long before a stack.
static int remove_below(int parent_fd, const char *name, const char *shown, struct err *err);

static int remove_entries(DIR *dir, const char *shown, struct err *err)
{
    for (;;) {
        errno = 0;
        struct dirent *entry = readdir(dir);
        if (!entry)
            return errno ? err_system(err, errno, "%s", shown) : 0;
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        scope_free char *below = path_join(shown, entry->d_name);
        int failed = remove_below(dirfd(dir), entry->d_name, below, err);
        if (failed)
            return failed;
    }
}

// Empties the folder name; 0 when it is gone already.
static int empty_dir(int parent_fd, const char *name, const char *shown, struct err *err)
{
    scope_close int fd = openat(parent_fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOENT ? 0 : err_system(err, errno, "%s", shown);
    scope_closedir DIR *dir = fdopendir(fd);
    if (!dir)
        return err_system(err, errno, "%s", shown);
    fd = -1;
    return remove_entries(dir, shown, err);
}

static int remove_below(int parent_fd, const char *name, const char *shown, struct err *err)
{
    // Trying to unlink first saves a stat: Linux answers EISDIR for a folder.
    if (unlinkat(parent_fd, name, 0) == 0 || errno == ENOENT)
        return 0;
    if (errno != EISDIR)
        return err_system(err, errno, "%s", shown);
    int failed = empty_dir(parent_fd, name, shown, err);
    if (failed)
        return failed;
    if (unlinkat(parent_fd, name, AT_REMOVEDIR) < 0 && errno != ENOENT)
        return err_system(err, errno, "%s", shown);
    return 0;
}

int path_remove_tree(const char *path, struct err *err)
{
    return remove_below(AT_FDCWD, path, path, err);
}
