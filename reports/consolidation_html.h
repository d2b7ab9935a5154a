// SPDX-License-Identifier: GPL-3.0-or-later
// Private to reports/consolidation_html*.c: the sections of the page, each appended to the text so
// far.
#ifndef FULLHOUSE_REPORTS_CONSOLIDATION_HTML_H
#define FULLHOUSE_REPORTS_CONSOLIDATION_HTML_H

#include <stddef.h>

struct consolidation;
struct consolidation_fill;
struct consolidation_report;
struct strbuf;

// CSS beside that of html_style.h and purchase_html.h.
extern const char consolidation_html_style[];

// The answer, its facts, and what is wrong.
void consolidation_html_answer(struct strbuf *out, const struct consolidation_report *report,
                               const struct consolidation_fill *fill);
// What it saves beside what it risks.
void consolidation_html_worth(struct strbuf *out, const struct consolidation *consolidation);
// How full hosts are, before and after.
void consolidation_html_hosts(struct strbuf *out, const struct consolidation *consolidation,
                              const struct consolidation_fill *fill);
void consolidation_html_moves(struct strbuf *out, const struct consolidation *consolidation);
// Rules, proof, method, assumptions; how to make it again.
void consolidation_html_method(struct strbuf *out, const struct consolidation_report *report);

#endif
