// SPDX-License-Identifier: GPL-3.0-or-later
// What a reader of a purchase's page sees first: which server, how many, what it costs, how sure,
// why; then all choices.
#include <inttypes.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/money.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "reports/html_text.h"
#include "reports/purchase_html.h"
#include "reports/purchase_report.h"
#include "reports/purchase_say.h"
#include "reports/purchase_tables.h"
#include "reports/table.h"

enum { CHOICES_IN_SIGHT = 12 };

// --- the answer ---------------------------------------------------------------------------------

// The first sentence large, the others below it.
static void add_answer(struct strbuf *out, const char *answer)
{
    const char *stop = strstr(answer, ". ");
    size_t length = stop ? (size_t)(stop + 1 - answer) : strlen(answer);
    scope_free char *claim = strndup(answer, length);
    html_add(out, "<h1>", claim, "");
    if (answer[length])
        html_add(out, "<span class=\"why\">", answer + length + 1, "</span>");
    strbuf_add(out, "</h1>\n");
}

static void add_what_ifs(struct strbuf *out, const struct purchase *purchase)
{
    const struct plan *plan = purchase->plan;
    if (!purchase_has_what_ifs(purchase))
        return;
    for (size_t i = 0; i < plan->what_if_count; i++)
        html_add(out, i ? ", <code>" : "<p class=\"what-if\">What if <code>", plan->what_ifs[i],
                 "</code>");
    strbuf_add(out, "? This is not the plan as its file has it.</p>\n");
}

// A fact in large, and below it what goes with it. Both are taken over.
static void add_fact(struct strbuf *out, const char *term, char *fact, char *more)
{
    html_add(out, "<div><dt>", term, "</dt>");
    html_add(out, "<dd>", fact ? fact : "-", "");
    if (more)
        html_add(out, "<small>", more, "</small>");
    strbuf_add(out, "</dd></div>\n");
    free(fact);
    free(more);
}

static char *money_with(const char *currency, double amount)
{
    char text[MONEY_TEXT_SIZE];
    return alloc_printf("%s %s", money_round(text, amount), currency);
}

static char *span_of(const struct estimate *estimate)
{
    char text[MONEY_SPAN_SIZE];
    return estimate && *money_span(text, estimate->low, estimate->high)
               ? alloc_printf("%s, with 95 %%", text)
               : NULL;
}

static char *fleet_words(const struct outcome *outcome)
{
    const struct outcome_year *first = &outcome->year[0], *last = first + outcome->years - 1;
    struct strbuf text = {0};
    if (last->hosts > first->hosts)
        strbuf_printf(&text, "now, %.0f in year %" PRIu32 "; ", last->hosts, outcome->years);
    strbuf_printf(&text, "%.0f of them spare", first->spare);
    return strbuf_take(&text);
}

static void add_facts(struct strbuf *out, const struct purchase *purchase)
{
    const struct purchase_choice *best = purchase_best(purchase);
    if (!best)
        return;
    const struct outcome *outcome = &best->outcome;
    const struct option_certainty *sure = purchase_certainty(purchase, best->option);
    const char *currency = purchase->plan->currency;
    scope_free char *origin =
        alloc_printf("curve %s", purchase_origin(purchase_option(purchase, best->option)));
    strbuf_add(out, "<dl class=\"facts\">\n");
    add_fact(out, "Server", purchase_short_name(purchase, best->option), scope_take(origin));
    add_fact(out, "Hosts", alloc_printf("%.0f", outcome->year[0].hosts), fleet_words(outcome));
    add_fact(out, "Guests a host", alloc_printf("%.0f", outcome->guests_a_host),
             alloc_printf("bound by %s", resource_name(outcome->binding)));
    add_fact(out, "Cost, net present", money_with(currency, outcome->net_present_cost),
             span_of(sure ? &sure->cost : NULL));
    add_fact(out, "A guest and month", money_with(currency, outcome->guest_month),
             span_of(sure ? &sure->guest_month : NULL));
    if (sure)
        add_fact(out, "The cheapest in", alloc_printf("%.0f %%", 100 * sure->cheapest_ratio),
                 alloc_printf("of %" PRIu32 " draws", purchase->certainty.draws));
    strbuf_add(out, "</dl>\n");
}

static void add_why(struct strbuf *out, const struct purchase *purchase)
{
    const struct purchase_choice *best = purchase_best(purchase);
    scope_table struct table limits = {0};
    if (!best)
        return;
    scope_free char *heading = NULL;
    scope_free char *name = purchase_short_name(purchase, best->option);
    heading = alloc_printf("What one %s holds", name);
    html_add(out, "<h3>", heading, "</h3>\n");
    html_add(out, "<p>Why: ", best->why, ".</p>\n");
    purchase_table_limits(&limits, best);
    purchase_html_table(out, &limits, heading, best->outcome.binding);
    const char *scaling = purchase_option(purchase, best->option)->scaling;
    if (scaling && *scaling)
        html_add(out, "<p class=\"muted\">", scaling, ".</p>\n");
}

void purchase_html_answer(struct strbuf *out, const struct purchase_report *report)
{
    const struct purchase *purchase = report->purchase;
    scope_free char *mark = purchase_emulation(purchase);
    strbuf_add(out, "<header>\n");
    if (mark)
        html_add(out, "<p class=\"mark\">", mark, "</p>\n");
    html_add(out, "<p class=\"name\">Fullhouse, plan of a purchase",
             purchase->plan->name ? ": " : "", "");
    html_add(out, "", purchase->plan->name, "</p>\n");
    add_what_ifs(out, purchase);
    add_answer(out, purchase->answer);
    add_facts(out, purchase);
    strbuf_add(out, "</header>\n");
    add_why(out, purchase);
}

// --- choices ------------------------------------------------------------------------------------

static void add_rows(struct strbuf *out, const struct purchase *purchase, size_t first, size_t most)
{
    scope_table struct table table = {0};
    purchase_table_choices(&table, purchase, first, most, 0);
    purchase_html_table(out, &table, "Choices", first == 0 ? 0 : SIZE_MAX);
}

static void add_impossible(struct strbuf *out, const struct purchase *purchase)
{
    size_t first = purchase_possible_count(purchase);
    if (first == purchase->choice_count)
        return;
    strbuf_add(out, "<h3>Not possible</h3>\n<ul class=\"plain\">\n");
    for (size_t i = first; i < purchase->choice_count; i++) {
        scope_free char *name = purchase_short_name(purchase, purchase->choices[i].option);
        html_add(out, "<li>", name, ": ");
        html_add(out, "", purchase->choices[i].why, "</li>\n");
    }
    strbuf_add(out, "</ul>\n");
}

void purchase_html_choices(struct strbuf *out, const struct purchase *purchase)
{
    size_t count = purchase_possible_count(purchase);
    strbuf_add(out, "<h2>Choices, the cheapest first</h2>\n");
    if (count > 0)
        add_rows(out, purchase, 0, CHOICES_IN_SIGHT);
    if (count > CHOICES_IN_SIGHT) {
        scope_free char *rest = alloc_printf("%zu more", count - CHOICES_IN_SIGHT);
        html_add(out, "<details>\n<summary>", rest, "</summary>\n");
        add_rows(out, purchase, CHOICES_IN_SIGHT, SIZE_MAX);
        strbuf_add(out, "</details>\n");
    }
    html_add(
        out,
        "<p class=\"muted\"><em>A host</em>: guests on it. <em>Hosts</em>: installed, spare "
        "ones included, first to last year. <em>Cost</em>: net present, ",
        purchase->plan->currency,
        ", with its 95 % interval; <em>a month</em>: of one guest. <em>Sure</em>: share of "
        "draws in which it is the cheapest; a dash: an alternative, which is no answer unless the "
        "plan's platforms name it. CPU binds by service level, or by CPU time where the curve is "
        "guessed. <em>Curve</em>: whether its guests "
        "a host were "
        "measured on such a host, scaled from another, or guessed.</p>\n");
    add_impossible(out, purchase);
}
