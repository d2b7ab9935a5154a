// SPDX-License-Identifier: GPL-3.0-or-later
// A made fleet as Ganeti's htools read it: htools(1), "-t datafile". Sections end with an empty
// line; every guest's disk is mirrored elsewhere ("ext"), so that it may run on any node.
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "tests/bench/made_fleet.h"

static const char group[] = "11111111-1111-1111-1111-111111111111";
// Standard, least and most of a guest; disk templates; vCPUs a core; guests a spindle.
static const char policy[] = "4096,2,0,1,1,1|1024,1,0,1,0,1;65536,64,1048576,16,8,12|ext|4|64";

static int64_t *left_of(const struct made_fleet *fleet)
{
    int64_t *left = alloc_zeroed(fleet->hosts + 1, sizeof(*left));

    for (size_t h = 0; h < fleet->hosts; h++)
        left[h] = MADE_FLEET_HOST_MIB;
    for (size_t g = 0; g < fleet->guests; g++)
        if (fleet->start[g] >= 0)
            left[fleet->start[g]] -= fleet->sizes[g * MADE_FLEET_DIMENSIONS + MADE_FLEET_MEMORY];
    return left;
}

static void write_nodes(const struct made_fleet *fleet, FILE *file)
{
    scope_free int64_t *left = left_of(fleet);

    for (size_t h = 0; h < fleet->hosts; h++)
        fprintf(file, "h%zu|%d|0|%lld|1048576|1048576|%lld|%s|%s|1||N|0|0|1\n", h + 1,
                MADE_FLEET_HOST_MIB, (long long)left[h], (long long)fleet->cores,
                h == 0 ? "M" : "N", group);
}

static void write_instances(const struct made_fleet *fleet, FILE *file)
{
    for (size_t g = 0; g < fleet->guests; g++) {
        const int64_t *size = fleet->sizes + g * MADE_FLEET_DIMENSIONS;
        if (fleet->start[g] >= 0)
            fprintf(file, "g%zu|%lld|0|%lld|running|Y|h%d||ext||1|-\n", g + 1,
                    (long long)size[MADE_FLEET_MEMORY], (long long)size[MADE_FLEET_CPU],
                    fleet->start[g] + 1);
    }
}

int made_fleet_write_htools(const struct made_fleet *fleet, const char *folder)
{
    scope_free char *path = alloc_printf("%s/fleet.htools", folder);
    FILE *file = fopen(path, "we");

    if (!file)
        return -errno;
    fprintf(file, "default|%s|preferred||\n\n", group);
    write_nodes(fleet, file);
    fputs("\n", file);
    write_instances(fleet, file);
    fprintf(file, "\n\n|%s\ndefault|%s\n", policy, policy);
    bool failed = ferror(file);
    return fclose(file) != 0 || failed ? -EIO : 0;
}
