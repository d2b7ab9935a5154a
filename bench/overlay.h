// SPDX-License-Identifier: GPL-3.0-or-later
// A throw-away layer over a disk image: a qcow2 file that holds what one guest writes and reads all
// else from the image, which any number of guests share so. Written here, since an empty qcow2 is
// four clusters and hosts without qemu-img are common.
#ifndef FULLHOUSE_BENCH_OVERLAY_H
#define FULLHOUSE_BENCH_OVERLAY_H

#include <stdint.h>

struct err;

// Writes an empty layer to path, over the image (absolute path, at most 1023 bytes by qcow2's own
// bound; "" for an empty disk over nothing) of that format ("raw", "qcow2") and size as a guest
// sees it, a multiple of 512 and at most 64 TiB. 0 or negative errno.
int overlay_write(const char *path, const char *image, const char *format, uint64_t disk_bytes,
                  struct err *err);

#endif
