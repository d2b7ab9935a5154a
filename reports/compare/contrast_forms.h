// SPDX-License-Identifier: GPL-3.0-or-later
// Private to reports/compare/: the forms of contrasts, one function a file. To add one: write
// contrast_NAME.c, declare it here, add a line to the table in contrast_emitter.c.
#ifndef FULLHOUSE_REPORTS_COMPARE_CONTRAST_FORMS_H
#define FULLHOUSE_REPORTS_COMPARE_CONTRAST_FORMS_H

#include <stdbool.h>

struct contrasts;
struct strbuf;

void contrast_emit_text(const struct contrasts *contrasts, bool is_strict, struct strbuf *out);
void contrast_emit_markdown(const struct contrasts *contrasts, bool is_strict, struct strbuf *out);
void contrast_emit_junit(const struct contrasts *contrasts, bool is_strict, struct strbuf *out);
void contrast_emit_github(const struct contrasts *contrasts, bool is_strict, struct strbuf *out);
void contrast_emit_html(const struct contrasts *contrasts, bool is_strict, struct strbuf *out);
void contrast_emit_json(const struct contrasts *contrasts, bool is_strict, struct strbuf *out);

#endif
