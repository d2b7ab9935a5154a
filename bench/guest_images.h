// SPDX-License-Identifier: GPL-3.0-or-later
// What a guest boots from, in a folder its hypervisor can read: the appliance's kernel and
// initramfs, the bare guest, or what the user named.
#ifndef FULLHOUSE_BENCH_GUEST_IMAGES_H
#define FULLHOUSE_BENCH_GUEST_IMAGES_H

#include <stdbool.h>
#include <stdint.h>

#include "bench/platform.h"

// Texts are "" where this kind of guest has none of that.
struct guest_images {
    const char *kind; // "appliance", "bare", "image"
    char *dir;        // also for consoles, sockets and layers over the disk
    char *firmware;
    char *kernel; // the appliance's, or a multiboot program
    char *initramfs;
    char *command_line;
    char *disk;              // absolute path of an image that nobody writes to
    const char *disk_format; // "raw", "qcow2"
    uint64_t disk_bytes;
    uint64_t least_bytes; // of memory that this guest wants to come up at all; 0: not known
    bool speaks_serial;   // over a serial line, else over a virtio port
    bool own_dir;         // outside the workspace: removed with us
};

// Prepares what options->guest asks for. With options->connect it goes to a folder that a daemon's
// QEMU, another user, may enter. emulated guests are told the counter's frequency. 0 or negative
// errno: -EINVAL for a path that is no guest.
int guest_images_open(const struct platform_options *options, bool emulated,
                      struct guest_images *ret_images, struct err *err);
// Accepts a zeroed one.
void guest_images_close(struct guest_images *images);

// The folder for a mark under which a daemon's guests have their files, a folder in it for each
// platform of the run: the sweep removes it.
char *guest_images_foreign_dir(const char *mark);

#endif
