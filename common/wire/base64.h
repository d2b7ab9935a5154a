// SPDX-License-Identifier: GPL-3.0-or-later
// Base64 with padding and nothing lenient (RFC 4648, section 4): bytes in a JSON string.
// Freestanding, but for base64_encode.
#ifndef FULLHOUSE_COMMON_WIRE_BASE64_H
#define FULLHOUSE_COMMON_WIRE_BASE64_H

#include <stddef.h>
#include <stdint.h>

// Characters that encoding length bytes gives.
size_t base64_encoded_size(size_t length);

// Writes so many characters to text, and no terminating zero.
void base64_encode_into(const uint8_t *bytes, size_t length, char *text);

// The text as a new string.
char *base64_encode(const uint8_t *bytes, size_t length);

// Bytes that decoding a text of length characters gives at the most.
size_t base64_decoded_size(size_t length);

// Writes to bytes, which hold base64_decoded_size(length). 0 and *ret_length, or -EBADMSG for a
// character outside the alphabet, a length that is no multiple of 4, wrong padding, or bits set
// that padding throws away (so every byte string has exactly one text).
int base64_decode(const char *text, size_t length, uint8_t *bytes, size_t *ret_length);

#endif
