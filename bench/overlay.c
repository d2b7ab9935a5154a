// SPDX-License-Identifier: GPL-3.0-or-later
// qcow2, version 3, as QEMU's docs/interop/qcow2.txt defines it: one cluster each for header, table
// of reference counts and their first block, then the first-level table, which points nowhere yet.
#include "bench/overlay.h"

#include <endian.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"

enum {
    CLUSTER_BITS = 16,
    CLUSTER = 1 << CLUSTER_BITS,
    HEADER_LENGTH = 104,
    EXTENSIONS_AT = HEADER_LENGTH,
    BACKING_AT = 512, // behind the extensions
    BACKING_MAX = 1023,
    REFCOUNT_TABLE = 1, // clusters
    REFCOUNT_BLOCK = 2,
    FIRST_LEVEL = 3,
};
// A first-level entry is 8 bytes and stands for a cluster of such entries, each for a cluster.
static const uint64_t FIRST_LEVEL_SPAN = (uint64_t)CLUSTER / 8 * CLUSTER;

static void put_32(uint8_t *at, uint32_t value)
{
    value = htobe32(value);
    memcpy(at, &value, sizeof value);
}

static void put_64(uint8_t *at, uint64_t value)
{
    value = htobe64(value);
    memcpy(at, &value, sizeof value);
}

static uint64_t divide_up(uint64_t value, uint64_t by)
{
    return (value + by - 1) / by;
}

static void put_header(uint8_t *header, const char *image, uint64_t disk_bytes)
{
    memcpy(header, "QFI\xfb", 4);
    put_32(header + 4, 3); // version
    put_64(header + 8, *image ? BACKING_AT : 0);
    put_32(header + 16, (uint32_t)strlen(image));
    put_32(header + 20, CLUSTER_BITS);
    put_64(header + 24, disk_bytes);
    put_32(header + 36, (uint32_t)divide_up(disk_bytes, FIRST_LEVEL_SPAN));
    put_64(header + 40, FIRST_LEVEL * CLUSTER);
    put_64(header + 48, REFCOUNT_TABLE * CLUSTER);
    put_32(header + 56, 1); // clusters of the table
    put_32(header + 96, 4); // a reference count has 2^4 bits
    put_32(header + 100, HEADER_LENGTH);
    memcpy(header + BACKING_AT, image, strlen(image));
}

// libvirt follows an image's backing file only when its format is written down.
static void put_backing_format(uint8_t *extensions, const char *format)
{
    put_32(extensions, 0xe2792aca);
    put_32(extensions + 4, (uint32_t)strlen(format));
    memcpy(extensions + 8, format, strlen(format));
}

static void put_reference_counts(uint8_t *bytes, size_t clusters)
{
    put_64(bytes + REFCOUNT_TABLE * CLUSTER, REFCOUNT_BLOCK * CLUSTER);
    for (size_t i = 0; i < clusters; i++)
        bytes[REFCOUNT_BLOCK * CLUSTER + 2 * i + 1] = 1; // 16 bits, big endian
}

int overlay_write(const char *path, const char *image, const char *format, uint64_t disk_bytes,
                  struct err *err)
{
    if (strlen(image) > BACKING_MAX)
        return err_input(err, "%s: too long for a qcow2 layer over it (%d bytes)", image,
                         BACKING_MAX);
    size_t clusters = FIRST_LEVEL + divide_up(divide_up(disk_bytes, FIRST_LEVEL_SPAN) * 8, CLUSTER);
    scope_free uint8_t *bytes = alloc_zeroed(clusters, CLUSTER);
    put_header(bytes, image, disk_bytes);
    if (*image)
        put_backing_format(bytes + EXTENSIONS_AT, format);
    put_reference_counts(bytes, clusters);
    return path_write(path, bytes, clusters * CLUSTER, 0600, err);
}
