// SPDX-License-Identifier: GPL-3.0-or-later
// The page's style sheet, inline in its head.
#ifndef FULLHOUSE_REPORTS_HTML_STYLE_H
#define FULLHOUSE_REPORTS_HTML_STYLE_H

extern const char html_style[];
// Of heat maps.
extern const char html_style_heat[];

#endif
