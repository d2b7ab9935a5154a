// SPDX-License-Identifier: GPL-3.0-or-later
// What a terminal shows of a purchase: the answer, why, the choices; then how sure, and what all of
// it rests on.
#include <inttypes.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "reports/purchase_report.h"
#include "reports/purchase_tables.h"
#include "reports/purchase_say.h"
#include "reports/table.h"
#include "reports/wrap.h"

enum {
    TEXT_COLUMNS = 100,
    TEXT_COLUMNS_MIN = 40,
    TEXT_CHOICES = 20, // more are for CSV
    TEXT_BARS = 10,
    NAME_COLUMNS_MIN = 10,
    WHAT_COLUMNS = 28,
    OTHER_COLUMNS = 15,
    MIX_COLUMNS = 30,
    HELP_COLUMNS_MIN = 12,
};

// The text so far, and how wide it may become.
struct page {
    const struct purchase_report *report;
    const struct purchase *purchase;
    size_t columns;
    struct strbuf *out;
};

static void add_words(struct page *page, const char *text, size_t indent)
{
    if (text && *text)
        wrap_text(text, page->columns, indent, page->out);
}

static void add_taken(struct page *page, char *text, size_t indent)
{
    add_words(page, text, indent);
    free(text);
}

static void add_heading(struct page *page, const char *text)
{
    strbuf_add(page->out, "\n");
    add_words(page, text, 0);
}

// An empty line, and the table where it has rows.
static void add_table(struct page *page, const struct table *table)
{
    strbuf_add(page->out, "\n");
    table_draw_text(table, 0, page->out);
}

// --- the answer ---------------------------------------------------------------------------------

static void add_what_ifs(struct page *page)
{
    const struct plan *plan = page->purchase->plan;
    struct strbuf text = {0};
    if (!purchase_has_what_ifs(page->purchase))
        return;
    for (size_t i = 0; i < plan->what_if_count; i++)
        strbuf_printf(&text, "%s%s", i ? ", " : "What if ", plan->what_ifs[i]);
    strbuf_add(&text, ":");
    add_words(page, strbuf_text(&text), 0);
    strbuf_done(&text);
}

static void add_answer(struct page *page)
{
    const struct purchase_choice *best = purchase_best(page->purchase);
    add_taken(page, purchase_emulation(page->purchase), 0);
    add_what_ifs(page);
    add_words(page, page->purchase->answer, 0);
    if (best && best->why)
        add_taken(page, alloc_printf("Why: %s", best->why), 0);
}

// Names take the room that is left beside the figures; narrow is the table with the shortest.
static size_t name_columns(const struct page *page, const struct table *narrow)
{
    size_t width = table_width(narrow);
    return NAME_COLUMNS_MIN + (page->columns > width ? page->columns - width : 0);
}

static void add_choices(struct page *page)
{
    scope_table struct table table = {0}, narrow = {0};
    const struct purchase *purchase = page->purchase;
    size_t count = purchase_possible_count(purchase);
    if (count == 0)
        return;
    scope_free char *words = alloc_printf(
        "Choices, the cheapest first. A host: guests on it. Hosts: installed, spare ones included, "
        "first to last year. Cost: net present, %s, with its 95 %% interval; a month: of a guest. "
        "Sure: share of draws in which it is the cheapest; \"-\": an alternative, which is no "
        "answer "
        "unless the plan's platforms name it. CPU binds by service level, or by CPU time where the "
        "curve is guessed.",
        purchase->plan->currency);
    add_heading(page, words);
    purchase_table_choices(&narrow, purchase, 0, TEXT_CHOICES, NAME_COLUMNS_MIN);
    purchase_table_choices(&table, purchase, 0, TEXT_CHOICES, name_columns(page, &narrow));
    add_table(page, &table);
    if (count > TEXT_CHOICES)
        add_taken(page, alloc_printf("... and %zu more: --format csv.", count - TEXT_CHOICES), 0);
}

// Those that no number of hosts makes possible, each with the rule that stops it.
static void add_impossible(struct page *page)
{
    const struct purchase *purchase = page->purchase;
    size_t first = purchase_possible_count(purchase), told = 0;
    if (first == purchase->choice_count)
        return;
    add_heading(page, "Not possible:");
    for (size_t i = first; i < purchase->choice_count && told < TEXT_CHOICES; i++, told++) {
        const struct purchase_choice *choice = &purchase->choices[i];
        scope_free char *name = purchase_short_name(purchase, choice->option);
        add_taken(page, alloc_printf("%s: %s", name, choice->why ? choice->why : ""), 2);
    }
    if (purchase->choice_count - first > told)
        add_taken(page, alloc_printf("... and %zu more.", purchase->choice_count - first - told),
                  2);
}

static void add_best(struct page *page)
{
    const struct purchase_choice *best = purchase_best(page->purchase);
    scope_table struct table limits = {0}, years = {0};
    if (!best)
        return;
    scope_free char *name = purchase_short_name(page->purchase, best->option);
    const struct host_option *option = purchase_option(page->purchase, best->option);
    add_heading(page, "");
    add_taken(page, alloc_printf("What one %s holds:", name), 0);
    purchase_table_limits(&limits, best);
    add_table(page, &limits);
    if (option->scaling && *option->scaling)
        add_taken(page, alloc_printf("Its curve: %s.", option->scaling), 0);
    scope_free char *heading =
        alloc_printf("%s year by year, %s, as it is paid (not discounted):", name,
                     page->purchase->plan->currency);
    add_heading(page, heading);
    purchase_table_years(&years, best);
    add_table(page, &years);
}

static void add_mix(struct page *page)
{
    scope_table struct table table = {0};
    if (!purchase_mix_is_cheaper(page->purchase))
        return;
    scope_free char *words = purchase_mix_words(page->purchase);
    add_heading(page, words);
    purchase_table_mix(&table, page->purchase, MIX_COLUMNS);
    add_table(page, &table);
}

// --- how sure -----------------------------------------------------------------------------------

static void add_list(struct page *page, const char *heading, char *const *lines, size_t count)
{
    if (count > 0)
        add_heading(page, heading);
    for (size_t i = 0; i < count; i++)
        add_taken(page, alloc_printf("%zu. %s", i + 1, lines[i]), 2);
}

static void add_breaks(struct page *page)
{
    const struct certainty *certainty = &page->purchase->certainty;
    size_t shown =
        certainty->break_count < PURCHASE_BREAKS ? certainty->break_count : (size_t)PURCHASE_BREAKS;
    if (shown > 0)
        add_heading(page, "Where the answer turns:");
    for (size_t i = 0; i < shown; i++)
        add_taken(page, purchase_break_even(page->purchase, &certainty->breaks[i]), 2);
    if (shown < certainty->break_count)
        add_taken(page,
                  alloc_printf("... and %zu more, further from today's values: --json.",
                               certainty->break_count - shown),
                  2);
}

static void add_certainty(struct page *page)
{
    const struct purchase *purchase = page->purchase;
    scope_table struct table table = {0};
    if (!purchase_best(purchase))
        return;
    if (purchase->certainty.bar_count > 0) {
        add_heading(page, "What matters most: the cost if this alone goes from its low to its "
                          "high, and what is the cheapest then, where it is another.");
        purchase_table_tornado(&table, purchase, TEXT_BARS, WHAT_COLUMNS, OTHER_COLUMNS);
        add_table(page, &table);
    }
    add_breaks(page);
}

// --- what it rests on ---------------------------------------------------------------------------

static void add_curves(struct page *page)
{
    const struct curves *curves = &page->purchase->curves;
    scope_table struct table table = {0};
    if (curves->count == 0)
        return;
    add_heading(page, "Measured:");
    for (size_t i = 0; i < curves->count; i++)
        add_words(page, curves->list[i].words, 2);
    purchase_table_laws(&table, page->purchase);
    if (table.cell_count > 0)
        add_table(page, &table);
}

// What an assumption is takes the room that is left.
static void add_assumptions(struct page *page)
{
    scope_table struct table bare = {0}, full = {0};
    purchase_table_assumptions(&bare, page->purchase, 0);
    size_t width = table_width(&bare) + TABLE_GAP;
    size_t room = page->columns > width ? page->columns - width : 0;
    add_heading(page, "Assumptions, with 95 % intervals. Stated: by the plan. Guessed: nobody "
                      "said, and these are defaults.");
    purchase_table_assumptions(&full, page->purchase, room < HELP_COLUMNS_MIN ? 0 : room);
    add_table(page, &full);
}

static void add_inputs(struct page *page)
{
    scope_table struct table guests = {0}, licences = {0};
    strbuf_add(page->out, "\nGuests:\n");
    purchase_table_guests(&guests, page->purchase);
    add_table(page, &guests);
    if (page->purchase->plan->licence_count > 0) {
        strbuf_add(page->out, "\nLicences:\n");
        purchase_table_licences(&licences, page->purchase);
        add_table(page, &licences);
    }
    add_assumptions(page);
}

static void add_recipe(struct page *page)
{
    const struct plan *plan = page->purchase->plan;
    if (page->report->command)
        add_taken(page, alloc_printf("\nAgain: %s", page->report->command), 0);
    add_taken(page, alloc_printf("Seed %" PRIu64 ", %" PRIu32 " draws.", plan->seed, plan->draws),
              0);
}

static void emit(const struct purchase_report *report, struct emitter_context *context,
                 struct strbuf *out)
{
    size_t columns = context->columns ? context->columns : TEXT_COLUMNS;
    struct page page = {report, report->purchase,
                        columns < TEXT_COLUMNS_MIN ? TEXT_COLUMNS_MIN : columns, out};
    add_answer(&page);
    add_choices(&page);
    add_impossible(&page);
    add_best(&page);
    add_mix(&page);
    add_certainty(&page);
    add_list(&page, "To be surer, measure:", report->purchase->advice,
             report->purchase->advice_count);
    add_list(&page, "Mind:", report->purchase->notes, report->purchase->note_count);
    add_curves(&page);
    add_inputs(&page);
    add_recipe(&page);
}

const struct purchase_form purchase_form_text = {
    .name = "text",
    .suffix = ".txt",
    .help = "for a terminal",
    .emit = emit,
};
