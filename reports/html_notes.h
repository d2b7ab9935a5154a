// SPDX-License-Identifier: GPL-3.0-or-later
// What a reader of a plan's page should know before believing it.
#ifndef FULLHOUSE_REPORTS_HTML_NOTES_H
#define FULLHOUSE_REPORTS_HTML_NOTES_H

#include <stddef.h>

struct strbuf;

// A heading and a list of sentences; nothing where there are none.
void html_notes_add(struct strbuf *out, char *const *notes, size_t count);

#endif
