// SPDX-License-Identifier: GPL-3.0-or-later
// Cells of a table of traces, most of them by a way that is short.
#include "planner/estate/estate_trace_cell.h"

#include <ctype.h>
#include <math.h>
#include <stdint.h>

#include "common/model/trace_text.h"
#include "planner/estate/estate_cell.h"

// "0.35" and "35%" by hand: there are millions of them. False for whatever is not as plain.
static bool plain_number(const char *text, double *ret_number, bool *ret_is_percent)
{
    double number = 0, scale = 1;
    const char *at = text;
    for (; isdigit((unsigned char)*at); at++)
        number = 10 * number + (*at - '0');
    if (at == text || at - text > 9)
        return false;
    if (*at == '.') {
        const char *fraction = ++at;
        for (; isdigit((unsigned char)*at); at++, scale *= 10)
            number = 10 * number + (*at - '0');
        if (at == fraction || at - fraction > 6)
            return false;
    }
    *ret_is_percent = *at == '%';
    *ret_number = number / scale;
    return !at[*ret_is_percent];
}

int estate_trace_cell(const char *text, bool is_cores, float *ret_value, struct err *err)
{
    static const struct estate_range range = {0, 1024, "0.7"};
    double number = 0;
    bool is_percent = false;
    if (!*text) {
        *ret_value = NAN;
        return 0;
    }
    if (plain_number(text, &number, &is_percent)) {
        number = is_percent ? number / 100 : number;
        if (is_cores ? !is_percent && number <= range.most : number <= 1) {
            *ret_value = (float)number;
            return 0;
        }
    }
    uint32_t share_ppm = 0;
    int r = is_cores ? estate_cell_number(text, &range, &number, err)
                     : trace_text_share(text, &share_ppm, err);
    if (r == 0)
        *ret_value = (float)(is_cores ? number : share_ppm / (double)TRACE_FULL_PPM);
    return r;
}
