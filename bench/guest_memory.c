// SPDX-License-Identifier: GPL-3.0-or-later
// What each backing needs of host and guest.
#include "bench/guest_memory.h"

#include <inttypes.h>
#include <string.h>

#include "bench/page_merging.h"
#include "bench/platform.h"
#include "collector/procfs.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/model/scenario.h"

// Pages of the size that hugetlbfs has when nobody says another.
struct huge_pages {
    uint64_t page_bytes, total, free;
};

static int read_huge(const struct procfs *procfs, struct huge_pages *ret_pages, struct err *err)
{
    scope_free char *text = NULL;
    struct huge_pages pages;
    int result = procfs_read(procfs, "/proc/meminfo", &text, err);
    if (result < 0)
        return result;
    if (procfs_field(text, "Hugepagesize", &pages.page_bytes) < 0 || pages.page_bytes == 0 ||
        procfs_field(text, "HugePages_Total", &pages.total) < 0 ||
        procfs_field(text, "HugePages_Free", &pages.free) < 0)
        return err_host(err, NULL, "this kernel has no huge pages (CONFIG_HUGETLBFS)");
    pages.page_bytes *= 1024;
    *ret_pages = pages;
    return 0;
}

static uint64_t pages_of(const struct shape *shape, uint64_t page_bytes)
{
    return (shape->memory_bytes + page_bytes - 1) / page_bytes;
}

// Of what the ladder counts: a guest, or a tile.
static uint64_t pages_of_unit(const struct scenario *scenario, uint64_t page_bytes)
{
    const struct tile *tile = &scenario->tile;
    uint64_t pages = 0;
    for (size_t i = 0; i < tile->role_count; i++)
        pages += pages_of(&tile->roles[i].shape, page_bytes) * tile->roles[i].guests;
    return tile->role_count ? pages : pages_of(&scenario->shape, page_bytes);
}

uint64_t guest_memory_huge_bytes(const struct procfs *procfs, const struct scenario *scenario)
{
    struct huge_pages pages;
    if (scenario->memory_backing != MEMORY_BACKING_HUGE || read_huge(procfs, &pages, NULL) < 0)
        return 0;
    uint32_t guests = scenario->tile.role_count ? tile_guests(&scenario->tile) : 1;
    return pages_of_unit(scenario, pages.page_bytes) * pages.page_bytes / guests;
}

int guest_memory_huge_free(const struct procfs *procfs, uint64_t *ret_bytes)
{
    struct huge_pages pages;
    int result = read_huge(procfs, &pages, NULL);
    if (result == 0)
        *ret_bytes = pages.free * pages.page_bytes;
    return result;
}

static int check_mount(const struct procfs *procfs, struct err *err)
{
    scope_free char *text = NULL;
    int result = procfs_read(procfs, "/proc/mounts", &text, err);
    if (result < 0 || strstr(text, " hugetlbfs "))
        return result;
    return err_host(err, "mount -t hugetlbfs hugetlbfs /dev/hugepages",
                    "hugetlbfs is mounted nowhere");
}

// Enough for the fewest guests; above them the ladder finds its end.
static int check_huge(const struct procfs *procfs, const struct scenario *scenario, struct err *err)
{
    struct huge_pages pages;
    int result = read_huge(procfs, &pages, err);
    if (result < 0)
        return result;
    uint64_t wanted = pages_of_unit(scenario, pages.page_bytes) * scenario->guests_min;
    scope_free char *mend =
        alloc_printf("sysctl vm.nr_hugepages=%" PRIu64, pages.total - pages.free + wanted);
    if (pages.free < wanted)
        return err_host(err, mend,
                        "%" PRIu64 " huge pages of %" PRIu64 " KiB are wanted, %" PRIu64
                        " of %" PRIu64 " are free",
                        wanted, pages.page_bytes / 1024, pages.free, pages.total);
    return check_mount(procfs, err);
}

static int check_balloon(const struct platform *platform, struct err *err)
{
    return strcmp(platform->guest_kind, "bare") == 0
               ? err_host(err, NULL, "the bare guest has no driver of a balloon")
               : 0;
}

static int check(const struct procfs *procfs, const struct scenario *scenario,
                 const struct platform *platform, struct err *err)
{
    switch (scenario->memory_backing) {
    case MEMORY_BACKING_HUGE:
        return check_huge(procfs, scenario, err);
    case MEMORY_BACKING_KSM:
        return page_merging_check(err);
    case MEMORY_BACKING_BALLOON:
    case MEMORY_BACKING_FREE_PAGE_REPORTING:
        return check_balloon(platform, err);
    default:
        return 0;
    }
}

int guest_memory_check(const struct procfs *procfs, const struct scenario *scenario,
                       const struct platform *platform, struct err *err)
{
    enum memory_backing backing = scenario->memory_backing;
    if (backing == MEMORY_BACKING_PLAIN)
        return 0;
    int result = strcmp(platform->guest_kind, "process") == 0
                     ? err_host(err, NULL, "%s has no guest memory", platform->ops->name)
                     : check(procfs, scenario, platform, err);
    return result < 0 ? err_prefix(err, "memory backing %s", memory_backing_name(backing)) : 0;
}
