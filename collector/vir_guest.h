// SPDX-License-Identifier: GPL-3.0-or-later
// The guests of one host: which there are, whether they run, and the counters that their use is
// told from.
#ifndef FULLHOUSE_COLLECTOR_VIR_GUEST_H
#define FULLHOUSE_COLLECTOR_VIR_GUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "collector/vir.h"

struct err;

enum vir_guest_state {
    VIR_GUEST_ABSENT,   // the host does not know it
    VIR_GUEST_OFF,      // defined there, shut off
    VIR_GUEST_ARRIVING, // its memory is coming in: it does not run here yet
    VIR_GUEST_LEFT,     // stopped at the end of a migration, its memory sent
    VIR_GUEST_PAUSED,
    VIR_GUEST_RUNNING,
};

struct vir_guest {
    char *name;
    enum vir_guest_state state;
    // NAN where libvirt does not tell.
    double vcpus;
    double memory_bytes; // that it may have
    double used_bytes;   // of the host's memory
    double cpu_s;        // used since it started; the following count from there, too
    double disk_requests;
    double network_bytes;
    double disk_bytes;     // of its disks together
    double dirty_bytes_hz; // memory written anew, where that was measured
};

struct vir_guests {
    struct vir_guest *list;
    size_t count;
    uint64_t at_ns; // monotonic
};

// All domains with their counters, in one call that leaves out figures of those that are busy.
int vir_guests_read(virConnectPtr connection, struct vir_guests *ret_guests, struct err *err);
// Names and states alone: asks libvirt, no guest.
int vir_guests_list(virConnectPtr connection, struct vir_guests *ret_guests, struct err *err);
void vir_guests_done(struct vir_guests *guests);

// Lets each running guest's memory be watched for so long (1 to 60 whole seconds): what it wrote is
// in its figures afterwards. Where that is not possible, nothing happens.
void vir_guests_watch_memory(virConnectPtr connection, int seconds);

// ABSENT where the host has none of that name. is_busy: a job (a migration) is under way.
int vir_guest_look(virConnectPtr connection, const char *name, enum vir_guest_state *ret_state,
                   bool *ret_is_busy, struct err *err);

#endif
