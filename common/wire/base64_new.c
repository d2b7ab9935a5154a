// SPDX-License-Identifier: GPL-3.0-or-later
// The one part of base64 that allocates.
#include "common/base/alloc.h"
#include "common/wire/base64.h"

char *base64_encode(const uint8_t *bytes, size_t length)
{
    char *text = alloc_zeroed(base64_encoded_size(length) + 1, 1);

    base64_encode_into(bytes, length, text);
    return text;
}
