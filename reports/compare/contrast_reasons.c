// SPDX-License-Identifier: GPL-3.0-or-later
// Reasons are few, and what they befall is many.
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "reports/compare/contrast_words.h"

static bool has_reason(const struct judgement *judgement, const char *why)
{
    return judgement->is_judged && judgement->why && *judgement->why &&
           (!why || strcmp(judgement->why, why) == 0);
}

// Names of all that the reason of this one befell, marked as told.
static char *names_of(const struct contrast *contrast, size_t first, bool *is_told)
{
    struct strbuf names = {0};
    const struct judgement *last = NULL;
    for (size_t i = first; i < contrast->count; i++) {
        const struct judgement *next = &contrast->list[i];
        if (!has_reason(next, contrast->list[first].why))
            continue;
        contrast_list_add(&names, last, next);
        last = next;
        is_told[i] = true;
    }
    return strbuf_take(&names);
}

struct contrast_reason *contrast_reasons(const struct contrast *contrast, size_t *ret_count)
{
    struct contrast_reason *reasons = alloc_zeroed(contrast->count, sizeof(*reasons));
    scope_free bool *is_told = alloc_zeroed(contrast->count, sizeof(*is_told));
    *ret_count = 0;
    for (size_t i = 0; i < contrast->count; i++) {
        if (is_told[i] || !has_reason(&contrast->list[i], NULL))
            continue;
        struct contrast_reason *reason = &reasons[(*ret_count)++];
        reason->names = names_of(contrast, i, is_told);
        reason->why = contrast->list[i].why;
    }
    return reasons;
}

void contrast_reasons_free(struct contrast_reason *reasons, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(reasons[i].names);
    free(reasons);
}
