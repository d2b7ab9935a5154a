// SPDX-License-Identifier: GPL-3.0-or-later
// The page's part about a life: percentiles, definitions, and what could not be done.
#include <inttypes.h>

#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "reports/document.h"
#include "reports/html_parts.h"
#include "reports/html_text.h"
#include "reports/life.h"

static void add_row(struct strbuf *out, const struct life_row *row, bool is_storm)
{
    scope_free char *name = life_row_name(row);
    html_add(out, "<tr><td class=\"text\" title=\"", lifecycle_words[row->verb].definition, "\">");
    html_add(out, "", name, "</td>");
    strbuf_printf(out, "<td>%" PRIu32 "</td><td>%zu</td><td>%zu</td><td>", row->guests, row->boots,
                  row->count);
    html_add_estimate(out, QUANTITY_DURATION, &row->p50_ns);
    const double rest[] = {row->p90_ns, row->p99_ns, row->max_ns};
    for (size_t i = 0; i < sizeof(rest) / sizeof(rest[0]); i++) {
        strbuf_add(out, "</td><td>");
        html_add_quantity(out, QUANTITY_DURATION, rest[i]);
    }
    if (is_storm) {
        strbuf_add(out, "</td><td>");
        html_add_estimate(out, QUANTITY_TIMES, &row->over_alone);
    }
    strbuf_add(out, "</td></tr>\n");
}

static void add_table(struct strbuf *out, const struct life *life)
{
    bool is_storm = life_storm(life) > 1;
    strbuf_add(out, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Verbs with "
                    "their percentiles\"><table>\n<thead><tr><th class=\"text\">verb</th>"
                    "<th>guests</th><th>boots</th><th>count</th><th>p50</th><th>p90</th>"
                    "<th>p99</th><th>max</th>");
    strbuf_add(out, is_storm ? "<th>over alone</th>" : "");
    strbuf_add(out, "</tr></thead><tbody>\n");
    for (size_t i = 0; i < life->row_count; i++)
        add_row(out, &life->rows[i], is_storm);
    html_close_table(out);
}

static void add_definitions(struct strbuf *out, const struct life *life)
{
    strbuf_add(out,
               "<p class=\"muted\">All guests of a storm do a verb at the same moment. (call) is "
               "the hypervisor’s call alone. Percentiles are of all durations, interpolated "
               "between neighbours: of fewer than a hundred, p99 is close to the "
               "maximum. ");
    html_add(out, "", life_interval_words(life), "</p>\n<dl>\n");
    for (size_t i = 0; i < life->row_count; i++) {
        const struct life_row *row = &life->rows[i];
        if (row->is_call || (i > 0 && life->rows[i - 1].verb == row->verb))
            continue;
        html_add(out, "<dt>", lifecycle_words[row->verb].name, "</dt>");
        html_add(out, "<dd>", lifecycle_words[row->verb].definition, "</dd>\n");
    }
    strbuf_add(out, "</dl>\n");
}

static void add_absences(struct strbuf *out, const struct life *life)
{
    if (life->absence_count == 0)
        return;
    strbuf_add(out, "<h3>Absent, and why</h3>\n<dl>\n");
    for (size_t i = 0; i < life->absence_count; i++) {
        scope_free char *names = life_absent_names(life, i);
        if (!names)
            continue;
        html_add(out, "<dt>", names, "</dt>");
        html_add(out, "<dd>", life->absences[i].why, "</dd>\n");
    }
    strbuf_add(out, "</dl>\n");
}

void html_add_life(struct strbuf *out, const struct document_run *run, size_t number,
                   struct emitter_context *context)
{
    const struct life *life = &run->life;
    if (life->row_count == 0 && life->absence_count == 0)
        return;
    strbuf_add(out, "<h2>A guest’s life</h2>\n");
    if (life->row_count > 0) {
        html_add_life_figure(out, run, number, context);
        add_table(out, life);
        add_definitions(out, life);
    }
    add_absences(out, life);
}
