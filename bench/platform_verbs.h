// SPDX-License-Identifier: GPL-3.0-or-later
// What a platform can do to a guest between its start and its end. How long a verb takes, and
// whether the guest lives through it, is lifecycle_guest.c's business.
#ifndef FULLHOUSE_BENCH_PLATFORM_VERBS_H
#define FULLHOUSE_BENCH_PLATFORM_VERBS_H

#include <stdint.h>

#include "common/model/lifecycle.h"

struct err;
struct platform;
struct platform_guest;

// One module of memory that is plugged in: the least that Linux takes into service on x86-64.
#define PLATFORM_MODULE_BYTES (UINT64_C(128) << 20)

// A guest's memory, as it and its hypervisor see it.
struct platform_memory {
    uint64_t all_bytes;    // what it was given
    uint64_t has_bytes;    // less what its balloon has taken
    uint64_t usable_bytes; // what the guest could do without, by its own account
    int64_t told_at_s;     // when it said so, in seconds since 1970; 0: never
};

struct platform_verbs {
    // Why this platform's guests cannot, a constant sentence; NULL when they can. Asked before
    // anything is done; create, boot and destroy are never asked for.
    const char *(*lacks)(const struct platform *platform, enum lifecycle_verb verb);
    // Does it, blocking as long as the hypervisor's call does; several threads at once, one a
    // guest. SAVE closes the guest's channel_fd, RESTORE and REVERT give it a new one, and a new
    // pid. 0 or negative errno.
    int (*perform)(struct platform *platform, struct platform_guest *guest,
                   enum lifecycle_verb verb, struct err *err);
    // 1 when the balloon has come to where the last balloon verb wants it, 0 not yet, or negative
    // errno. May be NULL where lacks() lets no balloon through.
    int (*balloon_is_there)(struct platform *platform, struct platform_guest *guest,
                            enum lifecycle_verb verb, struct err *err);
    // What a guest with a balloon says of its memory, and leaving it with so much. 0 or negative
    // errno. NULL where there are no balloons.
    int (*read_memory)(struct platform *platform, struct platform_guest *guest,
                       struct platform_memory *ret_memory, struct err *err);
    int (*set_memory)(struct platform *platform, struct platform_guest *guest, uint64_t bytes,
                      struct err *err);
};

#endif
