// SPDX-License-Identifier: GPL-3.0-or-later
// Lays out a folder and has grub-mkrescue make an image of it.
#include "bench/boot_media.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/process.h"
#include "common/base/scope.h"

#define TIMEOUT_NS (120 * CLOCK_NS_PER_SECOND)
enum { FILE_MAX = 1 << 30 };

static const char mend[] =
    "apt-get install grub-common grub-pc-bin grub-efi-amd64-bin xorriso mtools";

// Nothing of a menu: a loader that shows one would wait. A word that the loader would take apart is
// quoted; none of ours has a quote in it.
char *boot_media_configuration(const char *words)
{
    return alloc_printf("linux /boot/vmlinuz %s\ninitrd /boot/initramfs\nboot\n", words);
}

// --- what goes in -------------------------------------------------------------------------------

// By a link, where scratch is on the same file system: nothing is copied.
static int put(const char *from, const char *folder, const char *name, struct err *err)
{
    scope_free char *to = path_join(folder, name);
    scope_free char *bytes = NULL;
    size_t length;
    if (link(from, to) == 0)
        return 0;
    int result = path_read(from, FILE_MAX, &bytes, &length, err);
    return result < 0 ? result : path_write(to, bytes, length, 0600, err);
}

static int lay_out(const char *root, const struct boot_media *media, struct err *err)
{
    scope_free char *boot = path_join(root, "boot");
    scope_free char *grub = path_join(boot, "grub");
    scope_free char *text = boot_media_configuration(media->words);
    scope_free char *configuration = path_join(grub, "grub.cfg");
    int result = path_make_dirs(grub, err);
    if (result == 0)
        result = put(media->kernel, boot, "vmlinuz", err);
    if (result == 0)
        result = put(media->initramfs, boot, "initramfs", err);
    return result < 0 ? result : path_write(configuration, text, strlen(text), 0600, err);
}

// --- the tool -----------------------------------------------------------------------------------

// grub-mkrescue makes do without a firmware whose modules it does not find, and says nothing.
static int need_tools(struct err *err)
{
    static const char *const programs[] = {"grub-mkrescue", "xorriso", "mformat"};
    static const char *const modules[] = {"/usr/lib/grub/i386-pc", "/usr/lib/grub/x86_64-efi"};
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++) {
        scope_free char *found = process_find(programs[i]);
        if (!found)
            return err_host(err, mend, "no %s: it makes the bootable image", programs[i]);
    }
    for (size_t i = 0; i < sizeof modules / sizeof *modules; i++)
        if (!path_exists(modules[i]))
            return err_host(err, mend, "no %s: the image's loader is made of it", modules[i]);
    return 0;
}

// The last line that it printed tells why.
static const char *last_line(char *text)
{
    size_t length = strlen(text);
    while (length && text[length - 1] == '\n')
        text[--length] = '\0';
    const char *start = strrchr(text, '\n');
    return start ? start + 1 : text;
}

// Fonts, translations and themes are for menus. It leaves a folder in TMPDIR when it is killed.
static int make_image(const char *path, const char *root, const char *scratch, struct err *err)
{
    scope_free char *temporary = alloc_printf("TMPDIR=%s", scratch);
    const char *const argv[] = {
        "env", temporary, "grub-mkrescue", "--fonts=", "--locales=", "--themes=", "-o", path,
        root,  NULL};
    const struct process_options options = {.timeout_ns = TIMEOUT_NS};
    struct process_result made;
    int result = process_run(argv, &options, &made, err);
    if (result < 0)
        return result;
    if (made.exit_code != 0)
        result = err_host(err, mend, "grub-mkrescue: %s", last_line(made.output));
    process_result_done(&made);
    return result;
}

int boot_media_write(const char *path, const struct boot_media *media, const char *scratch,
                     struct err *err)
{
    scope_free char *root = path_join(scratch, "image");
    int result = need_tools(err);
    if (result == 0)
        result = path_make_dirs(scratch, err);
    if (result == 0)
        result = lay_out(root, media, err);
    if (result == 0)
        result = make_image(path, root, scratch, err);
    if (result < 0)
        unlink(path);
    path_remove_tree(scratch, NULL);
    return result;
}
