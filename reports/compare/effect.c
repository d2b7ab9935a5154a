// SPDX-License-Identifier: GPL-3.0-or-later
// As many decimals as the interval is worth, and the same for its ends.
#include "reports/compare/effect.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "reports/quantity.h"

// From this factor on, up or down, people think in factors; of nothing at all they do not.
#define FACTOR_FROM 2.0

static bool is_factor(double ratio)
{
    return ratio >= FACTOR_FROM || (ratio > 0 && ratio <= 1 / FACTOR_FROM);
}

static bool has_interval(const struct estimate *ratio)
{
    if (ratio->low == 0)
        return ratio->high < FACTOR_FROM;
    return ratio->low > 0 && isfinite(ratio->high) &&
           ratio->high / ratio->low <= QUANTITY_INTERVAL_MOST;
}

// width: of its interval, in the same unit; without one the number's own size decides.
static int decimals_of(double number, double width)
{
    double scale = isfinite(width) && width > 0 ? width : fabs(number);
    if (scale >= 50)
        return 0;
    return scale >= 0.5 ? 1 : 2;
}

// A ratio as per cent from 1, with its sign; what is rounded to nothing has none.
static char *signed_percent(double ratio, int decimals)
{
    double percent = 100 * (ratio - 1);
    if (fabs(percent) < 0.5 * pow(10, -decimals))
        percent = 0;
    return percent == 0 ? alloc_printf("%.*f", decimals, 0.0)
                        : alloc_printf("%+.*f", decimals, percent);
}

static char *factor_text(const struct estimate *ratio)
{
    return quantity_compact(QUANTITY_TIMES, ratio, true);
}

char *effect_change(double ratio)
{
    const struct estimate alone = {ratio, NAN, NAN};
    if (!isfinite(ratio))
        return alloc_copy("-");
    if (is_factor(ratio))
        return factor_text(&alone);
    scope_free char *percent = signed_percent(ratio, decimals_of(100 * (ratio - 1), NAN));
    return alloc_printf("%s %%", percent);
}

char *effect_text(const struct estimate *ratio)
{
    if (!isfinite(ratio->value))
        return alloc_copy("-");
    if (!has_interval(ratio)) {
        scope_free char *alone = effect_change(ratio->value);
        return alloc_printf("%s [?]", alone);
    }
    if (is_factor(ratio->value) && ratio->low > 0)
        return factor_text(ratio);
    int decimals = decimals_of(100 * (ratio->value - 1), 100 * (ratio->high - ratio->low));
    scope_free char *value = signed_percent(ratio->value, decimals);
    scope_free char *low = signed_percent(ratio->low, decimals);
    scope_free char *high = signed_percent(ratio->high, decimals);
    return alloc_printf("%s %% [%s, %s]", value, low, high);
}

// --- figures ------------------------------------------------------------------------------------

static const struct {
    const char *unit;
    enum quantity quantity;
} quantities[] = {
    {"1/s", QUANTITY_RATE}, {"ns", QUANTITY_DURATION},  {"bytes", QUANTITY_BYTES},
    {"B", QUANTITY_BYTES},  {"ratio", QUANTITY_NUMBER}, {"1", QUANTITY_NUMBER},
    {"", QUANTITY_NUMBER},
};

char *effect_value(const char *unit, double value)
{
    char text[UNITS_TEXT_SIZE];
    if (!isfinite(value))
        return alloc_copy("-");
    for (size_t i = 0; i < sizeof(quantities) / sizeof(quantities[0]); i++)
        if (strcmp(quantities[i].unit, unit ? unit : "") == 0)
            return alloc_copy(*quantity_format(text, quantities[i].quantity, value) ? text : "-");
    return alloc_printf("%s %s", quantity_format(text, QUANTITY_NUMBER, value), unit);
}

char *effect_p(double p)
{
    if (!isfinite(p))
        return alloc_copy("-");
    return p < 0.001 ? alloc_copy("< 0.001") : alloc_printf("%.*f", p < 0.1 ? 3 : 2, p);
}
