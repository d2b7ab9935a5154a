// SPDX-License-Identifier: GPL-3.0-or-later
// The page's memory curves: the words, then the table; the figure stands in html_figures.c.
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/base/units.h"
#include "common/inference/memory_curve_words.h"
#include "reports/document_run.h"
#include "reports/html_parts.h"
#include "reports/html_text.h"
#include "reports/memory_curve_table.h"

static void add_headings(struct strbuf *out, const struct memory_curves *curves)
{
    strbuf_add(out, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Memory "
                    "latency\"><table><thead><tr><th>working set</th>");
    for (size_t i = 0; i < curves->count; i++) {
        scope_free char *pages = memory_curve_pages(&curves->list[i]);
        html_add(out, "<th>a load, ", pages, "</th>");
    }
    strbuf_add(out, "<th class=\"text\">ends here</th></tr></thead><tbody>\n");
}

static void add_row(struct strbuf *out, const struct memory_curves *curves, uint64_t bytes)
{
    scope_free char *caches = memory_curve_caches_at(curves, bytes);
    char size[UNITS_TEXT_SIZE];
    html_add(out, "<tr><td>", memory_curve_bytes(size, bytes), "</td>");
    for (size_t i = 0; i < curves->count; i++) {
        const struct memory_curve_point *point = memory_curve_point_at(&curves->list[i], bytes);
        strbuf_add(out, "<td>");
        if (point)
            html_add_estimate(out, QUANTITY_DURATION, &point->load_ns);
        else
            strbuf_add(out, "—");
        strbuf_add(out, "</td>");
    }
    html_add(out, "<td class=\"text\">", caches, "</td></tr>\n");
}

static void add_sentence(struct strbuf *out, char *taken)
{
    scope_free char *sentence = taken;
    if (sentence)
        html_add(out, "<p>", sentence, "</p>\n");
}

void html_add_memory_curves(struct strbuf *out, const struct document_run *run, size_t number,
                            struct emitter_context *context)
{
    const struct memory_curves *curves = &run->curves;
    size_t count;
    if (curves->count == 0)
        return;
    html_add_memory_figure(out, run, number, context);
    for (size_t i = 0; curves->cache_count > 0 && i < curves->count; i++)
        add_sentence(out, memory_curve_beside(curves, &curves->list[i]));
    add_sentence(out, memory_curve_caution(run));
    strbuf_add(out, "<h2>Memory latency</h2>\n");
    add_headings(out, curves);
    scope_free uint64_t *sizes = memory_curve_all_sizes(curves, &count);
    for (size_t i = 0; i < count; i++)
        add_row(out, curves, sizes[i]);
    html_close_table(out);
}
