// SPDX-License-Identifier: GPL-3.0-or-later
// Words for tiles; every figure in them was computed elsewhere.
#include "reports/tile.h"

#include <inttypes.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/base/units.h"
#include "reports/document_run.h"
#include "reports/quantity.h"
#include "reports/table.h"

bool document_run_has_tiles(const struct document_run *run)
{
    return run->scenario.tile.role_count > 0 && !run->of;
}

static char *shape_of(const struct role *role)
{
    char memory[UNITS_TEXT_SIZE];
    return alloc_printf("%" PRIu32 " vCPU%s, %s", role->shape.vcpus,
                        role->shape.vcpus == 1 ? "" : "s",
                        units_format_bytes(memory, role->shape.memory_bytes));
}

static void add_role(struct strbuf *text, const struct role *role)
{
    scope_free char *shape = shape_of(role);
    if (role->guests > 1)
        strbuf_printf(text, "%" PRIu32 " ", role->guests);
    strbuf_printf(text, "%s (%s", role->name, shape);
    for (size_t i = 0; i < role->load_count; i++) {
        scope_free char *load = load_describe(&role->loads[i]);
        strbuf_printf(text, "%s%s", i ? "; beside it " : "; ", load);
    }
    strbuf_add(text, ")");
}

char *tile_describe(const struct document_run *run)
{
    const struct tile *tile = &run->scenario.tile;
    uint32_t guests = tile_guests(tile);
    struct strbuf text = {0};
    strbuf_printf(&text, "a tile of %" PRIu32 " guest%s: ", guests, guests == 1 ? "" : "s");
    for (size_t i = 0; i < tile->role_count; i++) {
        strbuf_add(&text, i ? ", " : "");
        add_role(&text, &tile->roles[i]);
    }
    return strbuf_take(&text);
}

char *tile_describe_stream(const struct document_run *stream)
{
    const struct role *role = stream->of->role;
    scope_free char *load = load_describe(&role->loads[stream->of->stream]);
    scope_free char *shape = shape_of(role);
    return alloc_printf("%s: %s; %" PRIu32 " guest%s of %s in a tile", stream->of->name, load,
                        role->guests, role->guests == 1 ? "" : "s", shape);
}

struct estimate tile_total_score(const struct density *density)
{
    struct estimate total = density->retained;
    total.value *= density->guests;
    total.low *= density->guests;
    total.high *= density->guests;
    return total;
}

char *tile_binding(const struct density *density)
{
    for (size_t i = 0; i < density->term_count; i++) {
        const struct density_term *term = &density->terms[i];
        scope_free char *text = slo_term_format(&term->term);
        if (density->verdict != DENSITY_HOLDS && term->verdict == density->verdict)
            return alloc_printf("%s %s", term->stream, text);
    }
    if (density->verdict != DENSITY_HOLDS && density->rises_stream)
        return alloc_printf("%s total throughput", density->rises_stream);
    return alloc_copy("");
}

void tile_table_fill(struct table *table, const struct document_run *run, bool intervals)
{
    static const char *const headings[] = {"tiles",      "boots",       "verdict",
                                           "tile score", "total score", "decided by"};
    for (size_t i = 0; i < sizeof(headings) / sizeof(headings[0]); i++)
        table_add_column(table, headings[i], i == 2 || i == 5);
    for (size_t d = 0; d < run->density_count; d++) {
        const struct density *density = &run->densities[d];
        const struct estimate total = tile_total_score(density);
        scope_free char *tiles = alloc_printf("%" PRIu32, density->guests);
        scope_free char *boots = alloc_printf("%zu", density->boots);
        scope_free char *score = quantity_compact(QUANTITY_TIMES, &density->retained, intervals);
        scope_free char *sum = quantity_compact(QUANTITY_TIMES, &total, intervals);
        scope_free char *binding = tile_binding(density);
        table_add_cell(table, tiles);
        table_add_cell(table, boots);
        table_add_cell(table, density_verdict_name(density->verdict));
        table_add_cell(table, score);
        table_add_cell(table, sum);
        table_add_cell(table, *binding ? binding : "-");
    }
}
