// SPDX-License-Identifier: GPL-3.0-or-later
// A histogram as bytes. What is decoded comes from a guest or from a file, so every claim it makes
// is held against the counts, and each histogram has exactly one spelling.
#include "common/stats/histogram_codec.h"

#include <errno.h>
#include <stdbool.h>

#include "common/stats/histogram.h"

enum { VARINT_BITS = 7, VARINT_MORE = 0x80, VARINT_MASK = 0x7f };

// Counts past the capacity without writing, so that one walk serves the size and the bytes.
struct writer {
    uint8_t *bytes;
    size_t capacity;
    size_t length;
};

static void put_byte(struct writer *writer, uint8_t byte)
{
    if (writer->length < writer->capacity)
        writer->bytes[writer->length] = byte;
    writer->length++;
}

static void put_varint(struct writer *writer, uint64_t value)
{
    while (value > VARINT_MASK) {
        put_byte(writer, (uint8_t)(value & VARINT_MASK) | VARINT_MORE);
        value >>= VARINT_BITS;
    }
    put_byte(writer, (uint8_t)value);
}

static void put_histogram(struct writer *writer, const struct histogram *histogram)
{
    put_varint(writer, HISTOGRAM_CODEC_VERSION);
    put_varint(writer, histogram->total);
    put_varint(writer, histogram->saturated);
    put_varint(writer, histogram->sum_ns);
    put_varint(writer, histogram->min_ns);
    put_varint(writer, histogram->max_ns);
    // Bins outside of the extremes are empty; a harness packs thousands of windows a second.
    if (histogram->total == 0)
        return;
    size_t previous = 0, last = histogram_bin(histogram->max_ns);
    for (size_t bin = histogram_bin(histogram->min_ns); bin <= last; bin++) {
        if (histogram->counts[bin] == 0)
            continue;
        put_varint(writer, bin - previous);
        put_varint(writer, histogram->counts[bin]);
        previous = bin;
    }
}

size_t histogram_encoded_size(const struct histogram *histogram)
{
    struct writer writer = {0};
    put_histogram(&writer, histogram);
    return writer.length;
}

size_t histogram_encode(const struct histogram *histogram, uint8_t *bytes, size_t capacity)
{
    struct writer writer = {.bytes = bytes, .capacity = capacity};
    put_histogram(&writer, histogram);
    return writer.length <= capacity ? writer.length : 0;
}

struct reader {
    const uint8_t *bytes;
    size_t length;
};

static bool get_long_varint(struct reader *reader, uint64_t *ret_value)
{
    uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += VARINT_BITS) {
        if (reader->length == 0)
            return false;
        uint64_t byte = *reader->bytes++;
        reader->length--;
        uint64_t part = byte & VARINT_MASK;
        if (part << shift >> shift != part)
            return false;
        value |= part << shift;
        if (!(byte & VARINT_MORE)) {
            *ret_value = value;
            return byte != 0 || shift == 0;
        }
    }
    return false;
}

// False when the bytes end, the value passes 64 bits, or a shorter spelling exists. Most are one
// byte, and years of runs have a hundred million of them.
static inline bool get_varint(struct reader *reader, uint64_t *ret_value)
{
    if (reader->length == 0 || *reader->bytes >= VARINT_MORE)
        return get_long_varint(reader, ret_value);
    *ret_value = *reader->bytes++;
    reader->length--;
    return true;
}

// All before the bins.
struct header {
    uint64_t total, saturated, sum_ns, min_ns, max_ns;
};

static bool get_header(struct reader *reader, struct header *header)
{
    uint64_t version;
    return get_varint(reader, &version) && version == HISTOGRAM_CODEC_VERSION &&
           get_varint(reader, &header->total) && get_varint(reader, &header->saturated) &&
           get_varint(reader, &header->sum_ns) && get_varint(reader, &header->min_ns) &&
           get_varint(reader, &header->max_ns);
}

struct extent {
    uint64_t total;
    uint64_t last_count;
    size_t first;
    size_t last;
    bool used;
};

// Puts the next bin, where there are counts to put it; false when it does not move on, leaves the
// bins or overflows the total.
static bool get_bin(struct reader *reader, uint64_t *counts, struct extent *extent)
{
    uint64_t distance;
    uint64_t count;
    if (!get_varint(reader, &distance) || !get_varint(reader, &count))
        return false;
    if (count == 0 || (distance == 0 && extent->used) || distance >= HISTOGRAM_BINS - extent->last)
        return false;
    extent->last += (size_t)distance;
    if (!extent->used)
        extent->first = extent->last;
    extent->used = true;
    extent->last_count = count;
    if (counts)
        counts[extent->last] = count;
    return !__builtin_add_overflow(extent->total, count, &extent->total);
}

// The sum lies between total times the minimum and total times the maximum, and stops at the
// largest number as recording does.
static bool sum_agrees(const struct header *header)
{
    unsigned __int128 least = (unsigned __int128)header->total * header->min_ns;
    unsigned __int128 most = (unsigned __int128)header->total * header->max_ns;
    if (header->sum_ns == UINT64_MAX)
        return most >= UINT64_MAX;
    return header->sum_ns >= least && header->sum_ns <= most;
}

static bool header_agrees(const struct header *header, const struct extent *extent)
{
    if (header->total != extent->total)
        return false;
    if (!extent->used)
        return header->saturated == 0 && header->sum_ns == 0 && header->min_ns == 0 &&
               header->max_ns == 0;
    return header->min_ns <= header->max_ns && histogram_bin(header->min_ns) == extent->first &&
           histogram_bin(header->max_ns) == extent->last &&
           (header->saturated > 0) == (header->max_ns > HISTOGRAM_MAX_NS) &&
           header->saturated <= extent->last_count && sum_agrees(header);
}

// Holds all of the bytes against each other; counts may be NULL.
static int walk(const uint8_t *bytes, size_t length, struct header *header, uint64_t *counts)
{
    struct reader reader = {.bytes = bytes, .length = length};
    struct extent extent = {0};
    if (!get_header(&reader, header))
        return -EBADMSG;
    while (reader.length > 0)
        if (!get_bin(&reader, counts, &extent))
            return -EBADMSG;
    return header_agrees(header, &extent) ? 0 : -EBADMSG;
}

int histogram_check_encoded(const uint8_t *bytes, size_t length)
{
    struct header header;
    return walk(bytes, length, &header, NULL);
}

int histogram_decode(struct histogram *histogram, const uint8_t *bytes, size_t length)
{
    struct header header;
    histogram_reset(histogram);
    int result = walk(bytes, length, &header, histogram->counts);
    if (result < 0)
        return result;
    histogram->total = header.total;
    histogram->saturated = header.saturated;
    histogram->sum_ns = header.sum_ns;
    histogram->min_ns = header.min_ns;
    histogram->max_ns = header.max_ns;
    return 0;
}

static uint64_t add_saturating(uint64_t left, uint64_t right)
{
    uint64_t sum;
    return __builtin_add_overflow(left, right, &sum) ? UINT64_MAX : sum;
}

// As histogram_merge does.
static void merge_header(struct histogram *into, const struct header *header)
{
    if (into->total == 0 || header->min_ns < into->min_ns)
        into->min_ns = header->min_ns;
    if (header->max_ns > into->max_ns)
        into->max_ns = header->max_ns;
    into->total = add_saturating(into->total, header->total);
    into->saturated = add_saturating(into->saturated, header->saturated);
    into->sum_ns = add_saturating(into->sum_ns, header->sum_ns);
}

void histogram_merge_encoded(struct histogram *into, const uint8_t *bytes, size_t length)
{
    struct reader reader = {.bytes = bytes, .length = length};
    struct header header;
    uint64_t distance, count;
    size_t bin = 0;
    if (!get_header(&reader, &header) || header.total == 0)
        return;
    merge_header(into, &header);
    while (get_varint(&reader, &distance) && get_varint(&reader, &count) &&
           distance < HISTOGRAM_BINS - bin) {
        bin += (size_t)distance;
        into->counts[bin] = add_saturating(into->counts[bin], count);
    }
}
