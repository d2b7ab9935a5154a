// SPDX-License-Identifier: GPL-3.0-or-later
// A host map as text and back: a word that says what it is, then its fields between single blanks,
// "-" for an empty one.
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/base/units.h"
#include "common/model/host_map.h"

// The first line: another form of it would have another number.
static const char heading[] = "host-map 1";
static const char none[] = "-";

static const char *const device_kinds[] = {
#define X(name, word) word,
    HOST_DEVICE_KINDS(X)
#undef X
};

const char *host_device_kind_name(enum host_device_kind kind)
{
    return device_kinds[kind];
}

// --- writing -----------------------------------------------------------------------------------

static void add_cpus(struct strbuf *out, const struct cpu_set *cpus)
{
    scope_free char *list = cpu_set_format(cpus);
    strbuf_printf(out, " %s\n", *list ? list : none);
}

static void add_set(struct strbuf *out, const char *word, const struct cpu_set *cpus)
{
    strbuf_add(out, word);
    add_cpus(out, cpus);
}

// A name with blanks would be two fields.
static void add_word(struct strbuf *out, const char *word)
{
    strbuf_add(out, " ");
    strbuf_add(out, *word ? "" : none);
    for (; *word; word++)
        strbuf_add_bytes(out, (unsigned char)*word > ' ' ? word : "_", 1);
}

static void add_device(struct strbuf *out, const struct host_device *device)
{
    strbuf_add(out, device_kinds[device->kind]);
    add_word(out, device->name);
    add_word(out, device->pci);
    add_word(out, device->parent);
    if (device->node == HOST_MAP_NO_NODE)
        strbuf_printf(out, " %s\n", none);
    else
        strbuf_printf(out, " %" PRId64 "\n", device->node);
}

char *host_map_format(const struct host_map *map)
{
    struct strbuf out = {0};
    strbuf_printf(&out, "%s\n", heading);
    add_set(&out, "online", &map->online);
    add_set(&out, "allowed", &map->allowed);
    add_set(&out, "offline", &map->offline);
    for (size_t i = 0; i < map->package_count; i++) {
        strbuf_printf(&out, "package %" PRIu32, map->packages[i].id);
        add_cpus(&out, &map->packages[i].cpus);
    }
    for (size_t i = 0; i < map->node_count; i++) {
        strbuf_printf(&out, "node %" PRIu32 " %" PRIu64, map->nodes[i].id,
                      map->nodes[i].memory_bytes);
        add_cpus(&out, &map->nodes[i].cpus);
    }
    for (size_t i = 0; i < map->core_count; i++) {
        strbuf_printf(&out, "core %" PRIu32, map->cores[i].id);
        add_cpus(&out, &map->cores[i].cpus);
    }
    for (size_t i = 0; i < map->cache_count; i++) {
        strbuf_printf(&out, "cache %" PRIu32 " %" PRIu64, map->caches[i].level,
                      map->caches[i].bytes);
        add_cpus(&out, &map->caches[i].cpus);
    }
    for (size_t i = 0; i < map->device_count; i++)
        add_device(&out, &map->devices[i]);
    return strbuf_take(&out);
}

// --- reading -----------------------------------------------------------------------------------

enum { FIELDS_MAX = 5 };

struct line {
    char *fields[FIELDS_MAX];
    size_t count;
};

// Cuts text where it stands; a field too many is counted and not kept.
static struct line cut(char *text)
{
    struct line line = {0};
    for (char *field; (field = strsep(&text, " ")); line.count++)
        if (line.count < FIELDS_MAX)
            line.fields[line.count] = field;
    return line;
}

static int get_cpus(const char *field, struct cpu_set *set, struct err *err)
{
    if (strcmp(field, none) != 0)
        return cpu_set_parse(field, set, err);
    *set = (struct cpu_set){0};
    return 0;
}

static int get_number(const char *field, uint64_t most, uint64_t *number, struct err *err)
{
    return units_parse_count(field, 0, most, number, err);
}

static int read_package(struct host_map *map, const struct line *line, struct err *err)
{
    struct host_package package = {0};
    uint64_t id;
    int result = get_number(line->fields[1], UINT32_MAX, &id, err);
    if (result == 0)
        result = get_cpus(line->fields[2], &package.cpus, err);
    if (result < 0)
        return result;
    package.id = (uint32_t)id;
    host_map_add_package(map, &package);
    return 0;
}

static int read_node(struct host_map *map, const struct line *line, struct err *err)
{
    struct host_node node = {0};
    uint64_t id;
    int result = get_number(line->fields[1], UINT32_MAX, &id, err);
    if (result == 0)
        result = get_number(line->fields[2], INT64_MAX, &node.memory_bytes, err);
    if (result == 0)
        result = get_cpus(line->fields[3], &node.cpus, err);
    if (result < 0)
        return result;
    node.id = (uint32_t)id;
    host_map_add_node(map, &node);
    return 0;
}

static int read_core(struct host_map *map, const struct line *line, struct err *err)
{
    struct host_core core = {0};
    uint64_t id;
    int result = get_number(line->fields[1], UINT32_MAX, &id, err);
    if (result == 0)
        result = get_cpus(line->fields[2], &core.cpus, err);
    if (result < 0)
        return result;
    core.id = (uint32_t)id;
    host_map_add_core(map, &core);
    return 0;
}

static int read_cache(struct host_map *map, const struct line *line, struct err *err)
{
    struct host_cache cache = {0};
    uint64_t level;
    int result = get_number(line->fields[1], 9, &level, err);
    if (result == 0)
        result = get_number(line->fields[2], INT64_MAX, &cache.bytes, err);
    if (result == 0)
        result = get_cpus(line->fields[3], &cache.cpus, err);
    if (result < 0)
        return result;
    cache.level = (uint32_t)level;
    host_map_add_cache(map, &cache);
    return 0;
}

static int get_kind(const char *word)
{
    for (int kind = 0; kind < HOST_DEVICE_KIND_COUNT; kind++)
        if (strcmp(word, device_kinds[kind]) == 0)
            return kind;
    return -1;
}

static char *get_word(const char *field)
{
    return alloc_copy(strcmp(field, none) == 0 ? "" : field);
}

static int read_device(struct host_map *map, const struct line *line, struct err *err)
{
    uint64_t node = 0;
    bool has_node = strcmp(line->fields[4], none) != 0;
    int result = has_node ? get_number(line->fields[4], UINT32_MAX, &node, err) : 0;
    if (result < 0)
        return result;
    host_map_add_device(map, &(struct host_device){
                                 .kind = (enum host_device_kind)get_kind(line->fields[0]),
                                 .name = get_word(line->fields[1]),
                                 .pci = get_word(line->fields[2]),
                                 .parent = get_word(line->fields[3]),
                                 .node = has_node ? (int64_t)node : HOST_MAP_NO_NODE,
                             });
    return 0;
}

static int read_online(struct host_map *map, const struct line *line, struct err *err)
{
    return get_cpus(line->fields[1], &map->online, err);
}

static int read_allowed(struct host_map *map, const struct line *line, struct err *err)
{
    return get_cpus(line->fields[1], &map->allowed, err);
}

static int read_offline(struct host_map *map, const struct line *line, struct err *err)
{
    return get_cpus(line->fields[1], &map->offline, err);
}

static const struct {
    const char *word;
    size_t fields; // with the word
    int (*read)(struct host_map *map, const struct line *line, struct err *err);
} kinds[] = {
    {"online", 2, read_online},   {"allowed", 2, read_allowed}, {"offline", 2, read_offline},
    {"package", 3, read_package}, {"node", 4, read_node},       {"core", 3, read_core},
    {"cache", 4, read_cache},     {"disk", 5, read_device},     {"nic", 5, read_device},
    {"function", 5, read_device},
};

static int read_line(struct host_map *map, char *text, struct err *err)
{
    const struct line line = cut(text);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(line.fields[0], kinds[i].word) != 0)
            continue;
        if (line.count != kinds[i].fields)
            return err_input(err, "'%s' has %zu fields, %zu are wanted", kinds[i].word, line.count,
                             kinds[i].fields);
        return kinds[i].read(map, &line, err);
    }
    return err_input(err, "a host map knows no '%s'", line.fields[0]);
}

int host_map_parse(const char *text, struct host_map *ret_map, struct err *err)
{
    scope_free char *copy = alloc_copy(text);
    scope_host_map struct host_map map = {0};
    char *rest = copy;
    char *line = strsep(&rest, "\n");
    if (strcmp(line, heading) != 0)
        return err_input(err, "line 1: a host map begins with '%s'", heading);
    for (size_t number = 2; (line = strsep(&rest, "\n")); number++) {
        struct err why = {0};
        int result = *line ? read_line(&map, line, &why) : 0;
        if (result < 0)
            err_prefix(&why, "line %zu", number);
        err_move(err, &why);
        if (result < 0)
            return result;
    }
    *ret_map = map;
    map = (struct host_map){0};
    return 0;
}
