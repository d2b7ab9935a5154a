// SPDX-License-Identifier: GPL-3.0-or-later
// What an appliance boots from: a kernel image, an initramfs and a command line, in a folder its
// hypervisor can read.
#ifndef FULLHOUSE_BENCH_GUEST_IMAGES_H
#define FULLHOUSE_BENCH_GUEST_IMAGES_H

#include "bench/guest_kernel.h"
#include "bench/platform.h"

struct guest_images {
    char *dir; // also for consoles and sockets
    struct guest_kernel kernel;
    char *initramfs;
    char *command_line;
    bool own_dir; // outside the workspace: removed with us
};

// Prepares them. With options->connect they go to a folder that a daemon's QEMU, another user, may
// enter. emulated guests are told the counter's frequency. 0 or negative errno.
int guest_images_open(const struct platform_options *options, bool emulated,
                      struct guest_images *ret_images, struct err *err);
// Accepts a zeroed one.
void guest_images_close(struct guest_images *images);

// The folder for a mark under which a daemon's guests have their files: the sweep removes it.
char *guest_images_foreign_dir(const char *mark);

#endif
