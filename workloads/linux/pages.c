// SPDX-License-Identifier: GPL-3.0-or-later
// Anonymous memory by mmap(2).
#include "workloads/linux/pages.h"

#include <errno.h>
#include <stdint.h>
#include <sys/mman.h>

#include "common/base/err.h"

// Address space costs nothing: what lies before the boundary is never touched.
static void *aligned(void *map)
{
    size_t beyond = (uintptr_t)map % PAGES_LARGE_BYTES;

    return beyond ? (char *)map + (PAGES_LARGE_BYTES - beyond) : map;
}

int pages_map(struct pages *pages, size_t bytes, struct err *err)
{
    size_t map_bytes;
    void *map;

    *pages = (struct pages){0};
    if (bytes == 0)
        return 0;
    if (__builtin_add_overflow(bytes, PAGES_LARGE_BYTES, &map_bytes))
        return err_system(err, ENOMEM, "mapping a working set of %zu bytes", bytes);
    map = mmap(NULL, map_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (map == MAP_FAILED)
        return err_system(err, errno, "mapping a working set of %zu bytes", bytes);
    *pages = (struct pages){.memory = aligned(map), .map = map, .map_bytes = map_bytes};
    // Page walks are two-dimensional in a guest; a kernel without large pages says no, and is
    // right.
    madvise(pages->memory, bytes, MADV_HUGEPAGE);
    return 0;
}

void pages_done(struct pages *pages)
{
    if (!pages)
        return;
    if (pages->map)
        munmap(pages->map, pages->map_bytes);
    *pages = (struct pages){0};
}
