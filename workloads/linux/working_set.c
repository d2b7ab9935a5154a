// SPDX-License-Identifier: GPL-3.0-or-later
// Big enough to beat the caches, small enough to leave the guest alive.
#include "workloads/linux/working_set.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "common/base/units.h"

#define DEFAULT_BYTES (UINT64_C(32) << 20)
#define LARGEST_BYTES (UINT64_C(1) << 30)
enum { CACHES = 4 }; // how many times the last-level cache

uint64_t working_set_available_bytes(void)
{
    scope_free char *text = NULL;
    const char *line;
    uint64_t kib;

    if (path_read("/proc/meminfo", 1 << 16, &text, NULL, NULL) < 0)
        return 0;
    line = strstr(text, "MemAvailable:");
    if (!line || sscanf(line, "MemAvailable: %" SCNu64 " kB", &kib) != 1 || kib > UINT64_MAX >> 10)
        return 0;
    return kib << 10;
}

static uint64_t wanted_bytes(void)
{
    long l3 = sysconf(_SC_LEVEL3_CACHE_SIZE);
    long l2 = sysconf(_SC_LEVEL2_CACHE_SIZE);
    uint64_t cache = l3 > 0 ? (uint64_t)l3 : l2 > 0 ? (uint64_t)l2 : 0;
    uint64_t wanted = cache < LARGEST_BYTES / CACHES ? cache * CACHES : LARGEST_BYTES;

    return wanted > DEFAULT_BYTES ? wanted : DEFAULT_BYTES;
}

static uint64_t choice_bytes(uint64_t available)
{
    uint64_t wanted = wanted_bytes();

    return available && wanted > available / 2 ? available / 2 : wanted;
}

static int too_much(uint64_t bytes, uint32_t threads, uint64_t available, struct err *err)
{
    char each[UNITS_TEXT_SIZE], free_text[UNITS_TEXT_SIZE];

    return err_system(err, ENOMEM, "a working set of %s for each of %u threads, with %s available",
                      units_format_bytes(each, bytes), threads,
                      units_format_bytes(free_text, available));
}

int working_set_choose(uint64_t requested_bytes, uint64_t unit, uint32_t threads,
                       uint64_t *ret_bytes, struct err *err)
{
    uint64_t available = working_set_available_bytes();
    uint64_t limit = available ? available / 10 * 9 / threads : UINT64_MAX / 2;
    uint64_t bytes = requested_bytes;

    if (unit == 0) {
        *ret_bytes = 0;
        return 0;
    }
    if (bytes == 0)
        bytes = choice_bytes(available) / threads / unit * unit;
    if (bytes == 0)
        bytes = unit;
    if (bytes > limit)
        return too_much(bytes, threads, available, err);
    bytes = (bytes + unit - 1) / unit * unit;
    if (bytes > limit)
        return too_much(bytes, threads, available, err);
    *ret_bytes = bytes;
    return 0;
}
