// SPDX-License-Identifier: GPL-3.0-or-later
// Three bytes to four characters and back. Knows nothing of what the bytes mean.
#include "common/wire/base64.h"

#include <errno.h>

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static void encode_group(const uint8_t *bytes, size_t length, char *text)
{
    uint32_t bits = (uint32_t)bytes[0] << 16;

    if (length > 1)
        bits |= (uint32_t)bytes[1] << 8;
    if (length > 2)
        bits |= bytes[2];
    text[0] = alphabet[bits >> 18];
    text[1] = alphabet[bits >> 12 & 63];
    text[2] = length > 1 ? alphabet[bits >> 6 & 63] : '=';
    text[3] = length > 2 ? alphabet[bits & 63] : '=';
}

size_t base64_encoded_size(size_t length)
{
    return (length / 3 + (length % 3 != 0)) * 4;
}

void base64_encode_into(const uint8_t *bytes, size_t length, char *text)
{
    for (size_t i = 0; i < length; i += 3)
        encode_group(bytes + i, length - i, text + i / 3 * 4);
}

size_t base64_decoded_size(size_t length)
{
    return length / 4 * 3;
}

static int value_of(char character)
{
    if (character >= 'A' && character <= 'Z')
        return character - 'A';
    if (character >= 'a' && character <= 'z')
        return character - 'a' + 26;
    if (character >= '0' && character <= '9')
        return character - '0' + 52;
    if (character == '+')
        return 62;
    return character == '/' ? 63 : -1;
}

// Bytes of the group (1 to 3), or -EBADMSG. Only the last group may be padded.
static int decode_group(const char *text, int is_last, uint8_t *bytes)
{
    int padding = is_last ? (text[3] == '=') + (text[3] == '=' && text[2] == '=') : 0;
    uint32_t bits = 0;

    for (int i = 0; i < 4; i++) {
        int value = i < 4 - padding ? value_of(text[i]) : 0;

        if (value < 0)
            return -EBADMSG;
        bits = bits << 6 | (uint32_t)value;
    }
    if (padding && (bits & ((1u << 8 * padding) - 1)))
        return -EBADMSG;
    for (int i = 0; i < 3 - padding; i++)
        bytes[i] = (uint8_t)(bits >> (16 - 8 * i));
    return 3 - padding;
}

int base64_decode(const char *text, size_t length, uint8_t *bytes, size_t *ret_length)
{
    size_t written = 0;

    if (length % 4)
        return -EBADMSG;
    for (size_t i = 0; i < length; i += 4) {
        int count = decode_group(text + i, i + 4 == length, bytes + written);

        if (count < 0)
            return count;
        written += (size_t)count;
    }
    *ret_length = written;
    return 0;
}
