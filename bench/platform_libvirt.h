// SPDX-License-Identifier: GPL-3.0-or-later
// What the sweep needs of libvirt beyond the platform's own calls.
#ifndef FULLHOUSE_BENCH_PLATFORM_LIBVIRT_H
#define FULLHOUSE_BENCH_PLATFORM_LIBVIRT_H

#include <stddef.h>

struct err;

// Destroys every domain on uri that carries this mark and touches no other. 0 or negative errno.
int platform_libvirt_sweep(const char *uri, const char *mark, size_t *ret_removed, struct err *err);

#endif
