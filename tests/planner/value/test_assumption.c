// SPDX-License-Identifier: GPL-3.0-or-later
// The table of assumptions: sound as a whole, every unit read and written, wrong words and wrong
// values refused.
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/err.h"
#include "common/base/scope.h"
#include "planner/value/assumption.h"

Test(planner_assumption, the_table_is_sound)
{
    for (size_t i = 0; i < ASSUMPTION_TOTAL; i++) {
        const struct assumption_record *record = &assumption_table[i];
        cr_expect(strchr(record->key, '.') && !strchr(strchr(record->key, '.') + 1, '.'), "%s",
                  record->key);
        cr_expect(record->least <= record->low && record->low <= record->value, "%s", record->key);
        cr_expect(record->value <= record->high && record->high <= record->most, "%s", record->key);
        cr_expect(strlen(record->help) > 10, "%s", record->key);
        cr_expect_eq(assumption_find(record->key, NULL), i, "%s", record->key);
    }
}

Test(planner_assumption, a_default_written_reads_back)
{
    for (size_t i = 0; i < ASSUMPTION_TOTAL; i++) {
        const struct assumption_record *record = &assumption_table[i];
        struct uncertain fallback = assumption_default((enum assumption)i), number;
        scope_free char *text = assumption_format_uncertain((enum assumption)i, &fallback, NULL);
        struct err err = {0};
        cr_assert_eq(assumption_parse((enum assumption)i, text, &number, &err), 0, "%s: %s",
                     record->key, err_text(&err));
        cr_expect_float_eq(number.value, record->value, 1e-9, "%s", record->key);
        cr_expect_float_eq(number.low, record->low, 1e-9, "%s", record->key);
        cr_expect_float_eq(number.high, record->high, 1e-9, "%s", record->key);
    }
}

static void refuses(enum assumption which, const char *text, const char *why)
{
    struct uncertain number;
    struct err err = {0};
    cr_expect_lt(assumption_parse(which, text, &number, &err), 0, "%s", text);
    cr_expect(strstr(err_text(&err), why), "%s: %s", text, err_text(&err));
    err_done(&err);
}

Test(planner_assumption, refuses_what_it_cannot_be)
{
    refuses(ASSUME_ENERGY_PRICE, "-0.25", "must lie between 0.00 and 1,000,000");
    refuses(ASSUME_ENERGY_PRICE, "0.25 [-0.1, 0.4]", "must lie between");
    refuses(ASSUME_ENERGY_PRICE, "0,25", "0.25");
    refuses(ASSUME_ENERGY_PRICE, "nan", "finite");
    refuses(ASSUME_PUE, "0.9", "between 1 and 5");
    refuses(ASSUME_HORIZON, "0", "between 1 and 10");
    refuses(ASSUME_HORIZON, "4.5", "whole");
    refuses(ASSUME_HORIZON, "4 [3, 5]", "a count has no interval");
    refuses(ASSUME_SPARE, "1 +-1", "a count has no interval");
    refuses(ASSUME_CPU_USABLE, "60", "is the '%' missing?");
    refuses(ASSUME_PRICE_CHANGE, "-95%", "between -90% and 100%");
    refuses(ASSUME_PRICE_CHANGE, "5", "is the '%' missing?");
    refuses(ASSUME_MEMORY_HOST, "4 GBit", "unit");
}

Test(planner_assumption, a_wrong_key_names_the_nearest)
{
    struct err err = {0};
    cr_expect_eq(assumption_find("energy.prize", &err), ASSUMPTION_TOTAL);
    cr_expect_str_eq(err_text(&err), "no assumption 'energy.prize' (did you mean 'energy.price'?)");
    err_done(&err);
}

static void writes(enum assumption which, double value, const char *wanted)
{
    scope_free char *text = assumption_format(which, value, "EUR");
    cr_expect_str_eq(text, wanted);
}

Test(planner_assumption, is_written_with_its_unit)
{
    writes(ASSUME_ENERGY_PRICE, 0.2, "0.20 EUR");
    writes(ASSUME_ENERGY_PRICE, 0.125, "0.1250 EUR");
    writes(ASSUME_RACK, 12000, "12,000 EUR");
    writes(ASSUME_PERCENTILE, 0.95, "95%");
    writes(ASSUME_PRICE_CHANGE, -0.03, "-3%");
    writes(ASSUME_HORIZON, 4, "4");
    writes(ASSUME_PUE, 1.5, "1.5");
    writes(ASSUME_MEMORY_HOST, 4294967296.0, "4.00 GiB");
}
