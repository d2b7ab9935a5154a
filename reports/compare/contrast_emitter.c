// SPDX-License-Identifier: GPL-3.0-or-later
// The table of forms.
#include "reports/compare/contrast_emitter.h"

#include <string.h>

#include "reports/compare/contrast_forms.h"

const struct contrast_emitter contrast_emitters[] = {
    {"text", "for a terminal", contrast_emit_text},
    {"markdown", "for the comment below a pull request", contrast_emit_markdown},
    {"junit", "JUnit XML: a case is one measure at one density", contrast_emit_junit},
    {"github", "annotations of a forge's CI, as workflow commands", contrast_emit_github},
    {"html", "one self-contained page with forest plots", contrast_emit_html},
    {"json", "for machines: every number", contrast_emit_json},
};
const size_t contrast_emitter_count = sizeof(contrast_emitters) / sizeof(contrast_emitters[0]);

const struct contrast_emitter *contrast_emitter_find(const char *name)
{
    for (size_t i = 0; i < contrast_emitter_count; i++)
        if (strcmp(contrast_emitters[i].name, name) == 0)
            return &contrast_emitters[i];
    return NULL;
}
