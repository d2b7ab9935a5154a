// SPDX-License-Identifier: GPL-3.0-or-later
// The distribution's cloud kernel: its package fetched with apt-get as whoever we are, and unpacked
// into <cache>/kernel/NAME/ (vmlinuz, modules/). Never installed.
#ifndef FULLHOUSE_BENCH_KERNEL_PACKAGE_H
#define FULLHOUSE_BENCH_KERNEL_PACKAGE_H

struct err;

// Path of the unpacked image as a new string; fetches (into scratch, a folder of this run) and
// unpacks only when the cache has none. 0 or negative errno with the mend (a host without apt,
// empty package lists, no network).
int kernel_package_image(const char *scratch, void (*say)(void *context, const char *text),
                         void *context, char **ret_image, struct err *err);

// Sees to it that beside an image of the cache lie the modules of a guest's network, which earlier
// versions did not unpack: fetches the package again where they do not. Any other image is left
// alone. 0 or negative errno, as above.
int kernel_package_complete(const char *image, const char *scratch,
                            void (*say)(void *context, const char *text), void *context,
                            struct err *err);

// Path of an image an earlier run unpacked as a new string, or NULL.
char *kernel_package_cached(void);

#endif
