// SPDX-License-Identifier: GPL-3.0-or-later
// Nettle computes, we write it down.
#include "common/sha256.h"

#include <ctype.h>
#include <string.h>

#include <nettle/sha2.h>

char *sha256_text(char buffer[SHA256_TEXT_SIZE], const void *bytes, size_t length)
{
    static const char digits[] = "0123456789abcdef";
    uint8_t digest[SHA256_DIGEST_SIZE];
    struct sha256_ctx context;
    sha256_init(&context);
    sha256_update(&context, length, bytes);
    sha256_digest(&context, sizeof(digest), digest);
    for (size_t i = 0; i < sizeof(digest); i++) {
        buffer[2 * i] = digits[digest[i] >> 4];
        buffer[2 * i + 1] = digits[digest[i] & 15];
    }
    buffer[SHA256_TEXT_SIZE - 1] = '\0';
    return buffer;
}

bool sha256_is_text(const char *text)
{
    for (const char *next = text; *next; next++)
        if (!isxdigit((unsigned char)*next))
            return false;
    return strlen(text) == SHA256_TEXT_SIZE - 1;
}
