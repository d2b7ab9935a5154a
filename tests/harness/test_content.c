// SPDX-License-Identifier: GPL-3.0-or-later
// What guests fill their memory with, read from outside the agents: unlike any other guest's,
// unless the scenario lets pages be shared.
#include <criterion/criterion.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "bench/fleet.h"
#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/model/load.h"
#include "tests/harness/native.h"

TestSuite(harness_content, .init = native_make_cache, .fini = native_remove_cache);

enum { PAGE = 4096 };
#define MIB       (UINT64_C(1) << 20)
#define SET_BYTES (24 * MIB)

static const struct load memory_load = {.workload = (char *)"memory",
                                        .variant = (char *)"copy",
                                        .arrivals = LOAD_CLOSED,
                                        .working_set_bytes = SET_BYTES,
                                        .threads = 1};

// The bounds of the one mapping that is large enough for the working set; the kernel may have
// joined it with a thread's stack.
static void find_set(pid_t pid, uint64_t *ret_from, uint64_t *ret_to)
{
    scope_free char *path = alloc_printf("/proc/%d/maps", (int)pid);
    scope_fclose FILE *maps = fopen(path, "re");
    cr_assert_not_null(maps);
    char line[512], access[5];
    while (fgets(line, sizeof line, maps))
        if (sscanf(line, "%" SCNx64 "-%" SCNx64 " %4s", ret_from, ret_to, access) == 3 &&
            strcmp(access, "rw-p") == 0 && *ret_to - *ret_from >= SET_BYTES)
            return;
    cr_assert_fail("no mapping of %s holds a working set", path);
}

// The first page at a whole mebibyte of the mapping that holds anything.
static void read_page(pid_t pid, uint8_t page[PAGE])
{
    static const uint8_t nothing[PAGE];
    scope_free char *path = alloc_printf("/proc/%d/mem", (int)pid);
    scope_close int fd = open(path, O_RDONLY | O_CLOEXEC);
    cr_assert_geq(fd, 0, "%s", path);
    uint64_t from, to;
    find_set(pid, &from, &to);
    for (uint64_t at = from; at < to; at += MIB) {
        cr_assert_eq(pread(fd, page, PAGE, (off_t)at), PAGE);
        if (memcmp(page, nothing, PAGE) != 0)
            return;
    }
    cr_assert_fail("an empty set proves nothing: %" PRIx64 "-%" PRIx64, from, to);
}

static bool pages_agree(bool unique_content)
{
    struct native native;
    struct err err = {0};
    uint8_t pages[2][PAGE];
    native_open(&native, "");
    const struct fleet_options options = {
        .platform = native.platform,
        .shape = {.vcpus = 1, .memory_bytes = UINT64_C(64) << 20},
        .guests = 2,
        .parallel = 2,
        .boot_timeout_ns = 30 * CLOCK_NS_PER_SECOND,
    };
    struct fleet *fleet = fleet_new(&options);
    cr_assert_eq(fleet_boot(fleet, &err), 0, "%s", err_text(&err));
    cr_assert_eq(fleet_sync(fleet, &err), 0);
    cr_assert_eq(fleet_prepare(fleet, &memory_load, 7, unique_content, &err), 0);
    cr_assert_null(fleet_lost(fleet));
    for (uint32_t i = 0; i < 2; i++)
        read_page(fleet_guest(fleet, i)->os.pid, pages[i]);
    fleet_free(fleet);
    native_close(&native);
    return memcmp(pages[0], pages[1], PAGE) == 0;
}

Test(harness_content, is_unlike_any_other_guests)
{
    cr_assert_not(pages_agree(true));
}

Test(harness_content, is_alike_where_pages_may_be_shared)
{
    cr_assert(pages_agree(false));
}
