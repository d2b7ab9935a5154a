// SPDX-License-Identifier: GPL-3.0-or-later
// A histogram as bytes: LEB128 varints of (version, total, saturated, sum, min, max, then pairs of
// bin distance, the first counted from bin 0, and count for the bins in use). Some hundred bytes
// for a second of work. Used by the store as it is and by the wire in base64.
#ifndef FULLHOUSE_COMMON_STATS_HISTOGRAM_CODEC_H
#define FULLHOUSE_COMMON_STATS_HISTOGRAM_CODEC_H

#include <stddef.h>
#include <stdint.h>

struct histogram;

enum { HISTOGRAM_CODEC_VERSION = 1 };

// Bytes that histogram_encode needs at the most for this histogram.
size_t histogram_encoded_size(const struct histogram *histogram);

// Writes at most capacity bytes; returns the number written, 0 when they do not fit.
size_t histogram_encode(const struct histogram *histogram, uint8_t *bytes, size_t capacity);

// 0, or -EBADMSG for bytes that are truncated, of another version, out of range, spelled longer
// than needed, or whose counts disagree with total, saturated, sum, min or max. *histogram is
// undefined then. Never reads beyond length.
int histogram_decode(struct histogram *histogram, const uint8_t *bytes, size_t length);

// The same answer, and no histogram: the cost is that of the bins in use.
int histogram_check_encoded(const uint8_t *bytes, size_t length);

// Adds the histogram that these bytes hold to into, without one in between: the cost is that of
// the bins in use. The bytes must be some that histogram_decode accepts; of others it adds
// what it can read and never reads beyond length.
void histogram_merge_encoded(struct histogram *into, const uint8_t *bytes, size_t length);

#endif
