// SPDX-License-Identifier: GPL-3.0-or-later
// Markdown of an overhead, for a ticket or a wiki.
#include <stdlib.h>

#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "compare/overhead.h"
#include "reports/compare/overhead_report.h"
#include "reports/compare/overhead_say.h"
#include "reports/compare/overhead_tables.h"
#include "reports/table.h"

static void add_taken(struct strbuf *out, const char *before, char *text, const char *after)
{
    if (text) {
        strbuf_add(out, before);
        table_escape_markdown(text, out);
        strbuf_add(out, after);
    }
    free(text);
}

static void add_table(struct strbuf *out, const struct table *table)
{
    if (table->cell_count == 0)
        return;
    table_draw_markdown(table, out);
    strbuf_add(out, "\n");
}

static void add_load(struct strbuf *out, const struct overhead *overhead,
                     const struct overhead_load *load)
{
    scope_table struct table table = {0};
    strbuf_add(out, "### ");
    table_escape_markdown(load->name, out);
    strbuf_add(out, "\n\n");
    overhead_table_measures(&table, overhead, load, true);
    add_table(out, &table);
    for (size_t i = 0; i < load->arm_count; i++)
        if (load->arms[i].absent)
            add_taken(out, "", overhead_absence(overhead, load, &load->arms[i]), "\n\n");
}

static void emit(const struct overhead *overhead, struct emitter_context *context,
                 struct strbuf *out)
{
    scope_table struct table table = {0};
    (void)context;
    add_taken(out, "**", overhead_emulation(overhead), "**\n\n");
    add_taken(out, "## ", overhead_answer(overhead), "\n\n");
    add_taken(out, "", overhead_facts(overhead), "\n\n");
    for (size_t i = 0; i < overhead->platform_count; i++)
        add_taken(out, "- ", overhead_platform_line(&overhead->platforms[i]), "\n");
    strbuf_add(out, "\n### Over native, all loads\n\n");
    overhead_table_loads(&table, overhead, true);
    add_table(out, &table);
    for (size_t i = 0; i < overhead->load_count; i++)
        add_load(out, overhead, &overhead->loads[i]);
    add_taken(out, "", overhead_guests_differ(overhead), "\n\n");
    table_escape_markdown(OVERHEAD_WORDS, out);
    strbuf_add(out, "\n");
}

const struct overhead_form overhead_form_markdown = {
    .name = "markdown",
    .suffix = ".md",
    .help = "tables for a ticket or a wiki",
    .emit = emit,
};
