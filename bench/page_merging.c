// SPDX-License-Identifier: GPL-3.0-or-later
// The kernel's three switches, and the note that says how they stood.
#include "bench/page_merging.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "bench/workspace.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"

// In the order in which they are set; put back in the other one. 1250 pages every 20 ms are 244 MiB
// a second.
static const struct {
    const char *name, *ours;
} switches[] = {{"pages_to_scan", "1250"}, {"sleep_millisecs", "20"}, {"run", "1"}};
enum { SWITCHES = sizeof switches / sizeof *switches, NOTE_MAX = 256 };

static char *switch_path(const char *name)
{
    return alloc_printf("/sys/kernel/mm/ksm/%s", name);
}

static int write_switch(const char *name, const char *text, struct err *err)
{
    scope_free char *path = switch_path(name);
    scope_close int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0 || write(fd, text, strlen(text)) < 0)
        return err_system(err, errno, "%s", path);
    return 0;
}

int page_merging_check(struct err *err)
{
    scope_free char *path = switch_path("run");
    if (access(path, W_OK) == 0)
        return 0;
    if (errno == ENOENT)
        return err_host(err, NULL, "this kernel has no page merging (CONFIG_KSM)");
    return err_host(err, "sudo fullhouse bench ...", "%s: %s", path, strerror(errno));
}

// The settings as they stand, a line each.
static int read_switches(struct strbuf *note, struct err *err)
{
    for (int i = 0; i < SWITCHES; i++) {
        scope_free char *path = switch_path(switches[i].name);
        scope_free char *text = NULL;
        int result = path_read(path, 64, &text, NULL, err);
        if (result < 0)
            return result;
        strbuf_printf(note, "%.*s\n", (int)strcspn(text, "\n"), text);
    }
    return 0;
}

// What was stored is only ever numbers of ours; a note that was cut short is no note.
static void put_back(char *note)
{
    const char *values[SWITCHES] = {0};
    char *rest = note;
    for (int i = 0; i < SWITCHES; i++) {
        values[i] = strsep(&rest, "\n");
        if (!rest)
            return;
    }
    for (int i = SWITCHES - 1; i >= 0; i--)
        write_switch(switches[i].name, values[i], NULL);
}

// 1 when a dead run's note was there; the lock is held.
static int put_back_noted(const char *path)
{
    scope_free char *note = NULL;
    if (path_read(path, NOTE_MAX, &note, NULL, NULL) < 0)
        return 0;
    put_back(note);
    unlink(path);
    return 1;
}

// The descriptor, or -EWOULDBLOCK.
static int take_lock(const struct workspace *workspace, struct err *err)
{
    scope_free char *path = path_join(workspace->dir, "../ksm.lock");
    scope_close int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0)
        return err_system(err, errno, "%s", path);
    if (flock(fd, LOCK_EX | LOCK_NB) < 0)
        return err_host(err, NULL, "another run has page merging (KSM) switched on");
    return scope_take_fd(fd);
}

int page_merging_begin(struct page_merging *merging, const struct workspace *workspace,
                       struct err *err)
{
    scope_strbuf struct strbuf note = {0};
    scope_close int lock = take_lock(workspace, err);
    if (lock < 0)
        return lock;
    scope_free char *path = path_join(workspace->dir, "../ksm");
    put_back_noted(path);
    int result = read_switches(&note, err);
    if (result == 0)
        result = path_write(path, note.text, note.length, 0600, err);
    if (result < 0)
        return result;
    *merging = (struct page_merging){.lock_fd = scope_take_fd(lock), .note = scope_take(path)};
    for (int i = 0; result == 0 && i < SWITCHES; i++)
        result = write_switch(switches[i].name, switches[i].ours, err);
    if (result < 0)
        page_merging_end(merging);
    return result;
}

void page_merging_end(struct page_merging *merging)
{
    if (!merging->note)
        return;
    put_back_noted(merging->note);
    free(merging->note);
    close(merging->lock_fd);
    *merging = (struct page_merging){.lock_fd = -1};
}

int page_merging_sweep(const struct workspace *workspace)
{
    scope_free char *path = path_join(workspace->dir, "../ksm");
    if (!path_exists(path))
        return 0;
    scope_close int lock = take_lock(workspace, NULL);
    return lock < 0 ? 0 : put_back_noted(path);
}
