// SPDX-License-Identifier: GPL-3.0-or-later
// Gathers what a guest boots from in one place. Knows nothing of libvirt.
#include "bench/guest_images.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bench/guest_appliance.h"
#include "bench/guest_content.h"
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

const char *guest_images_place(const struct platform_options *options)
{
    return options->place ? options->place : "";
}

static int make_open_folder(const char *path, struct err *err)
{
    return mkdir(path, 0711) == 0 || errno == EEXIST ? 0 : err_system(err, errno, "%s", path);
}

// A daemon's QEMU cannot look into our cache: its guests get a folder that anyone may enter and
// nobody may list. Nobody else can have made it: the mark is 128 random bits.
static int open_folder(const struct platform_options *options, const struct domain_kind *kind,
                       struct guest_images *images, struct err *err)
{
    if (!*options->connect) {
        images->dir = alloc_copy(options->workspace->guests);
        return 0;
    }
    scope_free char *shared = guest_images_foreign_dir(options->workspace->mark);
    scope_free char *name = alloc_printf("%s%s", kind->platform, guest_images_place(options));
    images->dir = path_join(shared, name);
    images->own_dir = true;
    int result = make_open_folder(shared, err);
    return result < 0 ? result : make_open_folder(images->dir, err);
}

// The last of a run's platforms takes the shared folder with it.
static void remove_folder(const char *dir)
{
    scope_free char *shared = alloc_printf("%.*s", (int)(strrchr(dir, '/') - dir), dir);
    path_remove_tree(dir, NULL);
    rmdir(shared);
}

int guest_images_publish(const struct guest_images *images, const char *name, char **path,
                         struct err *err)
{
    scope_free char *copy = path_join(images->dir, name);
    scope_free char *bytes = NULL;
    size_t length;
    int result = path_read(*path, IMAGE_MAX, &bytes, &length, err);
    if (result == 0)
        result = path_write(copy, bytes, length, 0644, err);
    if (result < 0)
        return result;
    free(*path);
    *path = scope_take(copy);
    return 0;
}

// --- programs without an operating system ------------------------------------------------------

static int need_readable(const char *path, const char *what, struct err *err)
{
    if (access(path, R_OK) == 0)
        return 0;
    return err_host(err, "make", "%s %s: %s", what, path, strerror(errno));
}

// Our firmware loads it in milliseconds; the hypervisor's own would take seconds where KVM emulates
// the guest's kernel mode. Few hypervisors tell a guest its counter's frequency, so we do.
static int open_program(const struct platform_options *options, const char *program,
                        struct guest_images *images, struct err *err)
{
    if (!*options->bare)
        return err_host(err, "make",
                        "the bare guest's files, fullhouse-bare and its firmware, are "
                        "not there");
    images->speaks_serial = images->is_program = true;
    images->kernel = alloc_copy(program);
    images->firmware = alloc_printf("%s.rom", options->bare);
    images->command_line = alloc_printf("fullhouse.tsc_khz=%" PRIu64, tsc_measure_khz());
    int result = need_readable(images->kernel, "the bare guest", err);
    if (result == 0)
        result = need_readable(images->firmware, "the bare guest's firmware", err);
    if (result == 0 && images->own_dir)
        result = guest_images_publish(images, "program", &images->kernel, err);
    return result == 0 && images->own_dir
               ? guest_images_publish(images, "firmware", &images->firmware, err)
               : result;
}

static int open_bare(const struct platform_options *options, struct guest_images *images,
                     struct err *err)
{
    images->kind = "bare";
    return open_program(options, options->bare, images, err);
}

// --- what the user named -----------------------------------------------------------------------

// The embedded driver's QEMU runs as we do: harmless for a guest of ours, not for a stranger's.
static void warn_of_root(const struct platform_options *options)
{
    if (geteuid() == 0 && !*options->connect)
        options->say(options->context,
                     "QEMU runs as root, and the guest is a foreign image: an ordinary user in the "
                     "group that owns /dev/kvm would do as well, and a break-out would gain less");
}

static int open_image(const struct platform_options *options, struct guest_images *images,
                      struct err *err)
{
    struct guest_content content;
    images->kind = "image";
    int result = guest_content_read(options->guest, &content, err);
    if (result < 0)
        return result;
    warn_of_root(options);
    scope_free char *path = realpath(options->guest, NULL);
    if (!path)
        return err_input(err, "%s: %s", options->guest, strerror(errno));
    if (content.kind == GUEST_CONTENT_PROGRAM)
        return open_program(options, path, images, err);
    images->disk = scope_take(path);
    images->disk_format = content.kind == GUEST_CONTENT_RAW ? "raw" : "qcow2";
    images->disk_bytes = content.disk_bytes;
    return 0;
}

// What is not the appliance comes with QEMU's firmware, or with ours, and with QEMU's devices.
static int check_other(const struct platform_options *options, const struct domain_kind *kind,
                       const struct boot_way *way, struct err *err)
{
    if (!kind->is_qemu)
        return err_input(err, "guest: %s runs the appliance; '%s' does not go with it",
                         kind->platform, options->guest);
    if (options->boot.from || way->firmware == BOOT_FIRMWARE_UEFI)
        return err_input(err,
                         "boot: only the appliance can be booted in another way; '%s' has its "
                         "own",
                         options->guest);
    return 0;
}

static int fill(const struct platform_options *options, const struct domain_kind *kind,
                struct guest_images *images, struct err *err)
{
    int result = domain_kind_boot(kind, &options->boot, &images->way, err);
    if (result == 0)
        result = open_folder(options, kind, images, err);
    if (result < 0)
        return result;
    if (strcmp(options->guest, "appliance") == 0)
        return guest_appliance_open(options, kind, images, err);
    result = check_other(options, kind, &images->way, err);
    if (result < 0)
        return result;
    if (strcmp(options->guest, "bare") == 0)
        return open_bare(options, images, err);
    return open_image(options, images, err);
}

static void fill_gaps(struct guest_images *images)
{
    char **texts[] = {&images->firmware,     &images->kernel, &images->initramfs,
                      &images->command_line, &images->disk,   &images->medium};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (!*texts[i])
            *texts[i] = alloc_copy("");
}

int guest_images_open(const struct platform_options *options, const struct domain_kind *kind,
                      struct guest_images *ret_images, struct err *err)
{
    struct guest_images images = {0};
    int result = fill(options, kind, &images, err);
    if (result < 0) {
        guest_images_close(&images);
        return result;
    }
    fill_gaps(&images);
    *ret_images = images;
    return 0;
}

void guest_images_close(struct guest_images *images)
{
    if (images->own_dir)
        remove_folder(images->dir);
    char *texts[] = {images->dir,          images->firmware, images->kernel, images->initramfs,
                     images->command_line, images->disk,     images->medium};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        free(texts[i]);
    *images = (struct guest_images){0};
}
