// SPDX-License-Identifier: GPL-3.0-or-later
// Makes the appliance's initramfs, writes its command line, and where the hypervisor loads no
// kernel has a bootable image made of both.
#include "bench/guest_appliance.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bench/appliance.h"
#include "bench/boot_media.h"
#include "bench/guest_images.h"
#include "bench/guest_kernel.h"
#include "bench/kernel_package.h"
#include "bench/workspace.h"
#include "collector/tsc.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"

enum { MIB = 1 << 20, ROOM_BYTES = 5 * MIB / 2 };
// With 192 MiB the boot loader of a bootable image finds no room for the kernel under UEFI, with
// 256 it does (OVMF 2022.11, GRUB 2.06); a kernel that QEMU hands over dies with 128 without a
// word.
#define UEFI_LEAST_BYTES (UINT64_C(256) << 20)

// Above the kernel's own room lie the initramfs, the firmware's tables, and what the kernel needs
// before it gives its start-up code back: with 2.5 MiB for these Debian's 6.1 comes up, with 1.5
// not.
static uint64_t find_least_bytes(const struct guest_images *images)
{
    struct stat initramfs;
    uint64_t end = guest_kernel_end_bytes(images->kernel);
    if (end == 0 || stat(images->initramfs, &initramfs) < 0)
        return 0;
    uint64_t least = end + (uint64_t)initramfs.st_size + ROOM_BYTES;
    return (least + MIB - 1) / MIB * MIB;
}

// panic=-1: a guest that panics ends at once instead of hanging until the boot's deadline.
//
// An emulated guest's time stamp counter is the host's own, but a guest that calibrates it while it
// is starved of CPU has been seen to take it for one eleven times slower: it is told. The kernel
// still refines the figure, and refuses what differs by more than 1 %.
//
// Room for memory lies above 4 GiB, and for that Linux would set 64 MiB aside at its start, to
// bounce what devices cannot reach: half of a small guest, and virtio reaches everything.
//
// A root of type tmpfs would hold no more than half of the memory: too little for a large program.
//
// Where a serial line is the agent's channel, the console has to be elsewhere.
static char *format_words(const struct platform_options *options, const struct domain_kind *kind,
                          bool speaks_serial)
{
    scope_free char *clock =
        kind->is_emulated ? alloc_printf(" tsc=reliable tsc_early_khz=%" PRIu64, tsc_measure_khz())
                          : alloc_copy("");
    scope_free char *channel =
        speaks_serial ? alloc_printf(" fullhouse.channel=%s", kind->channel) : alloc_copy("");
    return alloc_printf("%s panic=-1 rdinit=/init%s%s%s%s",
                        speaks_serial ? kind->words : "console=ttyS0 quiet", channel, clock,
                        options->has_life ? " memhp_default_state=online swiotlb=noforce" : "",
                        options->programs ? " rootfstype=ramfs" : "");
}

static bool has_balloon(enum memory_backing backing)
{
    return backing == MEMORY_BACKING_BALLOON || backing == MEMORY_BACKING_FREE_PAGE_REPORTING;
}

static int make_initramfs(const struct platform_options *options, struct guest_images *images,
                          struct err *err)
{
    struct guest_kernel kernel;
    int result = guest_kernel_find(options->kernel, options->workspace->guests, options->say,
                                   options->context, &kernel, err);
    if (result < 0)
        return result;
    if (options->network && !*options->kernel)
        result = kernel_package_complete(kernel.image, options->workspace->guests, options->say,
                                         options->context, err);
    if (result < 0) {
        guest_kernel_done(&kernel);
        return result;
    }
    scope_free char *name = alloc_printf("initramfs%s", guest_images_place(options));
    images->initramfs = path_join(images->dir, name);
    const char *more_modules[4] = {0};
    size_t more = 0;
    if (options->network)
        more_modules[more++] = "virtio_net";
    if (options->disk)
        more_modules[more++] = "virtio_blk";
    if (options->has_life || has_balloon(options->backing))
        more_modules[more++] = "virtio_balloon";
    result = appliance_write(images->initramfs, options->agent, &kernel, more_modules,
                             options->programs, err);
    images->kernel = scope_take(kernel.image);
    guest_kernel_done(&kernel);
    return result;
}

static int publish_appliance(struct guest_images *images, struct err *err)
{
    int result = guest_images_publish(images, "vmlinuz", &images->kernel, err);
    if (result == 0 && chmod(images->initramfs, 0644) < 0)
        result = err_system(err, errno, "%s", images->initramfs);
    return result;
}

// What it holds is in it: nothing else is left to boot from.
static int make_medium(const struct platform_options *options, struct guest_images *images,
                       struct err *err)
{
    scope_free char *name = alloc_printf("appliance%s.iso", guest_images_place(options));
    scope_free char *scratch =
        alloc_printf("%s/medium%s", images->dir, guest_images_place(options));
    const struct boot_media media = {
        .kernel = images->kernel,
        .initramfs = images->initramfs,
        .words = images->command_line,
    };
    images->medium = path_join(images->dir, name);
    options->say(options->context, "a bootable image of the appliance is made (seconds)");
    int result = boot_media_write(images->medium, &media, scratch, err);
    if (result == 0 && chmod(images->medium, 0644) < 0)
        result = err_system(err, errno, "%s", images->medium);
    unlink(images->initramfs);
    char **texts[] = {&images->kernel, &images->initramfs, &images->command_line};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        free(scope_take(*texts[i]));
    return result;
}

// An image is the same for all guests, and a serial line is all that a foreign machine is sure to
// have.
static int check_appliance(const struct platform_options *options, const struct domain_kind *kind,
                           const struct guest_images *images, struct err *err)
{
    bool has_medium = images->way.from != BOOT_FROM_KERNEL;
    bool is_named = options->medium && *options->medium;
    if (is_named && !has_medium)
        return err_input(err, "boot.medium: the guests boot from a kernel; boot.from: iso or disk");
    if (!kind->is_qemu && (options->network || options->disk))
        return err_host(err, NULL,
                        "guests of %s get no network and no data disk of Fullhouse: only loads "
                        "that need neither run there",
                        kind->platform);
    if (has_medium && options->network)
        return err_input(err, "boot.from: a load that needs a network wants kernel: each guest is "
                              "told its address, and a bootable image is the same for all");
    if (has_medium && *options->agent_test)
        return err_input(err, "boot.from: a fault for tests is told to each guest, and a bootable "
                              "image is the same for all");
    return 0;
}

// QEMU takes it as a ROM, with no memory of its own for a guest to leave something in. A daemon
// finds one by itself.
static int find_uefi(struct guest_images *images, struct err *err)
{
    static const char *const paths[] = {"/usr/share/ovmf/OVMF.fd", "/usr/share/qemu/OVMF.fd",
                                        "/usr/share/edk2/x64/OVMF.4m.fd",
                                        "/usr/share/qemu/ovmf-x86_64.bin"};
    for (size_t i = 0; !images->firmware && i < sizeof paths / sizeof *paths; i++)
        if (access(paths[i], R_OK) == 0)
            images->firmware = alloc_copy(paths[i]);
    return images->firmware ? 0
                            : err_host(err, "apt-get install ovmf",
                                       "no UEFI firmware for QEMU's guests (%s)", paths[0]);
}

static int open_kernel(const struct platform_options *options, const struct domain_kind *kind,
                       struct guest_images *images, struct err *err)
{
    int result = make_initramfs(options, images, err);
    if (result < 0)
        return result;
    images->command_line = format_words(options, kind, images->speaks_serial);
    images->least_bytes = find_least_bytes(images);
    if (images->way.from != BOOT_FROM_KERNEL)
        return make_medium(options, images, err);
    return images->own_dir ? publish_appliance(images, err) : 0;
}

uint64_t guest_appliance_firmware_bytes(enum boot_firmware firmware)
{
    return firmware == BOOT_FIRMWARE_UEFI ? UEFI_LEAST_BYTES : 0;
}

int guest_appliance_open(const struct platform_options *options, const struct domain_kind *kind,
                         struct guest_images *images, struct err *err)
{
    images->kind = "appliance";
    images->speaks_serial = domain_kind_speaks_serial(kind, &images->way);
    int result = check_appliance(options, kind, images, err);
    bool is_uefi = images->way.firmware == BOOT_FIRMWARE_UEFI;
    if (result == 0 && is_uefi && kind->is_qemu && !*options->connect)
        result = find_uefi(images, err);
    if (result < 0)
        return result;
    if (options->medium && *options->medium)
        images->medium = alloc_copy(options->medium);
    else
        result = open_kernel(options, kind, images, err);
    uint64_t firmware_bytes = guest_appliance_firmware_bytes(images->way.firmware);
    if (images->least_bytes < firmware_bytes)
        images->least_bytes = firmware_bytes;
    return result;
}
