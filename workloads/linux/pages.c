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

// A set that ended within a large page would end in small ones.
static size_t whole(size_t bytes)
{
    size_t beyond = bytes % PAGES_LARGE_BYTES;

    return beyond ? bytes + (PAGES_LARGE_BYTES - beyond) : bytes;
}

// A kernel without large pages says no to both, and is right.
static void advise(const struct pages *pages, size_t bytes, enum pages_size size)
{
    if (size == PAGES_LARGE)
        // Page walks are two-dimensional in a guest.
        madvise(pages->memory, whole(bytes), MADV_HUGEPAGE);
    else
        madvise(pages->memory, bytes, MADV_NOHUGEPAGE);
}

int pages_map(struct pages *pages, size_t bytes, enum pages_size size, struct err *err)
{
    size_t map_bytes;
    void *map;

    *pages = (struct pages){0};
    if (bytes == 0)
        return 0;
    if (__builtin_add_overflow(bytes, 2 * (size_t)PAGES_LARGE_BYTES, &map_bytes))
        return err_system(err, ENOMEM, "mapping a working set of %zu bytes", bytes);
    map = mmap(NULL, map_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (map == MAP_FAILED)
        return err_system(err, errno, "mapping a working set of %zu bytes", bytes);
    *pages = (struct pages){.memory = aligned(map), .map = map, .map_bytes = map_bytes};
    advise(pages, bytes, size);
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
