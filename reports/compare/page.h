// SPDX-License-Identifier: GPL-3.0-or-later
// The frame of a page of this folder: one file that asks nobody for anything, light and dark, with
// the house's style and that of what stands in it.
#ifndef FULLHOUSE_REPORTS_COMPARE_PAGE_H
#define FULLHOUSE_REPORTS_COMPARE_PAGE_H

#include <stddef.h>

struct strbuf;

// From the doctype to the open <main>. styles: further style sheets, `style_count` of them.
void page_open(struct strbuf *out, const char *title, const char *const *styles,
               size_t style_count);

// The header: the mark of emulation (NULL: none), a line above, the claim in large, what is behind
// it below.
void page_add_header(struct strbuf *out, const char *mark, const char *name, const char *claim,
                     const char *why);

// The footer, and the end.
void page_close(struct strbuf *out);

#endif
