// SPDX-License-Identifier: GPL-3.0-or-later
// Reads its plan, a line a control group: "group FOLDER".
#include "tests/bench/power/slow_qemu.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/control_group.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"

#define NAME "slow-qemu-"
#define QEMU "/usr/bin/qemu-system-x86_64"

enum { PLAN_MAX = 1 << 16 };

static const char *last_part(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

bool slow_qemu_is_me(const char *name)
{
    return strncmp(last_part(name), NAME, strlen(NAME)) == 0;
}

static int join(const char *folder)
{
    scope_free char *path = path_join(folder, "cgroup.procs");
    scope_close int fd = open(path, O_WRONLY | O_CLOEXEC);
    return fd < 0 || write(fd, "0", 1) < 0 ? -errno : 0;
}

static int obey(const char *line)
{
    return strncmp(line, "group ", 6) == 0 ? join(line + 6) : 0;
}

// A guest that is not held back as it should be would be counted as a miss of the comparison.
_Noreturn void slow_qemu_become(char **argv)
{
    scope_free char *plan = alloc_printf("%s.plan", argv[0]);
    scope_free char *text = NULL;
    int result = path_read(plan, PLAN_MAX, &text, NULL, NULL);
    char *rest = text;
    for (char *line; result == 0 && (line = strsep(&rest, "\n"));)
        result = obey(line);
    if (result < 0)
        fprintf(stderr, "%s: %s\n", argv[0], strerror(-result));
    else
        execv(QEMU, argv);
    _exit(127);
}

char *slow_qemu_make(const char *folder, unsigned lane, struct err *err)
{
    scope_free char *path = alloc_printf("%s/" NAME "%u", folder, lane);
    scope_free char *self = NULL;
    size_t length;
    if (path_read("/proc/self/exe", (size_t)1 << 30, &self, &length, err) < 0 ||
        path_write(path, self, length, 0755, err) < 0 || slow_qemu_set(path, NULL, err) < 0)
        return NULL;
    return scope_take(path);
}

int slow_qemu_set(const char *program, const struct control_group *group, struct err *err)
{
    scope_free char *plan = alloc_printf("%s.plan", program);
    scope_strbuf struct strbuf text = {0};
    for (size_t i = 0; group && i < group->count; i++)
        strbuf_printf(&text, "group %s\n", group->folders[i]);
    return path_write(plan, strbuf_text(&text), text.length, 0644, err);
}
