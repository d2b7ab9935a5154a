// SPDX-License-Identifier: GPL-3.0-or-later
// A growing text buffer, always terminated.
#ifndef FULLHOUSE_COMMON_BASE_STRBUF_H
#define FULLHOUSE_COMMON_BASE_STRBUF_H

#include <stddef.h>

// Zero-initialise; release with strbuf_done. text is NULL while nothing was added.
struct strbuf {
    char *text;
    size_t length;
    size_t capacity;
};

void strbuf_add(struct strbuf *buffer, const char *text);
void strbuf_add_bytes(struct strbuf *buffer, const void *bytes, size_t length);
void strbuf_printf(struct strbuf *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
// The text, "" when empty; valid until the next change.
const char *strbuf_text(const struct strbuf *buffer);
// Hands the text over ("" allocated when empty) and empties the buffer.
char *strbuf_take(struct strbuf *buffer);
// Drops the first count bytes.
void strbuf_drop_front(struct strbuf *buffer, size_t count);
void strbuf_done(struct strbuf *buffer);
#define scope_strbuf __attribute__((cleanup(strbuf_done)))

#endif
