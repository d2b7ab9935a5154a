// SPDX-License-Identifier: GPL-3.0-or-later
// Folders of the control groups' file systems. What a limit is written as: control_limits.c.
#include "bench/control_group.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bench/control_limits.h"
#include "bench/control_place.h"
#include "bench/workspace.h"
#include "collector/procfs.h"
#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"

// How long a group whose processes were ended may be busy with their ends.
#define PATIENCE_NS (5 * CLOCK_NS_PER_SECOND)
#define PAUSE_NS    (2 * CLOCK_NS_PER_MS)

static bool has_folder(const struct control_group *group, const char *path)
{
    for (size_t i = 0; i < group->count; i++)
        if (strcmp(group->folders[i], path) == 0)
            return true;
    return false;
}

// Controllers that are mounted together share a folder.
static int make_folder(struct control_group *group, const char *path, struct err *err)
{
    if (has_folder(group, path))
        return 0;
    if (mkdir(path, 0755) < 0 && errno != EEXIST)
        return err_system(err, errno, "control group %s", path);
    group->folders = alloc_resized(group->folders, group->count + 1, sizeof *group->folders);
    group->folders[group->count++] = alloc_copy(path);
    return 0;
}

int control_group_make(const struct control_place *place, const char *name,
                       const struct control_limits *limits, struct control_group *ret_group,
                       struct err *err)
{
    struct control_group group = {0};
    int result = 0;
    for (enum controller i = 0; result == 0 && i < CONTROLLER_COUNT; i++) {
        if (!place->folders[i])
            continue;
        scope_free char *path =
            alloc_printf("%s%s/%s", place->procfs->root, place->folders[i], name);
        result = make_folder(&group, path, err);
        if (result == 0)
            result = control_limits_write(limits, i, place->versions[i], path, err);
    }
    if (result < 0)
        control_group_remove(&group);
    else
        *ret_group = group;
    return result;
}

static int join_folder(const char *folder, pid_t pid)
{
    scope_free char *path = path_join(folder, "cgroup.procs");
    scope_free char *text = alloc_printf("%d", (int)pid);
    scope_close int fd = open(path, O_WRONLY | O_CLOEXEC);
    return fd < 0 || write(fd, text, strlen(text)) < 0 ? -errno : 0;
}

int control_group_join(const struct control_group *group, pid_t pid, struct err *err)
{
    int result = 0;
    for (size_t i = 0; result == 0 && i < group->count; i++)
        if ((result = join_folder(group->folders[i], pid)) < 0)
            err_system(err, -result, "process %d into control group %s", (int)pid,
                       group->folders[i]);
    return result;
}

// A process that has been waited for may be counted a moment longer.
static void remove_folder(const char *path)
{
    uint64_t deadline_ns = clock_monotonic_ns() + PATIENCE_NS;
    while (rmdir(path) < 0 && errno == EBUSY && clock_monotonic_ns() < deadline_ns)
        clock_sleep_until_ns(clock_monotonic_ns() + PAUSE_NS);
}

void control_group_remove(struct control_group *group)
{
    for (size_t i = 0; i < group->count; i++) {
        remove_folder(group->folders[i]);
        free(group->folders[i]);
    }
    free(group->folders);
    *group = (struct control_group){0};
}

// --- after a kill -------------------------------------------------------------------------------

enum { NOTE_MAX = 1 << 20 };

static char *note_path(const struct workspace *workspace)
{
    return path_join(workspace->guests, "control-groups");
}

int control_group_note(const struct control_place *place, const char *prefix,
                       const struct workspace *workspace, struct err *err)
{
    scope_free char *path = note_path(workspace);
    scope_strbuf struct strbuf text = {0};
    for (size_t i = 0; i < CONTROLLER_COUNT; i++)
        if (place->folders[i])
            strbuf_printf(&text, "%s%s/%s\n", place->procfs->root, place->folders[i], prefix);
    scope_close int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (fd < 0 || write(fd, strbuf_text(&text), text.length) != (ssize_t)text.length)
        return err_system(err, errno, "%s", path);
    return 0;
}

// Its agents end by themselves when we do; one that cannot is made to.
static void end_processes(const char *folder)
{
    scope_free char *path = path_join(folder, "cgroup.procs");
    scope_free char *text = NULL;
    if (path_read(path, NOTE_MAX, &text, NULL, NULL) < 0)
        return;
    for (char *at = text, *end;; at = end) {
        long pid = strtol(at, &end, 10);
        if (end == at)
            return;
        if (pid > 0)
            kill((pid_t)pid, SIGKILL);
    }
}

static size_t sweep_line(const char *line)
{
    static const struct procfs this_host = {.root = ""};
    const char *slash = strrchr(line, '/');
    scope_free char *parent = path_folder(line);
    scope_procfs_names struct procfs_names names = {0};
    if (!slash || !slash[1] || procfs_list(&this_host, parent, slash + 1, &names, NULL) < 0)
        return 0;
    for (size_t i = 0; i < names.count; i++) {
        scope_free char *path = path_join(parent, names.names[i]);
        end_processes(path);
        remove_folder(path);
    }
    return names.count;
}

size_t control_group_sweep(const struct workspace *workspace)
{
    scope_free char *path = note_path(workspace);
    scope_free char *text = NULL;
    size_t count = 0;
    if (path_read(path, NOTE_MAX, &text, NULL, NULL) < 0)
        return 0;
    char *rest = text;
    for (char *line; (line = strsep(&rest, "\n"));)
        count += sweep_line(line);
    return count;
}
