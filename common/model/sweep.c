// SPDX-License-Identifier: GPL-3.0-or-later
// A sweep's axes, their values from a text, and their combinations.
#include "common/model/sweep.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"

static const char blanks[] = " \t";

static void axis_done(struct sweep_axis *axis)
{
    for (size_t i = 0; i < axis->count; i++)
        free(axis->values[i]);
    free(axis->values);
    free(axis->key);
    *axis = (struct sweep_axis){0};
}

void sweep_done(struct sweep *sweep)
{
    if (!sweep)
        return;
    for (size_t i = 0; i < sweep->count; i++)
        axis_done(&sweep->axes[i]);
    *sweep = (struct sweep){0};
}

static struct sweep_axis axis_copy(const struct sweep_axis *from)
{
    struct sweep_axis copy = {
        .key = alloc_copy(from->key),
        .values = alloc_zeroed(from->count, sizeof(copy.values[0])),
        .count = from->count,
    };
    for (size_t i = 0; i < copy.count; i++)
        copy.values[i] = alloc_copy(from->values[i]);
    return copy;
}

void sweep_copy(struct sweep *into, const struct sweep *from)
{
    into->count = from->count;
    for (size_t i = 0; i < from->count; i++)
        into->axes[i] = axis_copy(&from->axes[i]);
}

// The text without the blanks around it. New string.
static char *trimmed(const char *text, size_t length)
{
    size_t skip = strspn(text, blanks);
    if (skip > length)
        skip = length;
    while (length > skip && strchr(blanks, text[length - 1]))
        length--;
    return alloc_printf("%.*s", (int)(length - skip), text + skip);
}

static int add_value(struct sweep_axis *axis, const char *text, size_t length, struct err *err)
{
    scope_free char *value = trimmed(text, length);
    if (!*value)
        return err_input(err, "%s: an empty value; several are wanted, as %s=one,two", axis->key,
                         axis->key);
    if (axis->count == SWEEP_VALUES_MAX)
        return err_input(err, "%s: more than %d values", axis->key, SWEEP_VALUES_MAX);
    for (size_t i = 0; i < axis->count; i++)
        if (strcmp(axis->values[i], value) == 0)
            return err_input(err, "%s: '%s' is named twice", axis->key, value);
    axis->values = alloc_resized(axis->values, axis->count + 1, sizeof(axis->values[0]));
    axis->values[axis->count++] = scope_take(value);
    return 0;
}

static int read_values(struct sweep_axis *axis, const char *text, struct err *err)
{
    const char *separator = strchr(text, ';') ? ";" : ",";
    for (const char *at = text;;) {
        size_t length = strcspn(at, separator);
        int r = add_value(axis, at, length, err);
        if (r < 0)
            return r;
        if (!at[length])
            break;
        at += length + 1;
    }
    if (axis->count < 2)
        return err_input(err, "%s: one value is no sweep; several are wanted, as %s=%s,other",
                         axis->key, axis->key, axis->values[0]);
    return 0;
}

static struct sweep_axis *find_axis(struct sweep *sweep, const char *key)
{
    for (size_t i = 0; i < sweep->count; i++)
        if (strcmp(sweep->axes[i].key, key) == 0)
            return &sweep->axes[i];
    return NULL;
}

int sweep_set(struct sweep *sweep, const char *key, const char *values, struct err *err)
{
    struct sweep_axis axis = {.key = alloc_copy(key)};
    struct sweep_axis *there = find_axis(sweep, key);
    int r = read_values(&axis, values, err);
    if (r == 0 && !there && sweep->count == SWEEP_AXES_MAX)
        r = err_input(err, "%s: more than %d keys at once", key, SWEEP_AXES_MAX);
    if (r < 0) {
        axis_done(&axis);
        return r;
    }
    if (there)
        axis_done(there);
    else
        there = &sweep->axes[sweep->count++];
    *there = axis;
    return 0;
}

void sweep_drop(struct sweep *sweep, const char *key)
{
    struct sweep_axis *axis = find_axis(sweep, key);
    if (!axis)
        return;
    axis_done(axis);
    size_t after = (size_t)(&sweep->axes[sweep->count] - axis - 1);
    memmove(axis, axis + 1, after * sizeof(*axis));
    sweep->axes[--sweep->count] = (struct sweep_axis){0};
}

size_t sweep_combinations(const struct sweep *sweep)
{
    size_t combinations = 1;
    for (size_t i = 0; i < sweep->count; i++) {
        if (combinations > SIZE_MAX / sweep->axes[i].count)
            return SIZE_MAX;
        combinations *= sweep->axes[i].count;
    }
    return combinations;
}

const char *sweep_value(const struct sweep *sweep, size_t combination, size_t axis)
{
    size_t below = 1;
    for (size_t i = axis + 1; i < sweep->count; i++)
        below *= sweep->axes[i].count;
    const struct sweep_axis *wanted = &sweep->axes[axis];
    return wanted->values[combination / below % wanted->count];
}

char *sweep_arm(const struct sweep *sweep, size_t combination)
{
    struct strbuf text = {0};
    for (size_t i = 0; i < sweep->count; i++)
        strbuf_printf(&text, "%s%s=%s", i ? ", " : "", sweep->axes[i].key,
                      sweep_value(sweep, combination, i));
    return strbuf_take(&text);
}

char *sweep_format_values(const struct sweep_axis *axis)
{
    struct strbuf text = {0};
    bool has_comma = false;
    for (size_t i = 0; i < axis->count; i++)
        has_comma |= strchr(axis->values[i], ',') != NULL;
    for (size_t i = 0; i < axis->count; i++)
        strbuf_printf(&text, "%s%s", i ? (has_comma ? ";" : ",") : "", axis->values[i]);
    return strbuf_take(&text);
}
