// SPDX-License-Identifier: GPL-3.0-or-later
// Code points to bytes and back; refuses what RFC 3629 refuses.
#include "workloads/bare/utf8.h"

#include <stdbool.h>

// Bytes of a character that begins with this byte, 0 for a byte that begins none.
static size_t length_of(uint8_t first)
{
    if (first < 0x80)
        return 1;
    if (first < 0xc2)
        return 0;
    if (first < 0xe0)
        return 2;
    if (first < 0xf0)
        return 3;
    return first < 0xf5 ? 4 : 0;
}

static bool is_sound(uint32_t point, size_t length)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};

    return point >= least[length] && point <= 0x10ffff && (point < 0xd800 || point > 0xdfff);
}

size_t utf8_decode(const char *bytes, size_t length, uint32_t *ret_point)
{
    size_t needed = length ? length_of((uint8_t)bytes[0]) : 0;
    uint32_t point;

    if (needed == 0 || needed > length)
        return 0;
    point = (uint8_t)bytes[0] & (needed == 1 ? 0x7f : 0xff >> (needed + 1));
    for (size_t i = 1; i < needed; i++) {
        if (((uint8_t)bytes[i] & 0xc0) != 0x80)
            return 0;
        point = point << 6 | ((uint8_t)bytes[i] & 0x3f);
    }
    if (!is_sound(point, needed))
        return 0;
    *ret_point = point;
    return needed;
}

size_t utf8_encode(uint32_t point, char bytes[UTF8_MAX])
{
    size_t length = 1 + (point >= 0x80) + (point >= 0x800) + (point >= 0x10000);

    for (size_t i = length - 1; i > 0; i--) {
        bytes[i] = (char)(0x80 | (point & 0x3f));
        point >>= 6;
    }
    bytes[0] = (char)(length == 1 ? point : (0xf00u >> length & 0xf0) | point);
    return length;
}
