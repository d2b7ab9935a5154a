// SPDX-License-Identifier: GPL-3.0-or-later
// Goes component by component and follows links itself, within the root, so that the capture gets
// both the links and the true places, and that a hostile tree leads nowhere else.
#include "collector/capture_walk.h"

#include <fnmatch.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "collector/procfs.h"
#include "common/base/alloc.h"
#include "common/base/scope.h"

enum { LINKS_MAX = 40, TARGET_SIZE = 4096 };

static void expand(struct capture_walk *walk, const char *base, const char *rest, int links);

// The folder above a path without links; "" at the top.
static char *parent_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return alloc_printf("%.*s", slash ? (int)(slash - path) : 0, path);
}

static void follow(struct capture_walk *walk, const char *base, const char *path, const char *rest,
                   int links)
{
    char target[TARGET_SIZE];
    scope_free char *full = alloc_printf("%s%s", walk->procfs->root, path);
    ssize_t length = readlink(full, target, sizeof target);
    if (length <= 0 || length == (ssize_t)sizeof target || links >= LINKS_MAX)
        return;
    target[length] = '\0';
    walk->link(walk->context, path, target);
    scope_free char *onward = alloc_printf("%s/%s", target, rest);
    expand(walk, *target == '/' ? "" : base, onward, links + 1);
}

static void step(struct capture_walk *walk, const char *base, const char *name, const char *rest,
                 int links)
{
    struct stat status;
    scope_free char *path = alloc_printf("%s/%s", base, name);
    scope_free char *full = alloc_printf("%s%s", walk->procfs->root, path);
    if (walk->steps_left == 0 || lstat(full, &status) < 0)
        return;
    walk->steps_left--;
    bool is_end = rest[strspn(rest, "/")] == '\0';
    if (S_ISLNK(status.st_mode))
        follow(walk, base, path, rest, links);
    else if (S_ISDIR(status.st_mode) && !is_end)
        expand(walk, path, rest, links);
    else if (S_ISREG(status.st_mode) && is_end)
        walk->file(walk->context, path);
}

static void expand_glob(struct capture_walk *walk, const char *base, const char *pattern,
                        const char *rest, int links)
{
    scope_procfs_names struct procfs_names names = {0};
    procfs_list(walk->procfs, *base ? base : "/", "", &names, NULL);
    for (size_t i = 0; i < names.count; i++)
        if (fnmatch(pattern, names.names[i], FNM_PERIOD) == 0)
            step(walk, base, names.names[i], rest, links);
}

static void expand(struct capture_walk *walk, const char *base, const char *rest, int links)
{
    rest += strspn(rest, "/");
    size_t length = strcspn(rest, "/");
    scope_free char *name = alloc_printf("%.*s", (int)length, rest);
    if (length == 0)
        return;
    if (strcmp(name, "..") == 0) {
        scope_free char *parent = parent_of(base);
        expand(walk, parent, rest + length, links);
    } else if (strcmp(name, ".") == 0) {
        expand(walk, base, rest + length, links);
    } else if (strpbrk(name, "*?[")) {
        expand_glob(walk, base, name, rest + length, links);
    } else {
        step(walk, base, name, rest + length, links);
    }
}

void capture_walk(struct capture_walk *walk, const char *pattern)
{
    expand(walk, "", pattern, 0);
}
