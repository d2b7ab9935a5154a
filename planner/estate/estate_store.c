// SPDX-License-Identifier: GPL-3.0-or-later
// The host of each run of `collect`, with the machines on it and their CPU use over time.
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/base/units.h"
#include "common/model/host_map.h"
#include "common/store/store.h"
#include "planner/demand/telemetry_read.h"
#include "planner/estate/estate_grid.h"
#include "planner/estate/estate_read.h"

struct reading {
    struct estate *estate;
    const char *source; // "telemetry of run 3", the estate's
    struct telemetry_guests guests;
    struct usage_grid grid;
    size_t *guest_of; // in the estate, by guest of the run
    int64_t *edges_ns;
    float *cores;
};

static void reading_done(struct reading *reading)
{
    telemetry_guests_done(&reading->guests);
    free(reading->guest_of);
    free(reading->edges_ns);
    free(reading->cores);
}

// --- host ---------------------------------------------------------------------------------------

// Nodes with CPUs and memory; cores are dealt by CPUs.
static void take_nodes(struct estate_host *host, const struct host_map *map, double cpus)
{
    if (map->node_count < 2 || !(cpus > 0))
        return;
    host->nodes = alloc_zeroed(map->node_count, sizeof *host->nodes);
    for (size_t i = 0; i < map->node_count; i++) {
        double share = (double)cpu_set_count(&map->nodes[i].cpus) / cpus;
        if (share > 0 && map->nodes[i].memory_bytes > 0)
            host->nodes[host->node_count++] =
                (struct estate_node){share * host->cores, (double)map->nodes[i].memory_bytes};
    }
}

static void take_map(struct estate_host *host, const struct host_record *record)
{
    struct host_map map = {0};
    if (!*record->map || host_map_parse(record->map, &map, NULL) < 0)
        return;
    take_nodes(host, &map, (double)cpu_set_count(&map.online));
    host_map_done(&map);
}

static int add_host(struct reading *reading, const struct host_record *record, struct err *err)
{
    struct estate *estate = reading->estate;
    if (estate_find_host(estate, record->name) != ESTATE_NOWHERE)
        return err_input(err, "%s: host '%.80s' is there already; one run of each host is wanted",
                         reading->source, record->name);
    struct estate_host *host = estate_add_host(estate, record->name);
    host->file = reading->source;
    host->threads = record->cpus ? record->cpus : NAN;
    host->cores = record->cores ? record->cores : host->threads;
    host->memory_bytes = record->memory_bytes ? (double)record->memory_bytes : NAN;
    if (!record->cores)
        estate_note(estate, "%s: nothing told the cores of %.80s; each CPU counts as one.",
                    reading->source, record->name);
    take_map(host, record);
    return 0;
}

// --- guests -------------------------------------------------------------------------------------

static int add_guest(struct reading *reading, size_t index, struct err *err)
{
    const struct inventory_guest *seen = &reading->guests.guests.list[index];
    struct estate *estate = reading->estate;
    if (estate_find_guest(estate, seen->name) != ESTATE_NOWHERE)
        return err_input(err, "%s: guest '%.80s' is there already; names must differ",
                         reading->source, seen->name);
    reading->guest_of[index] = estate->guest_count;
    struct estate_guest *guest = estate_add_guest(estate, seen->name);
    guest->file = reading->source;
    guest->host = (int32_t)estate->host_count - 1;
    guest->vcpus = seen->vcpus;
    guest->memory_bytes = seen->memory_bytes;
    guest->disk_bytes = seen->disk_bytes;
    return 0;
}

static int add_guests(struct reading *reading, size_t *ret_count, struct err *err)
{
    const struct inventory_guests *guests = &reading->guests.guests;
    size_t gone = 0;
    int r = 0;
    reading->guest_of = alloc_zeroed(guests->count, sizeof *reading->guest_of);
    for (size_t i = 0; r == 0 && i < guests->count; i++) {
        if (guests->list[i].state == INVENTORY_ON)
            r = add_guest(reading, i, err);
        else
            gone++;
    }
    if (gone > 0)
        estate_note(reading->estate, "%s: %zu machine%s gone by the last sample; left out.",
                    reading->source, gone, gone == 1 ? " was" : "s were");
    *ret_count = guests->count - gone;
    return r;
}

// What its process holds may be a little more than what the guest may have: QEMU's own.
static void give_rates(struct reading *reading)
{
    const struct telemetry_guests *guests = &reading->guests;
    for (size_t i = 0; i < guests->guests.count; i++) {
        const struct inventory_guest *seen = &guests->guests.list[i];
        if (seen->state != INVENTORY_ON)
            continue;
        struct estate_guest *guest = &reading->estate->guests[reading->guest_of[i]];
        guest->disk_hz = seen->disk_hz;
        guest->network_bits_hz = seen->network_bits_hz;
        if (guests->list[i].resident_bytes > 0)
            guest->memory_used_bytes = fmin(guests->list[i].resident_bytes, guest->memory_bytes);
        if (guests->list[i].dirty_bytes_hz > 0)
            guest->dirty_bytes_hz = guests->list[i].dirty_bytes_hz;
    }
}

static int take_cpu(void *reading_, size_t index, const double *values, struct err *err)
{
    struct reading *reading = reading_;
    const struct estate_times times = {reading->edges_ns, reading->grid.count,
                                       reading->grid.window_ns};
    for (size_t i = 0; i < reading->grid.count; i++)
        reading->cores[i] = (float)values[i];
    int r = estate_grid_put(reading->estate, reading->guest_of[index], &times, reading->cores, err);
    return r < 0 ? err_prefix(err, "%s", reading->source) : 0;
}

static int fit_windows(struct reading *reading, size_t guests, struct err *err)
{
    const struct usage_grid *grid = &reading->grid;
    reading->edges_ns = alloc_zeroed(grid->count + 1, sizeof *reading->edges_ns);
    reading->cores = alloc_zeroed(grid->count, sizeof *reading->cores);
    for (size_t i = 0; i <= grid->count; i++)
        reading->edges_ns[i] = grid->from_ns + (int64_t)i * grid->window_ns;
    struct estate_times times = {reading->edges_ns, grid->count, grid->window_ns};
    return estate_grid_fit(reading->estate, reading->source, &times, false, guests, err);
}

static void note_guesses(const struct reading *reading)
{
    const struct telemetry_guests *guests = &reading->guests;
    if (guests->by_resident > 0)
        estate_note(reading->estate,
                    "%s: the memory of %zu guests is the most that their processes held, since no "
                    "libvirt told what they were given.",
                    reading->source, guests->by_resident);
    if (guests->by_peak > 0)
        estate_note(reading->estate,
                    "%s: nothing told the vCPUs of %zu guests; counted as the most cores that they "
                    "used.",
                    reading->source, guests->by_peak);
}

// --- runs ---------------------------------------------------------------------------------------

static int read_step(struct reading *reading, struct store *store, int64_t step_id, struct err *err)
{
    size_t guests = 0;
    int r = telemetry_read_guests(store, step_id, reading->source, &reading->guests, err);
    if (r == 0)
        r = add_guests(reading, &guests, err);
    if (r < 0)
        return r;
    reading->grid = usage_grid_of(reading->guests.first_ns, reading->guests.last_ns,
                                  reading->guests.distance_ns);
    r = fit_windows(reading, guests, err);
    if (r == 0)
        r = telemetry_read_usage(store, step_id, &reading->guests, &reading->grid, take_cpu,
                                 reading, err);
    if (r == 0) {
        give_rates(reading);
        note_guesses(reading);
    }
    return r;
}

static int read_run(struct estate *estate, struct store *store, int64_t run_id, struct err *err)
{
    scope_free char *source = alloc_printf("telemetry of run %" PRId64, run_id);
    struct reading reading = {.estate = estate, .source = estate_file(estate, source)};
    struct run_record run = {0};
    int64_t step_id = 0;
    int r = store_read_run(store, run_id, &run, err);
    if (r < 0)
        return r;
    r = telemetry_read_step(store, run_id, reading.source, &step_id, err);
    if (r == 0)
        r = add_host(&reading, &run.host, err);
    if (r == 0)
        r = read_step(&reading, store, step_id, err);
    run_record_done(&run);
    reading_done(&reading);
    return r;
}

int estate_read_store(struct estate *estate, struct store *store, const char *word, struct err *err)
{
    scope_free char *words = alloc_copy(word);
    char *rest = words;
    int r = 0;
    for (char *one; r == 0 && (one = strsep(&rest, ","));) {
        int64_t run_id;
        one += strspn(one, " ");
        r = store_find_run(store, one, &run_id, err);
        if (r == 0)
            r = read_run(estate, store, run_id, err);
    }
    if (r == 0)
        estate_grid_note_lengths(estate);
    return r;
}
