// SPDX-License-Identifier: GPL-3.0-or-later
// Gathers kernel, initramfs and command line in one place. Knows nothing of libvirt.
#include "bench/guest_images.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "bench/appliance.h"
#include "bench/workspace.h"
#include "collector/tsc.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"

enum { IMAGE_MAX = 1 << 30 };

char *guest_images_foreign_dir(const char *mark)
{
    return alloc_printf("/var/tmp/fullhouse-%s", mark);
}

// A daemon's QEMU cannot look into our cache: its guests get a folder that anyone may enter and
// nobody may list.
static int open_folder(const struct platform_options *options, struct guest_images *images,
                       struct err *err)
{
    images->own_dir = *options->connect != '\0';
    images->dir = images->own_dir ? guest_images_foreign_dir(options->workspace->mark)
                                  : alloc_copy(options->workspace->guests);
    if (!images->own_dir || mkdir(images->dir, 0711) == 0)
        return 0;
    images->own_dir = false;
    return err_system(err, errno, "%s", images->dir);
}

// Replaces the kernel's path by that of a copy every user may read.
static int publish(struct guest_images *images, struct err *err)
{
    scope_free char *copy = path_join(images->dir, "vmlinuz");
    scope_free char *bytes = NULL;
    size_t length;
    int result = path_read(images->kernel.image, IMAGE_MAX, &bytes, &length, err);
    if (result == 0)
        result = path_write(copy, bytes, length, 0644, err);
    if (result < 0)
        return result;
    free(images->kernel.image);
    images->kernel.image = scope_take(copy);
    return chmod(images->initramfs, 0644) == 0 ? 0
                                               : err_system(err, errno, "%s", images->initramfs);
}

// panic=-1: a guest that panics ends at once instead of hanging until the boot's deadline.
//
// An emulated guest's time stamp counter is the host's own, but a guest that calibrates it while it
// is starved of CPU has been seen to take it for one eleven times slower: it is told. The kernel
// still refines the figure, and refuses what differs by more than 1 %.
static char *format_command_line(const struct platform_options *options, bool emulated)
{
    scope_free char *clock =
        emulated ? alloc_printf(" tsc=reliable tsc_early_khz=%" PRIu64, tsc_measure_khz())
                 : alloc_copy("");
    return alloc_printf("console=ttyS0 quiet panic=-1 rdinit=/init%s%s%s", clock,
                        *options->agent_test ? " fullhouse.test=" : "", options->agent_test);
}

static int fill(const struct platform_options *options, bool emulated, struct guest_images *images,
                struct err *err)
{
    int result = open_folder(options, images, err);
    if (result == 0)
        result = guest_kernel_find(options->kernel, options->workspace->guests, options->say,
                                   options->context, &images->kernel, err);
    if (result < 0)
        return result;
    images->initramfs = path_join(images->dir, "initramfs");
    images->command_line = format_command_line(options, emulated);
    result = appliance_write(images->initramfs, options->agent, &images->kernel, err);
    return result < 0 || !images->own_dir ? result : publish(images, err);
}

int guest_images_open(const struct platform_options *options, bool emulated,
                      struct guest_images *ret_images, struct err *err)
{
    struct guest_images images = {0};
    int result = fill(options, emulated, &images, err);
    if (result < 0)
        guest_images_close(&images);
    else
        *ret_images = images;
    return result;
}

void guest_images_close(struct guest_images *images)
{
    if (images->own_dir)
        path_remove_tree(images->dir, NULL);
    guest_kernel_done(&images->kernel);
    free(images->dir);
    free(images->initramfs);
    free(images->command_line);
    *images = (struct guest_images){0};
}
