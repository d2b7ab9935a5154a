// SPDX-License-Identifier: GPL-3.0-or-later
// Rows on their way to a table or to JSON.
#include "cli/listing.h"

#include <stdio.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/strbuf.h"
#include "reports/json_writer.h"
#include "reports/table.h"

struct listing {
    struct table table;
    const char *const *keys;
};

struct listing *listing_new(const char *const *keys, size_t columns)
{
    struct listing *listing = alloc_zeroed(1, sizeof *listing);
    listing->keys = keys;
    for (size_t i = 0; i < columns; i++)
        table_add_column(&listing->table, keys[i], true);
    return listing;
}

void listing_add(struct listing *listing, const char *const *cells)
{
    for (size_t i = 0; i < listing->table.column_count; i++)
        table_add_cell(&listing->table, cells[i] ? cells[i] : "");
}

static void add_json(const struct listing *listing, struct strbuf *out)
{
    const struct table *table = &listing->table;
    struct json_writer writer = {.out = out, .compact_depth = 1};
    json_writer_open_array(&writer, NULL);
    for (size_t at = 0; at < table->cell_count; at += table->column_count) {
        json_writer_open_object(&writer, NULL);
        for (size_t i = 0; i < table->column_count; i++)
            json_writer_text(&writer, listing->keys[i], table->cells[at + i]);
        json_writer_close_object(&writer);
    }
    json_writer_close_array(&writer);
    strbuf_add(out, "\n");
}

void listing_print(const struct listing *listing, bool json)
{
    scope_strbuf struct strbuf out = {0};
    if (json)
        add_json(listing, &out);
    else
        table_draw_text(&listing->table, 0, &out);
    fputs(strbuf_text(&out), stdout);
}

void listing_free(struct listing *listing)
{
    if (!listing)
        return;
    table_done(&listing->table);
    free(listing);
}
