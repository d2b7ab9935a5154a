// SPDX-License-Identifier: GPL-3.0-or-later
// Annotations of a forge's CI: workflow commands on standard output ("::error title=...::...", as
// GitHub, Forgejo and Gitea read them). A forge shows ten of a level and step: the answer comes
// first, then the largest changes.
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "compare/contrasts.h"
#include "reports/compare/contrast_forms.h"
#include "reports/compare/contrast_table.h"
#include "reports/compare/contrast_words.h"
#include "reports/compare/workflow_command.h"

// Beside the answer, and what tells how many more there are.
enum { SHOWN = 8 };

static const char *level_of(enum contrast_verdict verdict, bool is_strict)
{
    if (contrast_verdict_fails(verdict, is_strict))
        return "error";
    return verdict == CONTRAST_UNDECIDED ? "warning" : "notice";
}

static void add_judgement(struct strbuf *out, const struct contrast *contrast,
                          const struct judgement *judgement, const char *level)
{
    scope_free char *name = judgement_name(contrast, judgement);
    scope_free char *verdict = contrast_verdict_title(judgement->verdict);
    scope_free char *title = alloc_printf("%s: %s", verdict, name);
    scope_free char *words = judgement_words(contrast, judgement);
    scope_free char *heading = contrast_heading(contrast);
    scope_free char *message = alloc_printf("%s\n%s", words, heading);
    workflow_command_add(out, level, title, message);
}

// Those of one verdict over all contrasts; says how many it left out.
static void add_verdict(struct strbuf *out, const struct contrasts *contrasts,
                        enum contrast_verdict verdict, const char *level)
{
    size_t shown = 0;
    for (size_t c = 0; c < contrasts->count; c++) {
        size_t count;
        scope_free const struct judgement **list =
            contrast_rows(&contrasts->list[c], CONTRAST_ROWS_TOLD, &count);
        for (size_t i = 0; i < count; i++)
            if (list[i]->verdict == verdict && shown++ < SHOWN)
                add_judgement(out, &contrasts->list[c], list[i], level);
    }
    if (shown <= SHOWN)
        return;
    scope_free char *title = contrast_verdict_title(verdict);
    scope_free char *message = alloc_printf("... and %zu more", shown - SHOWN);
    workflow_command_add(out, level, title, message);
}

static char *answer_with_remarks(const struct contrasts *contrasts, bool is_strict)
{
    struct strbuf text = {0};
    scope_free char *answer = contrasts_answer(contrasts, is_strict);
    strbuf_add(&text, answer);
    for (size_t c = 0; c < contrasts->count; c++) {
        const struct contrast *contrast = &contrasts->list[c];
        for (size_t i = 0; i < contrast->remark_count; i++)
            strbuf_printf(&text, "\nMind: %s", contrast->remarks[i]);
        for (size_t i = 0; i < contrast->change_count; i++)
            strbuf_printf(&text, "\nChanged: %s", contrast->changes[i]);
    }
    return strbuf_take(&text);
}

void contrast_emit_github(const struct contrasts *contrasts, bool is_strict, struct strbuf *out)
{
    scope_free char *answer = answer_with_remarks(contrasts, is_strict);
    workflow_command_add(out, level_of(contrasts->overall, is_strict), "Fullhouse", answer);
    add_verdict(out, contrasts, CONTRAST_WORSE, level_of(CONTRAST_WORSE, is_strict));
    // Beside worse ones those are no failures of their own.
    bool fails = is_strict && contrasts->overall == CONTRAST_UNDECIDED;
    add_verdict(out, contrasts, CONTRAST_UNDECIDED, level_of(CONTRAST_UNDECIDED, fails));
    add_verdict(out, contrasts, CONTRAST_BETTER, level_of(CONTRAST_BETTER, is_strict));
}
