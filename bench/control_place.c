// SPDX-License-Identifier: GPL-3.0-or-later
// Looks through our own control groups and those above them. Knows no limits.
#include "bench/control_place.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "collector/cgroup.h"
#include "collector/procfs.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"

// Of a host with systemd; where the whole tree is ours root needs none of it.
#define MEND                                                                                       \
    "run it as root, or as systemd-run --user --scope --property=Delegate=yes fullhouse ..."

const char *control_place_word(enum controller controller, int version)
{
    static const char *const first[] = {"cpu", "memory", "blkio"};
    static const char *const second[] = {"cpu", "memory", "io"};
    return version == 1 ? first[controller] : second[controller];
}

void control_place_done(struct control_place *place)
{
    if (!place)
        return;
    for (size_t i = 0; i < CONTROLLER_COUNT; i++)
        free(place->folders[i]);
    *place = (struct control_place){0};
}

// Whether we may make groups in a folder and move processes of ours there.
static int check_rights(const struct procfs *procfs, const char *folder)
{
    scope_free char *path = alloc_printf("%s%s", procfs->root, folder);
    scope_free char *processes = alloc_printf("%s/cgroup.procs", path);
    return access(path, W_OK) < 0 || access(processes, W_OK) < 0 ? -errno : 0;
}

static int fail_rights(struct err *err, const char *folder, int code)
{
    return err_host(err, MEND, "no control groups can be made in %s: %s", folder, strerror(-code));
}

// --- version 2 ----------------------------------------------------------------------------------

// What is looked for on the way up, and what was found.
struct search {
    const bool *wanted;
    bool may_enable;
    char *folder; // found
    char *reason; // why the nearest one was none
};

static bool has_word(const char *text, const char *word)
{
    size_t length = strlen(word);
    for (const char *at = text; (at += strspn(at, " \n"), *at); at += strcspn(at, " \n"))
        if (strcspn(at, " \n") == length && strncmp(at, word, length) == 0)
            return true;
    return false;
}

// "+cpu +memory" of those that a file of the group does not list, as a new string, "" for none.
static char *missing_of(const struct procfs *procfs, const struct cgroup *group, const char *file,
                        const bool *wanted)
{
    scope_free char *text = NULL;
    struct strbuf missing = {0};
    if (cgroup_read(procfs, group, file, &text) < 0)
        text = alloc_copy("");
    for (enum controller i = 0; i < CONTROLLER_COUNT; i++)
        if (wanted[i] && !has_word(text, control_place_word(i, 2)))
            strbuf_printf(&missing, "%s+%s", missing.length ? " " : "", control_place_word(i, 2));
    return missing.length ? strbuf_take(&missing) : alloc_copy("");
}

static int enable(const struct procfs *procfs, const struct cgroup *group, const char *words)
{
    scope_free char *path =
        alloc_printf("%s%s/cgroup.subtree_control", procfs->root, group->folder);
    scope_close int fd = open(path, O_WRONLY | O_CLOEXEC);
    return fd < 0 || write(fd, words, strlen(words)) < 0 ? -errno : 0;
}

// A group with processes of its own hands no controller on (EBUSY), the topmost alone does.
static char *refuse(const struct procfs *procfs, const struct cgroup *group,
                    const struct search *search)
{
    scope_free char *absent = missing_of(procfs, group, "cgroup.controllers", search->wanted);
    scope_free char *off = missing_of(procfs, group, "cgroup.subtree_control", search->wanted);
    int result = 0;
    if (*absent)
        return alloc_printf("%s has no controller %s", group->folder, absent + 1);
    if (*off && !search->may_enable)
        return alloc_printf("%s hands on no %s", group->folder, off + 1);
    if (*off)
        result = enable(procfs, group, off);
    if (result == 0)
        result = check_rights(procfs, group->folder);
    return result < 0 ? alloc_printf("%s: %s", group->folder, strerror(-result)) : NULL;
}

static void consider(const struct procfs *procfs, const struct cgroup *group, void *context)
{
    struct search *search = context;
    if (search->folder || group->version != 2)
        return;
    char *reason = refuse(procfs, group, search);
    if (!reason)
        search->folder = alloc_copy(group->folder);
    else if (!search->reason)
        search->reason = reason;
    else
        free(reason);
}

// The nearest one that is ready as it is comes first: turning controllers on is felt by neighbours.
static int find_second(struct control_place *place, enum controller first,
                       const bool wanted[CONTROLLER_COUNT], struct err *err)
{
    struct search search = {.wanted = wanted};
    const char *word = control_place_word(first, 2);
    cgroup_walk(place->procfs, word, consider, &search);
    if (!search.folder) {
        free(search.reason);
        search.reason = NULL;
        search.may_enable = true;
        cgroup_walk(place->procfs, word, consider, &search);
    }
    scope_free char *folder = search.folder, *reason = search.reason;
    if (!folder)
        return err_host(err, MEND, "no control groups can be made: %s",
                        reason ? reason : "none are mounted");
    for (size_t i = 0; i < CONTROLLER_COUNT; i++)
        if (wanted[i])
            place->folders[i] = alloc_copy(folder);
    return 0;
}

// --- both ---------------------------------------------------------------------------------------

static int find_first(struct control_place *place, enum controller controller, struct err *err)
{
    const char *word = control_place_word(controller, 1);
    scope_free char *folder = cgroup_own(place->procfs, word, &place->versions[controller]);
    if (!folder)
        return err_host(err, "mount -t cgroup2 none /sys/fs/cgroup",
                        "no control groups are mounted that limit %s",
                        control_place_word(controller, 2));
    if (place->versions[controller] == 2)
        return 0;
    int result = check_rights(place->procfs, folder);
    if (result < 0)
        return fail_rights(err, folder, result);
    place->folders[controller] = scope_take(folder);
    return 0;
}

int control_place_open(const struct procfs *procfs, const bool wanted[CONTROLLER_COUNT],
                       struct control_place *ret_place, struct err *err)
{
    struct control_place place = {.procfs = procfs};
    bool second[CONTROLLER_COUNT] = {false};
    enum controller first = CONTROLLER_COUNT;
    int result = 0;
    for (enum controller i = 0; result == 0 && i < CONTROLLER_COUNT; i++) {
        if (!wanted[i] || (result = find_first(&place, i, err)) < 0 || place.versions[i] == 1)
            continue;
        second[i] = true;
        first = first == CONTROLLER_COUNT ? i : first;
    }
    if (result == 0 && first < CONTROLLER_COUNT)
        result = find_second(&place, first, second, err);
    if (result < 0)
        control_place_done(&place);
    else
        *ret_place = place;
    return result;
}
