// SPDX-License-Identifier: GPL-3.0-or-later
// A scenario from a YAML file and back: which text goes to which key, and in which line it stood.
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/model/scenario.h"
#include "common/model/scenario_arrivals.h"
#include "common/model/scenario_exec.h"
#include "common/model/scenario_sweep.h"
#include "common/model/scenario_text.h"
#include "common/model/scenario_tile.h"

enum { FILE_MAX_BYTES = 1 << 20 };

static char **text_of(struct scenario_text *texts, const struct scenario_key *key)
{
    return (char **)((char *)texts + key->offset);
}

// An option may drop what a file says; a file that says both contradicts itself.
static int check_arrivals(const struct scenario_text *texts, const char *name,
                          const struct config_places *places, struct err *err)
{
    const char *what;
    const char *key = scenario_arrivals_contradiction(texts->load.arrivals, texts->load.rate,
                                                      texts->load.burst, texts->load.trace, &what);
    if (!key)
        return 0;
    scope_free char *path = alloc_printf("load.%s", key);
    return err_input(err, "%s:%u: %s: %s", name, config_line(places, path), path, what);
}

// The first key below "load", or NULL.
static const struct config_place *first_of_load(const struct config_places *places)
{
    for (size_t i = 0; i < places->count; i++)
        if (strncmp(places->list[i].path, "load.", 5) == 0)
            return &places->list[i];
    return NULL;
}

// With a tile it is tiles that are counted, and its roles that have loads.
static int check_unit(const struct scenario *scenario, const struct scenario_text *texts,
                      const char *name, const struct config_places *places, struct err *err)
{
    bool has_tile = scenario->tile.role_count > 0;
    if (has_tile && texts->guests)
        return err_input(err, "%s:%u: guests: there is a tile; tiles is wanted, as 1..4", name,
                         config_line(places, "guests"));
    const struct config_place *load = has_tile ? first_of_load(places) : NULL;
    if (load)
        return err_input(err, "%s:%u: %s: there is a tile, and each of its roles has its own load",
                         name, load->line, load->path);
    const char *list = texts->densities ? "densities" : "overcommit";
    bool has_list = texts->densities || texts->overcommit;
    bool has_both = texts->densities && texts->overcommit;
    if (has_list && (texts->guests || texts->tiles || has_both))
        return err_input(err, "%s:%u: %s: %s says how many there are; one of the two is wanted",
                         name, config_line(places, list), list,
                         has_both   ? "overcommit"
                         : has_tile ? "tiles"
                                    : "guests");
    if (!has_tile && texts->tiles)
        return err_input(err, "%s:%u: tiles: there is no tile; guests is wanted, as 1..8", name,
                         config_line(places, "tiles"));
    return 0;
}

static int apply(struct scenario *scenario, struct scenario_text *texts, const char *name,
                 const struct config_places *places, struct err *err)
{
    for (const struct scenario_key *key = scenario_keys; key->path; key++) {
        const char *text = *text_of(texts, key);
        if (!text)
            continue;
        int r = key->set(scenario, text, err);
        if (r < 0) {
            err_prefix(err, "%s:%u: %s", name, config_line(places, key->path), key->path);
            return r;
        }
    }
    int r = check_arrivals(texts, name, places, err);
    if (r == 0)
        r = scenario_exec_read(&scenario->load, name, places, "load", err);
    if (r == 0)
        r = scenario_tile_read(scenario, name, places, err);
    if (r == 0)
        r = scenario_sweep_read(scenario, name, places, err);
    return r < 0 ? r : check_unit(scenario, texts, name, places, err);
}

// Over a copy, so that a wrong key leaves the caller's scenario as it was.
static int apply_all_or_nothing(struct scenario *scenario, struct scenario_text *texts,
                                const char *name, const struct config_places *places,
                                struct err *err)
{
    struct scenario changed;
    scenario_copy(&changed, scenario);
    int r = apply(&changed, texts, name, places, err);
    if (r < 0) {
        scenario_done(&changed);
        return r;
    }
    scenario_done(scenario);
    *scenario = changed;
    return 0;
}

static int load_bytes(struct scenario *scenario, const char *name, const char *text, size_t length,
                      struct err *err)
{
    scope_config_places struct config_places places = {0};
    void *texts = NULL;
    int r = config_load(name, text, length, &scenario_text_schema, &texts, &places, err);
    if (r < 0 || !texts)
        return r;
    r = apply_all_or_nothing(scenario, texts, name, &places, err);
    config_free(texts, &scenario_text_schema);
    return r;
}

int scenario_load_text(struct scenario *scenario, const char *name, const char *text,
                       struct err *err)
{
    return load_bytes(scenario, name, text, strlen(text), err);
}

int scenario_load(struct scenario *scenario, const char *path, struct err *err)
{
    scope_free char *bytes = NULL;
    size_t length = 0;
    int r = path_read(path, FILE_MAX_BYTES, &bytes, &length, err);
    return r < 0 ? r : load_bytes(scenario, path, bytes, length, err);
}

// yaml, and in it the load's program, at the top of its section.
static void add_program(struct strbuf *out, const char *yaml, const struct load *load)
{
    static const char section[] = "\nload:\n";
    const char *place = load->exec ? strstr(yaml, section) : NULL;
    size_t before = place ? (size_t)(place - yaml) + strlen(section) : 0;
    strbuf_add_bytes(out, yaml, before);
    if (place)
        scenario_exec_write(out, load->exec, "  ");
    strbuf_add(out, yaml + before);
}

char *scenario_format(const struct scenario *scenario)
{
    struct scenario_text texts = {0};
    bool has_tile = scenario->tile.role_count > 0;
    for (const struct scenario_key *key = scenario_keys; key->path; key++)
        if (!has_tile || strncmp(key->path, "load.", 5) != 0)
            *text_of(&texts, key) = key->get(scenario);
    scope_free char *yaml = config_save(&texts, &scenario_text_schema);
    for (const struct scenario_key *key = scenario_keys; key->path; key++)
        free(*text_of(&texts, key));
    struct strbuf out = {0};
    add_program(&out, yaml ? yaml : "", &scenario->load);
    scenario_tile_write(scenario, &out);
    scenario_sweep_write(scenario, &out);
    return strbuf_take(&out);
}
