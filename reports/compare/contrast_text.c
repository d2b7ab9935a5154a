// SPDX-License-Identifier: GPL-3.0-or-later
// What a terminal shows of contrasts: the answer, what is not the same, why the rest is told in a
// line.
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "compare/contrasts.h"
#include "reports/compare/contrast_emitter.h"
#include "reports/compare/contrast_forms.h"
#include "reports/compare/contrast_table.h"
#include "reports/compare/contrast_words.h"
#include "reports/table.h"
#include "reports/utf8.h"
#include "reports/wrap.h"

enum { TEXT_COLUMNS = 100, TEXT_COLUMNS_MIN = 40 };

// The text so far, and how wide it may become.
struct page {
    struct strbuf *out;
    size_t columns;
};

// One paragraph, whatever line ends a label has.
static void add_words(struct page *page, const char *text)
{
    scope_free char *line = text ? utf8_line(text) : NULL;
    if (line && *line)
        wrap_text(line, page->columns, 0, page->out);
}

static void add_taken(struct page *page, char *text)
{
    add_words(page, text);
    free(text);
}

static void add_lines(struct page *page, const char *before, char *const *lines, size_t count)
{
    for (size_t i = 0; i < count; i++)
        add_taken(page, alloc_printf("%s%s", before, lines[i]));
}

// --- who and what -------------------------------------------------------------------------------

static void add_head(struct page *page, const struct contrast *contrast)
{
    scope_free char *a = contrast_side_words(contrast, 0);
    scope_free char *b = contrast_side_words(contrast, 1);
    add_taken(page, alloc_printf("A: %s", a));
    add_taken(page, alloc_printf("B: %s", b));
    add_lines(page, "Changed: ", contrast->changes, contrast->change_count);
}

// What makes a comparison less than it seems stands on top.
static void add_remarks(struct page *page, const struct contrast *contrast)
{
    add_lines(page, "Mind: ", contrast->remarks, contrast->remark_count);
}

// --- what came out ------------------------------------------------------------------------------

// With as many columns as fit; what is left out is in the other forms.
static void draw_fitting(struct page *page, const struct contrast *contrast,
                         const struct judgement *const *list, size_t count)
{
    struct contrast_columns columns = {.list = list, .count = count};
    for (columns.left_out = CONTRAST_COLUMNS_ALL;; columns.left_out++) {
        scope_table struct table table = {0};
        contrast_table_fill(&table, contrast, &columns);
        if (table_width(&table) > page->columns && columns.left_out < CONTRAST_COLUMNS_LEAST)
            continue;
        table_draw_text(&table, 0, page->out);
        return;
    }
}

static void add_told(struct page *page, const struct contrast *contrast)
{
    size_t count;
    scope_free const struct judgement **list = contrast_rows(contrast, CONTRAST_ROWS_TOLD, &count);
    if (count == 0)
        return;
    draw_fitting(page, contrast, list, count);
    strbuf_add(page->out, "\n");
    add_taken(page, contrast_onset_words(contrast));
}

static void add_reasons(struct page *page, const struct contrast *contrast)
{
    size_t count;
    struct contrast_reason *reasons = contrast_reasons(contrast, &count);
    for (size_t i = 0; i < count; i++)
        add_taken(page, alloc_printf("%s: %s", reasons[i].names, reasons[i].why));
    contrast_reasons_free(reasons, count);
}

static void add_rest(struct page *page, const struct contrast *contrast)
{
    scope_free char *same = contrast_list_words(contrast, CONTRAST_SAME);
    scope_free char *unjudged = contrast_unjudged_words(contrast);
    if (same)
        add_taken(page,
                  alloc_printf("The same within %g %%: %s.", 100 * contrast->threshold, same));
    if (unjudged)
        add_taken(page, alloc_printf("Told, not judged (--format json): %s.", unjudged));
}

static void add_contrast(struct page *page, const struct contrast *contrast, bool is_alone)
{
    scope_free char *heading = contrast_heading(contrast);
    if (is_alone)
        add_remarks(page, contrast);
    strbuf_add(page->out, "\n");
    if (!is_alone || contrast->alike)
        add_words(page, heading);
    if (!is_alone)
        add_remarks(page, contrast);
    add_head(page, contrast);
    strbuf_add(page->out, "\n");
    add_told(page, contrast);
    add_reasons(page, contrast);
    add_rest(page, contrast);
}

void contrast_emit_text_in(const struct contrasts *contrasts, bool is_strict, size_t columns,
                           struct strbuf *out)
{
    struct page of_columns = {out, columns ? columns : TEXT_COLUMNS}, *page = &of_columns;
    if (page->columns < TEXT_COLUMNS_MIN)
        page->columns = TEXT_COLUMNS_MIN;
    add_taken(page, contrasts_answer(contrasts, is_strict));
    for (size_t i = 0; i < contrasts->count; i++)
        add_contrast(page, &contrasts->list[i], contrasts->count == 1);
    if (contrasts->unmatched_count > 0)
        strbuf_add(out, "\n");
    add_lines(page, "Left out: ", contrasts->unmatched, contrasts->unmatched_count);
    strbuf_add(out, "\n");
    add_words(page, CONTRAST_TABLE_WORDS);
    add_taken(page, contrasts_method_words(contrasts));
}

void contrast_emit_text(const struct contrasts *contrasts, bool is_strict, struct strbuf *out)
{
    contrast_emit_text_in(contrasts, is_strict, 0, out);
}
