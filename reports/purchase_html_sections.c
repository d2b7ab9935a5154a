// SPDX-License-Identifier: GPL-3.0-or-later
// The further sections of a purchase's page: density, money, certainty, curves, inputs.
#include <inttypes.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/money.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "reports/html_drawing.h"
#include "reports/html_text.h"
#include "reports/purchase_figure.h"
#include "reports/purchase_html.h"
#include "reports/purchase_report.h"
#include "reports/purchase_say.h"
#include "reports/purchase_tables.h"
#include "reports/table.h"

static void add_figure(struct strbuf *out, const struct purchase_figure *figure,
                       const struct purchase *purchase, struct emitter_context *context)
{
    scope_free char *id = alloc_printf("buy-%s", figure->name);
    struct html_drawing drawing = {figure->title, figure->width, figure->height(purchase), id, {0}};
    if (!figure->is_drawable(purchase))
        return;
    html_add(out, "<figure>\n<h3>", figure->title, "</h3>\n");
    figure->script(purchase, &drawing.script);
    html_add_drawing(out, &drawing, context);
    html_add(out, "<figcaption>", figure->caption, "</figcaption>\n</figure>\n");
    strbuf_done(&drawing.script);
}

void purchase_html_density(struct strbuf *out, const struct purchase *purchase,
                           struct emitter_context *context)
{
    strbuf_add(out, "<div class=\"figures\">\n");
    add_figure(out, &purchase_figure_density, purchase, context);
    add_figure(out, &purchase_figure_performance, purchase, context);
    strbuf_add(out, "</div>\n");
}

// --- money --------------------------------------------------------------------------------------

static void add_keys(struct strbuf *out, const struct outcome *outcome)
{
    strbuf_add(out, "<ul class=\"keys\">\n");
    for (enum cost_item item = 0; item < COST_ITEM_COUNT; item++) {
        struct purchase_shade shade = purchase_shade(item);
        if (outcome_total(outcome, item) == 0)
            continue;
        strbuf_printf(out, "<li><i style=\"background:var(--ink-%s);opacity:%g\"></i>", shade.ink,
                      shade.share);
        html_add(out, "", cost_item_name(item), "</li>\n");
    }
    strbuf_add(out, "</ul>\n");
}

static void add_mix(struct strbuf *out, const struct purchase *purchase)
{
    scope_table struct table table = {0};
    if (!purchase_mix_is_cheaper(purchase))
        return;
    scope_free char *words = purchase_mix_words(purchase);
    html_add(out, "<h3>A mixed fleet</h3>\n<p>", words, "</p>\n");
    purchase_table_mix(&table, purchase, 0);
    purchase_html_table(out, &table, "Mixed fleet", SIZE_MAX);
}

void purchase_html_money(struct strbuf *out, const struct purchase *purchase,
                         struct emitter_context *context)
{
    const struct purchase_choice *best = purchase_best(purchase);
    scope_table struct table table = {0};
    if (!best)
        return;
    scope_free char *name = purchase_short_name(purchase, best->option);
    html_add(out, "<h2>", name, ", year by year</h2>\n");
    purchase_table_years(&table, best);
    purchase_html_table(out, &table, "Year by year", SIZE_MAX);
    html_add(out, "<p class=\"muted\">", purchase->plan->currency,
             ", as it is paid in each year; the last row is discounted to the start of the "
             "plan.</p>\n<div class=\"figures\">\n<div>\n");
    add_figure(out, &purchase_figure_years, purchase, context);
    if (purchase_figure_years.is_drawable(purchase))
        add_keys(out, &best->outcome);
    strbuf_add(out, "</div>\n<div>\n");
    add_mix(out, purchase);
    strbuf_add(out, "</div>\n</div>\n");
}

// --- certainty ----------------------------------------------------------------------------------

static void add_break_list(struct strbuf *out, const struct purchase *purchase, size_t first,
                           size_t last)
{
    strbuf_add(out, "<ul class=\"plain\">\n");
    for (size_t i = first; i < last; i++) {
        scope_free char *sentence = purchase_break_even(purchase, &purchase->certainty.breaks[i]);
        html_add(out, "<li>", sentence, "</li>\n");
    }
    strbuf_add(out, "</ul>\n");
}

// The nearest in sight, those that are far from today's values folded.
static void add_breaks(struct strbuf *out, const struct purchase *purchase)
{
    size_t count = purchase->certainty.break_count;
    size_t shown = count < PURCHASE_BREAKS ? count : PURCHASE_BREAKS;
    if (count == 0)
        return;
    strbuf_add(out, "<h3>Where the answer turns</h3>\n");
    add_break_list(out, purchase, 0, shown);
    if (shown == count)
        return;
    scope_free char *rest = alloc_printf("%zu more, further from today's values", count - shown);
    html_add(out, "<details>\n<summary>", rest, "</summary>\n");
    add_break_list(out, purchase, shown, count);
    strbuf_add(out, "</details>\n");
}

static void add_advice(struct strbuf *out, const struct purchase *purchase)
{
    if (purchase->advice_count == 0)
        return;
    strbuf_add(out, "<h3>To be surer, measure next</h3>\n<ol class=\"plain\">\n");
    for (size_t i = 0; i < purchase->advice_count; i++)
        html_add(out, "<li>", purchase->advice[i], "</li>\n");
    strbuf_add(out, "</ol>\n");
}

void purchase_html_certainty(struct strbuf *out, const struct purchase *purchase,
                             struct emitter_context *context)
{
    const struct certainty *certainty = &purchase->certainty;
    scope_table struct table table = {0};
    if (!purchase_best(purchase) ||
        certainty->bar_count + certainty->break_count + purchase->advice_count == 0)
        return;
    strbuf_add(out, "<h2>How sure</h2>\n<div class=\"scroll tornado\" tabindex=\"0\" "
                    "role=\"region\" aria-label=\"What matters most\">\n");
    add_figure(out, &purchase_figure_tornado, purchase, context);
    strbuf_add(out, "</div>\n");
    add_breaks(out, purchase);
    add_advice(out, purchase);
    if (certainty->bar_count > 0) {
        purchase_table_tornado(&table, purchase, SIZE_MAX, 0, 0);
        strbuf_add(out, "<details>\n<summary>All inputs that matter, as a table</summary>\n");
        purchase_html_table(out, &table, "Inputs that matter", SIZE_MAX);
        strbuf_add(out, "</details>\n");
    }
}

// --- curves -------------------------------------------------------------------------------------

enum { CURVES_DRAWN = 8 };

static void add_curve(struct strbuf *out, const struct density_curve *curve,
                      struct emitter_context *context)
{
    scope_free char *id = alloc_printf("buy-curve%" PRId64, curve->run.id);
    scope_free char *title = alloc_printf("Run %" PRId64, curve->run.id);
    struct html_drawing drawing = {title, PURCHASE_CURVE_WIDTH, PURCHASE_CURVE_HEIGHT, id, {0}};
    html_add(out, "<figure>\n<h3>", title, "</h3>\n");
    if (curve->run.emulated)
        strbuf_add(out, "<p class=\"mark\">EMULATED</p>\n");
    purchase_curve_script(curve, &drawing.script);
    html_add_drawing(out, &drawing, context);
    html_add(out, "<figcaption>", curve->words, "");
    if (curve->throughput.is_fitted)
        html_add(out, ". Law: ", law_name(curve->throughput.best), ", with its 95 % band");
    strbuf_add(out, ".</figcaption>\n</figure>\n");
    strbuf_done(&drawing.script);
}

void purchase_html_curves(struct strbuf *out, const struct purchase *purchase,
                          struct emitter_context *context)
{
    const struct curves *curves = &purchase->curves;
    scope_table struct table laws = {0};
    if (curves->count == 0)
        return;
    strbuf_add(out, "<h2>What was measured</h2>\n<div class=\"figures\">\n");
    for (size_t i = 0; i < curves->count && i < CURVES_DRAWN; i++)
        if (purchase_curve_is_drawable(&curves->list[i]))
            add_curve(out, &curves->list[i], context);
    strbuf_add(out, "</div>\n");
    purchase_table_laws(&laws, purchase);
    if (laws.cell_count == 0)
        return;
    purchase_html_table(out, &laws, "Laws", SIZE_MAX);
    strbuf_add(out, "<p class=\"muted\">Throughput of N guests by the Universal Scalability Law "
                    "(USL) is gamma N / (1 + alpha (N - 1) + beta N (N - 1)); Amdahl's is the same "
                    "with beta 0, linear is gamma N, piecewise gamma min(N, knee). The least AICc "
                    "chooses; the left-out error is that of predicting each point from the "
                    "others.</p>\n");
}

// --- inputs -------------------------------------------------------------------------------------

static void add_table(struct strbuf *out, const char *heading,
                      void fill(struct table *, const struct purchase *),
                      const struct purchase *purchase)
{
    scope_table struct table table = {0};
    fill(&table, purchase);
    if (table.cell_count == 0)
        return;
    html_add(out, "<h3>", heading, "</h3>\n");
    purchase_html_table(out, &table, heading, SIZE_MAX);
}

static void fill_assumptions(struct table *table, const struct purchase *purchase)
{
    purchase_table_assumptions(table, purchase, SIZE_MAX);
}

void purchase_html_inputs(struct strbuf *out, const struct purchase_report *report)
{
    const struct purchase *purchase = report->purchase;
    const struct plan *plan = purchase->plan;
    scope_free char *seed =
        alloc_printf("Seed %" PRIu64 ", %" PRIu32 " draws.", plan->seed, plan->draws);
    strbuf_add(out, "<h2>What it was planned from</h2>\n");
    add_table(out, "Guests", purchase_table_guests, purchase);
    add_table(out, "Servers", purchase_table_servers, purchase);
    add_table(out, "Licences", purchase_table_licences, purchase);
    add_table(out, "Assumptions", fill_assumptions, purchase);
    strbuf_add(out, "<p class=\"muted\">Values in brackets are 95 % intervals. <em>Measured</em>: "
                    "on the host it is of. <em>Scaled</em>: measured elsewhere and carried over. "
                    "<em>Stated</em>: by the plan or a price list. <em>Guessed</em>: nobody said, "
                    "and this is a default.</p>\n<h2>Again</h2>\n");
    if (report->command)
        html_add(out, "<pre>", report->command, "</pre>\n");
    html_add(out, "<p class=\"muted\">", seed, " The same seed gives the same plan.</p>\n");
}
