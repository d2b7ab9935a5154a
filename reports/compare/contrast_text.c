// SPDX-License-Identifier: GPL-3.0-or-later
// What a terminal shows of contrasts: the answer, what is not the same, why the rest is told in a
// line.
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "compare/contrasts.h"
#include "reports/compare/contrast_forms.h"
#include "reports/compare/contrast_table.h"
#include "reports/compare/contrast_words.h"
#include "reports/table.h"
#include "reports/utf8.h"
#include "reports/wrap.h"

enum { TEXT_COLUMNS = 100 };

// One paragraph, whatever line ends a label has.
static void add_words(struct strbuf *out, const char *text)
{
    scope_free char *line = text ? utf8_line(text) : NULL;
    if (line && *line)
        wrap_text(line, TEXT_COLUMNS, 0, out);
}

static void add_taken(struct strbuf *out, char *text)
{
    add_words(out, text);
    free(text);
}

static void add_lines(struct strbuf *out, const char *before, char *const *lines, size_t count)
{
    for (size_t i = 0; i < count; i++)
        add_taken(out, alloc_printf("%s%s", before, lines[i]));
}

// --- who and what -------------------------------------------------------------------------------

static void add_head(struct strbuf *out, const struct contrast *contrast)
{
    scope_free char *a = contrast_side_words(contrast, 0);
    scope_free char *b = contrast_side_words(contrast, 1);
    add_taken(out, alloc_printf("A: %s", a));
    add_taken(out, alloc_printf("B: %s", b));
    add_lines(out, "Changed: ", contrast->changes, contrast->change_count);
}

// What makes a comparison less than it seems stands on top.
static void add_remarks(struct strbuf *out, const struct contrast *contrast)
{
    add_lines(out, "Mind: ", contrast->remarks, contrast->remark_count);
}

// --- what came out ------------------------------------------------------------------------------

// With as many columns as fit; what is left out is in the other forms.
static void draw_fitting(struct strbuf *out, const struct contrast *contrast,
                         const struct judgement *const *list, size_t count)
{
    struct contrast_columns columns = {.list = list, .count = count};
    for (columns.left_out = CONTRAST_COLUMNS_ALL;; columns.left_out++) {
        scope_table struct table table = {0};
        contrast_table_fill(&table, contrast, &columns);
        if (table_width(&table) > TEXT_COLUMNS && columns.left_out < CONTRAST_COLUMNS_LEAST)
            continue;
        table_draw_text(&table, 0, out);
        return;
    }
}

static void add_told(struct strbuf *out, const struct contrast *contrast)
{
    size_t count;
    scope_free const struct judgement **list = contrast_rows(contrast, CONTRAST_ROWS_TOLD, &count);
    if (count == 0)
        return;
    draw_fitting(out, contrast, list, count);
    strbuf_add(out, "\n");
    add_taken(out, contrast_onset_words(contrast));
}

static void add_reasons(struct strbuf *out, const struct contrast *contrast)
{
    size_t count;
    struct contrast_reason *reasons = contrast_reasons(contrast, &count);
    for (size_t i = 0; i < count; i++)
        add_taken(out, alloc_printf("%s: %s", reasons[i].names, reasons[i].why));
    contrast_reasons_free(reasons, count);
}

static void add_rest(struct strbuf *out, const struct contrast *contrast)
{
    scope_free char *same = contrast_list_words(contrast, CONTRAST_SAME);
    scope_free char *unjudged = contrast_unjudged_words(contrast);
    if (same)
        add_taken(out, alloc_printf("The same within %g %%: %s.", 100 * contrast->threshold, same));
    if (unjudged)
        add_taken(out, alloc_printf("Told, not judged (--format json): %s.", unjudged));
}

static void add_contrast(struct strbuf *out, const struct contrast *contrast, bool is_alone)
{
    scope_free char *heading = contrast_heading(contrast);
    if (is_alone)
        add_remarks(out, contrast);
    strbuf_add(out, "\n");
    if (!is_alone || contrast->alike)
        add_words(out, heading);
    if (!is_alone)
        add_remarks(out, contrast);
    add_head(out, contrast);
    strbuf_add(out, "\n");
    add_told(out, contrast);
    add_reasons(out, contrast);
    add_rest(out, contrast);
}

void contrast_emit_text(const struct contrasts *contrasts, bool is_strict, struct strbuf *out)
{
    add_taken(out, contrasts_answer(contrasts, is_strict));
    for (size_t i = 0; i < contrasts->count; i++)
        add_contrast(out, &contrasts->list[i], contrasts->count == 1);
    if (contrasts->unmatched_count > 0)
        strbuf_add(out, "\n");
    add_lines(out, "Left out: ", contrasts->unmatched, contrasts->unmatched_count);
    strbuf_add(out, "\n");
    add_words(out, CONTRAST_TABLE_WORDS);
    add_taken(out, contrasts_method_words(contrasts));
}
