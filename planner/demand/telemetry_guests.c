// SPDX-License-Identifier: GPL-3.0-or-later
// Objects are "vm NAME", "vm NAME disk vda", ...: the metric tells which, as a name may hold
// blanks.
#include "planner/demand/telemetry_guests.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/model/telemetry.h"
#include "planner/demand/usage_grid.h"

enum { GONE_DISTANCES = 10 }; // without a point at the end

static const struct figure {
    const char *source, *metric;
    const char *part; // what stands behind the machine's name; NULL nothing
    enum telemetry_figure figure;
} figures[] = {
    {"process", "cpu_cores", NULL, TELEMETRY_CPU},
    {"process", "memory_rss_bytes", NULL, TELEMETRY_RESIDENT},
    {"process", "busy_ratio", " vcpu ", TELEMETRY_ONE_VCPU},
    {"libvirt", "balloon_maximum_bytes", NULL, TELEMETRY_MEMORY},
    {"libvirt", "vcpus_count", NULL, TELEMETRY_VCPUS},
    {"libvirt", "physical_bytes", " disk ", TELEMETRY_DISK},
    {"libvirt", "read_hz", " disk ", TELEMETRY_DISK_RATE},
    {"libvirt", "write_hz", " disk ", TELEMETRY_DISK_RATE},
    {"libvirt", "receive_bytes_hz", " nic ", TELEMETRY_NETWORK},
    {"libvirt", "transmit_bytes_hz", " nic ", TELEMETRY_NETWORK},
    {"libvirt", "dirty_bytes_hz", NULL, TELEMETRY_DIRTY_RATE},
};

static const char *last_of(const char *text, const char *part)
{
    const char *found = NULL;
    for (const char *at = strstr(text, part); at; at = strstr(at + 1, part))
        found = at;
    return found;
}

enum telemetry_figure telemetry_figure_of(const struct telemetry_series *series, char **ret_name)
{
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++) {
        const struct figure *figure = &figures[i];
        if (strcmp(series->source, figure->source) != 0 ||
            strcmp(series->metric, figure->metric) != 0 || strncmp(series->object, "vm ", 3) != 0)
            continue;
        const char *name = series->object + 3;
        const char *end = figure->part ? last_of(name, figure->part) : name + strlen(name);
        if (!end)
            break;
        *ret_name = alloc_printf("%.*s", (int)(end - name), name);
        return figure->figure;
    }
    return TELEMETRY_OTHER;
}

static double most_of(const struct telemetry_series *series)
{
    double most = 0;
    for (size_t i = 0; i < series->count; i++)
        most = fmax(most, series->points[i].value);
    return most;
}

static void add_cpu(struct telemetry_guests *guests, struct telemetry_guest *guest,
                    const struct telemetry_series *series)
{
    guest->distance_ns = usage_grid_distance_ns(series);
    if (guest->distance_ns == 0)
        return;
    guest->first_ns = series->points[0].at_ns - guest->distance_ns;
    guest->last_ns = series->points[series->count - 1].at_ns;
    guest->peak_cores = most_of(series);
    bool is_first = guests->distance_ns == 0;
    if (is_first || guest->first_ns < guests->first_ns)
        guests->first_ns = guest->first_ns;
    if (is_first || guest->last_ns > guests->last_ns)
        guests->last_ns = guest->last_ns;
    if (is_first || guest->distance_ns < guests->distance_ns)
        guests->distance_ns = guest->distance_ns;
}

static double sum_of(double known, double more)
{
    return isnan(known) ? more : known + more;
}

static size_t index_of(struct telemetry_guests *guests, const char *name)
{
    struct inventory_guest *guest = inventory_guests_find(&guests->guests, name);
    if (guest)
        return (size_t)(guest - guests->guests.list);
    inventory_guests_add(&guests->guests, name);
    size_t index = guests->guests.count - 1;
    if (index == guests->capacity) {
        guests->capacity = guests->capacity ? 2 * guests->capacity : 64;
        guests->list = alloc_resized(guests->list, guests->capacity, sizeof *guests->list);
    }
    guests->list[index] = (struct telemetry_guest){0};
    return index;
}

void telemetry_guests_add(struct telemetry_guests *guests, const struct telemetry_series *series)
{
    scope_free char *name = NULL;
    enum telemetry_figure figure = telemetry_figure_of(series, &name);
    if (figure == TELEMETRY_OTHER || series->count == 0)
        return;
    size_t index = index_of(guests, name);
    struct inventory_guest *guest = &guests->guests.list[index];
    struct telemetry_guest *more = &guests->list[index];
    if (figure == TELEMETRY_CPU)
        add_cpu(guests, more, series);
    if (figure == TELEMETRY_RESIDENT)
        more->resident_bytes = most_of(series);
    if (figure == TELEMETRY_DIRTY_RATE)
        more->dirty_bytes_hz = most_of(series);
    if (figure == TELEMETRY_ONE_VCPU)
        more->vcpus_seen++;
    if (figure == TELEMETRY_MEMORY)
        guest->memory_bytes = most_of(series);
    if (figure == TELEMETRY_VCPUS)
        guest->vcpus = most_of(series);
    if (figure == TELEMETRY_DISK)
        guest->disk_bytes = sum_of(guest->disk_bytes, most_of(series));
}

// Who was never seen to run is no demand.
static void finish_guest(struct telemetry_guests *guests, size_t index)
{
    struct inventory_guest *guest = &guests->guests.list[index];
    const struct telemetry_guest *more = &guests->list[index];
    int64_t missing_ns = guests->last_ns - more->last_ns;
    if (more->distance_ns == 0 || missing_ns > GONE_DISTANCES * more->distance_ns) {
        guest->state = INVENTORY_GONE;
        return;
    }
    if (!(guest->vcpus >= 1) && more->vcpus_seen == 0)
        guests->by_peak++;
    if (!(guest->vcpus >= 1))
        guest->vcpus =
            more->vcpus_seen ? (double)more->vcpus_seen : fmax(ceil(more->peak_cores), 1);
    if (!(guest->memory_bytes > 0)) {
        guest->memory_bytes = more->resident_bytes;
        guests->by_resident++;
    }
}

void telemetry_guests_finish(struct telemetry_guests *guests)
{
    for (size_t i = 0; i < guests->guests.count; i++)
        finish_guest(guests, i);
}

void telemetry_guests_done(struct telemetry_guests *guests)
{
    inventory_guests_done(&guests->guests);
    free(guests->list);
    *guests = (struct telemetry_guests){0};
}
