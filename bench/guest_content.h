// SPDX-License-Identifier: GPL-3.0-or-later
// What a file that the user named as the guest is, told by its content and never by its name.
#ifndef FULLHOUSE_BENCH_GUEST_CONTENT_H
#define FULLHOUSE_BENCH_GUEST_CONTENT_H

#include <stdint.h>

struct err;

enum guest_content_kind {
    GUEST_CONTENT_PROGRAM, // ELF32 with a multiboot header: QEMU loads it as it loads a kernel
    GUEST_CONTENT_QCOW2,   // a disk
    GUEST_CONTENT_RAW,     // a disk with a boot sector
};

struct guest_content {
    enum guest_content_kind kind;
    uint64_t disk_bytes; // the size a guest sees, whole sectors; 0 for a program
};

// 0, or -EINVAL: no such file, no regular file, unreadable, or none of these.
int guest_content_read(const char *path, struct guest_content *ret_content, struct err *err);

#endif
