// SPDX-License-Identifier: GPL-3.0-or-later
// The page's table of costs, and the sentences below it.
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "reports/cost.h"
#include "reports/describe.h"
#include "reports/document.h"
#include "reports/html_parts.h"
#include "reports/html_text.h"

static void add_headings(struct strbuf *out, const struct document_run *run)
{
    html_open_table(out, run, false, "What a guest costs the host");
    if (cost_shows_boots(run))
        strbuf_add(out, "<th>boots</th>");
    for (size_t c = 0; c < cost_column_count; c++) {
        if (!cost_column_is_known(&cost_columns[c], run))
            continue;
        html_add(out, "<th title=\"", cost_columns[c].help, "\">");
        html_add(out, "", cost_columns[c].heading, "</th>");
    }
    strbuf_add(out, "</tr></thead><tbody>\n");
}

static void add_row(struct strbuf *out, const struct document_run *run, size_t density)
{
    const struct cost *cost = &run->costs[density];
    html_open_row(out, run, cost->guests);
    if (cost_shows_boots(run))
        strbuf_printf(out, "<td>%zu</td>", run->densities[density].boots);
    for (size_t c = 0; c < cost_column_count; c++) {
        const struct cost_column *column = &cost_columns[c];
        if (!cost_column_is_known(column, run))
            continue;
        strbuf_add(out, "<td>");
        html_add_estimate(out, column->quantity, cost_column_estimate(column, cost));
        strbuf_add(out, "</td>");
    }
    strbuf_add(out, "</tr>\n");
}

static void add_sentence(struct strbuf *out, char *taken)
{
    scope_free char *sentence = taken;
    if (sentence)
        html_add(out, "<p>", sentence, "</p>\n");
}

void html_add_costs(struct strbuf *out, const struct document_run *run)
{
    if (run->density_count == 0)
        return;
    strbuf_add(out, "<h2>What a guest costs the host</h2>\n");
    add_sentence(out, describe_marginal_memory(run));
    add_sentence(out, describe_cpu_cost(run));
    add_headings(out, run);
    for (size_t d = 0; d < run->density_count; d++)
        add_row(out, run, d);
    html_close_table(out);
    strbuf_add(out, "<p class=\"muted\">Host CPU: time of a guest’s process and of the programs it "
                    "started, of one core, over the "
                    "measured windows. ");
    if (cost_counted_is_known(run))
        strbuf_add(out, "Counted: the agent’s own count, operations done times the time of one "
                        "undisturbed (the median of one guest alone). What the host "
                        "spends beyond it is the price of the "
                        "platform. ");
    strbuf_add(out, "Hello: from the call that starts a guest to its agent’s first word. All up: "
                    "from the first start to the last hello.</p>\n");
}
