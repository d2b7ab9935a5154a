// SPDX-License-Identifier: GPL-3.0-or-later
// Text of unknown origin (labels, console lines) made fit to be shown: what is no UTF-8, controls
// the terminal or the page, or turns the direction of writing becomes U+FFFD. Knows no format; each
// emitter escapes on top of this.
#ifndef FULLHOUSE_REPORTS_UTF8_H
#define FULLHOUSE_REPORTS_UTF8_H

#include <stddef.h>
#include <stdint.h>

struct strbuf;

// What stands for a byte or a character that must not be shown.
#define UTF8_REPLACEMENT UINT32_C(0xfffd)

// The next character to show, and *cursor moved behind it; 0 at the end. Newline and tab come
// through, carriage returns are passed over, all else that is unfit comes as UTF8_REPLACEMENT.
uint32_t utf8_next(const char **cursor);

// Appends one character.
void utf8_add(struct strbuf *out, uint32_t character);

// Columns a terminal needs for the text: 0 for combining marks, 2 for wide East Asian and emoji.
size_t utf8_width(const char *text);

// A copy fit to be shown on one line: newlines and tabs become one space each. New string.
char *utf8_line(const char *text);

// The same, at most so many columns wide: what is longer ends in "…". columns > 0. New string.
char *utf8_cut(const char *text, size_t columns);

#endif
