// SPDX-License-Identifier: GPL-3.0-or-later
// What sources share: points with the tick's time, rates of counters, their state of a guest.
#include "collector/source.h"

#include <math.h>
#include <string.h>

#include "common/base/clock.h"
#include "common/model/telemetry.h"

enum { MANTISSA_BITS = 52, KEPT_BITS = 16 };

const char *source_beat_name(enum source_beat beat)
{
    static const char *const names[] = {
        [SOURCE_FAST] = "fast", [SOURCE_SLOW] = "slow", [SOURCE_ONCE] = "once"};
    return names[beat];
}

void **source_slot(const struct source_tick *tick, struct source_guest *guest)
{
    return &guest->slots[tick->index];
}

// Rates of counters have as many digits as a division gives, most of them noise that would be
// stored for ever. Whole numbers (bytes, counts) stay what they are.
static double without_noise(double value)
{
    const uint64_t unit = UINT64_C(1) << (MANTISSA_BITS - KEPT_BITS);
    uint64_t bits;
    if (value == floor(value) || !isfinite(value))
        return value;
    memcpy(&bits, &value, sizeof bits);
    bits = (bits + unit / 2) & ~(unit - 1);
    memcpy(&value, &bits, sizeof value);
    return value;
}

size_t source_series(const struct source_tick *tick, const char *object, const char *metric)
{
    return telemetry_series_of(tick->telemetry, tick->ops->name, object, metric);
}

void source_append(const struct source_tick *tick, size_t series, double value)
{
    telemetry_append(tick->telemetry, series, tick->at_ns, without_noise(value));
}

void source_add(const struct source_tick *tick, const char *object, const char *metric,
                double value)
{
    telemetry_add(tick->telemetry, tick->ops->name, object, metric, tick->at_ns,
                  without_noise(value));
}

void source_absent(const struct source_tick *tick, const char *object, const char *why)
{
    telemetry_add_absence(tick->telemetry, tick->ops->name, object, why);
}

double source_hz(struct source_counter *counter, uint64_t value, uint64_t mono_ns)
{
    const struct source_counter before = *counter;
    *counter = (struct source_counter){value, mono_ns};
    if (before.mono_ns == 0 || value < before.value || mono_ns <= before.mono_ns)
        return NAN;
    return (double)(value - before.value) * (double)CLOCK_NS_PER_SECOND /
           (double)(mono_ns - before.mono_ns);
}

void source_forget(struct source_counter *counter)
{
    *counter = (struct source_counter){0};
}
