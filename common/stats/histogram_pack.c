// SPDX-License-Identifier: GPL-3.0-or-later
// Histograms into encoded bytes and back. What the bytes mean is the codec's business.
#include "common/stats/histogram_pack.h"

#include <string.h>

#include "common/base/alloc.h"
#include "common/stats/histogram.h"
#include "common/stats/histogram_codec.h"

struct histogram_pack *histogram_pack(const struct histogram *histogram)
{
    size_t length = histogram_encoded_size(histogram);
    struct histogram_pack *pack = alloc_zeroed(1, sizeof *pack + length);
    pack->length = histogram_encode(histogram, pack->bytes, length);
    return pack;
}

struct histogram_pack *histogram_pack_decode(const uint8_t *bytes, size_t length)
{
    if (histogram_check_encoded(bytes, length) < 0)
        return NULL;
    struct histogram_pack *pack = alloc_zeroed(1, sizeof *pack + length);
    pack->length = length;
    memcpy(pack->bytes, bytes, length);
    return pack;
}

void histogram_pack_merge(struct histogram *into, const struct histogram_pack *pack)
{
    if (pack)
        histogram_merge_encoded(into, pack->bytes, pack->length);
}

struct histogram *histogram_unpack(const struct histogram_pack *pack)
{
    struct histogram *histogram = alloc_zeroed(1, sizeof *histogram);
    histogram_pack_merge(histogram, pack);
    return histogram;
}
