// SPDX-License-Identifier: GPL-3.0-or-later
// SHA-256 (FIPS 180-4) of bytes, as people write it. Door: Nettle.
#ifndef FULLHOUSE_COMMON_SHA256_H
#define FULLHOUSE_COMMON_SHA256_H

#include <stdbool.h>
#include <stddef.h>

enum { SHA256_TEXT_SIZE = 65 };

// 64 small hexadecimal digits. Returns buffer.
char *sha256_text(char buffer[SHA256_TEXT_SIZE], const void *bytes, size_t length);

// Whether text is such a digest, small or large letters.
bool sha256_is_text(const char *text);

#endif
