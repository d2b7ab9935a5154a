// SPDX-License-Identifier: GPL-3.0-or-later
// One source watching the made-up host of tests/collector/tree.h, a sample a second of a clock that
// the test turns.
#ifndef FULLHOUSE_TESTS_COLLECTOR_OBSERVE_H
#define FULLHOUSE_TESTS_COLLECTOR_OBSERVE_H

#include <criterion/criterion.h>
#include <stdbool.h>

struct source_ops;

// Opens it, and closes the one before. Takes no sample yet.
void observe(const struct source_ops *ops);
void observe_end(void);

// One sample, a second after the one before.
void observe_sample(void);

// The value that the last sample gave; NAN when it gave none.
double observe_value(const char *object, const char *metric);

// Why the source is absent, or NULL; and whether any absence says the word.
const char *observe_why(void);
bool observe_says(const char *word);

#define expect_value(object, metric, expected)                                                     \
    cr_expect_float_eq(observe_value(object, metric), expected, 1e-4 * (expected) + 1e-9,          \
                       "%s %s is %g", object, metric, observe_value(object, metric))
#define expect_none(object, metric)                                                                \
    cr_expect(isnan(observe_value(object, metric)), "%s %s is %g", object, metric,                 \
              observe_value(object, metric))

#endif
