// SPDX-License-Identifier: GPL-3.0-or-later
// A number that is not known for certain: its value, the interval that holds it with 95 %, and
// where it is from. Knows no meaning of any of them.
#ifndef FULLHOUSE_PLANNER_VALUE_UNCERTAIN_H
#define FULLHOUSE_PLANNER_VALUE_UNCERTAIN_H

#include <stdbool.h>

struct err;

#define ORIGINS(X)                                                                                 \
    X(MEASURED, "measured") /* on the host it is of */                                             \
    X(SCALED, "scaled")     /* measured elsewhere, and carried over */                             \
    X(STATED, "stated")     /* the user's, or a price list's */                                    \
    X(GUESSED, "guessed")   /* nobody said: our default */

enum origin {
#define X(name, word) ORIGIN_##name,
    ORIGINS(X)
#undef X
        ORIGIN_COUNT
};

const char *origin_name(enum origin origin);

// low <= value <= high. Known exactly: all three are the same. Absent: all three NAN.
struct uncertain {
    double value;
    double low, high;
    enum origin origin;
};

struct uncertain uncertain_exact(double value, enum origin origin);
struct uncertain uncertain_absent(void);
bool uncertain_is_exact(const struct uncertain *number);

// z of the ends of a 95 % interval: the normal distribution's quantile of 0.975.
#define UNCERTAIN_Z 1.959963984540054

// The number that lies z standard deviations from the value: a normal distribution on each side of
// the value, on the logarithm where low is positive, such that z = -UNCERTAIN_Z gives low,
// UNCERTAIN_Z high and 0 the value: of normal z, 95 % lie between low and high. Exact and absent
// ones give their value.
double uncertain_at(const struct uncertain *number, double z);

// A factor on all three (not negative).
struct uncertain uncertain_scaled(const struct uncertain *number, double factor);

// The product of two independent ones: on the logarithm the half-widths of each side add up in
// squares. Where one is not positive: the least and the most that their ends give. Its origin is
// the weaker of both.
struct uncertain uncertain_product(const struct uncertain *a, const struct uncertain *b);

// "0.25", "0.25 [0.20, 0.40]", "0.25 +-20%" (of the value), "30 +- 5", "30% [20%, 45%]". parse
// reads one number with whatever unit it has ("5%", "1.2 TB"). Origin: stated. 0 or -EINVAL with
// the text of what would be right: low <= value <= high, all finite, with decimal points.
typedef int uncertain_parse_fn(const char *text, double *ret_value, struct err *err);
int uncertain_parse(const char *text, uncertain_parse_fn *parse, struct uncertain *ret_number,
                    struct err *err);

#endif
