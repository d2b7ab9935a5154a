// SPDX-License-Identifier: GPL-3.0-or-later
// Finds our groups by /proc/self/cgroup and their mount points by /proc/self/mountinfo (proc(5)),
// then walks upwards. Knows no controller.
#include "collector/cgroup.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collector/cgroup_mount.h"
#include "collector/procfs.h"
#include "collector/procfs_memo.h"
#include "common/base/alloc.h"
#include "common/base/scope.h"

int cgroup_read(const struct procfs *procfs, const struct cgroup *group, const char *file,
                char **ret_text)
{
    scope_free char *path = alloc_printf("%s/%s", group->folder, file);
    return procfs_read(procfs, path, ret_text, NULL);
}

int cgroup_number(const struct procfs *procfs, const struct cgroup *group, const char *file,
                  uint64_t *ret_value)
{
    scope_free char *text = NULL;
    int result = cgroup_read(procfs, group, file, &text);
    return result < 0 ? result : procfs_digits(text, ret_value);
}

int cgroup_field(const struct procfs *procfs, const struct cgroup *group, const char *file,
                 const char *key, uint64_t *ret_value)
{
    scope_free char *text = NULL;
    size_t length = strlen(key);
    int result = cgroup_read(procfs, group, file, &text);
    if (result < 0)
        return result;
    for (const char *line = text; line && *line; line = strchr(line, '\n')) {
        line += *line == '\n';
        if (strncmp(line, key, length) == 0 && line[length] == ' ')
            return procfs_digits(line + length, ret_value);
    }
    return -ENOENT;
}

// Whether a list such as "cpu,cpuacct" has the word.
static bool lists(const char *list, size_t length, const char *word)
{
    const char *end = list + length;
    for (const char *at = list; at < end; at++) {
        size_t here = strcspn(at, ",:");
        if (here == strlen(word) && strncmp(at, word, here) == 0)
            return true;
        at += here;
    }
    return false;
}

// The path of a line as "4:memory:/a/b" that has the controller, or of "0::/a/b" for controller "".
static char *group_of(const char *text, const char *controller)
{
    for (const char *line = text; line && *line; line = strchr(line, '\n')) {
        line += *line == '\n';
        const char *list = line + strcspn(line, ":\n");
        if (*list++ != ':')
            continue;
        size_t length = strcspn(list, ":\n");
        bool is_it = *controller ? lists(list, length, controller) : length == 0;
        if (is_it && list[length] == ':')
            return alloc_printf("%.*s", (int)strcspn(list + length + 1, "\n"), list + length + 1);
    }
    return NULL;
}

// What of the group's path lies below the mount point. A container may see a mount whose root is
// its own group, or one that has nothing to do with the path told: then the mount point is the
// highest group there is to see.
static const char *below_root(const char *group, const char *root)
{
    size_t length = strcmp(root, "/") == 0 ? 0 : strlen(root);
    if (strncmp(group, root, length) != 0 || (group[length] && group[length] != '/'))
        return "";
    return strcmp(group + length, "/") == 0 ? "" : group + length;
}

static char *folder_of(const struct procfs *procfs, const char *controller, const char *group,
                       size_t *ret_mount_length)
{
    scope_free char *point = NULL, *root = NULL;
    if (cgroup_mount_find(procfs, controller, &point, &root) < 0)
        return NULL;
    char *folder = alloc_printf("%s%s", point, below_root(group, root));
    if (!procfs_exists(procfs, folder))
        folder[strlen(point)] = '\0';
    *ret_mount_length = strlen(point);
    return folder;
}

static char *own_folder(const struct procfs *procfs, const char *controller, int *ret_version,
                        size_t *ret_mount_length)
{
    scope_free char *text = NULL;
    if (procfs_memo_read(procfs, "/proc/self/cgroup", &text, NULL) < 0)
        return NULL;
    *ret_version = 1;
    scope_free char *first = group_of(text, controller);
    if (first)
        return folder_of(procfs, controller, first, ret_mount_length);
    *ret_version = 2;
    scope_free char *second = group_of(text, "");
    return second ? folder_of(procfs, "", second, ret_mount_length) : NULL;
}

char *cgroup_own(const struct procfs *procfs, const char *controller, int *ret_version)
{
    size_t mount_length;
    return own_folder(procfs, controller, ret_version, &mount_length);
}

void cgroup_walk(const struct procfs *procfs, const char *controller, cgroup_visit visit,
                 void *context)
{
    struct cgroup group;
    size_t mount_length = 0;
    scope_free char *folder = own_folder(procfs, controller, &group.version, &mount_length);
    if (!folder)
        return;
    group.folder = folder;
    while (visit(procfs, &group, context), strlen(folder) > mount_length)
        *strrchr(folder, '/') = '\0';
}
