// SPDX-License-Identifier: GPL-3.0-or-later
// Private to reports/purchase_html*.c: the sections of the page, each appended to the text so far.
#ifndef FULLHOUSE_REPORTS_PURCHASE_HTML_H
#define FULLHOUSE_REPORTS_PURCHASE_HTML_H

#include <stddef.h>

struct emitter_context;
struct purchase;
struct purchase_report;
struct strbuf;
struct table;

// CSS beside that of html_style.h.
extern const char purchase_html_style[];

// A text table as it is, its first column held while it scrolls. mark: index of the row to be
// marked, or SIZE_MAX.
void purchase_html_table(struct strbuf *out, const struct table *table, const char *label,
                         size_t mark);

// The answer, its facts, and why.
void purchase_html_answer(struct strbuf *out, const struct purchase_report *report);
// All choices: the first few in sight, the others folded; then those that are not possible.
void purchase_html_choices(struct strbuf *out, const struct purchase *purchase);
// Density and performance against cost.
void purchase_html_density(struct strbuf *out, const struct purchase *purchase,
                           struct emitter_context *context);
// The best option year by year, and mixed fleets where they are cheaper.
void purchase_html_money(struct strbuf *out, const struct purchase *purchase,
                         struct emitter_context *context);
// The tornado, break-evens, what to measure next.
void purchase_html_certainty(struct strbuf *out, const struct purchase *purchase,
                             struct emitter_context *context);
// Curves with their laws.
void purchase_html_curves(struct strbuf *out, const struct purchase *purchase,
                          struct emitter_context *context);
// Guests, licences, servers, assumptions; how to make it again.
void purchase_html_inputs(struct strbuf *out, const struct purchase_report *report);

#endif
