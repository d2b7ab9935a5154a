// SPDX-License-Identifier: GPL-3.0-or-later
// Runs side by side on the page.
#include <inttypes.h>

#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "reports/comparison.h"
#include "reports/comparison_columns.h"
#include "reports/describe.h"
#include "reports/document.h"
#include "reports/html_parts.h"
#include "reports/html_text.h"
#include "reports/noise.h"

static void add_headings(struct strbuf *out, const struct document *document,
                         const struct comparison *comparison)
{
    scope_free char *title = comparison_title(document, comparison);
    html_add(out, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"", title,
             "\"><table>\n<thead><tr><th>guests</th>");
    for (size_t c = 0; c < comparison_column_count; c++) {
        scope_free char *heading =
            comparison_column_heading(&comparison_columns[c], document, comparison);
        html_add(out, "<th>", heading, "</th>");
    }
    strbuf_add(out, "</tr></thead><tbody>\n");
}

static void add_row(struct strbuf *out, const struct comparison_row *row)
{
    strbuf_printf(out, "<tr><td>%" PRIu32 "</td>", row->guests);
    for (size_t c = 0; c < comparison_column_count; c++) {
        const struct comparison_column *column = &comparison_columns[c];
        strbuf_add(out, "<td>");
        html_add_estimate(out, column->quantity, comparison_column_estimate(column, row));
        strbuf_add(out, "</td>");
    }
    strbuf_add(out, "</tr>\n");
}

static void add_ratios(struct strbuf *out, const struct document *document,
                       const struct comparison *comparison)
{
    scope_free char *alone = comparison_alone_text(comparison);
    scope_free char *gaps = comparison_gaps_text(document, comparison);
    if (alone)
        html_add(out, "<p>", alone, "</p>\n");
    add_headings(out, document, comparison);
    for (size_t i = 0; i < comparison->row_count; i++)
        add_row(out, &comparison->rows[i]);
    strbuf_add(out, "</tbody></table></div>\n");
    if (gaps)
        html_add(out, "<p class=\"muted\">", gaps, "</p>\n");
}

static void add_comparison(struct strbuf *out, const struct document *document,
                           const struct comparison *comparison)
{
    scope_free char *title = comparison_title(document, comparison);
    html_add(out, "<h3>", title, "</h3>\n");
    if (comparison->note)
        html_add(out, "<p class=\"mark\">", comparison->note, "</p>\n");
    if (comparison->reason)
        html_add(out, "<p>", comparison->reason, "</p>\n");
    else
        add_ratios(out, document, comparison);
}

// Of pairs that are alike the one answer is how unlike they came out.
static void add_noise(struct strbuf *out, const struct noise *noise)
{
    scope_free char *sentence = noise_sentence(noise);
    strbuf_add(out, "<h2>Noise</h2>\n");
    html_add(out, "<p>", sentence, "</p>\n");
    strbuf_add(out, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Noise\">"
                    "<table>\n<thead><tr><th>guests</th><th class=\"text\">figure</th>"
                    "<th>b over a</th><th>least effect</th><th>false alarms</th>"
                    "<th>expected</th></tr></thead><tbody>\n");
    for (size_t i = 0; i < noise->row_count; i++) {
        const struct noise_row *row = &noise->rows[i];
        strbuf_printf(out, "<tr><td>%" PRIu32 "</td><td class=\"text\">", row->guests);
        html_add(out, "", row->column->heading, "</td><td>");
        html_add_estimate(out, QUANTITY_TIMES, &row->floor.ratio);
        strbuf_add(out, "</td><td>");
        html_add_quantity(out, QUANTITY_TIMES, row->floor.detectable_ratio);
        scope_free char *expected = noise_expected_text(row);
        strbuf_printf(out, "</td><td>%zu of %zu", row->floor.alarms, row->floor.judged);
        html_add(out, "</td><td>", expected, "</td></tr>\n");
    }
    strbuf_add(out, "</tbody></table></div>\n");
}

void html_add_comparisons(struct strbuf *out, const struct document *document,
                          struct emitter_context *context)
{
    if (document->comparison_count == 0)
        return;
    scope_noise struct noise noise;
    noise_of(document, &noise);
    if (noise.pairs > 0) {
        add_noise(out, &noise);
        return;
    }
    scope_free char *maxima = comparison_maxima_text(document);
    strbuf_add(out, "<h2>Side by side</h2>\n");
    html_add(out, "<p>", maxima, "</p>\n");
    html_add(out, "<p class=\"muted\">", comparison_caution(document), "</p>\n");
    html_add_ratio_figures(out, document, context);
    for (size_t i = 0; i < document->comparison_count; i++)
        add_comparison(out, document, &document->comparisons[i]);
}
