// SPDX-License-Identifier: GPL-3.0-or-later
// Sizes down, pages across.
#include "reports/memory_curve_table.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/base/units.h"
#include "common/inference/memory_curve.h"
#include "common/inference/memory_curve_words.h"
#include "reports/document_run.h"
#include "reports/quantity.h"
#include "reports/table.h"

const struct memory_curve_point *memory_curve_point_at(const struct memory_curve *curve,
                                                       uint64_t bytes)
{
    for (size_t i = 0; i < curve->point_count; i++)
        if (curve->points[i].bytes == bytes)
            return &curve->points[i];
    return NULL;
}

static int by_size(const void *left_, const void *right_)
{
    const uint64_t *left = left_, *right = right_;
    return (*left > *right) - (*left < *right);
}

uint64_t *memory_curve_all_sizes(const struct memory_curves *curves, size_t *ret_count)
{
    uint64_t *sizes = NULL;
    size_t count = 0, unique = 0;
    for (size_t i = 0; i < curves->count; i++)
        for (size_t j = 0; j < curves->list[i].point_count; j++) {
            sizes = alloc_resized(sizes, count + 1, sizeof *sizes);
            sizes[count++] = curves->list[i].points[j].bytes;
        }
    if (count > 0)
        qsort(sizes, count, sizeof *sizes, by_size);
    for (size_t i = 0; i < count; i++)
        if (unique == 0 || sizes[unique - 1] != sizes[i])
            sizes[unique++] = sizes[i];
    *ret_count = unique;
    return sizes;
}

static uint64_t size_after(const struct memory_curves *curves, uint64_t bytes)
{
    size_t count;
    uint64_t next = UINT64_MAX;
    scope_free uint64_t *sizes = memory_curve_all_sizes(curves, &count);
    for (size_t i = count; i-- > 0 && sizes[i] > bytes;)
        next = sizes[i];
    return next;
}

char *memory_curve_caches_at(const struct memory_curves *curves, uint64_t bytes)
{
    uint64_t next_bytes = size_after(curves, bytes);
    struct strbuf text = {0};
    for (size_t i = 0; i < curves->cache_count; i++)
        if (curves->caches[i].bytes >= bytes && curves->caches[i].bytes < next_bytes &&
            next_bytes != UINT64_MAX)
            strbuf_printf(&text, "%s%s", text.length ? ", " : "", curves->caches[i].name);
    return strbuf_take(&text);
}

static void add_row(struct table *table, const struct memory_curves *curves, uint64_t bytes,
                    bool intervals)
{
    char size[UNITS_TEXT_SIZE];
    scope_free char *caches = memory_curve_caches_at(curves, bytes);
    table_add_cell(table, memory_curve_bytes(size, bytes));
    for (size_t i = 0; i < curves->count; i++) {
        const struct memory_curve_point *point = memory_curve_point_at(&curves->list[i], bytes);
        scope_free char *cell =
            point ? quantity_compact(QUANTITY_DURATION, &point->load_ns, intervals)
                  : alloc_copy("-");
        table_add_cell(table, cell);
    }
    table_add_cell(table, caches);
}

void memory_curve_table_fill(struct table *table, const struct memory_curves *curves,
                             bool intervals)
{
    size_t count;
    scope_free uint64_t *sizes = memory_curve_all_sizes(curves, &count);
    table_add_column(table, "working set", false);
    for (size_t i = 0; i < curves->count; i++) {
        scope_free char *pages = memory_curve_pages(&curves->list[i]);
        scope_free char *heading = alloc_printf("a load, %s", pages);
        table_add_column(table, heading, false);
    }
    table_add_column(table, "ends here", true);
    for (size_t i = 0; i < count; i++)
        add_row(table, curves, sizes[i], intervals);
}

char *memory_curve_beside(const struct memory_curves *curves, const struct memory_curve *curve)
{
    struct strbuf text = {0};
    scope_free char *pages = memory_curve_pages(curve);
    strbuf_printf(&text, "With %s:", pages);
    for (size_t i = 0; i < curves->cache_count; i++) {
        scope_free char *sentence = memory_curve_cache_sentence(curve, &curves->caches[i]);
        strbuf_printf(&text, " %s", sentence);
    }
    return strbuf_take(&text);
}

char *memory_curve_caution(const struct document_run *run)
{
    struct strbuf text = {0};
    if (run->curves.cache_count == 0)
        strbuf_add(&text, "The host tells no cache sizes. ");
    if (run->run.emulated)
        strbuf_add(&text, "Under emulation every load goes through the emulator's own tables, so "
                          "that rises need not stand where caches end. ");
    if (run->run.host.virtualization && *run->run.host.virtualization)
        strbuf_printf(&text,
                      "This host is itself a guest (%s): its caches are what the hypervisor "
                      "tells, may be shared with others, and its pages may be small below. ",
                      run->run.host.virtualization);
    if (text.length == 0)
        return NULL;
    scope_free char *all = strbuf_take(&text);
    return alloc_printf("%.*s", (int)strlen(all) - 1, all);
}
