// SPDX-License-Identifier: GPL-3.0-or-later
// The further sections of a consolidation's page: worth and risk, hosts, moves, method.
#include <inttypes.h>
#include <stdint.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "reports/consolidation_figure.h"
#include "reports/consolidation_fill.h"
#include "reports/consolidation_html.h"
#include "reports/consolidation_report.h"
#include "reports/consolidation_say.h"
#include "reports/consolidation_tables.h"
#include "reports/html_text.h"
#include "reports/purchase_html.h"
#include "reports/table.h"

enum { HOSTS_LISTED = 400, MOVES_LISTED = 400 }; // more are for CSV

// --- worth --------------------------------------------------------------------------------------

void consolidation_html_worth(struct strbuf *out, const struct consolidation *consolidation)
{
    scope_table struct table saving = {0}, risk = {0};
    strbuf_add(out, "<h2>What it saves, and what it risks</h2>\n");
    consolidation_table_saving(&saving, consolidation);
    purchase_html_table(out, &saving, "What it saves", SIZE_MAX);
    consolidation_table_risk(&risk, consolidation, CONSOLIDATION_BOTH);
    if (!consolidation_has_traces(consolidation))
        html_add(out, "<p class=\"absent\">", consolidation_no_traces, "</p>\n");
    if (risk.cell_count > 0)
        purchase_html_table(out, &risk, "What it risks", SIZE_MAX);
    if (consolidation_has_traces(consolidation) && consolidation->risk.is_judged_apart)
        strbuf_add(out, "<p class=\"muted\">Planned on: the time that the plan was made from. "
                        "Judged on: the rest, which the plan has not seen.</p>\n");
}

// --- hosts --------------------------------------------------------------------------------------

static void add_host_figure(struct strbuf *out, const struct consolidation *consolidation,
                            const struct consolidation_fill *fill, enum amount_resource resource)
{
    scope_free char *before = consolidation_share(fill->mean[FILL_BEFORE][resource]);
    scope_free char *after = consolidation_share(fill->mean[FILL_AFTER][resource]);
    scope_free char *caption =
        alloc_printf("Mean of the hosts that are on: %s, then %s.", before, after);
    html_add(out, "<figure>\n<h3>", amount_name(resource), "</h3>\n");
    if (fill->count <= FIGURE_HOSTS_MAX)
        consolidation_figure_hosts(consolidation, fill, resource, out);
    else
        consolidation_figure_profile(consolidation, fill, resource, out);
    html_add(out, "<figcaption>", caption, "</figcaption>\n</figure>\n");
}

static void add_host_table(struct strbuf *out, const struct consolidation *consolidation,
                           const struct consolidation_fill *fill)
{
    scope_table struct table table = {0};
    consolidation_table_hosts(&table, consolidation, fill, HOSTS_LISTED, 0);
    strbuf_printf(out, "<details>\n<summary>%zu host%s in figures</summary>\n", fill->count,
                  fill->count == 1 ? "" : "s");
    purchase_html_table(out, &table, "Hosts before and after", SIZE_MAX);
    if (fill->count > HOSTS_LISTED)
        strbuf_printf(out,
                      "<p class=\"muted\">The first %d of them; all with --format "
                      "hosts-csv.</p>\n",
                      HOSTS_LISTED);
    strbuf_add(out, "</details>\n");
}

void consolidation_html_hosts(struct strbuf *out, const struct consolidation *consolidation,
                              const struct consolidation_fill *fill)
{
    strbuf_add(out, "<h2>Before and after</h2>\n<p>How much of what a host may give is taken: "
                    "100 % is all that the plan allows, reserves set apart. Hosts that stay come "
                    "first, those that go last.</p>\n<ul class=\"keys\"><li><i class=\"before\">"
                    "</i>now</li><li><i class=\"after\"></i>then</li><li><i class=\"over\"></i>"
                    "beyond what it may give</li></ul>\n<div class=\"figures\">\n");
    for (enum amount_resource r = 0; r < AMOUNT_COUNT; r++)
        if (consolidation->amounts.is_used[r])
            add_host_figure(out, consolidation, fill, r);
    strbuf_add(out, "</div>\n");
    add_host_table(out, consolidation, fill);
}

// --- moves --------------------------------------------------------------------------------------

static bool has(const struct moves *moves, enum move_kind kind, int reason)
{
    for (size_t i = 0; i < moves->count; i++)
        if (moves->list[i].kind == kind && (reason < 0 || (int)moves->list[i].reason == reason))
            return true;
    return false;
}

static void add_move_keys(struct strbuf *out, const struct moves *moves)
{
    static const struct {
        enum move_kind kind;
        int reason;
        const char *class, *words;
    } keys[] = {
        {MOVE_MIGRATE, MOVE_REPAIR, "repair", "mends what is broken now"},
        {MOVE_MIGRATE, MOVE_CONSOLIDATE, "consolidate", "goes to its place"},
        {MOVE_MIGRATE, MOVE_BYPASS, "bypass", "makes room for another"},
        {MOVE_MIGRATE, MOVE_EVACUATE, "evacuate", "leaves a host for maintenance"},
        {MOVE_MIGRATE, MOVE_RETURN, "return", "returns"},
        {MOVE_MAINTAIN, -1, "maintain", "host in maintenance"},
        {MOVE_SWITCH_OFF, -1, "switch", "host switched off"},
    };
    strbuf_add(out, "<ul class=\"keys\">\n");
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (has(moves, keys[i].kind, keys[i].reason))
            strbuf_printf(out, "<li><i class=\"%s\"></i>%s</li>\n", keys[i].class, keys[i].words);
    strbuf_add(out, "</ul>\n");
}

static void add_move_table(struct strbuf *out, const struct consolidation *consolidation)
{
    size_t count = consolidation->moves.count;
    scope_table struct table table = {0};
    consolidation_table_moves(&table, consolidation, 0, MOVES_LISTED, 0);
    strbuf_printf(out, "<details>\n<summary>%zu step%s in order</summary>\n", count,
                  count == 1 ? "" : "s");
    purchase_html_table(out, &table, "Moves in order", SIZE_MAX);
    if (consolidation_table_is_busy(consolidation, MOVES_LISTED))
        strbuf_add(out, "<p class=\"muted\">" CONSOLIDATION_BUSY "</p>\n");
    if (count > MOVES_LISTED)
        strbuf_printf(out, "<p class=\"muted\">The first %d of them; all with --format csv.</p>\n",
                      MOVES_LISTED);
    strbuf_add(out, "</details>\n");
}

void consolidation_html_moves(struct strbuf *out, const struct consolidation *consolidation)
{
    const struct moves *moves = &consolidation->moves;
    strbuf_add(out, "<h2>The moves</h2>\n");
    if (moves->count == 0) {
        strbuf_add(out, "<p>Nothing has to move.</p>\n");
        return;
    }
    scope_free char *times = consolidation_times(moves);
    html_add(out, "<p>", times, " ");
    strbuf_add(out, "At every moment each host has room for all that is on it or coming.</p>\n");
    add_move_keys(out, moves);
    strbuf_add(out, "<div class=\"scroll moves\" tabindex=\"0\" role=\"region\" "
                    "aria-label=\"The moves over time\">\n");
    consolidation_figure_moves(consolidation, out);
    strbuf_add(out, "</div>\n");
    add_move_table(out, consolidation);
}

// --- method -------------------------------------------------------------------------------------

static void add_rules(struct strbuf *out, const struct consolidation *consolidation)
{
    scope_table struct table table = {0};
    consolidation_table_rules(&table, consolidation, 0);
    if (table.cell_count == 0)
        return;
    strbuf_add(out, "<h2>Rules</h2>\n");
    purchase_html_table(out, &table, "Rules", SIZE_MAX);
}

static void add_paragraph(struct strbuf *out, const char *heading, char *text)
{
    html_add(out, "<h3>", heading, "</h3>\n");
    html_add(out, "<p>", text, "</p>\n");
    free(text);
}

static void add_recipe(struct strbuf *out, const struct consolidation_report *report)
{
    const struct target_options *target = &report->consolidation->request->target;
    strbuf_add(out, "<h2>Again</h2>\n");
    if (report->command)
        html_add(out, "<pre>", report->command, "</pre>\n");
    strbuf_printf(out, "<p class=\"muted\">Seed %" PRIu64 ", %.3g s of search at most.</p>\n",
                  target->seed, target->seconds);
}

void consolidation_html_method(struct strbuf *out, const struct consolidation_report *report)
{
    scope_table struct table table = {0};
    add_rules(out, report->consolidation);
    strbuf_add(out, "<h2>What it rests on</h2>\n");
    add_paragraph(out, "How far from the best", consolidation_proof(report->consolidation));
    add_paragraph(out, "How it is counted", consolidation_method(report->consolidation));
    strbuf_add(out, "<h3>Assumptions</h3>\n");
    consolidation_table_assumptions(&table, report->consolidation);
    purchase_html_table(out, &table, "Assumptions", SIZE_MAX);
    add_recipe(out, report);
}
