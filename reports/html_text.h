// SPDX-License-Identifier: GPL-3.0-or-later
// Text of any origin as HTML text or attribute value.
#ifndef FULLHOUSE_REPORTS_HTML_TEXT_H
#define FULLHOUSE_REPORTS_HTML_TEXT_H

struct strbuf;

// Appends text with & < > " ' escaped and what is unfit to show replaced (reports/utf8.h). NULL
// appends nothing.
void html_add_text(struct strbuf *out, const char *text);

// "<tag class=...>text</tag>" in one go: open and close are markup of ours, text is escaped.
void html_add(struct strbuf *out, const char *open, const char *text, const char *close);

#endif
