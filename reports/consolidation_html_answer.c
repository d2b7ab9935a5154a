// SPDX-License-Identifier: GPL-3.0-or-later
// What a reader of a consolidation's page sees first: how many hosts do, how sure, at what risk,
// what it saves; what is wrong now, and what stays wrong.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/base/units.h"
#include "reports/consolidation_fill.h"
#include "reports/consolidation_html.h"
#include "reports/consolidation_report.h"
#include "reports/consolidation_say.h"
#include "reports/html_text.h"

enum { LINES_IN_SIGHT = 8 };

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

// --- facts --------------------------------------------------------------------------------------

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

static void add_proof(struct strbuf *out, const struct consolidation *consolidation)
{
    const struct target *target = &consolidation->target;
    scope_free char *bound = consolidation_cost(consolidation, target->bound);
    add_fact(out, "Can it be better?",
             alloc_copy(target->is_optimal        ? "No, proven"
                        : isfinite(target->bound) ? "Not known"
                                                  : "No bound"),
             isfinite(target->bound) ? alloc_printf("none does with less than %s", bound) : NULL);
}

static void add_moves(struct strbuf *out, const struct moves *moves)
{
    char bytes[UNITS_TEXT_SIZE];
    scope_free char *time = consolidation_seconds(&moves->seconds);
    add_fact(out, "Migrations", alloc_printf("%zu", moves->migrations),
             moves->migrations == 0
                 ? NULL
                 : alloc_printf("%zu wave%s, %s, %s of memory", moves->waves,
                                moves->waves == 1 ? "" : "s", time,
                                units_format_bytes(bytes, (uint64_t)fmax(0, moves->moved_bytes))));
}

static void add_risk(struct strbuf *out, const struct consolidation *consolidation)
{
    const struct risk *before = &consolidation->risk.before_judged;
    const struct risk *after = &consolidation->risk.after_judged;
    if (!consolidation_has_traces(consolidation) || !isfinite(after->over_time))
        return;
    scope_free char *was = consolidation_share(before->over_time);
    scope_free char *will = consolidation_share(after->over_time);
    add_fact(out, "Hosts over their cores", alloc_printf("%s → %s", was, will),
             alloc_printf("of host-hours%s", consolidation->risk.is_judged_apart
                                                 ? ", on time that was not planned on"
                                                 : ", replayed on the traces"));
}

static void add_saving(struct strbuf *out, const struct consolidation *consolidation)
{
    const struct saving *saving = &consolidation->saving;
    const char *currency = consolidation_currency(consolidation);
    struct uncertain kwh = uncertain_exact(saving->kwh.value, saving->kwh.origin);
    scope_free char *energy = consolidation_amount(&kwh);
    if (isfinite(saving->kwh.value))
        add_fact(out, "Energy saved a year", alloc_printf("%s kWh", energy),
                 alloc_printf("from watts that are %s", origin_name(saving->kwh.origin)));
    const struct uncertain *money =
        isfinite(saving->host_money.value) ? &saving->host_money : &saving->energy_money;
    double sum = (isfinite(saving->energy_money.value) ? saving->energy_money.value : 0) +
                 (isfinite(saving->host_money.value) ? saving->host_money.value : 0);
    if (!isfinite(money->value))
        return;
    struct uncertain all = uncertain_exact(sum, money->origin);
    scope_free char *text = consolidation_amount(&all);
    add_fact(out, "Money saved a year", alloc_printf("%s %s", text, currency),
             alloc_copy(!isfinite(saving->host_money.value)     ? "energy alone"
                        : !isfinite(saving->energy_money.value) ? "hosts alone"
                                                                : "hosts and energy"));
}

static void add_facts(struct strbuf *out, const struct consolidation *consolidation,
                      const struct consolidation_fill *fill)
{
    const struct target *target = &consolidation->target;
    strbuf_add(out, "<dl class=\"facts\">\n");
    add_fact(out, "Hosts that are on",
             alloc_printf("%zu → %zu", fill->on[FILL_BEFORE], fill->on[FILL_AFTER]),
             target->hosts_spare > 0
                 ? alloc_printf("%zu of them spare, for failover", target->hosts_spare)
                 : NULL);
    add_proof(out, consolidation);
    add_moves(out, &consolidation->moves);
    add_risk(out, consolidation);
    add_saving(out, consolidation);
    strbuf_add(out, "</dl>\n");
}

// --- what is wrong ------------------------------------------------------------------------------

static void add_lines(struct strbuf *out, char *const *lines, size_t from, size_t to)
{
    strbuf_add(out, "<ul class=\"plain\">\n");
    for (size_t i = from; i < to; i++)
        html_add(out, "<li>", lines[i], "</li>\n");
    strbuf_add(out, "</ul>\n");
}

static void add_list(struct strbuf *out, const char *heading, char *const *lines, size_t count)
{
    size_t shown = count < LINES_IN_SIGHT ? count : LINES_IN_SIGHT;
    if (count == 0)
        return;
    html_add(out, "<section class=\"alarm\">\n<h3>", heading, "</h3>\n");
    add_lines(out, lines, 0, shown);
    if (shown < count) {
        strbuf_printf(out, "<details>\n<summary>%zu more</summary>\n", count - shown);
        add_lines(out, lines, shown, count);
        strbuf_add(out, "</details>\n");
    }
    strbuf_add(out, "</section>\n");
}

static void add_misplaced_lines(struct strbuf *out, const struct consolidation *consolidation,
                                size_t from, size_t to)
{
    strbuf_add(out, "<ul class=\"plain\">\n");
    for (size_t i = from; i < to; i++) {
        const struct target_misplaced *misplaced = &consolidation->target.misplaced[i];
        html_add(out, "<li><b>", consolidation_guest(consolidation, (int32_t)misplaced->guest),
                 "</b>: ");
        html_add(out, "", misplaced->why, "");
        if (misplaced->mend)
            html_add(out, "<small>It would: ", misplaced->mend, "</small>");
        strbuf_add(out, "</li>\n");
    }
    strbuf_add(out, "</ul>\n");
}

static void add_misplaced(struct strbuf *out, const struct consolidation *consolidation)
{
    size_t count = consolidation->target.misplaced_count;
    size_t shown = count < LINES_IN_SIGHT ? count : LINES_IN_SIGHT;
    if (count == 0)
        return;
    strbuf_add(out, "<section class=\"alarm\">\n<h3>Has no place, and what would free one</h3>\n");
    add_misplaced_lines(out, consolidation, 0, shown);
    if (shown < count) {
        strbuf_printf(out, "<details>\n<summary>%zu more</summary>\n", count - shown);
        add_misplaced_lines(out, consolidation, shown, count);
        strbuf_add(out, "</details>\n");
    }
    strbuf_add(out, "</section>\n");
}

void consolidation_html_answer(struct strbuf *out, const struct consolidation_report *report,
                               const struct consolidation_fill *fill)
{
    const struct consolidation *consolidation = report->consolidation;
    const char *name = consolidation->request->name;
    strbuf_add(out, "<header>\n");
    html_add(out, "<p class=\"name\">Fullhouse, plan of a consolidation", name ? ": " : "", "");
    html_add(out, "", name, "</p>\n");
    add_answer(out, consolidation->answer);
    add_facts(out, consolidation, fill);
    strbuf_add(out, "</header>\n");
    add_misplaced(out, consolidation);
    add_list(out, "Cannot get to its place", consolidation->moves.stuck,
             consolidation->moves.stuck_count);
    add_list(out, consolidation_broken_words(consolidation), consolidation->target.broken,
             consolidation->target.broken_count);
}
