// SPDX-License-Identifier: GPL-3.0-or-later
// Names of places: our folders after the XDG base directory specification, and making folders.
// What is in files is path_file.c's business.
#include "common/base/path.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"

static const char *environment(const char *name)
{
    const char *value = getenv(name);
    return value && *value ? value : NULL;
}

// The override as it is, else "fullhouse" below the XDG folder, else below the home.
static char *our_dir(const char *override, const char *xdg, const char *below_home, struct err *err)
{
    const char *dir = environment(override);
    if (dir)
        return alloc_copy(dir);
    // The specification: a path that is not absolute is invalid and ignored.
    dir = environment(xdg);
    if (dir && dir[0] == '/')
        return path_join(dir, "fullhouse");
    dir = environment("HOME");
    if (!dir) {
        scope_free char *mend = alloc_printf("export %s=DIR", override);
        err_host(err, mend, "no home folder: neither %s nor %s nor HOME is set", override, xdg);
        return NULL;
    }
    scope_free char *parent = path_join(dir, below_home);
    return path_join(parent, "fullhouse");
}

char *path_cache_dir(struct err *err)
{
    return our_dir("FULLHOUSE_CACHE", "XDG_CACHE_HOME", ".cache", err);
}

char *path_state_dir(struct err *err)
{
    return our_dir("FULLHOUSE_STATE", "XDG_STATE_HOME", ".local/state", err);
}

char *path_join(const char *dir, const char *name)
{
    size_t length = strlen(dir);
    const char *slash = length == 0 || dir[length - 1] == '/' ? "" : "/";
    return alloc_printf("%s%s%s", dir, slash, name);
}

char *path_folder(const char *path)
{
    const char *slash = strrchr(path, '/');
    if (!slash)
        return alloc_copy("");
    return alloc_printf("%.*s", slash == path ? 1 : (int)(slash - path), path);
}

char *path_from(const char *folder, const char *path)
{
    bool is_relative = *path && *path != '/' && !strstr(path, "://");
    return is_relative && *folder ? path_join(folder, path) : alloc_copy(path);
}

static int make_dir(const char *path)
{
    struct stat status;
    if (mkdir(path, 0700) == 0)
        return 0;
    if (errno != EEXIST)
        return -errno;
    // Another process may have made it just now, which is fine; a file of that name is not.
    if (stat(path, &status) < 0)
        return -errno;
    return S_ISDIR(status.st_mode) ? 0 : -ENOTDIR;
}

int path_make_dirs(const char *path, struct err *err)
{
    scope_free char *prefix = alloc_copy(path);
    // Every prefix that ends before a slash, then the whole.
    for (char *slash = prefix; *slash; slash++) {
        if (*slash != '/' || slash == prefix || slash[-1] == '/')
            continue;
        *slash = '\0';
        int failed = make_dir(prefix);
        if (failed)
            return err_system(err, -failed, "%s", prefix);
        *slash = '/';
    }
    int failed = make_dir(path);
    return failed ? err_system(err, -failed, "%s", path) : 0;
}

bool path_exists(const char *path)
{
    return access(path, F_OK) == 0;
}
