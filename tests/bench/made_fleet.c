// SPDX-License-Identifier: GPL-3.0-or-later
// Draws guests, then hosts for them.
#include "tests/bench/made_fleet.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/rng.h"
#include "common/base/scope.h"

static const struct flavour {
    int64_t cpus, gib;
    unsigned weight;
} flavours[] = {
    {1, 2, 6},  {1, 4, 6},  {2, 4, 5},  {2, 8, 5},   {4, 8, 4},
    {4, 16, 4}, {8, 16, 4}, {8, 32, 4}, {16, 32, 3},
};
enum { FLAVOURS = sizeof(flavours) / sizeof(*flavours), TRIES = 100 };

static const struct flavour *draw(struct rng *rng)
{
    uint64_t sum = 0;

    for (size_t f = 0; f < FLAVOURS; f++)
        sum += flavours[f].weight;
    uint64_t at = rng_below(rng, sum);
    size_t f = 0;
    while (at >= flavours[f].weight)
        at -= flavours[f++].weight;
    return &flavours[f];
}

static bool fits(const int64_t *size, const int64_t *left)
{
    return size[MADE_FLEET_CPU] <= left[MADE_FLEET_CPU] &&
           size[MADE_FLEET_MEMORY] <= left[MADE_FLEET_MEMORY];
}

static void take(const int64_t *size, int64_t *left)
{
    left[MADE_FLEET_CPU] -= size[MADE_FLEET_CPU];
    left[MADE_FLEET_MEMORY] -= size[MADE_FLEET_MEMORY];
}

static int32_t draw_host(const struct made_fleet *fleet, const int64_t *size, const int64_t *left,
                         struct rng *rng)
{
    for (int i = 0; i < TRIES; i++) {
        size_t a = rng_below(rng, fleet->hosts), b = rng_below(rng, fleet->hosts);
        const int64_t *first = left + a * MADE_FLEET_DIMENSIONS;
        const int64_t *second = left + b * MADE_FLEET_DIMENSIONS;
        if (second[MADE_FLEET_MEMORY] > first[MADE_FLEET_MEMORY]) {
            a = b;
            first = second;
        }
        if (fits(size, first))
            return (int32_t)a;
    }
    return PACKING_NOWHERE;
}

static int64_t *rooms_of(const struct made_fleet *fleet)
{
    int64_t *rooms =
        alloc_zeroed(fleet->hosts * MADE_FLEET_DIMENSIONS + 1, sizeof(*fleet->capacities));

    for (size_t h = 0; h < fleet->hosts; h++) {
        rooms[h * MADE_FLEET_DIMENSIONS + MADE_FLEET_CPU] = fleet->cores * MADE_FLEET_CPUS_A_CORE;
        rooms[h * MADE_FLEET_DIMENSIONS + MADE_FLEET_MEMORY] = MADE_FLEET_HOST_MIB;
    }
    return rooms;
}

static void draw_guests(struct made_fleet *fleet, uint64_t seed)
{
    scope_free int64_t *left = rooms_of(fleet);
    struct rng rng, places;

    rng_init(&rng, rng_derive(seed, 0));
    rng_init(&places, rng_derive(seed, 1));
    for (size_t g = 0; g < fleet->guests; g++) {
        const struct flavour *flavour = draw(&rng);
        int64_t *size = fleet->sizes + g * MADE_FLEET_DIMENSIONS;
        size[MADE_FLEET_CPU] = flavour->cpus;
        size[MADE_FLEET_MEMORY] = flavour->gib * 1024;
        fleet->memory_mib[g] = (double)size[MADE_FLEET_MEMORY];
        fleet->start[g] = draw_host(fleet, size, left, &places);
        if (fleet->start[g] >= 0)
            take(size, left + (size_t)fleet->start[g] * MADE_FLEET_DIMENSIONS);
    }
}

void made_fleet_init(struct made_fleet *fleet, enum made_fleet_kind kind, size_t hosts,
                     size_t guests, uint64_t seed)
{
    *fleet = (struct made_fleet){
        .hosts = hosts,
        .guests = guests,
        .cores = kind == MADE_FLEET_ROOMY ? 64 : 24,
        .sizes = alloc_zeroed(guests * MADE_FLEET_DIMENSIONS + 1, sizeof(*fleet->sizes)),
        .start = alloc_zeroed(guests + 1, sizeof(*fleet->start)),
        .memory_mib = alloc_zeroed(guests + 1, sizeof(*fleet->memory_mib)),
    };
    fleet->capacities = rooms_of(fleet);
    draw_guests(fleet, seed);
    fleet->problem = (struct packing_problem){
        .dimensions = MADE_FLEET_DIMENSIONS,
        .items = guests,
        .bins = hosts,
        .sizes = fleet->sizes,
        .capacities = fleet->capacities,
        .start = fleet->start,
        .move_costs = fleet->memory_mib,
    };
}

void made_fleet_done(struct made_fleet *fleet)
{
    if (!fleet)
        return;
    free(fleet->sizes);
    free(fleet->capacities);
    free(fleet->start);
    free(fleet->memory_mib);
    *fleet = (struct made_fleet){0};
}

static FILE *create(const char *folder, const char *name)
{
    scope_free char *path = alloc_printf("%s/%s", folder, name);
    return fopen(path, "we");
}

static int finish(FILE *file)
{
    bool failed = ferror(file);
    int saved = errno;

    if (fclose(file) != 0)
        return -errno;
    return failed ? -(saved ? saved : EIO) : 0;
}

static int write_hosts(const struct made_fleet *fleet, const char *folder)
{
    FILE *file = create(folder, "hosts.csv");

    if (!file)
        return -errno;
    fputs("name,cores,memory\n", file);
    for (size_t h = 0; h < fleet->hosts; h++)
        fprintf(file, "h%zu,%lld,%d MiB\n", h + 1, (long long)fleet->cores, MADE_FLEET_HOST_MIB);
    return finish(file);
}

static int write_guests(const struct made_fleet *fleet, const char *folder)
{
    FILE *file = create(folder, "guests.csv");

    if (!file)
        return -errno;
    fputs("name,host,vcpus,memory\n", file);
    for (size_t g = 0; g < fleet->guests; g++) {
        const int64_t *size = fleet->sizes + g * MADE_FLEET_DIMENSIONS;
        fprintf(file, "g%zu,", g + 1);
        if (fleet->start[g] >= 0)
            fprintf(file, "h%d", fleet->start[g] + 1);
        fprintf(file, ",%lld,%lld MiB\n", (long long)size[MADE_FLEET_CPU],
                (long long)size[MADE_FLEET_MEMORY]);
    }
    return finish(file);
}

int made_fleet_write(const struct made_fleet *fleet, const char *folder)
{
    int rc = write_hosts(fleet, folder);
    return rc ? rc : write_guests(fleet, folder);
}

// Guests of one flavour are alike: they are counted, and equal hosts filled one after the other.
static size_t fill_host(const struct made_fleet *fleet, size_t *left)
{
    int64_t room[] = {fleet->cores * MADE_FLEET_CPUS_A_CORE, MADE_FLEET_HOST_MIB};
    size_t put = 0;

    for (size_t f = FLAVOURS; f-- > 0;) {
        int64_t size[] = {flavours[f].cpus, flavours[f].gib * 1024};
        for (; left[f] > 0 && fits(size, room); left[f]--, put++)
            take(size, room);
    }
    return put;
}

size_t made_fleet_first_fit(const struct made_fleet *fleet)
{
    size_t left[FLAVOURS] = {0}, hosts = 0;

    for (size_t g = 0; g < fleet->guests; g++)
        for (size_t f = 0; f < FLAVOURS; f++)
            left[f] += fleet->sizes[g * MADE_FLEET_DIMENSIONS] == flavours[f].cpus &&
                       fleet->sizes[g * MADE_FLEET_DIMENSIONS + 1] == flavours[f].gib * 1024;
    for (size_t packed = 0; packed < fleet->guests; hosts++)
        packed += fill_host(fleet, left);
    return hosts;
}
