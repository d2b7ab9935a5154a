// SPDX-License-Identifier: GPL-3.0-or-later
// Reads whole small files below a root; knows nothing of what they mean.
#include "collector/procfs.h"

#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"

enum { FILE_MAX = 4 << 20 };

int procfs_read(const struct procfs *procfs, const char *path, char **ret_text, struct err *err)
{
    scope_free char *full = alloc_printf("%s%s", procfs->root, path);
    return path_read(full, FILE_MAX, ret_text, NULL, err);
}

int procfs_read_line(const struct procfs *procfs, const char *path, char **ret_line,
                     struct err *err)
{
    char *text = NULL;
    int result = procfs_read(procfs, path, &text, err);
    if (result < 0)
        return result;
    text[strcspn(text, "\n")] = '\0';
    *ret_line = text;
    return 0;
}

int procfs_count(const struct procfs *procfs, const char *path, uint64_t *ret_count,
                 struct err *err)
{
    scope_free char *full = alloc_printf("%s%s", procfs->root, path);
    scope_closedir DIR *dir = opendir(full);
    if (!dir)
        return err_system(err, errno, "%s", full);
    scope_free char *own = alloc_printf("%d", dirfd(dir));
    bool is_ours = *procfs->root == '\0' && strcmp(path, "/proc/self/fd") == 0;
    uint64_t count = 0;
    for (struct dirent *entry; (entry = readdir(dir));)
        count += entry->d_name[0] != '.' && !(is_ours && strcmp(entry->d_name, own) == 0);
    *ret_count = count;
    return 0;
}

int procfs_field(const char *text, const char *key, uint64_t *ret_value)
{
    size_t length = strlen(key);
    for (const char *line = text; line && *line; line = strchr(line, '\n')) {
        line += *line == '\n';
        if (strncmp(line, key, length) != 0 || line[length] != ':')
            continue;
        uint64_t value;
        if (sscanf(line + length + 1, "%" SCNu64, &value) != 1)
            return -ENOENT;
        *ret_value = value;
        return 0;
    }
    return -ENOENT;
}
