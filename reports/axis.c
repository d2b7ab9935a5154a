// SPDX-License-Identifier: GPL-3.0-or-later
// Ticks are computed here, not left to gnuplot, so that units read as everywhere else in a report.
#include "reports/axis.h"

#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/strbuf.h"

struct scale {
    double factor;
    const char *unit;
};
static const struct scale durations[] = {
    {1e9, " s"}, {1e6, " ms"}, {1e3, " us"}, {1, " ns"}, {0, NULL}};
static const struct scale sizes[] = {{0x1p40, " TiB"}, {0x1p30, " GiB"}, {0x1p20, " MiB"},
                                     {0x1p10, " KiB"}, {1, " B"},        {0, NULL}};
static const struct scale numbers[] = {{1e9, "G"}, {1e6, "M"}, {1e3, "k"}, {1, ""}, {0, NULL}};
static const struct scale shares[] = {{0.01, " %"}, {0, NULL}};
static const struct scale times[] = {{1, "x"}, {0, NULL}};
static const struct scale indices[] = {{1, ""}, {0, NULL}};

static const struct scale *scales_of(enum quantity quantity)
{
    switch (quantity) {
    case QUANTITY_DURATION:
        return durations;
    case QUANTITY_BYTES:
        return sizes;
    case QUANTITY_RATE:
    case QUANTITY_NUMBER:
        return numbers;
    case QUANTITY_SHARE:
        return shares;
    case QUANTITY_TIMES:
        return times;
    case QUANTITY_INDEX:
        return indices;
    }
    return indices;
}

// The largest unit that the value reaches, else the smallest there is.
static const struct scale *scale_of(enum quantity quantity, double value)
{
    const struct scale *scale = scales_of(quantity);
    while (scale[1].unit && value < scale->factor * (1 - 1e-9))
        scale++;
    return scale;
}

char *axis_label(char buffer[AXIS_LABEL_SIZE], enum quantity quantity, double value)
{
    const struct scale *scale = scale_of(quantity, value);
    if (value == 0)
        snprintf(buffer, AXIS_LABEL_SIZE, "0");
    else
        snprintf(buffer, AXIS_LABEL_SIZE, "%.4g%s", value / scale->factor, scale->unit);
    return buffer;
}

double axis_step(enum quantity quantity, double high, unsigned wanted)
{
    double factor = quantity == QUANTITY_BYTES ? scale_of(quantity, high)->factor : 1;
    double rough = high / factor / wanted;
    double power = pow(10, floor(log10(rough)));
    double digit = rough / power;
    double round = digit < 1.5 ? 1 : digit < 3.5 ? 2 : digit < 7.5 ? 5 : 10;
    return round * power * factor;
}

static void add_tick(struct strbuf *script, enum quantity quantity, double at, bool first)
{
    char label[AXIS_LABEL_SIZE];
    strbuf_add(script, first ? "'" : ", '");
    // A label is a format to gnuplot.
    for (const char *c = axis_label(label, quantity, at); *c; c++)
        strbuf_add_bytes(script, *c == '%' ? "%%" : c, *c == '%' ? 2 : 1);
    strbuf_printf(script, "' %.17g", at);
}

void axis_linear_y(struct strbuf *script, enum quantity quantity, double high)
{
    axis_linear_y_cut(script, quantity, high, 4);
}

void axis_linear_y_cut(struct strbuf *script, enum quantity quantity, double high, unsigned wanted)
{
    double step = axis_step(quantity, high, wanted);
    strbuf_printf(script, "set yrange [0:%.17g]\nset ytics (", high);
    for (int i = 0; i * step <= high * (1 + 1e-9); i++)
        add_tick(script, quantity, i * step, i == 0);
    strbuf_add(script, ")\n");
}

void axis_linear_x(struct strbuf *script, enum quantity quantity, double low, double high)
{
    double step = axis_step(quantity, high - low, 6);
    bool first = true;
    strbuf_printf(script, "set xrange [%.17g:%.17g]\nset xtics (", low, high);
    for (double i = ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) {
        add_tick(script, quantity, i * step, first);
        first = false;
    }
    strbuf_add(script, ")\n");
}

void axis_log_y(struct strbuf *script, enum quantity quantity, double low, double high)
{
    static const double digits[] = {1, 2, 5};
    size_t used = log10(high / low) > 2.5 ? 1 : 3;
    bool first = true;
    strbuf_printf(script, "set logscale y\nset yrange [%.17g:%.17g]\nset ytics (", low, high);
    for (int power = (int)floor(log10(low)); power <= (int)ceil(log10(high)); power++) {
        for (size_t i = 0; i < used; i++) {
            double at = digits[i] * pow(10, power);
            if (at < low || at > high)
                continue;
            add_tick(script, quantity, at, first);
            first = false;
        }
    }
    strbuf_add(script, ")\n");
}

// Where a density lies on the axis, from 0 to 1.
static double position(uint32_t guests, uint32_t last, bool logarithmic, uint32_t first)
{
    if (logarithmic)
        return log((double)guests / first) / log((double)last / first);
    return (double)guests / last;
}

// The part of the axis that a label of a number up to `last` takes, in the narrowest figure.
static double label_room(uint32_t last)
{
    return last < 100 ? 1.0 / 16 : last < 1000 ? 1.0 / 10 : 1.0 / 8;
}

// Chooses from the right: the last density always has a label, one too near to a chosen one has
// not.
static bool *choose_ticks(const uint32_t *guests, size_t count, uint32_t keep, bool logarithmic)
{
    uint32_t last = guests[count - 1];
    double room = label_room(last);
    bool *chosen = alloc_zeroed(count, sizeof(*chosen));
    double keep_at = keep ? position(keep, last, logarithmic, guests[0]) : 2;
    double last_at = 2;
    for (size_t i = count; i-- > 0;) {
        double at = position(guests[i], last, logarithmic, guests[0]);
        bool near_keep = guests[i] != keep && fabs(keep_at - at) < room;
        chosen[i] = guests[i] == keep || (last_at - at >= room && !near_keep);
        if (chosen[i])
            last_at = at;
    }
    return chosen;
}

void axis_guests(struct strbuf *script, const uint32_t *guests, size_t count, uint32_t keep)
{
    enum { LINEAR_AT_MOST = 32 };
    uint32_t last = guests[count - 1];
    bool logarithmic = count > 1 && last > LINEAR_AT_MOST;
    if (logarithmic)
        strbuf_printf(script, "set logscale x 2\nset xrange [%.17g:%.17g]\n", guests[0] / 1.2,
                      last * 1.2);
    else
        strbuf_printf(script, "set xrange [0:%.17g]\n", last + fmax(0.5, last * 0.06));
    bool *chosen = choose_ticks(guests, count, keep, logarithmic);
    strbuf_add(script, "set xtics (");
    bool first = true;
    for (size_t i = 0; i < count; i++) {
        if (!chosen[i])
            continue;
        strbuf_printf(script, "%s'%" PRIu32 "' %" PRIu32, first ? "" : ", ", guests[i], guests[i]);
        first = false;
    }
    strbuf_add(script, ")\n");
    free(chosen);
}
