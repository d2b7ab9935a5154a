// SPDX-License-Identifier: GPL-3.0-or-later
// Reads /proc/self/mountinfo (proc(5)) for control groups alone.
#include "collector/cgroup_mount.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collector/procfs.h"
#include "collector/procfs_memo.h"
#include "common/base/alloc.h"
#include "common/base/scope.h"

// Blanks in a path are told as \040 and the like.
static void decode(char *text)
{
    char *to = text;
    for (const char *from = text; *from; to++) {
        unsigned code = 0;
        bool is_code = *from == '\\' && strspn(from + 1, "01234567") >= 3;
        for (int i = 1; is_code && i <= 3; i++)
            code = code * 8 + (unsigned)(from[i] - '0');
        *to = is_code ? (char)code : *from;
        from += is_code ? 4 : 1;
    }
    *to = '\0';
}

static bool has_option(const char *options, const char *word)
{
    for (size_t here; *options; options += here + (options[here] == ',')) {
        here = strcspn(options, ",");
        if (here == strlen(word) && strncmp(options, word, here) == 0)
            return true;
    }
    return false;
}

// A line: "32 31 0:29 / /sys/fs/cgroup/cpu rw,relatime - cgroup cgroup rw,cpu"; cut up in place.
static bool read_line(char *line, const char *controller, char **ret_point, char **ret_root)
{
    enum { ROOT = 3, POINT = 4, FIELDS = 5 };
    char *field[FIELDS], *rest = line, *more = NULL;
    char *type = strstr(line, " - ");
    if (!type)
        return false;
    *type = '\0';
    for (int i = 0; i < FIELDS; i++)
        if (!(field[i] = strtok_r(i ? NULL : rest, " ", &more)))
            return false;
    type = strtok_r(type + 3, " ", &more);
    const char *source = type ? strtok_r(NULL, " ", &more) : NULL;
    const char *options = source ? strtok_r(NULL, " ", &more) : NULL;
    if (!type || strcmp(type, *controller ? "cgroup" : "cgroup2") != 0 ||
        (*controller && !(options && has_option(options, controller))))
        return false;
    decode(field[POINT]);
    decode(field[ROOT]);
    *ret_point = alloc_copy(field[POINT]);
    *ret_root = alloc_copy(field[ROOT]);
    return true;
}

static int usual(const char *controller, char **ret_point, char **ret_root)
{
    *ret_point = alloc_printf("/sys/fs/cgroup%s%s", *controller ? "/" : "", controller);
    *ret_root = alloc_copy("/");
    return 0;
}

int cgroup_mount_find(const struct procfs *procfs, const char *controller, char **ret_point,
                      char **ret_root)
{
    scope_free char *text = NULL;
    if (procfs_memo_read(procfs, "/proc/self/mountinfo", &text, NULL) < 0)
        return usual(controller, ret_point, ret_root);
    char *more = NULL;
    for (char *line = strtok_r(text, "\n", &more); line; line = strtok_r(NULL, "\n", &more))
        if (read_line(line, controller, ret_point, ret_root))
            return 0;
    return -ENOENT;
}
