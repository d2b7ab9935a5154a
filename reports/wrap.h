// SPDX-License-Identifier: GPL-3.0-or-later
// Paragraphs for a terminal.
#ifndef FULLHOUSE_REPORTS_WRAP_H
#define FULLHOUSE_REPORTS_WRAP_H

#include <stddef.h>

struct strbuf;

// Appends text made fit for display (utf8.h), broken at spaces to lines of at most `columns`, each
// indented by `indent` spaces; its newlines stay. A word longer than a line stands alone on one.
void wrap_text(const char *text, size_t columns, size_t indent, struct strbuf *out);

#endif
