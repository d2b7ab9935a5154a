// SPDX-License-Identifier: GPL-3.0-or-later
// Groups of three digits, rounded half away from zero.
#include "planner/money_text.h"

#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"

// Beyond it cents are no longer exact in a double.
static const double CENTS_MOST = 1e13;
static const double CENTS_LEAST = 1000;

static void add_grouped(struct strbuf *out, uint64_t whole)
{
    scope_free char *digits = alloc_printf("%" PRIu64, whole);
    size_t length = strlen(digits);
    for (size_t i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0)
            strbuf_add(out, ",");
        strbuf_add_bytes(out, digits + i, 1);
    }
}

static char *format(double amount, bool cents)
{
    struct strbuf out = {0};
    double size = fabs(amount);
    uint64_t pieces = (uint64_t)llround(cents ? size * 100 : size);
    if (amount < 0 && pieces > 0)
        strbuf_add(&out, "-");
    add_grouped(&out, cents ? pieces / 100 : pieces);
    if (cents)
        strbuf_printf(&out, ".%02u", (unsigned)(pieces % 100));
    return strbuf_take(&out);
}

static bool is_sayable(double amount)
{
    return isfinite(amount) && fabs(amount) < CENTS_MOST * 100;
}

char *money_text_exact(double amount)
{
    if (!is_sayable(amount))
        return alloc_copy("-");
    return format(amount, fabs(amount) < CENTS_MOST);
}

char *money_text(double amount, const char *currency)
{
    if (!is_sayable(amount))
        return alloc_copy("-");
    scope_free char *number = format(amount, fabs(amount) < CENTS_LEAST);
    return *currency ? alloc_printf("%s %s", number, currency) : scope_take(number);
}
