// SPDX-License-Identifier: GPL-3.0-or-later
// Two half normal distributions, scaled, multiplied and drawn from. How such numbers are written is
// the business of uncertain_text.c.
#include "planner/value/uncertain.h"

#include <math.h>
#include <stddef.h>

const char *origin_name(enum origin origin)
{
    static const char *const names[] = {
#define X(name, word) [ORIGIN_##name] = word,
        ORIGINS(X)
#undef X
    };
    return names[origin];
}

struct uncertain uncertain_exact(double value, enum origin origin)
{
    return (struct uncertain){.value = value, .low = value, .high = value, .origin = origin};
}

struct uncertain uncertain_absent(void)
{
    return uncertain_exact(NAN, ORIGIN_GUESSED);
}

bool uncertain_is_exact(const struct uncertain *number)
{
    return number->low == number->value && number->high == number->value;
}

double uncertain_at(const struct uncertain *number, double z)
{
    double end = z < 0 ? number->low : number->high;
    double deviations = fabs(z) / UNCERTAIN_Z;
    if (isnan(number->value) || uncertain_is_exact(number) || z == 0)
        return number->value;
    if (number->low > 0)
        return number->value * pow(end / number->value, deviations);
    return number->value + (end - number->value) * deviations;
}

struct uncertain uncertain_scaled(const struct uncertain *number, double factor)
{
    return (struct uncertain){
        .value = number->value * factor,
        .low = number->low * factor,
        .high = number->high * factor,
        .origin = number->origin,
    };
}

static enum origin weaker(enum origin a, enum origin b)
{
    return a > b ? a : b;
}

static bool is_positive(const struct uncertain *number)
{
    return number->low > 0;
}

// The least and the most of all products of an end of one with an end of the other.
static struct uncertain product_of_ends(const struct uncertain *a, const struct uncertain *b)
{
    double ends[] = {a->low * b->low, a->low * b->high, a->high * b->low, a->high * b->high};
    struct uncertain product = uncertain_exact(a->value * b->value, weaker(a->origin, b->origin));
    for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
        product.low = fmin(product.low, ends[i]);
        product.high = fmax(product.high, ends[i]);
    }
    return product;
}

struct uncertain uncertain_product(const struct uncertain *a, const struct uncertain *b)
{
    if (isnan(a->value) || isnan(b->value))
        return uncertain_absent();
    if (!is_positive(a) || !is_positive(b))
        return product_of_ends(a, b);
    double below = hypot(log(a->value / a->low), log(b->value / b->low));
    double above = hypot(log(a->high / a->value), log(b->high / b->value));
    double value = a->value * b->value;
    return (struct uncertain){
        .value = value,
        .low = value * exp(-below),
        .high = value * exp(above),
        .origin = weaker(a->origin, b->origin),
    };
}
