// SPDX-License-Identifier: GPL-3.0-or-later
// The Linux a guest boots: an image and the folder of its modules. Taken from the path the user
// named, else the host's own when it can be read, else the distribution's cloud kernel, whose
// package is unpacked into the cache and never installed.
#ifndef FULLHOUSE_BENCH_GUEST_KERNEL_H
#define FULLHOUSE_BENCH_GUEST_KERNEL_H

#include <stdint.h>

struct err;

struct guest_kernel {
    char *image;   // absolute path of a bzImage
    char *release; // "6.1.0-56-cloud-amd64"
    char *modules; // folder that holds its kernel/ tree, "" when none was found: then what a guest
                   // needs must be built in
};

// path is the user's, or ""; scratch is a folder of this run in which a package may be unpacked, on
// the cache's file system. say announces a download; never NULL. 0 or negative errno: a missing or
// unreadable file, a file that is no Linux kernel, a distribution that has no such package (with
// the mend).
int guest_kernel_find(const char *path, const char *scratch,
                      void (*say)(void *context, const char *text), void *context,
                      struct guest_kernel *ret_kernel, struct err *err);
void guest_kernel_done(struct guest_kernel *kernel);

// The release written in a bzImage's header (Linux Documentation/arch/x86/boot.rst, field
// kernel_version), as a new string. -EINVAL for a file that is no bzImage.
int guest_kernel_release(const char *image, char **ret_release, struct err *err);

// Where in a guest's memory this kernel's own room ends while it unpacks itself (fields
// pref_address and init_size of the same header): with less memory it dies before it can say a
// word. 0 where the header does not tell.
uint64_t guest_kernel_end_bytes(const char *image);

#endif
