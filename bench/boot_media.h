// SPDX-License-Identifier: GPL-3.0-or-later
// The appliance as a bootable image, for hypervisors that load no kernel themselves: one file that
// is a CD and a disk, for BIOS and UEFI, with GRUB as its loader. Made by grub-mkrescue, which
// knows how firmwares of all ages want such an image laid out; it is needed nowhere else.
#ifndef FULLHOUSE_BENCH_BOOT_MEDIA_H
#define FULLHOUSE_BENCH_BOOT_MEDIA_H

struct err;

struct boot_media {
    const char *kernel, *initramfs; // files
    const char *words;              // the kernel's command line
};

// Writes it to path, from scratch, a folder that is this process's alone and takes twice the
// image's size; it is made empty again. 0; -ENOTSUP where a tool is missing, with the packages to
// install; -EINTR when interrupted; another negative errno.
int boot_media_write(const char *path, const struct boot_media *media, const char *scratch,
                     struct err *err);

// What GRUB is told: boot at once. New string.
char *boot_media_configuration(const char *words);

#endif
