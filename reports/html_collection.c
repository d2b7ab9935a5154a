// SPDX-License-Identifier: GPL-3.0-or-later
// The page of a host that was watched as it was: its machines, its timeline, who used what when.
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "reports/collection.h"
#include "reports/document_run.h"
#include "reports/guest_heat.h"
#include "reports/html_parts.h"
#include "reports/html_text.h"
#include "reports/table.h"
#include "reports/timeline.h"
#include "reports/timeline_of.h"

static void add_cell(struct strbuf *out, const struct table_column *column, const char *tag,
                     const char *text)
{
    strbuf_printf(out, "<%s%s>", tag, column->left ? " class=\"text\"" : "");
    html_add(out, "", text, "</");
    strbuf_printf(out, "%s>", tag);
}

static void add_table(struct strbuf *out, const struct table *table, const char *label)
{
    html_add(out, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"", label,
             "\"><table>\n<thead><tr>");
    for (size_t c = 0; c < table->column_count; c++)
        add_cell(out, &table->columns[c], "th", table->columns[c].heading);
    strbuf_add(out, "</tr></thead><tbody>\n");
    for (size_t i = 0; i < table->cell_count; i++) {
        size_t column = i % table->column_count;
        strbuf_add(out, column == 0 ? "<tr>" : "");
        add_cell(out, &table->columns[column], "td", table->cells[i]);
        strbuf_add(out, column + 1 == table->column_count ? "</tr>\n" : "");
    }
    html_close_table(out);
}

static void add_tables(struct strbuf *out, const struct collection *collection)
{
    scope_table struct table machines = {0}, host = {0};
    collection_machines_fill(&machines, collection);
    collection_host_fill(&host, collection);
    strbuf_add(out, "<h2>Virtual machines</h2>\n");
    if (machines.cell_count > 0)
        add_table(out, &machines, "Virtual machines");
    else
        strbuf_add(out, "<p>None was seen.</p>\n");
    strbuf_add(out, "<h2>The host</h2>\n");
    add_table(out, &host, "Figures of the host");
    strbuf_add(out, "<p class=\"muted\">" COLLECTION_WORDS "</p>\n");
}

static void add_timeline(struct strbuf *out, const struct telemetry *telemetry, size_t number,
                         struct emitter_context *context)
{
    static const char title[] = "Timeline of the host";
    scope_timeline struct timeline timeline = {0};
    scope_free char *id = alloc_printf("run%zu-timeline-host", number + 1);
    timeline_of_host(telemetry, &timeline);
    if (timeline.count == 0)
        return;
    html_add(out, "<figure>\n<h3>", title, "</h3>\n");
    html_add_timeline(out, &timeline, title, id, context);
    strbuf_add(out, "<figcaption>Disk and network card: the busiest of each.");
    if (timeline.missing)
        html_add(out, " Not told here: ", timeline.missing, ".");
    strbuf_add(out, "</figcaption>\n</figure>\n");
}

static void add_heat(struct strbuf *out, const struct telemetry *telemetry,
                     enum guest_heat_figure figure, const char *title)
{
    scope_heat_map struct heat_map map = {0};
    scope_free char *words = guest_heat_of_machines(telemetry, figure, &map);
    if (map.rows == 0)
        return;
    html_add(out, "<figure>\n<h3>", title, "</h3>\n");
    heat_map_draw(&map, words, out);
    html_add(out, "<figcaption>", words, "");
    if (heat_map_rows_together(&map) > 1)
        strbuf_printf(out, " A row is the mean of %zu machines.", heat_map_rows_together(&map));
    strbuf_add(out, "</figcaption>\n</figure>\n");
}

static const char *why_absent(const struct telemetry *telemetry)
{
    for (size_t i = 0; i < telemetry->absence_count; i++)
        if (strcmp(telemetry->absences[i].source, "collect") == 0)
            return telemetry->absences[i].why;
    return "the store has no telemetry of this run";
}

void html_add_collection(struct strbuf *out, const struct document_run *run, size_t number,
                         struct emitter_context *context)
{
    const struct telemetry *telemetry = document_run_telemetry(run, 0);
    if (run->collection.count == 0 || !telemetry)
        return;
    add_tables(out, &run->collection);
    strbuf_add(out, "<h2>Over time</h2>\n");
    if (telemetry->count == 0) {
        html_add(out, "<p class=\"absent\">Not drawn: ", why_absent(telemetry), "</p>\n");
        return;
    }
    strbuf_add(out, "<div class=\"figures inside\">\n");
    add_timeline(out, telemetry, number, context);
    strbuf_add(out, "<div class=\"hosts\">\n"); // one below the other, beside the timeline
    add_heat(out, telemetry, GUEST_HEAT_CORES, "Machines against time: CPU");
    add_heat(out, telemetry, GUEST_HEAT_WAITING, "Machines against time: waiting");
    strbuf_add(out, "</div>\n</div>\n");
}
