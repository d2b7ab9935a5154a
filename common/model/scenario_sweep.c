// SPDX-License-Identifier: GPL-3.0-or-later
// Places to axes, and axes to text.
#include "common/model/scenario_sweep.h"

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/model/config_places.h"
#include "common/model/scenario.h"
#include "common/model/scenario_arm.h"

static const char top[] = "sweep";

// The sweep that is being read.
struct reading {
    const char *name; // of the file
    const struct config_places *places;
    struct err *err;
};

static int blame(const struct reading *reading, const char *path)
{
    return err_prefix(reading->err, "%s:%u: sweep", reading->name,
                      config_line(reading->places, path));
}

// The items of a list below path, or NULL where it is none.
static char *join_items(const struct reading *reading, const char *path)
{
    struct strbuf text = {0};
    for (size_t i = 0;; i++) {
        scope_free char *item = alloc_printf("%s[%zu]", path, i);
        const struct config_place *place = config_find(reading->places, item);
        if (!place || !place->value)
            return text.length ? strbuf_take(&text) : NULL;
        strbuf_printf(&text, "%s%s", i ? ";" : "", place->value);
    }
}

// Keys may be nested as they are elsewhere in the file: what has no value of its own and is no list
// is only a part of longer names.
static int read_place(const struct reading *reading, const struct config_place *place,
                      struct scenario *scenario)
{
    scope_free char *items = place->value ? NULL : join_items(reading, place->path);
    const char *values = place->value ? place->value : items;
    if (!values)
        return 0;
    int r = scenario_sweep(scenario, place->path + sizeof(top), values, reading->err);
    return r < 0 ? blame(reading, place->path) : 0;
}

static bool is_below(const struct config_place *place)
{
    return strncmp(place->path, top, sizeof(top) - 1) == 0 && place->path[sizeof(top) - 1] == '.' &&
           !strchr(place->path, '[');
}

int scenario_sweep_read(struct scenario *scenario, const char *name,
                        const struct config_places *places, struct err *err)
{
    const struct reading reading = {name, places, err};
    const struct config_place *whole = config_find(places, top);
    size_t before = scenario->sweep.count;
    if (!whole)
        return 0;
    for (size_t i = 0; i < places->count; i++) {
        int r = is_below(&places->list[i]) ? read_place(&reading, &places->list[i], scenario) : 0;
        if (r < 0)
            return r;
    }
    if (scenario->sweep.count > before)
        return 0;
    return err_input(err,
                     "%s:%u: sweep: keys and their values are wanted below it, as 'pinning: [none, "
                     "spread]'",
                     name, whole->line);
}

static void add_quoted(struct strbuf *out, const char *text)
{
    strbuf_add(out, "'");
    for (; *text; text++) {
        strbuf_add_bytes(out, text, 1);
        if (*text == '\'')
            strbuf_add(out, "'");
    }
    strbuf_add(out, "'");
}

void scenario_sweep_write(const struct scenario *scenario, struct strbuf *out)
{
    const struct sweep *sweep = &scenario->sweep;
    if (sweep->count > 0)
        strbuf_add(out, "sweep:\n");
    for (size_t i = 0; i < sweep->count; i++) {
        scope_free char *values = sweep_format_values(&sweep->axes[i]);
        strbuf_printf(out, "  %s: ", sweep->axes[i].key);
        add_quoted(out, values);
        strbuf_add(out, "\n");
    }
}
