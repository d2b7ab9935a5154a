// SPDX-License-Identifier: GPL-3.0-or-later
// One contrast by itself, and what it owns.
#include "compare/contrast.h"

#include <stdlib.h>

#include "compare/contrast_case.h"

const char *contrast_verdict_name(enum contrast_verdict verdict)
{
    static const char *const names[] = {
#define X(name, text) [CONTRAST_##name] = text,
        CONTRAST_VERDICTS(X)
#undef X
    };
    return names[verdict];
}

int contrast_of(const struct side *a, const struct side *b, const struct contrast_options *options,
                struct contrast *ret_contrast, struct err *err)
{
    struct contrast_case one;
    int r = contrast_case_init(&one, a, b, options, err);
    if (r < 0)
        return r;
    contrast_cases_decide(&one, 1);
    *ret_contrast = contrast_case_take(&one);
    return 0;
}

static void free_texts(char **texts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(texts[i]);
    free(texts);
}

static void judgement_done(struct judgement *judgement)
{
    free((char *)judgement->measure);
    free((char *)judgement->unit);
    free(judgement->why);
}

void contrast_done(struct contrast *contrast)
{
    if (!contrast)
        return;
    for (int s = 0; s < 2; s++) {
        free(contrast->names[s]);
        free(contrast->run_ids[s]);
        free(contrast->subjects[s]);
    }
    free(contrast->alike);
    for (size_t i = 0; i < contrast->count; i++)
        judgement_done(&contrast->list[i]);
    free(contrast->list);
    free_texts(contrast->remarks, contrast->remark_count);
    free_texts(contrast->changes, contrast->change_count);
    *contrast = (struct contrast){0};
}
