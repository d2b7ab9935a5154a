// SPDX-License-Identifier: GPL-3.0-or-later
// Runs side by side on the page.
#include <inttypes.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "reports/comparison.h"
#include "reports/describe.h"
#include "reports/document.h"
#include "reports/html_parts.h"
#include "reports/html_text.h"

static void add_rows(struct strbuf *out, const struct comparison *comparison)
{
    strbuf_add(out,
               "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Ratios\">"
               "<table>\n<thead><tr><th>guests</th><th>throughput a guest</th><th>p99</th></tr>"
               "</thead><tbody>\n");
    for (size_t i = 0; i < comparison->row_count; i++) {
        const struct comparison_row *row = &comparison->rows[i];
        strbuf_printf(out, "<tr><td>%" PRIu32 "</td><td>", row->guests);
        html_add_estimate(out, QUANTITY_TIMES, &row->throughput_ratio);
        strbuf_add(out, "</td><td>");
        html_add_estimate(out, QUANTITY_TIMES, &row->p99_ratio);
        strbuf_add(out, "</td></tr>\n");
    }
    strbuf_add(out, "</tbody></table></div>\n");
}

static void add_comparison(struct strbuf *out, const struct document *document, size_t i)
{
    const struct comparison *comparison = &document->comparisons[i];
    scope_free char *subject = describe_name(&document->runs[0].run);
    scope_free char *other = describe_name(&document->runs[i + 1].run);
    html_add(out, "<h3>", subject, " over ");
    html_add(out, "", other, "</h3>\n");
    if (comparison->reason)
        html_add(out, "<p>", comparison->reason, "</p>\n");
    else
        add_rows(out, comparison);
}

void html_add_comparisons(struct strbuf *out, const struct document *document)
{
    if (document->comparison_count == 0)
        return;
    strbuf_add(out, "<h2>Side by side</h2>\n<p>Throughput a guest and 99th percentile of latency: "
                    "the first run's figure divided by the other's, at each density that both "
                    "have, with the 95 % interval of the ratio. Where the load is paced, both do "
                    "what is asked until they cannot, and a rate that is a share is a share of "
                    "what each platform's own guest can do alone.</p>\n");
    for (size_t i = 0; i < document->comparison_count; i++)
        add_comparison(out, document, i);
}
