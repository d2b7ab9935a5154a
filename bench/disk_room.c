// SPDX-License-Identifier: GPL-3.0-or-later
// Asks the file system.
#include "bench/disk_room.h"

#include <inttypes.h>
#include <sys/statvfs.h>

#include "common/base/alloc.h"
#include "common/base/units.h"

static const uint64_t LEFT_BYTES = UINT64_C(16) << 20;
enum { LEFT_PART = 16, LEFT_FILES = 16 };

char *disk_room_lack(const char *what, const char *folder)
{
    char left[UNITS_TEXT_SIZE];
    struct statvfs disk;
    if (!folder || statvfs(folder, &disk) < 0)
        return NULL;
    uint64_t free_bytes = (uint64_t)disk.f_bavail * disk.f_frsize;
    uint64_t least = (uint64_t)disk.f_blocks * disk.f_frsize / LEFT_PART;
    least = least < LEFT_BYTES ? least : LEFT_BYTES;
    if (disk.f_blocks > 0 && free_bytes < least)
        return alloc_printf("%s: the file system of %s is full: %s left", what, folder,
                            units_format_bytes(left, free_bytes));
    if (disk.f_files > 0 && disk.f_favail < LEFT_FILES)
        return alloc_printf("%s: the file system of %s is full: %" PRIu64 " more files", what,
                            folder, (uint64_t)disk.f_favail);
    return NULL;
}
