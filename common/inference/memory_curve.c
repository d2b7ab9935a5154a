// SPDX-License-Identifier: GPL-3.0-or-later
// From steps to curves: a point is every boot's latency at one size and page.
#include "common/inference/memory_curve.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/model/record.h"
#include "common/stats/summary.h"

// One step's measurement.
struct sighting {
    uint64_t page_bytes;
    uint64_t bytes;
    double load_ns;
};

static double figure_of(const struct step_record *step, const char *name)
{
    for (size_t i = 0; i < step->figure_count; i++)
        if (strcmp(step->figures[i].name, name) == 0)
            return step->figures[i].value;
    return NAN;
}

static bool is_finished(const struct step_record *step)
{
    return step->kind == RECORD_STEP_CURVE && step->state == RECORD_DONE;
}

static struct sighting *gather(const struct step_record *steps, size_t count, size_t *ret_count)
{
    struct sighting *list = alloc_zeroed(count + 1, sizeof *list);
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        double bytes = figure_of(&steps[i], MEMORY_CURVE_SIZE);
        double page_bytes = figure_of(&steps[i], MEMORY_CURVE_PAGE);
        double load_ns = figure_of(&steps[i], MEMORY_CURVE_LOAD);
        if (is_finished(&steps[i]) && bytes > 0 && page_bytes > 0 && load_ns > 0)
            list[found++] = (struct sighting){(uint64_t)page_bytes, (uint64_t)bytes, load_ns};
    }
    *ret_count = found;
    return list;
}

// Large pages first, then small sets.
static int by_place(const void *left_, const void *right_)
{
    const struct sighting *left = left_, *right = right_;
    if (left->page_bytes != right->page_bytes)
        return left->page_bytes < right->page_bytes ? 1 : -1;
    return (left->bytes > right->bytes) - (left->bytes < right->bytes);
}

static double median(const struct bootstrap_draw *draws, size_t drawn, void *context)
{
    const struct sighting *sightings = context;
    scope_free double *values = alloc_zeroed(drawn, sizeof *values);
    for (size_t i = 0; i < drawn; i++)
        values[i] = sightings[draws[i].boot].load_ns;
    return summary_quantile(values, drawn, 0.5);
}

static struct memory_curve_point point_of(struct sighting *sightings, size_t boots, uint64_t seed)
{
    scope_free uint32_t *guests = alloc_zeroed(boots, sizeof *guests);
    for (size_t i = 0; i < boots; i++)
        guests[i] = 1;
    const struct bootstrap_plan plan = {
        .boots = guests,
        .boot_count = boots,
        .seed = seed ^ sightings->bytes ^ sightings->page_bytes,
    };
    return (struct memory_curve_point){
        .bytes = sightings->bytes,
        .boots = boots,
        .load_ns = bootstrap_estimate(&plan, median, sightings),
    };
}

static struct memory_curve *curve_for(struct memory_curves *curves, uint64_t page_bytes)
{
    if (curves->count > 0 && curves->list[curves->count - 1].page_bytes == page_bytes)
        return &curves->list[curves->count - 1];
    curves->list = alloc_resized(curves->list, curves->count + 1, sizeof *curves->list);
    curves->list[curves->count] = (struct memory_curve){.page_bytes = page_bytes};
    return &curves->list[curves->count++];
}

static void add_point(struct memory_curve *curve, const struct memory_curve_point *point)
{
    curve->points = alloc_resized(curve->points, curve->point_count + 1, sizeof *curve->points);
    curve->points[curve->point_count++] = *point;
}

// --- the host's caches --------------------------------------------------------------------------

static void add_cache(struct memory_curves *curves, const struct figure_record *figure)
{
    const char *name = figure->name + strlen(MEMORY_CURVE_CACHE);
    for (size_t i = 0; i < curves->cache_count; i++)
        if (strcmp(curves->caches[i].name, name) == 0)
            return;
    curves->caches = alloc_resized(curves->caches, curves->cache_count + 1, sizeof *curves->caches);
    curves->caches[curves->cache_count++] = (struct memory_curve_cache){
        .name = alloc_copy(name),
        .bytes = (uint64_t)figure->value,
    };
}

static int by_size(const void *left_, const void *right_)
{
    const struct memory_curve_cache *left = left_, *right = right_;
    return (left->bytes > right->bytes) - (left->bytes < right->bytes);
}

static void find_caches(const struct step_record *steps, size_t count, struct memory_curves *curves)
{
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < steps[i].figure_count; j++)
            if (steps[i].kind == RECORD_STEP_CURVE && steps[i].figures[j].value > 0 &&
                strncmp(steps[i].figures[j].name, MEMORY_CURVE_CACHE, strlen(MEMORY_CURVE_CACHE)) ==
                    0)
                add_cache(curves, &steps[i].figures[j]);
    if (curves->cache_count > 1)
        qsort(curves->caches, curves->cache_count, sizeof *curves->caches, by_size);
}

void memory_curves_of(const struct step_record *steps, size_t count, uint64_t seed,
                      struct memory_curves *ret_curves)
{
    struct memory_curves curves = {0};
    size_t found;
    scope_free struct sighting *sightings = gather(steps, count, &found);
    qsort(sightings, found, sizeof *sightings, by_place);
    for (size_t first = 0, next; first < found; first = next) {
        for (next = first + 1; next < found && by_place(&sightings[first], &sightings[next]) == 0;)
            next++;
        const struct memory_curve_point point = point_of(&sightings[first], next - first, seed);
        add_point(curve_for(&curves, sightings[first].page_bytes), &point);
    }
    for (size_t i = 0; i < curves.count; i++)
        memory_curve_find_rises(&curves.list[i]);
    find_caches(steps, count, &curves);
    *ret_curves = curves;
}

void memory_curves_done(struct memory_curves *curves)
{
    if (!curves)
        return;
    for (size_t i = 0; i < curves->count; i++) {
        free(curves->list[i].points);
        free(curves->list[i].rises);
    }
    for (size_t i = 0; i < curves->cache_count; i++)
        free(curves->caches[i].name);
    free(curves->list);
    free(curves->caches);
    *curves = (struct memory_curves){0};
}
