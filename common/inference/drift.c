// SPDX-License-Identifier: GPL-3.0-or-later
// Counts samples and pairs of them.
#include "common/inference/drift.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/model/host_map.h"
#include "common/model/pinning.h"
#include "common/model/telemetry.h"

static bool is_cpu(double value)
{
    return value >= 0 && value < CPU_SET_MAX && value == floor(value);
}

static void note_most_often(struct drift *drift, const double *cpus, size_t count)
{
    scope_free uint32_t *seen = alloc_zeroed(CPU_SET_MAX, sizeof *seen);
    drift->most_often_count = 0;
    for (size_t i = 0; i < count; i++) {
        if (!is_cpu(cpus[i]))
            continue;
        uint32_t cpu = (uint32_t)cpus[i];
        if (++seen[cpu] > drift->most_often_count) {
            drift->most_often = cpu;
            drift->most_often_count = seen[cpu];
        }
    }
}

static void note_move(struct drift *drift, const struct host_map *map, uint32_t from, uint32_t to)
{
    drift->moves++;
    drift->cpu_changes += from != to;
    drift->node_changes += map && host_map_node_of(map, from) != host_map_node_of(map, to);
}

void drift_add(struct drift *drift, const struct host_map *map, const char *home, uint32_t vcpu,
               const double *cpus, size_t count)
{
    struct cpu_set own;
    bool has_home = *home && pinning_home_of(home, vcpu, &own, NULL) == 0;
    const double *before = NULL;
    for (size_t i = 0; i < count; i++) {
        if (!is_cpu(cpus[i]))
            continue;
        uint32_t cpu = (uint32_t)cpus[i];
        drift->samples++;
        drift->homed += has_home;
        drift->away += has_home && !cpu_set_has(&own, cpu);
        if (before)
            note_move(drift, map, (uint32_t)*before, cpu);
        before = &cpus[i];
    }
    note_most_often(drift, cpus, count);
}

void drift_add_series(struct drift *drift, const struct host_map *map, const char *home,
                      const struct telemetry *telemetry, uint32_t guest, uint32_t vcpu)
{
    scope_free char *object = alloc_printf("guest %u vcpu %u", guest, vcpu);
    const struct telemetry_series *series = telemetry_find(telemetry, NULL, object, "cpu_index");
    if (!series)
        return;
    scope_free double *cpus = alloc_zeroed(series->count + 1, sizeof *cpus);
    for (size_t i = 0; i < series->count; i++)
        cpus[i] = series->points[i].value;
    drift_add(drift, map, home, vcpu, cpus, series->count);
}

void drift_add_guest(struct drift *drift, const struct host_map *map, const char *home,
                     const struct telemetry *telemetry, uint32_t guest)
{
    size_t before;
    uint32_t vcpu = 0;
    do {
        before = drift->samples;
        drift_add_series(drift, map, home, telemetry, guest, vcpu++);
    } while (drift->samples > before);
}

static double ratio(size_t part, size_t whole)
{
    return whole ? (double)part / (double)whole : NAN;
}

double drift_away_ratio(const struct drift *drift)
{
    return ratio(drift->away, drift->homed);
}

double drift_cpu_change_ratio(const struct drift *drift)
{
    return ratio(drift->cpu_changes, drift->moves);
}

double drift_node_change_ratio(const struct drift *drift)
{
    return ratio(drift->node_changes, drift->moves);
}
