// SPDX-License-Identifier: GPL-3.0-or-later
// The page of contrasts: the answer, a forest plot of what is not the same, the densities at which
// it shows, all else folded.
#include "reports/compare/contrast_html.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "compare/contrasts.h"
#include "compare/measure.h"
#include "reports/compare/contrast_forms.h"
#include "reports/compare/contrast_table.h"
#include "reports/compare/contrast_words.h"
#include "reports/compare/density_chart.h"
#include "reports/compare/forest.h"
#include "reports/compare/page.h"
#include "reports/html_text.h"

static const char contrast_style[] =
    "details{margin:.8rem 0 1rem}\n"
    "summary{cursor:pointer;color:var(--ink-first)}\n"
    ".contrast table{width:100%}\n"
    ".contrast td{vertical-align:middle}\n"
    "th.side{max-width:9rem;overflow:hidden;text-overflow:ellipsis}\n"
    ".onset{max-width:44rem;padding:.5rem .9rem;border-left:.25rem solid var(--ink-second);"
    "background:var(--wash)}\n"
    "ul.plain{max-width:44rem;margin:.5rem 0 1rem;padding-left:1.3rem}\n"
    "@media(max-width:40rem){td.forest,th.forest{min-width:9rem}}\n";

static void add_remarks(struct strbuf *out, char *const *lines, size_t count)
{
    for (size_t i = 0; i < count; i++)
        html_add(out, "<p class=\"mark\">", lines[i], "</p>\n");
}

static void add_sides(struct strbuf *out, const struct contrast *contrast)
{
    strbuf_add(out, "<dl>\n");
    for (size_t side = 0; side < 2; side++) {
        scope_free char *words = contrast_side_words(contrast, side);
        html_add(out, side == 0 ? "<dt>A</dt><dd>" : "<dt>B, over A</dt><dd>", words, "</dd>\n");
    }
    for (size_t i = 0; i < contrast->change_count; i++)
        html_add(out, i == 0 ? "<dt>Changed</dt><dd>" : "<dd>", contrast->changes[i], "</dd>\n");
    strbuf_add(out, "</dl>\n");
}

static void add_reasons(struct strbuf *out, const struct contrast *contrast)
{
    size_t count;
    struct contrast_reason *reasons = contrast_reasons(contrast, &count);
    if (count > 0)
        strbuf_add(out, "<ul class=\"plain\">\n");
    for (size_t i = 0; i < count; i++) {
        html_add(out, "<li>", reasons[i].names, ": ");
        html_add(out, "", reasons[i].why, "</li>\n");
    }
    if (count > 0)
        strbuf_add(out, "</ul>\n");
    contrast_reasons_free(reasons, count);
}

static void add_told(struct strbuf *out, const struct contrast *contrast)
{
    size_t count;
    scope_free const struct judgement **list = contrast_rows(contrast, CONTRAST_ROWS_TOLD, &count);
    scope_free char *onset = contrast_onset_words(contrast);
    if (onset)
        html_add(out, "<p class=\"onset\">", onset, "</p>\n");
    contrast_html_table(out, contrast, list, count, "Worse, undecided and better");
}

static void add_rest(struct strbuf *out, const struct contrast *contrast)
{
    size_t count;
    scope_free const struct judgement **list = contrast_rows(contrast, CONTRAST_ROWS_REST, &count);
    if (count == 0)
        return;
    strbuf_printf(out,
                  "<details><summary>The same, on one side only, or not judged: %zu"
                  "</summary>\n",
                  count);
    contrast_html_table(out, contrast, list, count, "The rest");
    strbuf_add(out, "</details>\n");
}

static void add_contrast(struct strbuf *out, const struct contrast *contrast)
{
    scope_free char *heading = contrast_heading(contrast);
    html_add(out, "<h2>", heading, "</h2>\n");
    add_remarks(out, contrast->remarks, contrast->remark_count);
    add_sides(out, contrast);
    add_told(out, contrast);
    contrast_html_charts(out, contrast);
    add_reasons(out, contrast);
    add_rest(out, contrast);
}

static void add_unmatched(struct strbuf *out, const struct contrasts *contrasts)
{
    if (contrasts->unmatched_count == 0)
        return;
    strbuf_add(out, "<h2>Left out</h2>\n<ul class=\"plain\">\n");
    for (size_t i = 0; i < contrasts->unmatched_count; i++)
        html_add(out, "<li>", contrasts->unmatched[i], "</li>\n");
    strbuf_add(out, "</ul>\n");
}

static bool is_told(const struct contrasts *contrasts, const char *measure)
{
    for (size_t c = 0; c < contrasts->count; c++)
        for (size_t i = 0; i < contrasts->list[c].count; i++)
            if (strcmp(contrasts->list[c].list[i].measure, measure) == 0)
                return true;
    return false;
}

// Of measures; what a program told is its own.
static void add_definitions(struct strbuf *out, const struct contrasts *contrasts)
{
    strbuf_add(out, "<dl>\n");
    for (size_t i = 0; i < measure_count; i++) {
        const struct measure *measure = &measure_table[i];
        if (!is_told(contrasts, measure->name))
            continue;
        html_add(out, "<dt>", measure->name, "</dt>");
        html_add(out, "<dd>", measure->definition, "; one number a boot, ");
        html_add(out, "", measure->higher_is_better ? "higher" : "lower", " is better</dd>\n");
    }
    strbuf_add(out, "</dl>\n");
}

static void add_method(struct strbuf *out, const struct contrasts *contrasts)
{
    scope_free char *method = contrasts_method_words(contrasts);
    html_add(out, "<h2>How it was judged</h2>\n<p>", method, "</p>\n");
    html_add(out, "<p>", CONTRAST_TABLE_WORDS, "</p>\n");
    add_definitions(out, contrasts);
}

void contrast_emit_html(const struct contrasts *contrasts, bool is_strict, struct strbuf *out)
{
    const char *const styles[] = {forest_style, density_chart_style, contrast_style};
    scope_free char *claim = contrasts_claim(contrasts);
    scope_free char *reckoning = contrasts_reckoning(contrasts, is_strict);
    scope_free char *emulation = contrasts_emulation(contrasts);
    page_open(out, claim, styles, sizeof(styles) / sizeof(styles[0]));
    page_add_header(out, emulation, "comparison", claim, reckoning);
    for (size_t i = 0; i < contrasts->count; i++)
        add_contrast(out, &contrasts->list[i]);
    add_unmatched(out, contrasts);
    add_method(out, contrasts);
    page_close(out);
}
