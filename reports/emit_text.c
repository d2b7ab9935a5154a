// SPDX-License-Identifier: GPL-3.0-or-later
// What a terminal shows: the answer first, then the figures, then where they come from.
#include <inttypes.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "reports/comparison.h"
#include "reports/density_columns.h"
#include "reports/describe.h"
#include "reports/document.h"
#include "reports/emitter.h"
#include "reports/table.h"
#include "reports/wrap.h"

enum { TEXT_COLUMNS = 100, TEXT_COLUMNS_MIN = 40, TEXT_INDENT = 2 };

// How the figures are cut into tables: a bit for each group that starts a table of its own. Tried
// in this order until one fits; the last is taken as it is.
static const struct layout {
    unsigned starts;
    bool intervals;
} layouts[] = {
    {1u << DENSITY_GROUP_THROUGHPUT, true},
    {1u << DENSITY_GROUP_THROUGHPUT | 1u << DENSITY_GROUP_LATENCY, true},
    {1u << DENSITY_GROUP_THROUGHPUT | 1u << DENSITY_GROUP_LATENCY | 1u << DENSITY_GROUP_SHARING,
     true},
    {1u << DENSITY_GROUP_THROUGHPUT | 1u << DENSITY_GROUP_LATENCY | 1u << DENSITY_GROUP_SHARING,
     false},
};
enum { LAYOUT_COUNT = sizeof(layouts) / sizeof(layouts[0]) };

// Draws all tables of a layout; false when one is wider than columns and may_overflow is not set.
static bool draw_layout(const struct document_run *run, const struct layout *layout, size_t columns,
                        bool may_overflow, struct strbuf *out)
{
    scope_strbuf struct strbuf drawn = {0};
    enum density_group first = DENSITY_GROUP_THROUGHPUT;
    while (first < DENSITY_GROUP_HIDDEN) {
        enum density_group last = first;
        while (last + 1 < DENSITY_GROUP_HIDDEN && !(layout->starts & 1u << (last + 1)))
            last++;
        scope_table struct table table = {0};
        density_table_fill(&table, run, first == DENSITY_GROUP_THROUGHPUT, first, last,
                           layout->intervals);
        if (table_width(&table) > columns && !may_overflow)
            return false;
        strbuf_add(&drawn, "\n");
        table_draw_text(&table, 0, &drawn);
        first = last + 1;
    }
    strbuf_add(out, strbuf_text(&drawn));
    return true;
}

static void add_densities(const struct document_run *run, size_t columns, struct strbuf *out)
{
    if (run->density_count == 0)
        return;
    for (size_t i = 0; i < LAYOUT_COUNT; i++)
        if (draw_layout(run, &layouts[i], columns, i + 1 == LAYOUT_COUNT, out))
            break;
    strbuf_add(out, "\n");
    wrap_text("[low, high] is the 95 % interval over fresh boots and guests; one boot gives none.",
              columns, 0, out);
}

static void add_terms(const struct document_run *run, size_t columns, struct strbuf *out)
{
    const struct density *breaking = run->maximum.breaking;
    if (!breaking || breaking->term_count == 0)
        return;
    scope_free char *head = alloc_printf("The objective at %" PRIu32 " guest%s:", breaking->guests,
                                         breaking->guests == 1 ? "" : "s");
    strbuf_add(out, "\n");
    wrap_text(head, columns, 0, out);
    for (size_t i = 0; i < breaking->term_count; i++) {
        scope_free char *term = describe_term(&breaking->terms[i]);
        wrap_text(term, columns, TEXT_INDENT, out);
    }
}

static void add_mishaps(const struct document_run *run, size_t columns, struct strbuf *out)
{
    size_t count;
    struct mishap *mishaps = describe_mishaps(run, &count);
    if (count > 0)
        strbuf_add(out, "\nWhat did not go as asked:\n");
    for (size_t i = 0; i < count; i++) {
        wrap_text(mishaps[i].what, columns, TEXT_INDENT, out);
        if (*mishaps[i].why)
            wrap_text(mishaps[i].why, columns, 2 * TEXT_INDENT, out);
    }
    mishaps_free(mishaps, count);
}

static void add_origin(const struct document_run *run, size_t columns, struct strbuf *out)
{
    const struct run_record *record = &run->run;
    scope_free char *what = describe_run(run);
    scope_free char *name = describe_name(record);
    scope_strbuf struct strbuf line = {0};
    strbuf_printf(&line, "%s: %s", name, what);
    if (record->hypervisor && *record->hypervisor)
        strbuf_printf(&line, "; %s", record->hypervisor);
    if (record->platform_note && *record->platform_note)
        strbuf_printf(&line, "; %s", record->platform_note);
    strbuf_add(out, "\n");
    wrap_text(strbuf_text(&line), columns, 0, out);
}

static void add_run(const struct document_run *run, size_t columns, struct strbuf *out)
{
    scope_free char *mark = describe_emulation(&run->run);
    if (mark)
        wrap_text(mark, columns, 0, out);
    wrap_text(run->answer, columns, 0, out);
    add_densities(run, columns, out);
    add_terms(run, columns, out);
    add_mishaps(run, columns, out);
    add_origin(run, columns, out);
}

static void add_comparison(const struct document *document, size_t i, size_t columns,
                           struct strbuf *out)
{
    const struct comparison *comparison = &document->comparisons[i];
    scope_free char *subject = describe_name(&document->runs[0].run);
    scope_free char *other = describe_name(&document->runs[i + 1].run);
    scope_free char *head = alloc_printf("%s over %s:", subject, other);
    strbuf_add(out, "\n");
    wrap_text(head, columns, 0, out);
    if (comparison->reason) {
        wrap_text(comparison->reason, columns, TEXT_INDENT, out);
        return;
    }
    scope_table struct table table = {0};
    comparison_table_fill(&table, comparison);
    table_draw_text(&table, TEXT_INDENT, out);
}

static int emit(const struct document *document, struct emitter_context *context,
                struct strbuf *out, struct err *err)
{
    (void)err;
    size_t columns = context->columns ? context->columns : TEXT_COLUMNS;
    if (columns < TEXT_COLUMNS_MIN)
        columns = TEXT_COLUMNS_MIN;
    for (size_t i = 0; i < document->run_count; i++) {
        if (i > 0)
            strbuf_add(out, "\n\n");
        add_run(&document->runs[i], columns, out);
    }
    for (size_t i = 0; i < document->comparison_count; i++)
        add_comparison(document, i, columns, out);
    strbuf_printf(
        out, "\nMore: fullhouse report %" PRId64 " --format html --output run-%" PRId64 ".html\n",
        document->runs[0].run.id, document->runs[0].run.id);
    return 0;
}

const struct emitter emitter_text = {
    .name = "text",
    .suffix = ".txt",
    .help = "the answer and its tables, for a terminal",
    .emit = emit,
};
