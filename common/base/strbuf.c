// SPDX-License-Identifier: GPL-3.0-or-later
// A growing text buffer: doubles its room, so that adding is linear in the whole text.
#include "common/base/strbuf.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"

enum { FIRST_CAPACITY = 64 };

// Room for length more bytes and the terminating zero. A sum that overflows asks for SIZE_MAX,
// which no allocator grants, so alloc ends the program as for any other lack of memory.
static void make_room(struct strbuf *buffer, size_t length)
{
    size_t needed;
    if (__builtin_add_overflow(buffer->length, length, &needed) || needed == SIZE_MAX)
        needed = SIZE_MAX - 1;
    needed++;
    if (needed <= buffer->capacity)
        return;
    size_t capacity = buffer->capacity > SIZE_MAX / 2 ? SIZE_MAX : buffer->capacity * 2;
    if (capacity < FIRST_CAPACITY)
        capacity = FIRST_CAPACITY;
    if (capacity < needed)
        capacity = needed;
    buffer->text = alloc_resized(buffer->text, capacity, 1);
    buffer->capacity = capacity;
}

void strbuf_add_bytes(struct strbuf *buffer, const void *bytes, size_t length)
{
    make_room(buffer, length);
    if (length)
        memcpy(buffer->text + buffer->length, bytes, length);
    buffer->length += length;
    buffer->text[buffer->length] = '\0';
}

void strbuf_add(struct strbuf *buffer, const char *text)
{
    strbuf_add_bytes(buffer, text, strlen(text));
}

void strbuf_printf(struct strbuf *buffer, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (length > 0) {
        make_room(buffer, (size_t)length);
        vsnprintf(buffer->text + buffer->length, (size_t)length + 1, format, again);
        buffer->length += (size_t)length;
    }
    va_end(again);
}

const char *strbuf_text(const struct strbuf *buffer)
{
    return buffer->text ? buffer->text : "";
}

char *strbuf_take(struct strbuf *buffer)
{
    char *text = buffer->text ? buffer->text : alloc_copy("");
    *buffer = (struct strbuf){0};
    return text;
}

void strbuf_drop_front(struct strbuf *buffer, size_t count)
{
    if (!buffer->text || !count)
        return;
    if (count > buffer->length)
        count = buffer->length;
    buffer->length -= count;
    memmove(buffer->text, buffer->text + count, buffer->length + 1);
}

void strbuf_done(struct strbuf *buffer)
{
    if (!buffer)
        return;
    free(buffer->text);
    *buffer = (struct strbuf){0};
}
