// SPDX-License-Identifier: GPL-3.0-or-later
// The sweep after a kill -9.
#include "bench/orphans.h"

#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>

#include "bench/control_group.h"
#include "bench/guest_images.h"
#include "bench/network.h"
#include "bench/page_merging.h"
#include "bench/platform_libvirt.h"
#include "bench/workspace.h"
#include "collector/vir.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/store/store.h"

static bool has_leftovers(const struct workspace *workspace)
{
    scope_free char *run = path_join(workspace->dir, "run");
    return path_exists(workspace->guests) || path_exists(run);
}

static void mark_runs(const struct workspace_note *note)
{
    struct store *store;
    // A store that was removed meanwhile is not made anew.
    if (note->run_count == 0 || !path_exists(note->store) ||
        store_open(note->store, STORE_WRITE, &store, NULL) < 0)
        return;
    for (size_t i = 0; i < note->run_count; i++)
        store_mark_interrupted(store, note->run_ids[i], "its process was killed", NULL);
    store_close(store);
}

// Guests of a daemon's hypervisor: found by the mark in their metadata.
static int sweep_daemon(const struct workspace_note *note, size_t *removed, struct err *err)
{
    scope_free char *dir = guest_images_foreign_dir(note->mark);
    path_remove_tree(dir, NULL);
    size_t domains = 0;
    int result = platform_libvirt_sweep(note->uri, note->mark, &domains, err);
    *removed += domains;
    return result;
}

// "run 3", "runs 3, 4 and 5".
static char *name_runs(const struct workspace_note *note)
{
    struct strbuf text = {0};
    strbuf_add(&text, note->run_count > 1 ? "runs " : "run ");
    for (size_t i = 0; i < note->run_count; i++) {
        bool is_last = i > 0 && i + 1 == note->run_count;
        strbuf_printf(&text, "%s%" PRId64, is_last ? " and " : i ? ", " : "", note->run_ids[i]);
    }
    return strbuf_take(&text);
}

static char *describe(const struct workspace_note *note, size_t removed)
{
    bool many = note->run_count > 1;
    const char *whose = many ? "their" : "its";
    scope_free char *guests =
        removed == 0   ? alloc_printf("no guest of %s was left", many ? "them" : "it")
        : removed == 1 ? alloc_printf("removed %s 1 guest", whose)
                       : alloc_printf("removed %s %zu guests", whose, removed);
    if (note->run_count == 0)
        return alloc_printf("an earlier run was killed before it began: %s", guests);
    scope_free char *runs = name_runs(note);
    return alloc_printf("%s %s killed: %s; %s finished steps are kept in %s", runs,
                        many ? "were" : "was", guests, whose, note->store);
}

static int sweep_slot(struct workspace *workspace, void (*say)(void *context, const char *text),
                      void *context, struct err *err)
{
    struct workspace_note note = {0};
    bool noted = workspace_read_note(workspace, &note);
    if (!noted && !has_leftovers(workspace))
        return 0;
    size_t removed = vir_kill_embedded(workspace->dir);
    control_group_sweep(workspace);
    if (page_merging_sweep(workspace))
        say(context, "page merging (KSM) of this host stands again as before a run was killed");
    // Its taps are gone with its guests.
    if (noted)
        network_sweep(note.mark);
    int result = noted && *note.uri ? sweep_daemon(&note, &removed, err) : 0;
    if (noted)
        mark_runs(&note);
    if (result == 0 && (noted || removed)) {
        scope_free char *text = describe(&note, removed);
        say(context, text);
    }
    workspace_note_done(&note);
    return result;
}

int orphans_sweep(void (*say)(void *context, const char *text), void *context, struct err *err)
{
    int first = 0;
    for (unsigned number = 0;; number++) {
        struct workspace workspace;
        int taken = workspace_try(number, &workspace, err);
        if (taken == -ENOENT)
            return first;
        if (taken <= 0) {
            first = taken < 0 && first == 0 ? taken : first;
            continue;
        }
        int result = sweep_slot(&workspace, say, context, err);
        // A daemon that cannot be reached keeps its note: the next command tries again.
        if (result < 0)
            workspace_release(&workspace);
        else
            workspace_close(&workspace);
        first = first == 0 ? result : first;
    }
}
