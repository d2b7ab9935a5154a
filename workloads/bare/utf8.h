// SPDX-License-Identifier: GPL-3.0-or-later
// UTF-8, one character at a time (RFC 3629). Freestanding.
#ifndef FULLHOUSE_WORKLOADS_BARE_UTF8_H
#define FULLHOUSE_WORKLOADS_BARE_UTF8_H

#include <stddef.h>
#include <stdint.h>

enum { UTF8_MAX = 4 };

// Bytes of the character that begins here, and its code point; 0 when none does: cut off, spelled
// longer than needed, a surrogate or beyond U+10FFFF. Never reads beyond length.
size_t utf8_decode(const char *bytes, size_t length, uint32_t *ret_point);

// Bytes written. The point must be one that utf8_decode could give.
size_t utf8_encode(uint32_t point, char bytes[UTF8_MAX]);

#endif
