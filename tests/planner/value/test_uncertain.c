// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers with intervals: held against their definition, products against a simulation, and how
// they are written and refused.
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/err.h"
#include "common/base/rng.h"
#include "common/base/scope.h"
#include "common/base/units.h"
#include "planner/value/uncertain.h"

static bool is_near(double is, double wanted, double relative)
{
    return fabs(is - wanted) <= relative * fabs(wanted);
}

static double uniform(struct rng *rng)
{
    return ((double)(rng_next(rng) >> 11) + 0.5) / 9007199254740992.0;
}

// Box and Muller (1958).
static double normal(struct rng *rng)
{
    double radius = sqrt(-2 * log(uniform(rng)));
    return radius * cos(2 * M_PI * uniform(rng));
}

static int compare(const void *a, const void *b)
{
    double left = *(const double *)a;
    double right = *(const double *)b;
    return (left > right) - (left < right);
}

static const struct uncertain price = {0.25, 0.20, 0.40, ORIGIN_STATED};
static const struct uncertain change = {0.0, -0.05, 0.08, ORIGIN_GUESSED};

Test(planner_uncertain, passes_through_its_three_numbers)
{
    const struct uncertain *const numbers[] = {&price, &change};
    for (size_t i = 0; i < 2; i++) {
        cr_expect_float_eq(uncertain_at(numbers[i], 0), numbers[i]->value, 1e-15);
        cr_expect_float_eq(uncertain_at(numbers[i], -UNCERTAIN_Z), numbers[i]->low, 1e-15);
        cr_expect_float_eq(uncertain_at(numbers[i], UNCERTAIN_Z), numbers[i]->high, 1e-15);
    }
}

Test(planner_uncertain, goes_by_the_logarithm_where_low_is_positive)
{
    cr_expect(is_near(uncertain_at(&price, UNCERTAIN_Z / 2), sqrt(0.25 * 0.40), 1e-12));
    cr_expect(is_near(uncertain_at(&price, -2 * UNCERTAIN_Z), 0.25 * 0.8 * 0.8, 1e-12));
    cr_expect_gt(uncertain_at(&price, -30), 0);
    cr_expect(is_near(uncertain_at(&change, 2 * UNCERTAIN_Z), 0.16, 1e-12));
    cr_expect(is_near(uncertain_at(&change, -UNCERTAIN_Z / 2), -0.025, 1e-12));
}

Test(planner_uncertain, holds_95_percent_of_its_draws)
{
    enum { DRAWS = 40000 };
    struct rng rng;
    rng_init(&rng, 7);
    size_t below = 0, above = 0, lower_half = 0;
    for (size_t i = 0; i < DRAWS; i++) {
        double draw = uncertain_at(&price, normal(&rng));
        below += draw < price.low;
        above += draw > price.high;
        lower_half += draw < price.value;
    }
    cr_expect_float_eq((double)below / DRAWS, 0.025, 0.003);
    cr_expect_float_eq((double)above / DRAWS, 0.025, 0.003);
    cr_expect_float_eq((double)lower_half / DRAWS, 0.5, 0.01);
}

Test(planner_uncertain, exact_and_absent_do_not_move)
{
    struct uncertain exact = uncertain_exact(3, ORIGIN_STATED);
    struct uncertain absent = uncertain_absent();
    cr_expect(uncertain_is_exact(&exact) && !uncertain_is_exact(&price));
    cr_expect_eq(uncertain_at(&exact, 4), 3);
    cr_expect(isnan(uncertain_at(&absent, 1)));
    cr_expect(isnan(uncertain_product(&exact, &absent).value));
}

Test(planner_uncertain, a_factor_is_on_all_three)
{
    struct uncertain twice = uncertain_scaled(&price, 2);
    cr_expect_eq(twice.value, 0.5);
    cr_expect_eq(twice.low, 0.4);
    cr_expect_eq(twice.high, 0.8);
    cr_expect_eq(twice.origin, ORIGIN_STATED);
}

// The product of draws against the drawn product.
static void check_product(const struct uncertain *a, const struct uncertain *b, double relative)
{
    enum { DRAWS = 60000 };
    struct uncertain product = uncertain_product(a, b);
    double *draws = malloc(DRAWS * sizeof(*draws));
    struct rng rng;
    rng_init(&rng, 11);
    cr_assert(draws);
    for (size_t i = 0; i < DRAWS; i++) {
        double of_a = uncertain_at(a, normal(&rng));
        draws[i] = of_a * uncertain_at(b, normal(&rng));
    }
    qsort(draws, DRAWS, sizeof(*draws), compare);
    cr_expect(is_near(product.low, draws[DRAWS / 40], relative), "low %g, of draws %g", product.low,
              draws[DRAWS / 40]);
    cr_expect(is_near(product.value, draws[DRAWS / 2], relative), "%g, of draws %g", product.value,
              draws[DRAWS / 2]);
    cr_expect(is_near(product.high, draws[DRAWS - DRAWS / 40], relative), "high %g, of draws %g",
              product.high, draws[DRAWS - DRAWS / 40]);
    free(draws);
}

Test(planner_uncertain, a_product_is_as_wide_as_a_simulated_one)
{
    struct uncertain guests = {14, 12, 14.0 * 14 / 12, ORIGIN_MEASURED};
    struct uncertain scaling = {4, 3.2, 5, ORIGIN_SCALED};
    struct uncertain skewed = {10, 9, 13, ORIGIN_GUESSED};
    check_product(&guests, &scaling, 0.01);
    check_product(&guests, &skewed, 0.04);
    check_product(&skewed, &skewed, 0.05);
    cr_expect_eq(uncertain_product(&guests, &scaling).origin, ORIGIN_SCALED);
}

Test(planner_uncertain, a_product_of_what_may_be_nothing_lies_between_its_ends)
{
    struct uncertain share = {0.5, 0, 1, ORIGIN_STATED};
    struct uncertain product = uncertain_product(&change, &share);
    cr_expect_eq(product.value, 0);
    cr_expect_eq(product.low, -0.05);
    cr_expect_eq(product.high, 0.08);
}

static void reads(const char *text, uncertain_parse_fn *parse, double value, double low,
                  double high)
{
    struct uncertain number = uncertain_absent();
    struct err err = {0};
    cr_assert_eq(uncertain_parse(text, parse, &number, &err), 0, "%s", err_text(&err));
    cr_expect(is_near(number.value, value, 1e-12) && is_near(number.low, low, 1e-12) &&
                  is_near(number.high, high, 1e-12),
              "%s: %g [%g, %g]", text, number.value, number.low, number.high);
    cr_expect_eq(number.origin, ORIGIN_STATED);
}

Test(planner_uncertain, reads_what_people_write)
{
    reads("0.25", units_parse_number, 0.25, 0.25, 0.25);
    reads("0.25 [0.20, 0.40]", units_parse_number, 0.25, 0.20, 0.40);
    reads("0.25[0.2,0.4]", units_parse_number, 0.25, 0.20, 0.40);
    reads(" 0.25  [ 0.2 , 0.4 ] ", units_parse_number, 0.25, 0.20, 0.40);
    reads("0.25 +-20%", units_parse_number, 0.25, 0.20, 0.30);
    reads("0.25 \xc2\xb1 20%", units_parse_number, 0.25, 0.20, 0.30);
    reads("900 +- 50", units_parse_number, 900, 850, 950);
    reads("30% [20%, 45%]", units_parse_share, 0.3, 0.2, 0.45);
    reads("60% +-10%", units_parse_share, 0.6, 0.54, 0.66);
    reads("2% [-3%, 8%]", units_parse_change, 0.02, -0.03, 0.08);
    reads("-2% +-50%", units_parse_change, -0.02, -0.03, -0.01);
}

static void refuses(const char *text, const char *why)
{
    struct uncertain number = {1, 2, 3, ORIGIN_SCALED};
    struct err err = {0};
    cr_expect_lt(uncertain_parse(text, units_parse_number, &number, &err), 0, "%s", text);
    cr_expect(strstr(err_text(&err), why), "%s: %s", text, err_text(&err));
    cr_expect_eq(number.low, 2);
    err_done(&err);
}

Test(planner_uncertain, refuses_what_is_no_interval_and_says_what_would_be_right)
{
    refuses("", "0.25");
    refuses("[0.2, 0.4]", "a value is wanted before its interval");
    refuses("0.25 [0.40, 0.20]", "changed places");
    refuses("0.25 [0.30, 0.40]", "low end lies above the value");
    refuses("0.25 [0.10, 0.20]", "high end lies below the value");
    refuses("0.25 [0.20]", "two ends");
    refuses("0.25 [0.20 0.40]", "two ends");
    refuses("0.25 [0.20, 0.40", "ends with ']'");
    refuses("0.25 [0.20, 0.40] EUR", "nothing follows");
    refuses("0.25 +-", "''");
    refuses("0.25 +--3", "negative");
    refuses("nan", "finite");
    refuses("0.25 [0.2, inf]", "finite");
    refuses("-Infinity", "finite");
    refuses("1e300", "no number such as 0.25");
    refuses("0x10", "no number");
    refuses("0.25 EUR", "no number");
    refuses("9999999999999999999999999999999999999999999999999999999999999999999999999999999999999"
            "9999999999999999999999999999999999999999999999999999999999999999999999999999999999999"
            "9999999999999999999999999999999999999999999999999999999999999999999999999999999999999"
            "99999999999999999999999999999999999999999999999999999999999999999999999999999999999",
            "too large");
}

Test(planner_uncertain, refuses_a_decimal_comma_with_the_right_form)
{
    refuses("0,25", "no comma, as 0.25");
    refuses("0,250", "as 0.250");
    refuses("1,250", "as 1.250 or 1250");
    refuses("1.250,50", "as 1250.50");
    refuses("1,250.50", "as 1250.50");
    refuses("1,250,000", "as 1250000");
    refuses("0.25 [0,20, 0,40]", "decimal point, as 0.25 [0.20, 0.40]");
    refuses("0,25 [0.20, 0.40]", "as 0.25");
    refuses("0.25 +-12,5%", "as 12.5%");
}
