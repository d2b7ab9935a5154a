// SPDX-License-Identifier: GPL-3.0-or-later
// An estimate and its interval as people read them: "412 us [398, 431]". Knows units, not meanings.
#ifndef FULLHOUSE_REPORTS_QUANTITY_H
#define FULLHOUSE_REPORTS_QUANTITY_H

#include <stdbool.h>

#include "common/base/units.h"
#include "common/inference/bootstrap.h"

// An interval whose ends lie further apart is told as "[?]".
#define QUANTITY_INTERVAL_MOST 1000.0

// What a reader needs to know of intervals, as a sentence.
#define QUANTITY_INTERVAL_WORDS                                                                    \
    "[low, high] is the 95 % interval over fresh boots and guests; one boot gives none, and [?] "  \
    "is one that spans a factor of 1000 or more: boots too few, or too unlike."

enum quantity {
    QUANTITY_RATE,     // operations a second
    QUANTITY_DURATION, // nanoseconds
    QUANTITY_SHARE,    // a ratio shown as per cent
    QUANTITY_TIMES,    // a ratio shown as "3.1x"
    QUANTITY_BYTES,
    QUANTITY_INDEX,  // a plain number from 0 to 1
    QUANTITY_NUMBER, // a number whose unit stands elsewhere
};

// The two parts apart, so that a page can set the interval smaller. Either may be "".
struct quantity_text {
    char value[UNITS_TEXT_SIZE];            // "412 us"; "" when absent
    char interval[2 * UNITS_TEXT_SIZE + 8]; // "[398, 431]"; "" when there is none, and for what is
                                            // one by definition; "[?]" beyond the factor below
};

// One number; absent (not finite, or negative bytes and durations) gives "". Returns buffer.
char *quantity_format(char buffer[UNITS_TEXT_SIZE], enum quantity quantity, double number);

// A bound of the interval drops the unit it shares with the value.
struct quantity_text quantity_text(enum quantity quantity, const struct estimate *estimate);

// "412 us [398, 431]" or "412 us", and "-" when absent; with_interval decides. New string.
char *quantity_compact(enum quantity quantity, const struct estimate *estimate, bool with_interval);

#endif
