// SPDX-License-Identifier: GPL-3.0-or-later
// Roles to text and back. A role's load and shape are set as those of a scenario of its own, so
// that every key of a plain scenario's is one of a role's, and means the same.
#include "common/model/scenario_tile.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/nearest.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/base/units.h"
#include "common/model/record.h"
#include "common/model/scenario.h"
#include "common/model/scenario_arrivals.h"
#include "common/model/scenario_exec.h"
#include "common/model/scenario_text.h"

static const char tile_prefix[] = "tile.";

// The role that is being read, as "tile.db".
struct reading {
    const char *name; // of the file
    const struct config_places *places;
    const char *path;
    struct err *err;
};

static const char *after(const char *text, const char *prefix)
{
    size_t length = strlen(prefix);
    return strncmp(text, prefix, length) == 0 ? text + length : NULL;
}

// "name:line: path: " before what went wrong with the key at path.
static int blame(const struct reading *reading, const char *path)
{
    return err_prefix(reading->err, "%s:%u: %s", reading->name, config_line(reading->places, path),
                      path);
}

static int refuse(const struct reading *reading, const char *path, const char *what)
{
    return err_input(reading->err, "%s:%u: %s: %s", reading->name,
                     config_line(reading->places, path), path, what);
}

// --- reading ------------------------------------------------------------------------------------

// The words that may follow "load." or "shape." in the table, NULL-terminated behind `count`.
static size_t words_of(const char *section, const char **words, size_t count)
{
    for (const struct scenario_key *key = scenario_keys; key->path; key++)
        if (after(key->path, section))
            words[count++] = after(key->path, section);
    return count;
}

enum { WORDS_MAX = 64 };

static int refuse_key(const struct reading *reading, const char *path, const char *word,
                      const char *const *words, size_t count)
{
    scope_free char *hint = nearest_hint(word, words, count);
    return err_input(reading->err, "%s:%u: no key '%s'%s", reading->name,
                     config_line(reading->places, path), path, hint);
}

// Everything directly or further below `path` must be one of the words.
static int check_keys(const struct reading *reading, const char *path, const char *const *words,
                      size_t count)
{
    scope_free char *prefix = alloc_printf("%s.", path);
    for (size_t i = 0; i < reading->places->count; i++) {
        const char *rest = after(reading->places->list[i].path, prefix);
        bool is_known = !rest;
        for (size_t w = 0; rest && w < count && !is_known; w++) {
            size_t length = strlen(words[w]);
            is_known = strncmp(rest, words[w], length) == 0 && strchr(".[", rest[length]);
        }
        if (!is_known)
            return refuse_key(reading, reading->places->list[i].path, rest, words, count);
    }
    return 0;
}

static int set_key(const struct reading *reading, const struct scenario_key *key, const char *path,
                   struct scenario *into)
{
    const struct config_place *place = config_find(reading->places, path);
    if (!place)
        return 0;
    if (!place->value)
        return refuse(reading, path, "a single value is wanted, no list and no keys below it");
    return key->set(into, place->value, reading->err) < 0 ? blame(reading, path) : 0;
}

// All keys of a section, "load." or "shape.", that stand below path.
static int set_section(const struct reading *reading, const char *section, const char *path,
                       struct scenario *into)
{
    int r = 0;
    for (const struct scenario_key *key = scenario_keys; key->path && r == 0; key++) {
        const char *word = after(key->path, section);
        scope_free char *place = word ? alloc_printf("%s.%s", path, word) : NULL;
        if (word)
            r = set_key(reading, key, place, into);
    }
    return r;
}

// Whether the key stands below path.
static const struct config_place *place_of(const struct reading *reading, const char *path,
                                           const char *key)
{
    scope_free char *whole = alloc_printf("%s.%s", path, key);
    return config_find(reading->places, whole);
}

// A file that says both a rate and that the load is closed contradicts itself.
static int check_arrivals(const struct reading *reading, const char *path)
{
    const struct config_place *arrivals = place_of(reading, path, "arrivals");
    const char *what;
    const char *key = scenario_arrivals_contradiction(
        arrivals ? arrivals->value : NULL, place_of(reading, path, "rate"),
        place_of(reading, path, "burst"), place_of(reading, path, "trace"), &what);
    if (!key)
        return 0;
    scope_free char *whole = alloc_printf("%s.%s", path, key);
    return refuse(reading, whole, what);
}

static int read_load(const struct reading *reading, const char *path, struct role *role)
{
    const char *words[WORDS_MAX];
    struct scenario own;
    scope_free char *workload = alloc_printf("%s.workload", path);
    if (role->load_count == TILE_LOADS_MAX)
        return refuse(reading, path, "one guest runs at most 16 loads");
    if (config_find(reading->places, path)->value || !config_find(reading->places, workload))
        return refuse(reading, path, "a workload is wanted below it, as 'workload: cpu'");
    size_t count = words_of("load.", words, 0);
    words[count++] = "exec";
    int r = check_keys(reading, path, words, count);
    if (r < 0)
        return r;
    scenario_init(&own);
    r = set_section(reading, "load.", path, &own);
    if (r == 0)
        r = scenario_exec_read(&own.load, reading->name, reading->places, path, reading->err);
    if (r == 0)
        r = check_arrivals(reading, path);
    if (r == 0) {
        role->loads = alloc_resized(role->loads, role->load_count + 1, sizeof(role->loads[0]));
        load_copy(&role->loads[role->load_count++], &own.load);
    }
    scenario_done(&own);
    return r;
}

static int read_loads(const struct reading *reading, struct role *role)
{
    scope_free char *one = alloc_printf("%s.load", reading->path);
    scope_free char *several = alloc_printf("%s.loads", reading->path);
    bool has_one = config_find(reading->places, one);
    if (has_one && config_find(reading->places, several))
        return refuse(reading, several, "load says what it does already; one of the two is wanted");
    if (has_one)
        return read_load(reading, one, role);
    for (size_t i = 0;; i++) {
        scope_free char *path = alloc_printf("%s[%zu]", several, i);
        if (!config_find(reading->places, path))
            break;
        int r = read_load(reading, path, role);
        if (r < 0)
            return r;
    }
    if (role->load_count > 0)
        return 0;
    if (config_find(reading->places, several))
        return refuse(reading, several, "a list of loads is wanted, as '- workload: cpu'");
    return refuse(reading, reading->path,
                  "nothing says what its guests do; load is wanted below it, as 'load: {workload: "
                  "cpu}'");
}

static int read_guests(const struct reading *reading, struct role *role)
{
    scope_free char *path = alloc_printf("%s.guests", reading->path);
    const struct config_place *place = config_find(reading->places, path);
    uint64_t guests = 1;
    if (place && !place->value)
        return refuse(reading, path, "a single number is wanted");
    if (place && units_parse_count(place->value, 1, TILE_GUESTS_MAX, &guests, reading->err) < 0)
        return blame(reading, path);
    role->guests = (uint32_t)guests;
    return 0;
}

static int read_slo(const struct reading *reading, struct role *role)
{
    scope_free char *path = alloc_printf("%s.slo", reading->path);
    const struct config_place *place = config_find(reading->places, path);
    if (!place)
        return 0;
    if (!place->value)
        return refuse(reading, path, "a single value is wanted, as 'p99<=3x'");
    if (slo_parse(place->value, &role->slo, reading->err) < 0)
        return blame(reading, path);
    role->has_slo = true;
    return 0;
}

static int read_shape(const struct reading *reading, const struct scenario *scenario,
                      struct role *role)
{
    struct scenario own;
    scenario_init(&own);
    own.shape = scenario->shape;
    int r = set_section(reading, "shape.", reading->path, &own);
    role->shape = own.shape;
    scenario_done(&own);
    return r;
}

static int read_role(const struct reading *reading, const struct scenario *scenario,
                     struct role *role)
{
    const char *words[WORDS_MAX] = {"guests", "load", "loads", "slo"};
    size_t count = words_of("shape.", words, 4);
    if (config_find(reading->places, reading->path)->value)
        return refuse(reading, reading->path, "keys are wanted below it, as load");
    if (strlen(role->name) > TILE_NAME_MAX)
        return refuse(reading, reading->path, "a name of at most 32 letters is wanted");
    int r = check_keys(reading, reading->path, words, count);
    if (r == 0)
        r = read_guests(reading, role);
    if (r == 0)
        r = read_shape(reading, scenario, role);
    if (r == 0)
        r = read_slo(reading, role);
    return r < 0 ? r : read_loads(reading, role);
}

static bool is_role(const char *path)
{
    const char *name = after(path, tile_prefix);
    return name && !name[strcspn(name, ".[")];
}

int scenario_tile_read(struct scenario *scenario, const char *name,
                       const struct config_places *places, struct err *err)
{
    struct reading reading = {.name = name, .places = places, .path = "tile", .err = err};
    if (!config_find(places, reading.path))
        return 0;
    tile_done(&scenario->tile);
    for (size_t i = 0; i < places->count; i++) {
        if (!is_role(places->list[i].path))
            continue;
        reading.path = places->list[i].path;
        if (scenario->tile.role_count == TILE_ROLES_MAX)
            return refuse(&reading, reading.path, "a tile has at most 16 roles");
        struct role role = {.name = alloc_copy(after(reading.path, tile_prefix))};
        int r = read_role(&reading, scenario, &role);
        if (r < 0) {
            role_done(&role);
            return r;
        }
        tile_add_role(&scenario->tile, &role);
    }
    return scenario->tile.role_count > 0
               ? 0
               : refuse(&reading, "tile", "names of roles are wanted below it, as 'web:'");
}

// --- writing ------------------------------------------------------------------------------------

// Plain where no reader could take it for something else, else in single quotes.
static void add_value(struct strbuf *out, const char *text)
{
    static const char plain[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./%";
    if (*text && *text != '%' && !text[strspn(text, plain)]) {
        strbuf_add(out, text);
        return;
    }
    strbuf_add(out, "'");
    for (; *text; text++) {
        strbuf_add_bytes(out, text, 1);
        if (*text == '\'')
            strbuf_add(out, "'");
    }
    strbuf_add(out, "'");
}

static void add_line(struct strbuf *out, const char *indent, const char *key, const char *value)
{
    strbuf_printf(out, "%s%s: ", indent, key);
    add_value(out, value);
    strbuf_add(out, "\n");
}

// first: the indent of the section's first line, as "      - ".
static void write_section(struct strbuf *out, const char *section, const char *first,
                          const char *indent, const struct scenario *own)
{
    for (const struct scenario_key *key = scenario_keys; key->path; key++) {
        const char *word = after(key->path, section);
        scope_free char *value = word ? key->get(own) : NULL;
        if (!value)
            continue;
        add_line(out, first, word, value);
        first = indent;
    }
}

static void write_load(struct strbuf *out, const struct load *load, const char *first,
                       const char *indent)
{
    struct scenario own;
    scenario_init(&own);
    load_done(&own.load);
    load_copy(&own.load, load);
    write_section(out, "load.", first, indent, &own);
    if (load->exec)
        scenario_exec_write(out, load->exec, indent);
    scenario_done(&own);
}

static void write_role(struct strbuf *out, const struct role *role)
{
    struct scenario own;
    strbuf_printf(out, "  %s:\n    guests: %" PRIu32 "\n", role->name, role->guests);
    scenario_init(&own);
    own.shape = role->shape;
    write_section(out, "shape.", "    ", "    ", &own);
    scenario_done(&own);
    if (role->has_slo) {
        scope_free char *slo = slo_format(&role->slo);
        add_line(out, "    ", "slo", slo);
    }
    bool is_mix = role->load_count > 1;
    strbuf_add(out, is_mix ? "    loads:\n" : "    load:\n");
    for (size_t i = 0; i < role->load_count; i++)
        write_load(out, &role->loads[i], is_mix ? "      - " : "      ",
                   is_mix ? "        " : "      ");
}

void scenario_tile_write(const struct scenario *scenario, struct strbuf *out)
{
    if (scenario->tile.role_count == 0)
        return;
    strbuf_add(out, "tile:\n");
    for (size_t i = 0; i < scenario->tile.role_count; i++)
        write_role(out, &scenario->tile.roles[i]);
}

// --- checking -----------------------------------------------------------------------------------

// Each stream is checked as the load of a scenario, and all of a guest's against its memory.
static int check_role(const struct scenario *scenario, const struct role *role, struct err *err)
{
    struct scenario own;
    uint64_t total_bytes = 0;
    int r = 0;
    scenario_copy(&own, scenario);
    tile_done(&own.tile);
    sweep_done(&own.sweep);
    own.shape = role->shape;
    // As many as all roles want was looked at before.
    if (own.windows == SCENARIO_WINDOWS_TRACE)
        own.windows = SCENARIO_WINDOWS_USUAL;
    for (size_t i = 0; r == 0 && i < role->load_count; i++) {
        const struct load *load = &role->loads[i];
        load_done(&own.load);
        load_copy(&own.load, load);
        r = scenario_check(&own, err);
        total_bytes += load->working_set_bytes * (load->threads ? load->threads : own.shape.vcpus);
    }
    bool is_native = strcmp(scenario->platform, "native") == 0;
    if (r == 0 && !is_native && total_bytes > role->shape.memory_bytes)
        r = err_input(err, "loads: their working sets together do not fit the guest's memory");
    scenario_done(&own);
    return r < 0 ? err_prefix(err, "tile.%s", role->name) : 0;
}

int scenario_tile_check(const struct scenario *scenario, struct err *err)
{
    for (size_t i = 0; i < scenario->tile.role_count; i++) {
        int r = check_role(scenario, &scenario->tile.roles[i], err);
        if (r < 0)
            return r;
    }
    uint64_t guests = scenario->guests_max ? scenario->guests_max : scenario->guests_min;
    if (scenario->tile.role_count > 0 &&
        guests * tile_guests(&scenario->tile) > SCENARIO_GUESTS_MAX)
        return err_input(err,
                         "tiles: %" PRIu64 " of %" PRIu32 " guests each are more than %d guests",
                         guests, tile_guests(&scenario->tile), SCENARIO_GUESTS_MAX);
    return 0;
}
