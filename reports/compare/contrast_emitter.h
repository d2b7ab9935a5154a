// SPDX-License-Identifier: GPL-3.0-or-later
// The forms in which contrasts are told, one table: for people (text, Markdown, HTML) and for
// machines (JSON, JUnit XML, annotations of a forge's CI). All of them tell the same numbers.
#ifndef FULLHOUSE_REPORTS_COMPARE_CONTRAST_EMITTER_H
#define FULLHOUSE_REPORTS_COMPARE_CONTRAST_EMITTER_H

#include <stdbool.h>
#include <stddef.h>

struct contrasts;
struct strbuf;

struct contrast_emitter {
    const char *name; // "text", "markdown", "junit", "json", "html", "github"
    const char *help; // one line
    // is_strict: undecided counts as a failure.
    void (*emit)(const struct contrasts *contrasts, bool is_strict, struct strbuf *out);
};

extern const struct contrast_emitter contrast_emitters[];
extern const size_t contrast_emitter_count;

const struct contrast_emitter *contrast_emitter_find(const char *name);

// The text for a terminal that is so many columns wide; 0: not known, for 100 as the table's.
void contrast_emit_text_in(const struct contrasts *contrasts, bool is_strict, size_t columns,
                           struct strbuf *out);

#endif
