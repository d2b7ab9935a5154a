// SPDX-License-Identifier: GPL-3.0-or-later
// Series by name: an open-addressing table of their indices, doubled before it is three quarters
// full.
#include "common/model/telemetry.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"

enum { FIRST_SLOTS = 64, FIRST_SERIES = 16, FIRST_POINTS = 8 };

// FNV-1a, 64 bits (Fowler, Noll, Vo); the end of a text counts as a byte of it.
static uint64_t hash_text(uint64_t hash, const char *text)
{
    do {
        hash ^= (unsigned char)*text;
        hash *= UINT64_C(0x100000001b3);
    } while (*text++);
    return hash;
}

static uint64_t hash_names(const char *source, const char *object, const char *metric)
{
    uint64_t hash = hash_text(UINT64_C(0xcbf29ce484222325), source);
    return hash_text(hash_text(hash, object), metric);
}

static bool is_named(const struct telemetry_series *series, const char *source, const char *object,
                     const char *metric)
{
    return strcmp(series->metric, metric) == 0 && strcmp(series->object, object) == 0 &&
           strcmp(series->source, source) == 0;
}

// The slot that holds the series, or the free one where it belongs.
static size_t slot_of(const struct telemetry *telemetry, const char *source, const char *object,
                      const char *metric)
{
    size_t mask = telemetry->slot_count - 1;
    size_t slot = (size_t)hash_names(source, object, metric) & mask;
    while (telemetry->slots[slot] &&
           !is_named(&telemetry->series[telemetry->slots[slot] - 1], source, object, metric))
        slot = (slot + 1) & mask;
    return slot;
}

static void grow_slots(struct telemetry *telemetry)
{
    telemetry->slot_count = telemetry->slot_count ? telemetry->slot_count * 2 : FIRST_SLOTS;
    free(telemetry->slots);
    telemetry->slots = alloc_zeroed(telemetry->slot_count, sizeof *telemetry->slots);
    for (size_t i = 0; i < telemetry->count; i++) {
        const struct telemetry_series *series = &telemetry->series[i];
        telemetry->slots[slot_of(telemetry, series->source, series->object, series->metric)] =
            (uint32_t)i + 1;
    }
}

static size_t add_series(struct telemetry *telemetry, const char *source, const char *object,
                         const char *metric)
{
    if (telemetry->count == telemetry->capacity) {
        telemetry->capacity = telemetry->capacity ? telemetry->capacity * 2 : FIRST_SERIES;
        telemetry->series =
            alloc_resized(telemetry->series, telemetry->capacity, sizeof *telemetry->series);
    }
    telemetry->series[telemetry->count] = (struct telemetry_series){
        .source = alloc_copy(source),
        .object = alloc_copy(object),
        .metric = alloc_copy(metric),
    };
    return telemetry->count++;
}

size_t telemetry_series_of(struct telemetry *telemetry, const char *source, const char *object,
                           const char *metric)
{
    if ((telemetry->count + 1) * 4 > telemetry->slot_count * 3)
        grow_slots(telemetry);
    size_t slot = slot_of(telemetry, source, object, metric);
    if (!telemetry->slots[slot])
        telemetry->slots[slot] = (uint32_t)add_series(telemetry, source, object, metric) + 1;
    return telemetry->slots[slot] - 1;
}

void telemetry_append(struct telemetry *telemetry, size_t index, int64_t at_ns, double value)
{
    struct telemetry_series *series = &telemetry->series[index];
    if (!isfinite(value))
        return;
    if (series->count == series->capacity) {
        series->capacity = series->capacity ? series->capacity * 2 : FIRST_POINTS;
        series->points = alloc_resized(series->points, series->capacity, sizeof *series->points);
    }
    series->points[series->count++] = (struct telemetry_point){at_ns, value};
}

void telemetry_add(struct telemetry *telemetry, const char *source, const char *object,
                   const char *metric, int64_t at_ns, double value)
{
    if (isfinite(value))
        telemetry_append(telemetry, telemetry_series_of(telemetry, source, object, metric), at_ns,
                         value);
}

void telemetry_add_absence(struct telemetry *telemetry, const char *source, const char *object,
                           const char *why)
{
    for (size_t i = 0; i < telemetry->absence_count; i++) {
        const struct telemetry_absence *absence = &telemetry->absences[i];
        if (strcmp(absence->source, source) == 0 && strcmp(absence->object, object) == 0 &&
            strcmp(absence->why, why) == 0)
            return;
    }
    telemetry->absences = alloc_resized(telemetry->absences, telemetry->absence_count + 1,
                                        sizeof *telemetry->absences);
    telemetry->absences[telemetry->absence_count++] = (struct telemetry_absence){
        .source = alloc_copy(source),
        .object = alloc_copy(object),
        .why = alloc_copy(why),
    };
}

static const struct telemetry_series *find_any(const struct telemetry *telemetry,
                                               const char *object, const char *metric)
{
    for (size_t i = 0; i < telemetry->count; i++)
        if (is_named(&telemetry->series[i], telemetry->series[i].source, object, metric))
            return &telemetry->series[i];
    return NULL;
}

const struct telemetry_series *telemetry_find(const struct telemetry *telemetry, const char *source,
                                              const char *object, const char *metric)
{
    if (telemetry->count == 0)
        return NULL;
    if (!source)
        return find_any(telemetry, object, metric);
    uint32_t index = telemetry->slots[slot_of(telemetry, source, object, metric)];
    return index ? &telemetry->series[index - 1] : NULL;
}

size_t telemetry_point_count(const struct telemetry *telemetry)
{
    size_t count = 0;
    for (size_t i = 0; i < telemetry->count; i++)
        count += telemetry->series[i].count;
    return count;
}

void telemetry_add_all(struct telemetry *telemetry, const struct telemetry *from)
{
    for (size_t i = 0; i < from->count; i++) {
        const struct telemetry_series *series = &from->series[i];
        if (series->count == 0)
            continue;
        size_t to = telemetry_series_of(telemetry, series->source, series->object, series->metric);
        for (size_t j = 0; j < series->count; j++)
            telemetry_append(telemetry, to, series->points[j].at_ns, series->points[j].value);
    }
    for (size_t i = 0; i < from->absence_count; i++) {
        const struct telemetry_absence *absence = &from->absences[i];
        telemetry_add_absence(telemetry, absence->source, absence->object, absence->why);
    }
}

void telemetry_drop_points(struct telemetry *telemetry)
{
    for (size_t i = 0; i < telemetry->count; i++)
        telemetry->series[i].count = 0;
}

static void free_series(struct telemetry_series *series)
{
    free(series->source);
    free(series->object);
    free(series->metric);
    free(series->points);
}

void telemetry_done(struct telemetry *telemetry)
{
    if (!telemetry)
        return;
    for (size_t i = 0; i < telemetry->count; i++)
        free_series(&telemetry->series[i]);
    for (size_t i = 0; i < telemetry->absence_count; i++) {
        free(telemetry->absences[i].source);
        free(telemetry->absences[i].object);
        free(telemetry->absences[i].why);
    }
    free(telemetry->series);
    free(telemetry->absences);
    free(telemetry->slots);
    *telemetry = (struct telemetry){0};
}
