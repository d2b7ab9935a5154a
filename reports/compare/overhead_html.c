// SPDX-License-Identifier: GPL-3.0-or-later
// The page of an overhead: one file that asks nobody for anything. The answer and the platforms
// first, all loads in one figure, then each load along the density.
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/base/version.h"
#include "compare/overhead.h"
#include "reports/compare/overhead_figure.h"
#include "reports/compare/overhead_report.h"
#include "reports/compare/overhead_say.h"
#include "reports/compare/overhead_tables.h"
#include "reports/html_drawing.h"
#include "reports/html_style.h"
#include "reports/html_text.h"
#include "reports/table.h"

static const char style[] =
    ".keys{display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;margin:.3rem 0 .5rem;padding:0;"
    "list-style:none;font-size:.9rem}\n"
    ".keys i{display:inline-block;width:.75rem;height:.75rem;margin-right:.4rem;"
    "border-radius:50%;vertical-align:-.06rem}\n"
    ".platforms dt{min-width:6rem;color:var(--ink-text);font-weight:600}\n"
    ".platforms small{color:var(--ink-axis);font-size:.9rem}\n"
    ".all svg{min-width:36rem}\n"
    ".load{max-width:33rem}\n"
    "details{margin:.6rem 0 1rem}\n"
    "summary{cursor:pointer;color:var(--ink-first)}\n"
    "@media print{.keys i{print-color-adjust:exact;-webkit-print-color-adjust:exact}}\n";

static void add_paragraph(struct strbuf *out, const char *open, char *taken)
{
    if (taken)
        html_add(out, open, taken, "</p>\n");
    free(taken);
}

static void add_head(struct strbuf *out, const struct overhead *overhead)
{
    strbuf_add(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                    "style-src 'unsafe-inline'; img-src data:\">\n"
                    "<meta name=\"generator\" content=\"Fullhouse " FULLHOUSE_VERSION "\">\n"
                    "<link rel=\"icon\" href=\"data:,\">\n<title>Overhead over native</title>\n"
                    "<style>\n");
    strbuf_add(out, html_style);
    strbuf_add(out, style);
    strbuf_add(out, "</style>\n</head>\n<body>\n<main>\n<header>\n");
    add_paragraph(out, "<p class=\"mark\">", overhead_emulation(overhead));
    strbuf_add(out, "<p class=\"name\">Overhead over native</p>\n");
    scope_free char *answer = overhead_answer(overhead);
    html_add(out, "<h1>", answer, "</h1>\n");
    add_paragraph(out, "<p class=\"lede\">", overhead_facts(overhead));
    strbuf_add(out, "</header>\n");
}

// --- tables -------------------------------------------------------------------------------------

static void add_cell(struct strbuf *out, const struct table *table, size_t cell, const char *tag,
                     const char *text)
{
    bool is_text = table->columns[cell % table->column_count].left;
    strbuf_printf(out, "<%s%s>", tag, is_text ? " class=\"text\"" : "");
    html_add_text(out, text);
    strbuf_printf(out, "</%s>", tag);
}

static void add_table(struct strbuf *out, const struct table *table, const char *label)
{
    if (table->cell_count == 0)
        return;
    html_add(out, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"", label,
             "\">\n<table>\n<thead><tr>");
    for (size_t i = 0; i < table->column_count; i++)
        add_cell(out, table, i, "th", table->columns[i].heading);
    strbuf_add(out, "</tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < table->cell_count; i++) {
        strbuf_add(out, i % table->column_count == 0 ? "<tr>" : "");
        add_cell(out, table, i, "td", table->cells[i]);
        strbuf_add(out, (i + 1) % table->column_count == 0 ? "</tr>\n" : "");
    }
    strbuf_add(out, "</tbody>\n</table>\n</div>\n");
}

// --- platforms ----------------------------------------------------------------------------------

static void add_platform(struct strbuf *out, const struct overhead_platform *platform)
{
    html_add(out, "<dt>", platform->name, "</dt>\n<dd><b>");
    html_add(out, "", overhead_class(platform), ".</b> ");
    html_add(out, "", overhead_reason(platform), ". ");
    html_add(out, "<small>Guest: ", *platform->guests ? platform->guests : "none was measured",
             ".");
    if (*platform->hypervisor)
        html_add(out, " ", platform->hypervisor, ".");
    strbuf_add(out, platform->is_emulated ? " Emulated.</small></dd>\n" : "</small></dd>\n");
}

static void add_platforms(struct strbuf *out, const struct overhead *overhead)
{
    strbuf_add(out, "<h2>Platforms and their classes</h2>\n<dl class=\"platforms\">\n");
    for (size_t i = 0; i < overhead->platform_count; i++)
        add_platform(out, &overhead->platforms[i]);
    strbuf_add(out, "</dl>\n");
    add_paragraph(out, "<p class=\"muted\">", overhead_guests_differ(overhead));
}

static void add_keys(struct strbuf *out, const struct overhead *overhead)
{
    strbuf_add(out, "<ul class=\"keys\">\n");
    for (size_t i = 1; i < overhead->platform_count; i++) {
        strbuf_printf(out, "<li><i style=\"background:var(--ink-%s)\"></i>",
                      svg_ink_name(overhead_ink(i)));
        html_add(out, "", overhead->platforms[i].name, "</li>\n");
    }
    strbuf_add(out, "</ul>\n");
}

// --- all loads ----------------------------------------------------------------------------------

static void add_loads_figure(struct strbuf *out, const struct overhead *overhead,
                             struct emitter_context *context)
{
    struct html_drawing drawing = {
        .title = "All loads over native",
        .width = OVERHEAD_LOADS_WIDTH,
        .height = overhead_loads_height(overhead),
        .id = "overhead",
    };
    if (!overhead_loads_is_drawable(overhead))
        return;
    overhead_loads_script(overhead, &drawing.script);
    strbuf_add(out, "<figure>\n");
    add_keys(out, overhead);
    strbuf_add(out, "<div class=\"scroll all\" tabindex=\"0\" role=\"region\" aria-label=\"All "
                    "loads over native\">\n");
    html_add_drawing(out, &drawing, context);
    strbuf_add(out, "</div>\n<figcaption>A load’s headline measure over that of native: hollow "
                    "with the fewest guests, with its 95 % interval behind it, filled with the "
                    "most. Left of the line is less throughput. Intervals are cut at a quarter "
                    "and at four times the value.</figcaption>\n</figure>\n");
    strbuf_done(&drawing.script);
}

static void add_loads(struct strbuf *out, const struct overhead *overhead,
                      struct emitter_context *context)
{
    scope_table struct table table = {0};
    strbuf_add(out, "<h2>All loads</h2>\n");
    add_loads_figure(out, overhead, context);
    overhead_table_loads(&table, overhead, true);
    add_table(out, &table, "All loads over native");
    strbuf_add(out, "<p class=\"muted\">" OVERHEAD_WORDS "</p>\n");
}

// --- one load -----------------------------------------------------------------------------------

static void add_curve(struct strbuf *out, const struct overhead *overhead, size_t place,
                      struct emitter_context *context)
{
    const struct overhead_load *load = &overhead->loads[place];
    scope_free char *id = alloc_printf("overhead-%zu", place + 1);
    struct html_drawing drawing = {
        .title = load->name,
        .width = OVERHEAD_CURVE_WIDTH,
        .height = OVERHEAD_CURVE_HEIGHT,
        .id = id,
    };
    if (!overhead_curve_is_drawable(load))
        return;
    overhead_curve_script(overhead, load, id, &drawing.script);
    strbuf_add(out, "<figure class=\"load\">\n");
    html_add_drawing(out, &drawing, context);
    strbuf_add(out, "<figcaption>Over native at the same density, with 95 % intervals, cut at a "
                    "quarter and at four times the value.</figcaption>\n</figure>\n");
    strbuf_done(&drawing.script);
}

static void add_load(struct strbuf *out, const struct overhead *overhead, size_t place,
                     struct emitter_context *context)
{
    const struct overhead_load *load = &overhead->loads[place];
    scope_table struct table table = {0}, all = {0};
    html_add(out, "<h2>", load->name, "</h2>\n");
    add_curve(out, overhead, place, context);
    overhead_table_measures(&table, overhead, load, true);
    add_table(out, &table, load->name);
    for (size_t i = 0; i < load->arm_count; i++)
        if (load->arms[i].absent)
            add_paragraph(out, "<p class=\"absent\">",
                          overhead_absence(overhead, load, &load->arms[i]));
    overhead_table_densities(&all, overhead, load);
    if (all.cell_count == 0)
        return;
    strbuf_add(out, "<details>\n<summary>Every measure at every density</summary>\n");
    add_table(out, &all, "Every measure at every density");
    strbuf_add(out, "</details>\n");
}

static void emit(const struct overhead *overhead, struct emitter_context *context,
                 struct strbuf *out)
{
    add_head(out, overhead);
    add_platforms(out, overhead);
    add_loads(out, overhead, context);
    for (size_t i = 0; i < overhead->load_count; i++)
        add_load(out, overhead, i, context);
    strbuf_add(out, "<footer>Made by Fullhouse " FULLHOUSE_VERSION
                    " from the store alone.</footer>\n</main>\n</body>\n</html>\n");
}

const struct overhead_form overhead_form_html = {
    .name = "html",
    .suffix = ".html",
    .help = "one self-contained page with figures",
    .emit = emit,
};
