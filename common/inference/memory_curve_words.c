// SPDX-License-Identifier: GPL-3.0-or-later
// Curves in words.
#include "common/inference/memory_curve_words.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/base/units.h"
#include "common/inference/memory_curve.h"

char *memory_curve_bytes(char buffer[UNITS_TEXT_SIZE], uint64_t bytes)
{
    static const char *const units[] = {"B", "KiB", "MiB", "GiB", "TiB"};
    size_t unit = 0;
    double number = (double)bytes;
    for (; number >= 1024 && unit + 1 < sizeof units / sizeof *units; unit++)
        number /= 1024;
    snprintf(buffer, UNITS_TEXT_SIZE, "%.*g %s", number < 100 ? 3 : 4, number, units[unit]);
    return buffer;
}

char *memory_curve_pages(const struct memory_curve *curve)
{
    char page[UNITS_TEXT_SIZE];
    return alloc_printf("%s pages", memory_curve_bytes(page, curve->page_bytes));
}

static void add_point(struct strbuf *text, const struct memory_curve_point *point)
{
    char latency[UNITS_TEXT_SIZE], bytes[UNITS_TEXT_SIZE];
    strbuf_printf(text, "%s at %s", units_format_duration_ns(latency, point->load_ns.value),
                  memory_curve_bytes(bytes, point->bytes));
}

static void add_rises(struct strbuf *text, const struct memory_curve *curve)
{
    char bytes[UNITS_TEXT_SIZE];
    if (curve->rise_count == 0)
        strbuf_add(text, "; it rises nowhere steeply");
    else
        strbuf_add(text, "; it steps up at ");
    for (size_t i = 0; i < curve->rise_count; i++)
        strbuf_printf(text, "%s%s",
                      i == 0                       ? ""
                      : i + 1 == curve->rise_count ? " and "
                                                   : ", ",
                      memory_curve_bytes(bytes, (uint64_t)curve->rises[i].half_bytes));
}

char *memory_curves_sentence(const struct memory_curves *curves, bool emulated)
{
    const struct memory_curve *curve = &curves->list[0];
    struct strbuf text = {0};
    scope_free char *pages = memory_curve_pages(curve);
    strbuf_add(&text, "A load takes ");
    add_point(&text, &curve->points[0]);
    strbuf_add(&text, " and ");
    add_point(&text, &curve->points[curve->point_count - 1]);
    strbuf_printf(&text, " (%s)", pages);
    add_rises(&text, curve);
    strbuf_add(&text, emulated ? ". Under emulation: these times are the emulator's." : ".");
    return strbuf_take(&text);
}

// The rise whose half lies nearest on a logarithmic scale, or NULL.
static const struct memory_curve_rise *nearest(const struct memory_curve *curve, uint64_t bytes)
{
    const struct memory_curve_rise *found = NULL;
    double least = INFINITY;
    for (size_t i = 0; i < curve->rise_count; i++) {
        double distance = fabs(log(curve->rises[i].half_bytes / (double)bytes));
        if (distance < least) {
            least = distance;
            found = &curve->rises[i];
        }
    }
    return found;
}

static void add_missing(struct strbuf *text, const struct memory_curve *curve, uint64_t bytes)
{
    const struct memory_curve_rise *rise = nearest(curve, bytes);
    char half[UNITS_TEXT_SIZE];
    if (!memory_curve_spans(curve, bytes)) {
        strbuf_add(text, "the curve does not go beyond it.");
        return;
    }
    strbuf_add(text, "no rise stands within a size of it");
    if (rise)
        strbuf_printf(text, "; the nearest is half done at %s",
                      memory_curve_bytes(half, (uint64_t)rise->half_bytes));
    strbuf_add(text, ".");
}

char *memory_curve_cache_sentence(const struct memory_curve *curve,
                                  const struct memory_curve_cache *cache)
{
    const struct memory_curve_rise *rise = memory_curve_rise_at(curve, cache->bytes);
    struct strbuf text = {0};
    char size[UNITS_TEXT_SIZE], bytes[UNITS_TEXT_SIZE], latency[UNITS_TEXT_SIZE];
    strbuf_printf(&text, "%s, %s: ", cache->name, memory_curve_bytes(size, cache->bytes));
    if (!rise) {
        add_missing(&text, curve, cache->bytes);
        return strbuf_take(&text);
    }
    const struct memory_curve_point *from = &curve->points[rise->from];
    const struct memory_curve_point *to = &curve->points[rise->to];
    strbuf_printf(&text, "a rise begins at %s (%s)", memory_curve_bytes(bytes, from->bytes),
                  units_format_duration_ns(latency, from->load_ns.value));
    strbuf_printf(&text, ", is half done at %s",
                  memory_curve_bytes(bytes, (uint64_t)rise->half_bytes));
    strbuf_printf(&text, " and ends at %s (%s).", memory_curve_bytes(bytes, to->bytes),
                  units_format_duration_ns(latency, to->load_ns.value));
    return strbuf_take(&text);
}
