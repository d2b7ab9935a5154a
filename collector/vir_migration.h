// SPDX-License-Identifier: GPL-3.0-or-later
// One guest's way from one libvirt to another while it runs.
#ifndef FULLHOUSE_COLLECTOR_VIR_MIGRATION_H
#define FULLHOUSE_COLLECTOR_VIR_MIGRATION_H

#include <stdbool.h>

#include "collector/vir.h"

struct err;

struct vir_migration {
    const char *guest;
    const char *to_uri;        // of the host that it goes to
    bool is_off;               // only its definition goes
    double downtime_allowed_s; // 0: the host's own
    double bandwidth_bits_hz;  // it may use; 0: no limit
    bool slows_guest;          // where it writes faster than the network sends
    double most_s;             // then it is aborted; 0: never
    // Called now and then while it runs.
    void (*said)(void *context, double seconds, double moved_bytes, double left_bytes);
    void *context;
};

struct vir_migration_result { // NAN where libvirt does not tell
    double seconds;
    double downtime_s;
    double moved_bytes;
    double dirty_bytes_hz; // at its end
    double rounds;         // over its memory
};

// Returns when the guest runs at the other host and is gone from this one. It goes by itself from
// host to host where `from` can reach to_uri; else we lead it. Otherwise the guest runs on where it
// was: -EINTR when the user interrupts, which aborts it, -ETIMEDOUT after most_s, another negative
// errno with libvirt's reason.
int vir_migrate(virConnectPtr from, virConnectPtr to, const struct vir_migration *migration,
                struct vir_migration_result *ret_result, struct err *err);

// What libvirt remembers of the migration that brought the guest here; all NAN where that is
// nothing.
struct vir_migration_result vir_migration_recall(virConnectPtr to, const char *guest);

// Ends the migration that is under way from here, if any: the guest stays.
void vir_migration_abort(virConnectPtr from, const char *guest);

#endif
