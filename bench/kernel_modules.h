// SPDX-License-Identifier: GPL-3.0-or-later
// Kernel modules with what they depend on, in loading order, read from the modules themselves: a
// package that was never installed has no modules.dep.
#ifndef FULLHOUSE_BENCH_KERNEL_MODULES_H
#define FULLHOUSE_BENCH_KERNEL_MODULES_H

#include <stddef.h>

struct err;

struct kernel_module {
    char *name;  // "virtio_ring"
    void *bytes; // the .ko, uncompressed
    size_t length;
};

struct kernel_modules {
    struct kernel_module *list;
    size_t count;
};

// Reads the wanted modules (NULL-terminated names) below folder ("" gives none) with their
// dependencies before them. Names the folder lacks are passed over. 0 or negative errno.
int kernel_modules_read(const char *folder, const char *const *wanted,
                        struct kernel_modules *ret_modules, struct err *err);
void kernel_modules_done(struct kernel_modules *modules);

#endif
