// SPDX-License-Identifier: GPL-3.0-or-later
// What a guest boots from, in a folder its hypervisor can read: the appliance's kernel and
// initramfs, or a bootable image of them; the bare guest; or what the user named.
#ifndef FULLHOUSE_BENCH_GUEST_IMAGES_H
#define FULLHOUSE_BENCH_GUEST_IMAGES_H

#include <stdbool.h>
#include <stdint.h>

#include "bench/domain_kind.h"
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
    char *medium;         // bootable image that nobody writes to, as the hypervisor finds it
    struct boot_way way;  // with nothing left at AUTO
    bool is_program;      // without an operating system
    bool speaks_serial;   // over a serial line, else over a virtio port
    bool own_dir;         // outside the workspace: removed with us
};

// Prepares what options->guest asks for, for domains of a kind. With options->connect it goes to a
// folder that a daemon's QEMU, another user, may enter. Emulated guests are told the counter's
// frequency. 0 or negative errno: -EINVAL for a path that is no guest, and for a guest or a way to
// boot that does not go with the kind; -ENOTSUP where a bootable image is to be made and a tool is
// missing.
int guest_images_open(const struct platform_options *options, const struct domain_kind *kind,
                      struct guest_images *ret_images, struct err *err);
// Accepts a zeroed one.
void guest_images_close(struct guest_images *images);

// What tells this platform's files from those of others in the folder, "" for nothing.
const char *guest_images_place(const struct platform_options *options);
// Puts a copy, which every user may read, in place of the file that *path names.
int guest_images_publish(const struct guest_images *images, const char *name, char **path,
                         struct err *err);

// The folder for a mark under which a daemon's guests have their files, a folder in it for each
// platform of the run: the sweep removes it.
char *guest_images_foreign_dir(const char *mark);

#endif
