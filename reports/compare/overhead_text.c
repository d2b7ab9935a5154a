// SPDX-License-Identifier: GPL-3.0-or-later
// What a terminal shows of an overhead: the answer, the platforms, all loads, then each.
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "compare/overhead.h"
#include "reports/compare/overhead_report.h"
#include "reports/compare/overhead_say.h"
#include "reports/compare/overhead_tables.h"
#include "reports/table.h"
#include "reports/wrap.h"

enum { TEXT_COLUMNS = 100, TEXT_COLUMNS_MIN = 40 };

// The text so far, and how wide it may become.
struct page {
    const struct overhead *overhead;
    size_t columns;
    struct strbuf *out;
};

static void add_taken(struct page *page, char *text)
{
    if (text)
        wrap_text(text, page->columns, 0, page->out);
    free(text);
}

static void add_heading(struct page *page, const char *text)
{
    strbuf_add(page->out, "\n");
    wrap_text(text, page->columns, 0, page->out);
    strbuf_add(page->out, "\n");
}

static void add_platforms(struct page *page)
{
    add_heading(page, "Platforms");
    for (size_t i = 0; i < page->overhead->platform_count; i++)
        add_taken(page, overhead_platform_line(&page->overhead->platforms[i]));
}

// The wide one where the terminal takes it.
static void add_loads(struct page *page)
{
    scope_table struct table wide = {0}, narrow = {0};
    add_heading(page, "Over native, all loads");
    overhead_table_loads(&wide, page->overhead, true);
    overhead_table_loads(&narrow, page->overhead, false);
    table_draw_text(table_width(&wide) <= page->columns ? &wide : &narrow, 0, page->out);
}

static void add_measures(struct page *page, const struct overhead_load *load)
{
    scope_table struct table wide = {0}, narrow = {0};
    overhead_table_measures(&wide, page->overhead, load, true);
    overhead_table_measures(&narrow, page->overhead, load, false);
    if (wide.cell_count > 0)
        table_draw_text(table_width(&wide) <= page->columns ? &wide : &narrow, 0, page->out);
}

static void add_load(struct page *page, const struct overhead_load *load)
{
    add_heading(page, load->name);
    add_measures(page, load);
    for (size_t i = 0; i < load->arm_count; i++)
        if (load->arms[i].absent)
            add_taken(page, overhead_absence(page->overhead, load, &load->arms[i]));
}

static void emit(const struct overhead *overhead, struct emitter_context *context,
                 struct strbuf *out)
{
    size_t columns = context->columns ? context->columns : TEXT_COLUMNS;
    struct page page = {overhead, columns < TEXT_COLUMNS_MIN ? TEXT_COLUMNS_MIN : columns, out};
    add_taken(&page, overhead_emulation(overhead));
    add_taken(&page, overhead_answer(overhead));
    add_taken(&page, overhead_facts(overhead));
    add_platforms(&page);
    add_loads(&page);
    for (size_t i = 0; i < overhead->load_count; i++)
        add_load(&page, &overhead->loads[i]);
    add_heading(&page, "How to read it");
    add_taken(&page, overhead_guests_differ(overhead));
    add_taken(&page, alloc_copy(OVERHEAD_WORDS));
}

const struct overhead_form overhead_form_text = {
    .name = "text",
    .suffix = ".txt",
    .help = "for a terminal",
    .emit = emit,
};
