// SPDX-License-Identifier: GPL-3.0-or-later
// What the boot loader of an image is told, and what is said where no image can be made. Images
// that boot: tests/system/test_media.c.
#include "bench/boot_media.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "tests/collector/tree.h"

TestSuite(harness_boot_media, .init = tree_make, .fini = tree_remove);

Test(harness_boot_media, its_loader_boots_at_once)
{
    scope_free char *text = boot_media_configuration("console=tty0 rdinit=/init");
    cr_assert_str_eq(text, "linux /boot/vmlinuz console=tty0 rdinit=/init\n"
                           "initrd /boot/initramfs\nboot\n");
}

static int make(const char *path, struct err *err)
{
    scope_free char *scratch = tree_path("/scratch");
    scope_free char *kernel = tree_path("/vmlinuz");
    scope_free char *initramfs = tree_path("/initramfs");
    const struct boot_media media = {.kernel = kernel, .initramfs = initramfs, .words = "quiet"};
    int result = boot_media_write(path, &media, scratch, err);
    cr_expect_not(path_exists(scratch), "scratch is left behind");
    return result;
}

Test(harness_boot_media, without_the_tool_says_what_to_install)
{
    scope_free char *path = tree_path("/image.iso");
    struct err err = {0};
    setenv("PATH", tree_root(), 1);
    cr_assert_eq(make(path, &err), -ENOTSUP);
    cr_assert_not_null(strstr(err_text(&err), "grub-mkrescue"), "%s", err_text(&err));
    cr_assert_not_null(strstr(err.mend, "grub-efi-amd64-bin"), "%s", err.mend);
    err_done(&err);
    cr_assert_not(path_exists(path));
}

// Neither is made when the other is missing: half an image would be found out at its boot.
Test(harness_boot_media, without_a_kernel_nothing_is_written)
{
    scope_free char *path = tree_path("/image.iso");
    struct err err = {0};
    tree_put("/initramfs", "070701");
    int result = make(path, &err);
    cr_assert(result == -ENOENT || result == -ENOTSUP, "%s", err_text(&err)); // no tools: at once
    if (result == -ENOENT)
        cr_assert_not_null(strstr(err_text(&err), "/vmlinuz"), "%s", err_text(&err));
    err_done(&err);
    cr_assert_not(path_exists(path));
}
