// SPDX-License-Identifier: GPL-3.0-or-later
// How a guest's machine comes to its system: what it boots from, and by which firmware.
#ifndef FULLHOUSE_COMMON_MODEL_BOOT_WAY_H
#define FULLHOUSE_COMMON_MODEL_BOOT_WAY_H

struct err;

// enum, word; the first is what holds when nothing is said.
#define BOOT_FROMS(X)                                                                              \
    X(AUTO, "auto")     /* as the platform does it best */                                         \
    X(KERNEL, "kernel") /* the hypervisor itself loads kernel and initramfs */                     \
    X(ISO, "iso")       /* a bootable image in a CD drive */                                       \
    X(DISK, "disk")     /* the same image as a disk */

#define BOOT_FIRMWARES(X)                                                                          \
    X(AUTO, "auto") /* the platform's first */                                                     \
    X(BIOS, "bios")                                                                                \
    X(UEFI, "uefi")

#define X(name, word) BOOT_FROM_##name,
enum boot_from { BOOT_FROMS(X) BOOT_FROM_COUNT };
#undef X
#define X(name, word) BOOT_FIRMWARE_##name,
enum boot_firmware { BOOT_FIRMWARES(X) BOOT_FIRMWARE_COUNT };
#undef X

struct boot_way {
    enum boot_from from;
    enum boot_firmware firmware;
};

const char *boot_way_from_name(enum boot_from from);
const char *boot_way_firmware_name(enum boot_firmware firmware);

// From a word. 0, or -EINVAL with the nearest right word; *ret kept then.
int boot_way_parse_from(const char *text, enum boot_from *ret_from, struct err *err);
int boot_way_parse_firmware(const char *text, enum boot_firmware *ret_firmware, struct err *err);

#endif
