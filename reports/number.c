// SPDX-License-Identifier: GPL-3.0-or-later
// Tries 15, 16, then 17 digits; 17 always suffice for an IEEE 754 double.
#include "reports/number.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/strbuf.h"

void number_add_exact(struct strbuf *out, double number)
{
    char text[40];
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, sizeof(text), "%.*g", digits, number);
        if (strtod(text, NULL) == number)
            break;
    }
    char *comma = strchr(text, ',');
    if (comma)
        *comma = '.';
    strbuf_add(out, text);
}
