// SPDX-License-Identifier: GPL-3.0-or-later
// What differs between two runs in versions and settings: QEMU, libvirt, host kernel, guest kernel,
// microcode, mitigations, fullhouse itself.
#ifndef FULLHOUSE_COMPARE_CHANGE_H
#define FULLHOUSE_COMPARE_CHANGE_H

#include <stddef.h>

struct run_record;

struct changes {
    char **list; // "kernel: 6.1.0-25 -> 6.1.0-26"
    size_t count;
};

// Adds those from one to the other that are not there yet.
void changes_add(struct changes *changes, const struct run_record *from,
                 const struct run_record *to);
void changes_done(struct changes *changes);

#endif
