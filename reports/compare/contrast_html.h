// SPDX-License-Identifier: GPL-3.0-or-later
// Private to reports/compare/: parts of the page of contrasts.
#ifndef FULLHOUSE_REPORTS_COMPARE_CONTRAST_HTML_H
#define FULLHOUSE_REPORTS_COMPARE_CONTRAST_HTML_H

#include <stddef.h>

#include "compare/contrast.h"

struct strbuf;

// Judgements as a table with a forest plot in it; nothing where there is none. label: for those who
// cannot see it.
void contrast_html_table(struct strbuf *out, const struct contrast *contrast,
                         const struct judgement *const *list, size_t count, const char *label);

// A small chart for each judged measure with several densities, those with something to tell first.
void contrast_html_charts(struct strbuf *out, const struct contrast *contrast);

#endif
