// SPDX-License-Identifier: GPL-3.0-or-later
// A real guest on one of two hosts with a load inside, and a listener to whom it tells its windows
// wherever it is: as long as they come it is the same boot that goes on.
#ifndef FULLHOUSE_TESTS_LIVE_TWIN_GUEST_H
#define FULLHOUSE_TESTS_LIVE_TWIN_GUEST_H

#include <stdint.h>

#include "bench/guest_images.h"
#include "bench/workspace.h"
#include "tests/live/twin.h"

struct err;
struct load;
struct twin_listener;

// What guests boot from: Linux with our agent in it, or the bare guest.
//
// QEMU's emulation has been seen to lose writes of a migrating guest when the host is crowded
// (QEMU 7.2; kvm-unit-tests has a reproducer, "lost dirty bit"; KVM has another way to track
// writes): Linux then crashes at its destination now and then. The bare guest writes few pages, and
// those all the time, which leaves nothing to be lost: it is what tests move.
struct twin_images {
    struct workspace workspace;
    struct guest_images images;
};
// kernel: of Linux, "" for the cached one; with NULL it is the bare guest. build_dir: where this
// build's guests are.
int twin_images_open(const char *build_dir, const char *kernel, struct twin_images *ret_images,
                     struct err *err);
void twin_images_close(struct twin_images *images);

struct twin_guest {
    char *name;
    struct twin_listener *listener;
};

// Boots it on that host; twin_guest_load waits until it is up.
int twin_guest_start(const struct twin *twin, int host, const struct twin_images *images,
                     const char *name, uint64_t memory_bytes, struct twin_guest *ret_guest,
                     struct err *err);
// Waits for its hello, then lets the load run until the guest ends, told in windows of 100 ms.
int twin_guest_load(struct twin_guest *guest, const struct load *load, struct err *err);
// Waits until it has told as many windows more. -ETIMEDOUT after a minute.
int twin_guest_await(struct twin_guest *guest, uint32_t more, struct err *err);
void twin_guest_done(struct twin_guest *guest);

#endif
