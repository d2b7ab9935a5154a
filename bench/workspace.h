// SPDX-License-Identifier: GPL-3.0-or-later
// A run's own folder below the user's cache, held by a lock that dies with the process: it is how
// two runs stay apart, and how the next command knows that a run was killed and what it left
// behind.
//
//   <cache>/embed/cache/      libvirt's answers from QEMU, kept, shared by all slots
//   <cache>/embed/N/lock      held while a run lives
//   <cache>/embed/N/note      what to put right after a kill: store, run numbers, URI, mark
//   <cache>/embed/N/...       libvirt's root: sockets, logs, consoles; gone when the run ends
#ifndef FULLHOUSE_BENCH_WORKSPACE_H
#define FULLHOUSE_BENCH_WORKSPACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;

// A link below guests to a folder outside the workspace that goes with it.
#define WORKSPACE_DISKS "disks"

struct workspace {
    char *dir;    // <cache>/embed/N
    char *guests; // <dir>/guests: consoles, channel sockets, the initramfs
    char *mark;   // 32 hexadecimal digits that name this run in every domain's metadata
    int lock_fd;
    bool has_neighbour; // another run of this user was under way when this one began
};

// A slot kept by one who makes several runs, one after the other: libvirt's embedded driver stays
// for the life of a process in the folder that it was opened in first. Begins as WORKSPACE_NO_SLOT.
struct workspace_slot {
    unsigned number;
    int lock_fd;
};
#define WORKSPACE_NO_SLOT ((struct workspace_slot){.lock_fd = -1})

// Takes a free slot. Slots of killed runs must have been swept (orphans_sweep) before. 0 or
// negative errno.
int workspace_open(struct workspace *ret_workspace, struct err *err);
// The same, in the slot that is kept, which is the one that is taken where there is none yet; NULL:
// none is to be.
int workspace_open_in(struct workspace_slot *slot, struct workspace *ret_workspace,
                      struct err *err);
// Lets it go, after the last workspace in it was closed.
void workspace_slot_done(struct workspace_slot *slot);

// Notes what a killed run would leave behind: its number, several for a campaign, none while it is
// not in the store. uri is "" for the embedded driver.
int workspace_note(struct workspace *workspace, const char *store, const int64_t *run_ids,
                   size_t run_count, const char *uri, struct err *err);

// Removes all but libvirt's cache and lets the slot go; accepts a zeroed one.
void workspace_close(struct workspace *workspace);

// --- for the sweep
// --------------------------------------------------------------------------------

// Tries to take slot `number`: 1 taken, 0 held by a living run, -ENOENT no such slot.
int workspace_try(unsigned number, struct workspace *ret_workspace, struct err *err);

// Lets the slot go and leaves everything in it.
void workspace_release(struct workspace *workspace);

// What a dead run noted. Release with workspace_note_done.
struct workspace_note {
    char *store;
    int64_t *run_ids;
    size_t run_count;
    char *uri;
    char *mark;
};

// Who has noted this run of this store.
enum workspace_life {
    WORKSPACE_NOBODY,
    WORKSPACE_HELD, // a living process
    WORKSPACE_DEAD, // a dead one that has not been swept
};
enum workspace_life workspace_holder(const char *store, int64_t run_id);

// 1, 0 when there is no note.
int workspace_read_note(const struct workspace *workspace, struct workspace_note *ret_note);
void workspace_note_done(struct workspace_note *note);

#endif
