// SPDX-License-Identifier: GPL-3.0-or-later
// The page's part about what guests told beside their windows.
#include <inttypes.h>

#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "reports/document_run.h"
#include "reports/html_parts.h"
#include "reports/html_text.h"
#include "reports/told.h"

static void add_head(struct strbuf *out, const struct document_run *run)
{
    strbuf_add(out,
               "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Figures that "
               "guests told\"><table>\n<thead><tr><th class=\"text\">figure</th>");
    html_add(out, "<th>", document_run_unit(run), "</th><th class=\"text\">unit</th>");
    strbuf_add(out, "<th class=\"text\">better</th>");
    for (size_t c = 0; c < told_column_count; c++) {
        html_add(out, "<th title=\"", told_columns[c].help, "\">");
        html_add(out, "", told_columns[c].heading, "</th>");
    }
    strbuf_add(out, "<th>worst</th><th class=\"text\">which</th><th>boots</th><th>told by</th>"
                    "<th>values</th></tr></thead><tbody>\n");
}

static void add_row(struct strbuf *out, const struct figure_summary *summary)
{
    scope_free char *worst = told_worst_guest(summary);
    scope_free char *by = told_by(summary);
    html_add(out, "<tr><td class=\"text\">", summary->name, "</td>");
    strbuf_printf(out, "<td>%" PRIu32 "</td>", summary->guests);
    html_add(out, "<td class=\"text\">", *summary->unit ? summary->unit : "–", "</td>");
    html_add(out, "<td class=\"text\">", told_better(summary), "</td>");
    for (size_t c = 0; c < told_column_count; c++) {
        strbuf_add(out, "<td>");
        html_add_estimate(out, told_columns[c].quantity,
                          told_column_estimate(&told_columns[c], summary));
        strbuf_add(out, "</td>");
    }
    strbuf_add(out, "<td>");
    html_add_quantity(out, QUANTITY_NUMBER, summary->worst);
    html_add(out, "</td><td class=\"text\">", worst, "</td>");
    strbuf_printf(out, "<td>%zu</td><td>%s</td><td>%zu</td></tr>\n", summary->boots, by,
                  summary->values);
}

void html_add_told(struct strbuf *out, const struct document_run *run)
{
    if (run->told.count == 0)
        return;
    scope_free char *scale = told_scale_text(run);
    strbuf_add(out, run->of ? "<h3>What its guests told</h3>\n" : "<h2>What guests told</h2>\n");
    add_head(out, run);
    for (size_t i = 0; i < run->told.count; i++)
        add_row(out, &run->told.list[i]);
    html_close_table(out);
    html_add(out, "<p class=\"muted\">" TOLD_WORDS " ", scale ? scale : "", "</p>\n");
}
