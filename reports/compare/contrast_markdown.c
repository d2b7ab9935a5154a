// SPDX-License-Identifier: GPL-3.0-or-later
// Markdown of contrasts, for the comment below a pull request: the answer, what is not the same,
// all else folded. Stays within what a forge takes as one comment.
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

// A forge takes 65536 characters; a row has about so many bytes.
enum { COMMENT_BYTES = 60000, ROW_BYTES = 160 };

// By which a job finds its own comment to renew it.
#define MARKER "<!-- fullhouse: contrasts -->\n"

static const char *mark_of(enum contrast_verdict verdict)
{
    static const char *const marks[CONTRAST_VERDICT_COUNT] = {
        [CONTRAST_SAME] = "⚪",         [CONTRAST_BETTER] = "🟢", [CONTRAST_WORSE] = "🔴",
        [CONTRAST_UNDECIDED] = "🟡", [CONTRAST_ONE_SIDED] = "➖",
    };
    return marks[verdict];
}

static void add_line(struct strbuf *out, const char *before, const char *text, const char *after)
{
    if (!text)
        return;
    strbuf_add(out, before);
    table_escape_markdown(text, out);
    strbuf_add(out, after);
}

static void add_lines(struct strbuf *out, const char *before, char *const *lines, size_t count)
{
    for (size_t i = 0; i < count; i++)
        add_line(out, before, lines[i], "\n");
    if (count > 0)
        strbuf_add(out, "\n");
}

// As many rows as a comment has room for.
static void add_table(struct strbuf *out, const struct contrast *contrast,
                      const struct judgement *const *list, size_t count)
{
    scope_table struct table table = {0};
    size_t left = out->length < COMMENT_BYTES ? COMMENT_BYTES - out->length : 0;
    size_t shown = count < left / ROW_BYTES ? count : left / ROW_BYTES;
    const struct contrast_columns columns = {.list = list, .count = shown, .mark = mark_of};
    contrast_table_fill(&table, contrast, &columns);
    table_draw_markdown(&table, out);
    if (shown < count)
        strbuf_printf(out, "\n… and %zu more: `--format json`.\n", count - shown);
    strbuf_add(out, "\n");
}

// --- one contrast -------------------------------------------------------------------------------

static void add_head(struct strbuf *out, const struct contrast *contrast)
{
    scope_free char *a = contrast_side_words(contrast, 0);
    scope_free char *b = contrast_side_words(contrast, 1);
    add_line(out, "- A: ", a, "\n");
    add_line(out, "- B: ", b, "\n");
    for (size_t i = 0; i < contrast->change_count; i++)
        add_line(out, "- **Changed:** ", contrast->changes[i], "\n");
    strbuf_add(out, "\n");
}

static void add_told(struct strbuf *out, const struct contrast *contrast)
{
    size_t count;
    scope_free const struct judgement **list = contrast_rows(contrast, CONTRAST_ROWS_TOLD, &count);
    scope_free char *onset = contrast_onset_words(contrast);
    if (count > 0)
        add_table(out, contrast, list, count);
    add_line(out, "", onset, "\n\n");
}

static void add_reasons(struct strbuf *out, const struct contrast *contrast)
{
    size_t count;
    struct contrast_reason *reasons = contrast_reasons(contrast, &count);
    for (size_t i = 0; i < count && out->length < COMMENT_BYTES; i++) {
        add_line(out, "- ", reasons[i].names, ": ");
        add_line(out, "", reasons[i].why, "\n");
    }
    if (count > 0)
        strbuf_add(out, "\n");
    contrast_reasons_free(reasons, count);
}

static void add_rest(struct strbuf *out, const struct contrast *contrast)
{
    size_t count;
    scope_free const struct judgement **list = contrast_rows(contrast, CONTRAST_ROWS_REST, &count);
    if (count == 0)
        return;
    strbuf_printf(out,
                  "<details><summary>The same, on one side only, or not judged: %zu"
                  "</summary>\n\n",
                  count);
    add_table(out, contrast, list, count);
    strbuf_add(out, "</details>\n\n");
}

static void add_contrast(struct strbuf *out, const struct contrast *contrast)
{
    scope_free char *heading = contrast_heading(contrast);
    add_line(out, "#### ", heading, "\n\n");
    add_lines(out, "> ⚠️ ", contrast->remarks, contrast->remark_count);
    add_head(out, contrast);
    add_told(out, contrast);
    add_reasons(out, contrast);
    add_rest(out, contrast);
}

static void add_method(struct strbuf *out, const struct contrasts *contrasts)
{
    scope_free char *method = contrasts_method_words(contrasts);
    strbuf_add(out, "<details><summary>How it was judged</summary>\n\n");
    add_line(out, "", CONTRAST_TABLE_WORDS, "\n\n");
    add_line(out, "", method, "\n\n");
    strbuf_add(out, "</details>\n\n");
}

void contrast_emit_markdown(const struct contrasts *contrasts, bool is_strict, struct strbuf *out)
{
    scope_free char *claim = contrasts_claim(contrasts);
    scope_free char *reckoning = contrasts_reckoning(contrasts, is_strict);
    scope_free char *emulation = contrasts_emulation(contrasts);
    strbuf_printf(out, "### %s ", mark_of(contrasts->overall));
    add_line(out, "", claim, "\n\n");
    add_line(out, "", reckoning, "\n\n");
    add_line(out, "> ", emulation, "\n\n");
    for (size_t i = 0; i < contrasts->count; i++)
        add_contrast(out, &contrasts->list[i]);
    add_lines(out, "- Left out: ", contrasts->unmatched, contrasts->unmatched_count);
    add_method(out, contrasts);
    strbuf_add(out, MARKER);
}
