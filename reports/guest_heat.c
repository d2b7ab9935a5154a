// SPDX-License-Identifier: GPL-3.0-or-later
// Rows, columns and colours of heat maps, and the sentence that says what they show.
#include "reports/guest_heat.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/scope.h"
#include "common/model/record.h"
#include "common/model/telemetry.h"
#include "common/stats/summary.h"
#include "reports/step_windows.h"

// --- guests of a step ---------------------------------------------------------------------------

static const struct heat_scale throughput_scale = {
    .steps = 7,
    .bounds = {0.5, 0.7, 0.9, 1.1, 1.4, 2},
    .classes = {"d0", "d1", "d2", "d3", "d4", "d5", "d6"},
    .labels = {"< 50 %", "50–70", "70–90", "90–110", "–140", "–200", "> 200 %"},
    .title = "throughput, of the median guest’s mean",
};

// Ends of windows are sums of their lengths.
static const double WARMUP_END_S = 1e-9;

static double mean_of(const struct step_windows *windows, size_t guest)
{
    double sum = 0;
    size_t count = 0;
    for (size_t w = 0; w < windows->windows; w++) {
        double hz = step_windows_hz(windows, guest, w);
        if (windows->ends_s[w] <= WARMUP_END_S || !isfinite(hz)) // warm-up
            continue;
        sum += hz;
        count++;
    }
    return count ? sum / (double)count : NAN;
}

// Of the guests that do the same as this one.
static double median_of_role(const struct step_record *step, const double *means, size_t guest)
{
    const struct guest_record *of = &step->guest_list[guest];
    scope_free double *alike = alloc_zeroed(step->guest_count, sizeof *alike);
    size_t count = 0;
    for (size_t g = 0; g < step->guest_count; g++)
        if (isfinite(means[g]) && strcmp(step->guest_list[g].role, of->role) == 0 &&
            strcmp(step->guest_list[g].load, of->load) == 0)
            alike[count++] = means[g];
    return count ? summary_quantile(alike, count, 0.5) : NAN;
}

struct extreme {
    double value;
    size_t guest, window;
};

static char *describe(const struct step_windows *windows, const struct extreme *least,
                      const struct extreme *most)
{
    if (windows->guests == 1)
        return alloc_printf("One guest: in its slowest window %.0f %% of its mean throughput, in "
                            "its fastest %.0f %%.",
                            100 * least->value, 100 * most->value);
    return alloc_printf(
        "%zu guests: the slowest window was guest %zu’s at %.1f s with %.0f %% of the median "
        "guest’s mean, the fastest guest %zu’s at %.1f s with %.0f %%.",
        windows->guests, least->guest, windows->ends_s[least->window], 100 * least->value,
        most->guest, windows->ends_s[most->window], 100 * most->value);
}

// Beside a hundred others a number finds room, a word does not.
static char *name_guest(const char *role, size_t guest, size_t guests)
{
    enum { MANY = 100 };
    if (*role)
        return alloc_printf("%s %zu", role, guest);
    return guests > MANY ? alloc_printf("%zu", guest) : alloc_printf("guest %zu", guest);
}

static void fill(struct heat_map *map, const struct step_windows *windows,
                 const struct step_record *step, struct extreme *least, struct extreme *most)
{
    scope_free double *means = alloc_zeroed(windows->guests, sizeof *means);
    for (size_t g = 0; g < windows->guests; g++)
        means[g] = mean_of(windows, g);
    for (size_t g = 0; g < windows->guests; g++) {
        double median = median_of_role(step, means, g);
        const char *role = step->guest_list[g].role;
        map->names[g] = name_guest(role, g, windows->guests);
        for (size_t w = 0; w < windows->windows; w++) {
            double value = median > 0 ? step_windows_hz(windows, g, w) / median : NAN;
            map->values[g * windows->windows + w] = value;
            if (windows->ends_s[w] <= WARMUP_END_S) // the extremes told are measured ones
                continue;
            if (value < least->value)
                *least = (struct extreme){value, g, w};
            if (value > most->value)
                *most = (struct extreme){value, g, w};
        }
    }
}

char *guest_heat_of_step(const struct step_record *step, struct heat_map *map)
{
    scope_step_windows struct step_windows windows = {0};
    struct extreme least = {INFINITY, 0, 0}, most = {-INFINITY, 0, 0};
    step_windows_init(&windows, step);
    heat_map_init(map, &throughput_scale, windows.guests, windows.windows,
                  "seconds since the measured windows began");
    map->from = windows.from_s;
    for (size_t w = 0; w < windows.windows; w++)
        map->ends[w] = windows.ends_s[w];
    fill(map, &windows, step, &least, &most);
    if (isfinite(least.value))
        return describe(&windows, &least, &most);
    heat_map_done(map);
    return alloc_copy("No guest did an operation.");
}

// --- machines of a watched host -----------------------------------------------------------------

static const struct heat_scale cores_scale = {
    .steps = 6,
    .bounds = {0.02, 0.1, 0.25, 0.6, 1.2},
    .classes = {"s0", "s1", "s2", "s3", "s4", "s5"},
    .labels = {"< 0.02", "–0.1", "–0.25", "–0.6", "–1.2", "> 1.2"},
    .title = "CPU of each machine, in cores",
};
static const struct heat_scale waiting_scale = {
    .steps = 6,
    .bounds = {0.01, 0.05, 0.1, 0.25, 0.5},
    .classes = {"s0", "s1", "s2", "s3", "s4", "s5"},
    .labels = {"< 1 %", "1–5", "5–10", "10–25", "25–50", "> 50 %"},
    .title = "time its vCPUs waited for a CPU",
};

struct machine {
    const struct telemetry_series *series;
    double mean;
};

static int by_mean(const void *left, const void *right)
{
    const struct machine *a = left, *b = right;
    return (a->mean < b->mean) - (a->mean > b->mean);
}

static struct machine *machines_of(const struct telemetry *telemetry, const char *metric,
                                   size_t *ret_count)
{
    struct machine *machines = alloc_zeroed(telemetry->count + 1, sizeof *machines);
    size_t count = 0;
    for (size_t i = 0; i < telemetry->count; i++) {
        const struct telemetry_series *series = &telemetry->series[i];
        if (strncmp(series->object, "vm ", 3) != 0 || strcmp(series->source, "process") != 0 ||
            strcmp(series->metric, metric) != 0 || series->count == 0)
            continue;
        struct machine *machine = &machines[count++];
        machine->series = series;
        for (size_t j = 0; j < series->count; j++)
            machine->mean += series->points[j].value / (double)series->count;
    }
    qsort(machines, count, sizeof *machines, by_mean);
    *ret_count = count;
    return machines;
}

static const struct telemetry_series *longest(const struct machine *machines, size_t count)
{
    const struct telemetry_series *most = machines[0].series;
    for (size_t i = 1; i < count; i++)
        if (machines[i].series->count > most->count)
            most = machines[i].series;
    return most;
}

// Columns of one length with a sample in the middle of each, while there are not too many.
struct columns {
    int64_t first_ns, last_ns; // samples
    double from_ns, length_ns; // of columns, after first_ns
    size_t count;
};

// Of the host, which is sampled from the first moment to the last, machine or none.
static struct columns columns_of(const struct telemetry_series *clock)
{
    struct columns columns = {
        .first_ns = clock->points[0].at_ns,
        .last_ns = clock->points[clock->count - 1].at_ns,
        .count = clock->count,
    };
    double beat_ns = clock->count > 1
                         ? (double)(columns.last_ns - columns.first_ns) / (double)(clock->count - 1)
                         : (double)CLOCK_NS_PER_SECOND;
    if (columns.count > HEAT_COLUMNS_MAX)
        columns.count = HEAT_COLUMNS_MAX;
    columns.from_ns = -beat_ns / 2;
    columns.length_ns = beat_ns * (double)clock->count / (double)columns.count;
    return columns;
}

// A column's value is the mean of the samples in it.
static void fill_row(struct heat_map *map, size_t row, const struct columns *columns,
                     const struct telemetry_series *series)
{
    scope_free size_t *told = alloc_zeroed(columns->count, sizeof *told);
    double *values = &map->values[row * columns->count];
    for (size_t i = 0; i < series->count; i++) {
        double at_ns = (double)(series->points[i].at_ns - columns->first_ns) - columns->from_ns;
        size_t column =
            (size_t)fmin(fmax(at_ns / columns->length_ns, 0), (double)(columns->count - 1));
        double sum = told[column] ? values[column] * (double)told[column] : 0;
        values[column] = (sum + series->points[i].value) / (double)++told[column];
    }
}

static void lay_time(struct heat_map *map, const struct columns *columns)
{
    double second = (double)CLOCK_NS_PER_SECOND;
    double span_s = columns->length_ns * (double)columns->count / second;
    double divisor = span_s >= 3 * 86400  ? 86400
                     : span_s >= 3 * 3600 ? 3600
                     : span_s >= 180      ? 60
                                          : 1;
    map->unit = divisor == 86400  ? "days"
                : divisor == 3600 ? "hours"
                : divisor == 60   ? "minutes"
                                  : "seconds";
    map->from = columns->from_ns / second / divisor;
    for (size_t i = 0; i < columns->count; i++)
        map->ends[i] = map->from + (double)(i + 1) * columns->length_ns / second / divisor;
}

char *guest_heat_of_machines(const struct telemetry *telemetry, enum guest_heat_figure figure,
                             struct heat_map *map)
{
    bool is_cores = figure == GUEST_HEAT_CORES;
    size_t count = 0;
    scope_free struct machine *machines =
        machines_of(telemetry, is_cores ? "cpu_cores" : "vcpu_wait_ratio", &count);
    *map = (struct heat_map){0};
    if (count == 0)
        return alloc_copy("No virtual machine was seen.");
    const struct telemetry_series *clock =
        telemetry_find(telemetry, "cpu", "host", "cpu_busy_ratio");
    struct columns columns =
        columns_of(clock && clock->count > 0 ? clock : longest(machines, count));
    heat_map_init(map, is_cores ? &cores_scale : &waiting_scale, count, columns.count, "");
    lay_time(map, &columns);
    for (size_t i = 0; i < count; i++) {
        map->names[i] = alloc_copy(machines[i].series->object + strlen("vm "));
        fill_row(map, i, &columns, machines[i].series);
    }
    if (is_cores)
        return alloc_printf("%zu virtual machine%s, the busiest first: %s used %.2f cores on "
                            "average.",
                            count, count == 1 ? "" : "s", map->names[0], machines[0].mean);
    return alloc_printf("%zu virtual machine%s: the vCPUs of %s waited most, %.1f %% of the time.",
                        count, count == 1 ? "" : "s", map->names[0], 100 * machines[0].mean);
}
