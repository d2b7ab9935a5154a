// SPDX-License-Identifier: GPL-3.0-or-later
// What a terminal shows of a consolidation: the answer, what is wrong now and what stays wrong,
// what it saves and risks, then hosts and moves, and what all of it rests on.
#include <errno.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "reports/consolidation_fill.h"
#include "reports/consolidation_report.h"
#include "reports/consolidation_say.h"
#include "reports/consolidation_tables.h"
#include "reports/table.h"
#include "reports/wrap.h"

enum {
    TEXT_COLUMNS = 100,
    TEXT_COLUMNS_MIN = 40,
    TEXT_HOSTS = 20, // more are for CSV
    TEXT_LINES = 10, // of what is broken or has no place
    NAME_COLUMNS = 18,
    NAME_COLUMNS_MIN = 8,
    RULE_COLUMNS = 48,
};

// The text so far, and how wide it may become.
struct page {
    const struct consolidation_report *report;
    const struct consolidation *consolidation;
    struct consolidation_fill fill;
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

// Under a heading, with an empty line between; nothing where it has no rows.
static void add_table(struct page *page, const char *heading, const struct table *table)
{
    if (table->cell_count == 0)
        return;
    add_heading(page, heading);
    strbuf_add(page->out, "\n");
    table_draw_text(table, 0, page->out);
}

static void add_rest(struct page *page, size_t rest, const char *where)
{
    if (rest > 0)
        add_taken(page, alloc_printf("... and %zu more: %s.", rest, where), 2);
}

static void add_list(struct page *page, const char *heading, char *const *lines, size_t count,
                     size_t most)
{
    if (count > 0)
        add_heading(page, heading);
    for (size_t i = 0; i < count && i < most; i++)
        add_taken(page, alloc_printf("%zu. %s", i + 1, lines[i]), 2);
    add_rest(page, count > most ? count - most : 0, "--json");
}

// --- what is wrong ------------------------------------------------------------------------------

static void add_misplaced(struct page *page)
{
    const struct target *target = &page->consolidation->target;
    if (target->misplaced_count > 0)
        add_heading(page, "Has no place, and what would free one:");
    for (size_t i = 0; i < target->misplaced_count && i < TEXT_LINES; i++) {
        const struct target_misplaced *misplaced = &target->misplaced[i];
        const char *name = consolidation_guest(page->consolidation, (int32_t)misplaced->guest);
        add_taken(page, alloc_printf("%s: %s", name, misplaced->why ? misplaced->why : ""), 2);
        if (misplaced->mend)
            add_taken(page, alloc_printf("It would: %s", misplaced->mend), 4);
    }
    add_rest(page, target->misplaced_count > TEXT_LINES ? target->misplaced_count - TEXT_LINES : 0,
             "--json");
}

static void add_wrong(struct page *page)
{
    const struct consolidation *consolidation = page->consolidation;
    add_misplaced(page);
    add_list(page, "Cannot get to its place:", consolidation->moves.stuck,
             consolidation->moves.stuck_count, TEXT_LINES);
    add_list(page, consolidation_broken_words(consolidation), consolidation->target.broken,
             consolidation->target.broken_count, TEXT_LINES);
}

// --- what it comes to ---------------------------------------------------------------------------

static void add_saving(struct page *page)
{
    scope_table struct table table = {0};
    consolidation_table_saving(&table, page->consolidation);
    add_table(page, "What it saves:", &table);
}

static void add_risk_part(struct page *page, const char *heading, enum consolidation_judged judged)
{
    scope_table struct table table = {0};
    consolidation_table_risk(&table, page->consolidation, judged);
    add_table(page, heading, &table);
}

static void add_risk(struct page *page)
{
    const struct consolidation *consolidation = page->consolidation;
    if (!consolidation_has_traces(consolidation)) {
        add_risk_part(page, consolidation_no_traces, CONSOLIDATION_JUDGED);
        return;
    }
    if (consolidation->risk.is_judged_apart) {
        add_risk_part(page, "What it risks, replayed on the time that it was planned on:",
                      CONSOLIDATION_PLANNED);
        add_risk_part(page,
                      "And on the time that was kept apart to judge it:", CONSOLIDATION_JUDGED);
    } else {
        add_risk_part(page, "What it risks, replayed on the traces:", CONSOLIDATION_JUDGED);
    }
}

static void add_hosts(struct page *page)
{
    scope_table struct table means = {0}, hosts = {0};
    consolidation_table_means(&means, page->consolidation, &page->fill);
    add_table(page, "All hosts:", &means);
    consolidation_table_hosts(&hosts, page->consolidation, &page->fill, TEXT_HOSTS, NAME_COLUMNS);
    add_table(page,
              "Host by host, now → then: guests, and how much of what it may give is taken; first "
              "those that stay, the fullest of them first.",
              &hosts);
    add_rest(page, page->fill.count > TEXT_HOSTS ? page->fill.count - TEXT_HOSTS : 0,
             "--format hosts-csv");
}

// Names in so many columns take the room that is left beside all else; narrow is the table with the
// shortest of them.
static size_t name_columns(const struct page *page, const struct table *narrow, size_t names)
{
    size_t width = table_width(narrow);
    return NAME_COLUMNS_MIN + (page->columns > width ? (page->columns - width) / names : 0);
}

// --- moves --------------------------------------------------------------------------------------

static size_t moves_most(const struct page *page)
{
    return page->report->moves_most ? page->report->moves_most : CONSOLIDATION_MOVES;
}

static void add_moves(struct page *page)
{
    const struct moves *moves = &page->consolidation->moves;
    size_t most = moves_most(page);
    scope_table struct table table = {0}, narrow = {0};
    if (moves->count == 0)
        return;
    scope_free char *heading = consolidation_times(moves);
    consolidation_table_moves(&narrow, page->consolidation, 0, most, NAME_COLUMNS_MIN);
    consolidation_table_moves(&table, page->consolidation, 0, most, name_columns(page, &narrow, 3));
    add_table(page, heading, &table);
    if (consolidation_table_is_busy(page->consolidation, most))
        add_words(page, CONSOLIDATION_BUSY, 2);
    add_rest(page, moves->count > most ? moves->count - most : 0, "--moves all, or --format csv");
}

// --- what it rests on ---------------------------------------------------------------------------

static void add_rules(struct page *page)
{
    scope_table struct table table = {0};
    consolidation_table_rules(&table, page->consolidation, RULE_COLUMNS);
    add_table(page, "Rules:", &table);
}

static void add_method(struct page *page)
{
    scope_table struct table table = {0};
    add_heading(page, "How sure that is:");
    add_taken(page, consolidation_proof(page->consolidation), 2);
    add_heading(page, "How it is counted:");
    add_taken(page, consolidation_method(page->consolidation), 2);
    consolidation_table_assumptions(&table, page->consolidation);
    add_table(page, "Assumptions, with 95 % intervals:", &table);
}

static void add_recipe(struct page *page)
{
    const struct target_options *target = &page->consolidation->request->target;
    if (page->report->command)
        add_taken(page, alloc_printf("\nAgain: %s", page->report->command), 0);
    add_taken(
        page,
        alloc_printf("Seed %" PRIu64 ", %.3g s of search at most.", target->seed, target->seconds),
        0);
}

static void add_all(struct page *page)
{
    const struct consolidation *consolidation = page->consolidation;
    add_words(page, consolidation->answer, 0);
    add_wrong(page);
    add_saving(page);
    add_risk(page);
    add_hosts(page);
    add_moves(page);
    add_rules(page);
    add_method(page);
    add_list(page, "Mind:", consolidation->notes, consolidation->note_count, SIZE_MAX);
    add_recipe(page);
}

static int emit(const struct consolidation_report *report, struct emitter_context *context,
                struct strbuf *out, struct err *err)
{
    size_t columns = context->columns ? context->columns : TEXT_COLUMNS;
    struct page page = {
        .report = report,
        .consolidation = report->consolidation,
        .columns = columns < TEXT_COLUMNS_MIN ? TEXT_COLUMNS_MIN : columns,
        .out = out,
    };
    if (consolidation_fill_of(report->consolidation, &page.fill) < 0)
        return err_system(err, ENOMEM, "cannot count how full hosts are");
    add_all(&page);
    consolidation_fill_done(&page.fill);
    return 0;
}

const struct consolidation_form consolidation_form_text = {
    .name = "text",
    .suffix = ".txt",
    .help = "for a terminal",
    .emit = emit,
};
