// SPDX-License-Identifier: GPL-3.0-or-later
// The page's tables of figures. Each scrolls sideways on its own where it is too wide, so that the
// page never does.
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "reports/comparison.h"
#include "reports/density_columns.h"
#include "reports/describe.h"
#include "reports/document.h"
#include "reports/html_parts.h"
#include "reports/html_text.h"
#include "reports/tile.h"
#include "reports/timing.h"

// The marks of the figures, so that both can be read together.
static const char *verdict_mark(enum density_verdict verdict)
{
    switch (verdict) {
    case DENSITY_HOLDS:
        return "●";
    case DENSITY_FAILS:
        return "○";
    case DENSITY_UNDECIDED:
    case DENSITY_VERDICT_COUNT:
        break;
    }
    return "◇";
}

void html_add_verdict_cell(struct strbuf *out, enum density_verdict verdict)
{
    strbuf_printf(out, "<td class=\"text\">%s %s</td>", verdict_mark(verdict),
                  density_verdict_name(verdict));
}

// Units as a page can show them: a micro sign, and no break between number and unit.
static void add_units(struct strbuf *out, const char *text)
{
    for (const char *c = text; *c; c++) {
        if (strncmp(c, " us", 3) == 0) {
            strbuf_add(out, "\u00a0µs");
            c += 2;
        } else if (*c == ' ' && c[1] != '[' && c > text && c[-1] != ',') {
            strbuf_add(out, "\u00a0");
        } else {
            strbuf_add_bytes(out, c, 1);
        }
    }
}

void html_add_quantity(struct strbuf *out, enum quantity quantity, double number)
{
    char text[UNITS_TEXT_SIZE];
    quantity_format(text, quantity, number);
    if (text[0])
        add_units(out, text);
    else
        strbuf_add(out, "<span class=\"muted\">—</span>");
}

void html_add_estimate(struct strbuf *out, enum quantity quantity, const struct estimate *estimate)
{
    struct quantity_text text = quantity_text(quantity, estimate);
    html_add_quantity(out, quantity, estimate->value);
    if (!text.interval[0])
        return;
    strbuf_add(out, " <span class=\"interval\">");
    add_units(out, text.interval);
    strbuf_add(out, "</span>");
}

void html_open_table(struct strbuf *out, const struct document_run *run, bool wide,
                     const char *label)
{
    strbuf_printf(out, "<div class=\"scroll%s\" tabindex=\"0\" role=\"region\" aria-label=\"",
                  wide ? " wide" : "");
    html_add(out, "", label, "\"><table>\n<thead><tr><th>");
    html_add(out, "", describe_count_heading(run), "</th>");
}

void html_close_table(struct strbuf *out)
{
    strbuf_add(out, "</tbody></table></div>\n");
}

void html_open_row(struct strbuf *out, const struct document_run *run, uint32_t guests)
{
    bool maximum = guests == run->maximum.guests;
    scope_free char *count = describe_count(run, guests);
    strbuf_printf(out, "<tr%s><td>%s</td>", maximum ? " class=\"maximum\"" : "", count);
}

static void add_density_row(struct strbuf *out, const struct document_run *run,
                            const struct density *density)
{
    html_open_row(out, run, density->guests);
    strbuf_printf(out, "<td>%zu</td>", density->boots);
    html_add_verdict_cell(out, density->verdict);
    for (size_t c = 0; c < density_column_count; c++) {
        const struct density_column *column = &density_columns[c];
        if (column->group == DENSITY_GROUP_HIDDEN)
            continue;
        strbuf_add(out, "<td>");
        html_add_estimate(out, column->quantity, density_column_estimate(column, density));
        strbuf_add(out, "</td>");
    }
    html_add_saturation_cell(out, run, density->guests);
    strbuf_add(out, "</tr>\n");
}

void html_add_densities(struct strbuf *out, const struct document_run *run)
{
    if (run->density_count == 0 || document_run_is_idle(run) || document_run_has_tiles(run))
        return;
    strbuf_add(out, "<h2>Every density</h2>\n");
    html_open_table(out, run, true, "Every density with its figures");
    strbuf_add(out, "<th>boots</th><th class=\"text\">verdict</th>");
    for (size_t c = 0; c < density_column_count; c++) {
        if (density_columns[c].group == DENSITY_GROUP_HIDDEN)
            continue;
        html_add(out, "<th title=\"", density_columns[c].help, "\">");
        html_add(out, "", density_columns[c].heading, "</th>");
    }
    if (saturation_lines_are_known(&run->saturations))
        strbuf_add(out, "<th class=\"text\">gives out first</th>");
    strbuf_add(out, "</tr></thead><tbody>\n");
    for (size_t d = 0; d < run->density_count; d++)
        add_density_row(out, run, &run->densities[d]);
    html_close_table(out);
    strbuf_add(out, "<p class=\"muted\">Below each figure its 95 % interval over fresh boots and "
                    "the guests in them; [?] is one that spans a factor of 1000 or more: boots too "
                    "few, or too unlike. Throughput in operations a second.</p>\n");
}

static enum quantity quantity_of_bound(enum slo_bound bound)
{
    switch (bound) {
    case SLO_DURATION_NS:
        return QUANTITY_DURATION;
    case SLO_TIMES_SOLO:
        return QUANTITY_TIMES;
    case SLO_SHARE:
        return QUANTITY_SHARE;
    case SLO_RATE:
        break;
    }
    return QUANTITY_RATE;
}

static void add_term_cell(struct strbuf *out, enum quantity quantity,
                          const struct estimate *estimate, enum density_verdict verdict)
{
    strbuf_printf(out, "<td>%s ", verdict_mark(verdict));
    html_add_estimate(out, quantity, estimate);
    strbuf_add(out, "</td>");
}

static void add_objective_row(struct strbuf *out, const struct document_run *run,
                              const struct density *density)
{
    html_open_row(out, run, density->guests);
    for (size_t i = 0; i < density->term_count; i++)
        add_term_cell(out, quantity_of_bound(density->terms[i].term.bound),
                      &density->terms[i].estimate, density->terms[i].verdict);
    add_term_cell(out, QUANTITY_TIMES, &density->total_ratio, density->rises);
    html_add_verdict_cell(out, density->verdict);
    strbuf_add(out, "</tr>\n");
}

void html_add_objective(struct strbuf *out, const struct document_run *run)
{
    if (run->density_count == 0 || document_run_is_idle(run))
        return;
    const struct density *first = &run->densities[0];
    if (document_run_has_tiles(run)) // told stream by stream
        return;
    strbuf_add(out, "<h2>The objective, term by term</h2>\n");
    html_open_table(out, run, false, "Terms of the objective");
    for (size_t i = 0; i < first->term_count; i++) {
        scope_free char *term = slo_term_format(&first->terms[i].term);
        html_add(out, "<th>", term, "</th>");
    }
    strbuf_add(out, "<th>total rises</th><th class=\"text\">verdict</th></tr></thead><tbody>\n");
    for (size_t d = 0; d < run->density_count; d++)
        add_objective_row(out, run, &run->densities[d]);
    html_close_table(out);
    strbuf_add(out,
               "<p class=\"muted\">A term holds (●) when its whole interval is on the good side, "
               "fails (○) when all of it is on the bad side, and is undecided (◇) between. "
               "“Total rises” is the throughput of all guests over that at the largest smaller "
               "density that holds.</p>\n");
}

static void add_timing_row(struct strbuf *out, const struct document_run *run,
                           const struct timing *timing)
{
    const double times[] = {timing->barrier_p95_ns, timing->clock_error_ns};
    html_open_row(out, run, timing->guests);
    for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++) {
        strbuf_add(out, "<td>");
        html_add_quantity(out, QUANTITY_DURATION, times[i]);
        strbuf_add(out, "</td>");
    }
    strbuf_add(out, "<td>");
    html_add_quantity(out, QUANTITY_SHARE, timing->tool_ratio);
    strbuf_printf(out, "</td><td>%zu of %zu</td></tr>\n", timing->steady, timing->steps);
}

void html_add_timings(struct strbuf *out, const struct document_run *run)
{
    if (run->density_count == 0)
        return;
    strbuf_add(out, "<h2>How the measuring went</h2>\n");
    html_open_table(out, run, false, "Barrier and cost of the tool");
    strbuf_add(out, "<th>barrier, p95</th><th>clock error</th><th>tool, of a "
                    "core</th><th>steady</th></tr></thead>"
                    "<tbody>\n");
    for (size_t d = 0; d < run->density_count; d++)
        add_timing_row(out, run, &run->timings[d]);
    html_close_table(out);
    strbuf_add(out,
               "<p class=\"muted\">Barrier: from the first guest's start of "
               "load to the last one's. Clock error bounds what is known of a guest's start. "
               "Steady: warm-ups that ended because the figures had settled, not because their "
               "time was over.</p>\n");
}

static void add_definition(struct strbuf *out, const char *term, enum quantity quantity,
                           const struct estimate *estimate)
{
    html_add(out, "<dt>", term, "</dt><dd>");
    html_add_estimate(out, quantity, estimate);
    strbuf_add(out, "</dd>\n");
}

void html_add_solo(struct strbuf *out, const struct document_run *run)
{
    const struct density *solo = document_density(run, 1);
    if (!solo || document_run_is_idle(run) || document_run_has_tiles(run))
        return;
    strbuf_add(out, "<h2>One guest alone</h2>\n<dl>\n");
    add_definition(out, "Throughput", QUANTITY_RATE, &solo->throughput);
    add_definition(out, "Mean latency", QUANTITY_DURATION, &solo->mean_ns);
    add_definition(out, "p50", QUANTITY_DURATION, &solo->p50_ns);
    add_definition(out, "p90", QUANTITY_DURATION, &solo->p90_ns);
    add_definition(out, "p99", QUANTITY_DURATION, &solo->p99_ns);
    add_definition(out, "p99.9", QUANTITY_DURATION, &solo->p999_ns);
    add_definition(out, "Host memory", QUANTITY_BYTES, &solo->memory_bytes);
    strbuf_add(out, "</dl>\n");
}
