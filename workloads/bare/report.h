// SPDX-License-Identifier: GPL-3.0-or-later
// What the bare guest says to its host: common/wire/message.h written without a heap. Each function
// writes one line with its newline to `line` and gives its length, or 0 when capacity does not
// suffice; what stands in line then is of no use. Freestanding.
#ifndef FULLHOUSE_WORKLOADS_BARE_REPORT_H
#define FULLHOUSE_WORKLOADS_BARE_REPORT_H

#include <stddef.h>
#include <stdint.h>

#include "common/stats/histogram.h"
#include "common/wire/message.h"

enum {
    // Any histogram as bytes: version, five values of up to 10 bytes, and for each bin in use a
    // distance of 1 byte (2 only where it leaps over 127 others) and a count of up to 10 bytes.
    REPORT_HISTOGRAM_MAX = 1 + 5 * 10 + HISTOGRAM_BINS * 11,
    // Every line fits: a window with that in base64, and 512 bytes for the rest, which needs less
    // than 200; all others are shorter, even an error whose two texts are all escapes.
    REPORT_LINE_MAX = (REPORT_HISTOGRAM_MAX + 2) / 3 * 4 + 512,
};

struct report_hello {
    uint32_t version; // WIRE_VERSION
    const char *kernel;
    uint32_t cpus;         // 1 or more, as the host demands
    uint64_t memory_bytes; // 1 or more
};

struct report_error {
    const char *workload; // NULL when none is running
    const char *what;
    int32_t code; // positive errno; 0 or less is written as 0
};

// Its workloads are the table's (workloads/core/workload.h): every name alone, as "cpu", and every
// name with a variant, as "cpu:float".
size_t report_hello(char *line, size_t capacity, const struct report_hello *hello);

// A message that is only its type: ready, done.
size_t report_type(char *line, size_t capacity, enum wire_type type);

size_t report_pong(char *line, size_t capacity, const struct wire_pong *pong);
size_t report_started(char *line, size_t capacity, const struct wire_started *started);
// The host refuses a duration of 0, and operations that are not
// the histogram's total.
size_t report_window(char *line, size_t capacity, const struct wire_window *window);
size_t report_error(char *line, size_t capacity, const struct report_error *error);

#endif
