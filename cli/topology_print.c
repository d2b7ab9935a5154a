// SPDX-License-Identifier: GPL-3.0-or-later
// Both forms of a map.
#include "cli/topology_print.h"

#include <inttypes.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/base/units.h"
#include "common/model/exact.h"
#include "common/model/host_map.h"
#include "common/model/host_places.h"
#include "reports/json_writer.h"

// --- text ----------------------------------------------------------------------------------------

static void add_name(const struct host_map *map, const struct host_place *place, int level,
                     struct strbuf *out)
{
    bool outer_nodes = host_places_have_outer_nodes(map);
    bool is_node = level == (outer_nodes ? HOST_LEVEL_OUTER : HOST_LEVEL_INNER);
    int id = place->id[level];
    char bytes[UNITS_TEXT_SIZE];
    if (level == HOST_LEVEL_CORE) {
        scope_free char *cpus = cpu_set_format(&map->cores[id].cpus);
        strbuf_printf(out, "core %" PRIu32 ": CPU %s", map->cores[id].id, cpus);
    } else if (level == HOST_LEVEL_CACHE) {
        scope_free char *size = exact_bytes(map->caches[id].bytes);
        strbuf_printf(out, "L%" PRIu32 " cache, %s", map->caches[id].level, size);
    } else if (is_node && map->nodes[id].memory_bytes) {
        units_format_bytes(bytes, map->nodes[id].memory_bytes);
        strbuf_printf(out, "NUMA node %" PRIu32 ", %s", map->nodes[id].id, bytes);
    } else if (is_node) {
        strbuf_printf(out, "NUMA node %" PRIu32, map->nodes[id].id);
    } else {
        strbuf_printf(out, "package %" PRIu32, map->packages[id].id);
    }
}

// What is different from the CPU before is said, each level two blanks further in.
static void add_tree(const struct host_map *map, struct strbuf *out)
{
    uint32_t count;
    scope_free struct host_place *places = host_places_of(map, &map->online, &count);
    for (uint32_t i = 0; i < count; i++) {
        bool is_new = i == 0;
        int indent = 0;
        for (int level = 0; level < HOST_LEVEL_THREAD; level++) {
            is_new |= places[i].id[level] != places[i > 0 ? i - 1 : 0].id[level];
            if (places[i].id[level] < 0)
                continue;
            if (is_new) {
                strbuf_printf(out, "%*s", 2 * indent, "");
                add_name(map, &places[i], level, out);
                strbuf_add(out, "\n");
            }
            indent++;
        }
        if (places[i].id[HOST_LEVEL_CORE] < 0)
            strbuf_printf(out, "%*sCPU %" PRIu32 "\n", 2 * indent, "", places[i].cpu);
    }
}

static void add_bare_nodes(const struct host_map *map, struct strbuf *out)
{
    char bytes[UNITS_TEXT_SIZE];
    for (size_t i = 0; i < map->node_count; i++)
        if (cpu_set_is_empty(&map->nodes[i].cpus))
            strbuf_printf(out, "NUMA node %" PRIu32 " without a CPU, %s\n", map->nodes[i].id,
                          units_format_bytes(bytes, map->nodes[i].memory_bytes));
}

static void add_devices(const struct host_map *map, struct strbuf *out)
{
    for (size_t i = 0; i < map->device_count; i++) {
        const struct host_device *device = &map->devices[i];
        strbuf_printf(out, "%s %s", host_device_kind_name(device->kind), device->name);
        if (*device->pci && strcmp(device->pci, device->name) != 0)
            strbuf_printf(out, ", PCI %s", device->pci);
        if (device->node == HOST_MAP_NO_NODE)
            strbuf_add(out, ", near no node in particular");
        else
            strbuf_printf(out, ", near NUMA node %" PRId64, device->node);
        if (*device->parent)
            strbuf_printf(out, ", virtual function of %s", device->parent);
        strbuf_add(out, "\n");
    }
}

void topology_print_text(const struct host_map *map, struct strbuf *out)
{
    scope_free char *offline = cpu_set_format(&map->offline);
    struct cpu_set barred = map->online;
    cpu_set_drop(&barred, &map->allowed);
    scope_free char *forbidden = cpu_set_format(&barred);
    add_tree(map, out);
    add_bare_nodes(map, out);
    if (*offline)
        strbuf_printf(out, "offline: CPU %s\n", offline);
    if (*forbidden)
        strbuf_printf(out, "not ours to use (control group or affinity): CPU %s\n", forbidden);
    add_devices(map, out);
}

// --- JSON ----------------------------------------------------------------------------------------

static void json_cpus(struct json_writer *writer, const char *key, const struct cpu_set *set)
{
    scope_free char *list = cpu_set_format(set);
    json_writer_text(writer, key, list);
}

static void json_lists(struct json_writer *writer, const struct host_map *map)
{
    json_writer_open_array(writer, "packages");
    for (size_t i = 0; i < map->package_count; i++) {
        json_writer_open_object(writer, NULL);
        json_writer_integer(writer, "id", map->packages[i].id);
        json_cpus(writer, "cpus", &map->packages[i].cpus);
        json_writer_close_object(writer);
    }
    json_writer_close_array(writer);
    json_writer_open_array(writer, "nodes");
    for (size_t i = 0; i < map->node_count; i++) {
        json_writer_open_object(writer, NULL);
        json_writer_integer(writer, "id", map->nodes[i].id);
        json_writer_integer(writer, "memory_bytes", map->nodes[i].memory_bytes);
        json_cpus(writer, "cpus", &map->nodes[i].cpus);
        json_writer_close_object(writer);
    }
    json_writer_close_array(writer);
    json_writer_open_array(writer, "cores");
    for (size_t i = 0; i < map->core_count; i++) {
        json_writer_open_object(writer, NULL);
        json_writer_integer(writer, "id", map->cores[i].id);
        json_cpus(writer, "cpus", &map->cores[i].cpus);
        json_writer_close_object(writer);
    }
    json_writer_close_array(writer);
    json_writer_open_array(writer, "caches");
    for (size_t i = 0; i < map->cache_count; i++) {
        json_writer_open_object(writer, NULL);
        json_writer_integer(writer, "level", map->caches[i].level);
        json_writer_integer(writer, "bytes", map->caches[i].bytes);
        json_cpus(writer, "cpus", &map->caches[i].cpus);
        json_writer_close_object(writer);
    }
    json_writer_close_array(writer);
}

static void json_devices(struct json_writer *writer, const struct host_map *map)
{
    json_writer_open_array(writer, "devices");
    for (size_t i = 0; i < map->device_count; i++) {
        const struct host_device *device = &map->devices[i];
        json_writer_open_object(writer, NULL);
        json_writer_text(writer, "kind", host_device_kind_name(device->kind));
        json_writer_text(writer, "name", device->name);
        json_writer_text(writer, "pci", device->pci);
        json_writer_text(writer, "physical_function", device->parent);
        json_writer_optional(writer, "node", device->node);
        json_writer_close_object(writer);
    }
    json_writer_close_array(writer);
}

void topology_print_json(const struct host_map *map, struct strbuf *out)
{
    struct json_writer writer = {.out = out};
    json_writer_open_object(&writer, NULL);
    json_cpus(&writer, "online", &map->online);
    json_cpus(&writer, "allowed", &map->allowed);
    json_cpus(&writer, "offline", &map->offline);
    json_lists(&writer, map);
    json_devices(&writer, map);
    json_writer_close_object(&writer);
    strbuf_add(out, "\n");
}
