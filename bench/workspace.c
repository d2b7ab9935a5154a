// SPDX-License-Identifier: GPL-3.0-or-later
// Slots, their locks and their notes. Knows nothing of domains or processes.
#include "bench/workspace.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"

enum { SLOTS = 64, NOTE_MAX = 1 << 16 };

static char *new_mark(void)
{
    uint64_t words[2];
    if (getrandom(words, sizeof words, 0) != sizeof words)
        abort();
    return alloc_printf("%016" PRIx64 "%016" PRIx64, words[0], words[1]);
}

// Whoever sweeps after us may stand in another folder, and libvirt takes no relative path.
static char *absolute(const char *path)
{
    scope_free char *here = *path == '/' ? NULL : getcwd(NULL, 0);
    return here ? path_join(here, path) : alloc_copy(path);
}

static char *slot_dir(unsigned number, struct err *err)
{
    scope_free char *named = path_cache_dir(err);
    scope_free char *cache = named ? absolute(named) : NULL;
    return cache ? alloc_printf("%s/embed/%u", cache, number) : NULL;
}

static int take_lock(const char *dir, int flags, struct err *err)
{
    scope_free char *path = path_join(dir, "lock");
    scope_close int fd = open(path, O_RDWR | O_CLOEXEC | flags, 0600);
    if (fd < 0)
        return errno == ENOENT ? -ENOENT : err_system(err, errno, "%s", path);
    if (flock(fd, LOCK_EX | LOCK_NB) < 0)
        return errno == EWOULDBLOCK ? -EWOULDBLOCK : err_system(err, errno, "%s", path);
    return scope_take_fd(fd);
}

static struct workspace workspace_of(char *dir, int lock_fd)
{
    return (struct workspace){
        .dir = dir,
        .guests = path_join(dir, "guests"),
        .mark = new_mark(),
        .lock_fd = lock_fd,
    };
}

int workspace_try(unsigned number, struct workspace *ret_workspace, struct err *err)
{
    if (number >= SLOTS)
        return -ENOENT;
    scope_free char *dir = slot_dir(number, err);
    if (!dir)
        return -EINVAL;
    int fd = take_lock(dir, 0, err);
    if (fd == -EWOULDBLOCK)
        return 0;
    if (fd < 0)
        return fd;
    *ret_workspace = workspace_of(scope_take(dir), fd);
    return 1;
}

// libvirt's probe of QEMU is slow and the same for every slot: one folder for all.
static int share_cache(const char *dir, struct err *err)
{
    scope_free char *shared = alloc_printf("%s/../cache", dir);
    scope_free char *link = path_join(dir, "cache");
    int result = path_make_dirs(shared, err);
    if (result < 0)
        return result;
    if (symlink("../cache", link) < 0 && errno != EEXIST)
        return err_system(err, errno, "%s", link);
    return 0;
}

static int prepare(struct workspace *workspace, struct err *err)
{
    int result = share_cache(workspace->dir, err);
    return result < 0 ? result : path_make_dirs(workspace->guests, err);
}

static char *note_path(const struct workspace *workspace)
{
    return path_join(workspace->dir, "note");
}

static bool has_note(const struct workspace *workspace)
{
    scope_free char *path = note_path(workspace);
    return path_exists(path);
}

static bool is_kept(const struct workspace_slot *slot)
{
    return slot && slot->lock_fd >= 0;
}

// The lock of a kept slot is ours already, and a copy of it goes with each workspace.
static int take_slot(const struct workspace_slot *slot, unsigned number, const char *dir,
                     struct err *err)
{
    if (!is_kept(slot) || slot->number != number)
        return take_lock(dir, O_CREAT, err);
    int fd = fcntl(slot->lock_fd, F_DUPFD_CLOEXEC, 0);
    return fd < 0 ? err_system(err, errno, "%s/lock", dir) : fd;
}

static int keep_slot(struct workspace_slot *slot, unsigned number,
                     const struct workspace *workspace, struct err *err)
{
    if (!slot || is_kept(slot))
        return 0;
    int fd = fcntl(workspace->lock_fd, F_DUPFD_CLOEXEC, 0);
    if (fd < 0)
        return err_system(err, errno, "%s/lock", workspace->dir);
    *slot = (struct workspace_slot){number, fd};
    return 0;
}

// A slot of a dead run whose daemon cannot be reached now, or not the one that is kept.
static bool is_unfit(const struct workspace_slot *slot, unsigned number,
                     const struct workspace *workspace)
{
    return is_kept(slot) ? slot->number != number : has_note(workspace);
}

int workspace_open(struct workspace *ret_workspace, struct err *err)
{
    return workspace_open_in(NULL, ret_workspace, err);
}

int workspace_open_in(struct workspace_slot *slot, struct workspace *ret_workspace, struct err *err)
{
    bool has_neighbour = false;
    for (unsigned number = 0; number < SLOTS; number++) {
        scope_free char *dir = slot_dir(number, err);
        if (!dir)
            return -EINVAL;
        int result = path_make_dirs(dir, err);
        if (result < 0)
            return result;
        int fd = take_slot(slot, number, dir, err);
        if (fd == -EWOULDBLOCK) {
            has_neighbour = true;
            continue;
        }
        if (fd < 0)
            return fd;
        struct workspace workspace = workspace_of(scope_take(dir), fd);
        workspace.has_neighbour = has_neighbour;
        if (is_unfit(slot, number, &workspace)) {
            workspace_release(&workspace);
            continue;
        }
        result = prepare(&workspace, err);
        if (result == 0)
            result = keep_slot(slot, number, &workspace, err);
        if (result < 0)
            workspace_close(&workspace);
        else
            *ret_workspace = workspace;
        return result;
    }
    return err_host(err, NULL, "%d runs are under way on this host already", SLOTS);
}

void workspace_slot_done(struct workspace_slot *slot)
{
    if (slot->lock_fd >= 0)
        close(slot->lock_fd);
    *slot = WORKSPACE_NO_SLOT;
}

int workspace_note(struct workspace *workspace, const char *store, const int64_t *run_ids,
                   size_t run_count, const char *uri, struct err *err)
{
    // One value a line: paths may hold anything but a newline, and nothing else reads this.
    scope_free char *store_path = absolute(store);
    scope_strbuf struct strbuf text = {0};
    strbuf_printf(&text, "%s\n", store_path);
    for (size_t i = 0; i < run_count; i++)
        strbuf_printf(&text, "%s%" PRId64, i ? " " : "", run_ids[i]);
    strbuf_printf(&text, "\n%s\n%s\n", uri, workspace->mark);
    scope_free char *path = note_path(workspace);
    return path_write(path, text.text, text.length, 0600, err);
}

static void read_ids(const char *text, struct workspace_note *note)
{
    for (char *end;; text = end) {
        int64_t id = strtoll(text, &end, 10);
        if (end == text)
            return;
        if (id <= 0)
            continue;
        note->run_ids = alloc_resized(note->run_ids, note->run_count + 1, sizeof *note->run_ids);
        note->run_ids[note->run_count++] = id;
    }
}

int workspace_read_note(const struct workspace *workspace, struct workspace_note *ret_note)
{
    scope_free char *path = note_path(workspace);
    scope_free char *text = NULL;
    if (path_read(path, NOTE_MAX, &text, NULL, NULL) < 0)
        return 0;
    char *lines[4] = {0};
    char *rest = text;
    for (int i = 0; i < 4; i++)
        if (!(lines[i] = strsep(&rest, "\n")))
            return 0;
    struct workspace_note note = {
        .store = alloc_copy(lines[0]),
        .uri = alloc_copy(lines[2]),
        .mark = alloc_copy(lines[3]),
    };
    read_ids(lines[1], &note);
    *ret_note = note;
    return 1;
}

void workspace_note_done(struct workspace_note *note)
{
    if (!note)
        return;
    free(note->store);
    free(note->run_ids);
    free(note->uri);
    free(note->mark);
    *note = (struct workspace_note){0};
}

static bool is_same_file(const char *path, const char *other)
{
    scope_free char *real = realpath(path, NULL);
    scope_free char *real_other = realpath(other, NULL);
    return strcmp(real ? real : path, real_other ? real_other : other) == 0;
}

static bool is_noted(const struct workspace *workspace, const char *store, int64_t run_id)
{
    struct workspace_note note = {0};
    bool found = false;
    if (workspace_read_note(workspace, &note) && is_same_file(note.store, store))
        for (size_t i = 0; i < note.run_count; i++)
            found |= note.run_ids[i] == run_id;
    workspace_note_done(&note);
    return found;
}

enum workspace_life workspace_holder(const char *store, int64_t run_id)
{
    for (unsigned number = 0;; number++) {
        scope_free char *dir = slot_dir(number, NULL);
        if (!dir || number >= SLOTS || !path_exists(dir))
            return WORKSPACE_NOBODY;
        const struct workspace theirs = {.dir = dir};
        if (!is_noted(&theirs, store, run_id))
            continue;
        struct workspace taken;
        if (workspace_try(number, &taken, NULL) <= 0)
            return WORKSPACE_HELD;
        workspace_release(&taken);
        return WORKSPACE_DEAD;
    }
}

static void remove_below(const struct workspace *workspace, const char *name)
{
    scope_free char *path = path_join(workspace->dir, name);
    path_remove_tree(path, NULL);
}

// Of a folder of the user's; what is ours in it has our mark.
static void remove_disks(const struct workspace *workspace)
{
    scope_free char *link = path_join(workspace->guests, WORKSPACE_DISKS);
    scope_free char *folder = realpath(link, NULL);
    const char *name = folder ? strrchr(folder, '/') : NULL;
    if (name && strncmp(name, "/fullhouse-", 11) == 0)
        path_remove_tree(folder, NULL);
}

void workspace_close(struct workspace *workspace)
{
    if (!workspace || !workspace->dir)
        return;
    remove_disks(workspace);
    const char *const ours[] = {"guests", "run", "lib", "log", "etc"};
    for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
        remove_below(workspace, ours[i]);
    scope_free char *note = note_path(workspace);
    unlink(note);
    workspace_release(workspace);
}

void workspace_release(struct workspace *workspace)
{
    close(workspace->lock_fd);
    free(workspace->dir);
    free(workspace->guests);
    free(workspace->mark);
    *workspace = (struct workspace){.lock_fd = -1};
}
