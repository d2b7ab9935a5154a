// SPDX-License-Identifier: GPL-3.0-or-later
// A hash of counters by object and name. A cell that the sample before did not see tells no gain: a
// disk that went and came may be another one.
#include "collector/meter.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "collector/procfs.h"
#include "collector/procfs_file.h"
#include "collector/source.h"
#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/scope.h"

enum { FIRST_CAPACITY = 64 };

void meter_begin(struct meter *meter, const struct source_tick *tick)
{
    uint64_t before_ns = meter->mono_ns;
    meter->tick = tick;
    meter->sample++;
    meter->mono_ns = tick->mono_ns;
    meter->seconds = meter->sample == 1 || tick->mono_ns <= before_ns
                         ? NAN
                         : (double)(tick->mono_ns - before_ns) / (double)CLOCK_NS_PER_SECOND;
}

int meter_read(struct meter *meter, const char *path, const char **ret_text)
{
    size_t at = 0;
    while (at < meter->file_count && strcmp(meter->files[at].path, path) != 0)
        at++;
    if (at == meter->file_count) {
        meter->files = alloc_resized(meter->files, at + 1, sizeof *meter->files);
        procfs_file_init(&meter->files[at], meter->tick->pool, alloc_copy(path));
        meter->file_count++;
    }
    return procfs_file_read(&meter->files[at], ret_text, NULL);
}

// FNV-1a (Fowler, Noll, Vo).
static size_t hash(const char *text)
{
    uint64_t value = UINT64_C(14695981039346656037);
    for (; *text; text++)
        value = (value ^ (unsigned char)*text) * UINT64_C(1099511628211);
    return (size_t)(value ^ value >> 32);
}

static struct meter_cell *place_of(struct meter *meter, const char *key)
{
    size_t at = hash(key) & (meter->capacity - 1);
    while (meter->cells[at].key && strcmp(meter->cells[at].key, key) != 0)
        at = (at + 1) & (meter->capacity - 1);
    return &meter->cells[at];
}

// Makes room; cells of what is long gone are left behind.
static void rebuild(struct meter *meter)
{
    struct meter_cell *old = meter->cells;
    size_t old_capacity = meter->capacity, alive = 0;
    for (size_t i = 0; i < old_capacity; i++)
        alive += old[i].key && old[i].sample + 1 >= meter->sample;
    meter->capacity = FIRST_CAPACITY;
    while (meter->capacity < alive * 4)
        meter->capacity *= 2;
    meter->cells = alloc_zeroed(meter->capacity, sizeof *meter->cells);
    meter->count = alive;
    for (size_t i = 0; i < old_capacity; i++)
        if (old[i].key && old[i].sample + 1 >= meter->sample)
            *place_of(meter, old[i].key) = old[i];
        else
            free(old[i].key);
    free(old);
}

static struct meter_cell *cell_of(struct meter *meter, const char *object, const char *name)
{
    scope_free char *key = alloc_printf("%s\n%s", object, name);
    if (meter->count * 2 >= meter->capacity)
        rebuild(meter);
    struct meter_cell *cell = place_of(meter, key);
    if (!cell->key) {
        cell->key = scope_take(key);
        meter->count++;
    }
    return cell;
}

double meter_gain_within(struct meter *meter, const char *object, const char *name, uint64_t now,
                         uint64_t range)
{
    struct meter_cell *cell = cell_of(meter, object, name);
    struct meter_cell last = *cell;
    cell->value = now;
    cell->sample = meter->sample;
    if (last.sample == 0 || last.sample + 1 != meter->sample)
        return NAN;
    if (now >= last.value)
        return (double)(now - last.value);
    // Past the end of the range, or set back: the way round is short only for the former.
    bool wrapped = last.value <= range && range - last.value + now < range / 2;
    return wrapped ? (double)(range - last.value + now) : NAN;
}

double meter_gain(struct meter *meter, const char *object, const char *name, uint64_t now)
{
    return meter_gain_within(meter, object, name, now, 0);
}

void meter_value(struct meter *meter, const char *object, const char *metric, double value)
{
    source_add(meter->tick, object, metric, value);
}

void meter_count(struct meter *meter, const char *object, const char *metric, uint64_t now,
                 double unit)
{
    meter_value(meter, object, metric, meter_gain(meter, object, metric, now) * unit);
}

void meter_rate(struct meter *meter, const char *object, const char *metric, uint64_t now,
                double unit)
{
    meter_count(meter, object, metric, now, unit / meter->seconds);
}

static void add_field(struct meter *meter, const char *object, const struct meter_field *field,
                      uint64_t number)
{
    if (field->kind == METER_VALUE)
        meter_value(meter, object, field->metric, (double)number * field->unit);
    else if (field->kind == METER_RATE)
        meter_rate(meter, object, field->metric, number, field->unit);
    else
        meter_count(meter, object, field->metric, number, field->unit);
}

static const struct meter_field *field_of(const struct meter_field *fields, size_t count,
                                          const char *key, size_t length)
{
    for (size_t i = 0; i < count; i++)
        if (strncmp(fields[i].key, key, length) == 0 && fields[i].key[length] == '\0')
            return &fields[i];
    return NULL;
}

void meter_fields(struct meter *meter, const char *object, const char *text, const char *prefix,
                  const struct meter_field *fields, size_t count)
{
    size_t skip = strlen(prefix);
    for (const char *line = text; *line; line += strcspn(line, "\n"), line += *line == '\n') {
        const char *key = strncmp(line, prefix, skip) == 0 ? line + skip : line;
        size_t length = strcspn(key, ": \n");
        const char *rest = key + length + (key[length] == ':');
        const struct meter_field *field = field_of(fields, count, key, length);
        uint64_t number;
        if (field && length && procfs_digits(rest, &number) == 0)
            add_field(meter, object, field, number);
    }
}

void meter_file(struct meter *meter, const char *object, const char *folder,
                const struct meter_field *field)
{
    scope_free char *path = alloc_printf("%s/%s", folder, field->key);
    uint64_t number;
    if (procfs_number(meter->tick->procfs, path, &number, NULL) == 0)
        add_field(meter, object, field, number);
}

struct meter *meter_new(void)
{
    return alloc_zeroed(1, sizeof(struct meter));
}

void meter_free(void *state)
{
    struct meter *meter = state;
    if (!meter)
        return;
    for (size_t i = 0; i < meter->capacity; i++)
        free(meter->cells[i].key);
    for (size_t i = 0; i < meter->file_count; i++)
        procfs_file_done(&meter->files[i]);
    free(meter->cells);
    free(meter->files);
    free(meter);
}
