// SPDX-License-Identifier: GPL-3.0-or-later
// Series of a step, one at a time.
#include "planner/demand/telemetry_read.h"

#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/model/telemetry.h"
#include "common/store/store.h"
#include "planner/demand/usage.h"

int telemetry_read_step(struct store *store, int64_t run_id, const char *source, int64_t *ret_step,
                        struct err *err)
{
    struct step_record *steps = NULL;
    size_t count = 0;
    bool is_found = false;
    int r = store_read_steps(store, run_id, &steps, &count, err);
    for (size_t i = 0; r == 0 && i < count; i++) {
        if (!is_found && steps[i].kind == RECORD_STEP_COLLECT) {
            *ret_step = steps[i].id;
            is_found = true;
        }
        step_record_done(&steps[i]);
    }
    free(steps);
    if (r == 0 && !is_found)
        return err_input(err,
                         "%s is not one of `fullhouse collect`, which watches the guests of a "
                         "host",
                         source);
    return r;
}

static int take_shape(void *guests, const struct telemetry *one, struct err *err)
{
    (void)err;
    for (size_t i = 0; i < one->count; i++)
        telemetry_guests_add(guests, &one->series[i]);
    return 0;
}

int telemetry_read_guests(struct store *store, int64_t step_id, const char *source,
                          struct telemetry_guests *guests, struct err *err)
{
    int r = store_visit_telemetry(store, step_id, take_shape, guests, err);
    if (r < 0)
        return r;
    if (guests->distance_ns == 0)
        return err_input(err, "%s: no machine was watched for two samples", source);
    telemetry_guests_finish(guests);
    return 0;
}

// --- use ----------------------------------------------------------------------------------------

struct reading {
    struct telemetry_guests *guests;
    const struct usage_grid *grid;
    telemetry_cpu_fn *cpu;
    void *context;
    double *values;               // of the series at hand, by window
    size_t rated;                 // the guest that the following are of, + 1
    double *disk_hz, *network_hz; // by window, of all its disks and interfaces; NAN
};

static double sum_of(double known, double more)
{
    if (isnan(known) || isnan(more))
        return isnan(known) ? more : known;
    return known + more;
}

// Its disks' rates, added up, are all in. (Names that sort between a guest's objects split them:
// then its percentiles add up, which is no less.)
static void end_rates(struct reading *reading)
{
    if (reading->rated == 0)
        return;
    struct inventory_guest *guest = &reading->guests->guests.list[reading->rated - 1];
    double disk_hz = usage_quantile(reading->disk_hz, reading->grid->count, 0.95);
    double network_hz = usage_quantile(reading->network_hz, reading->grid->count, 0.95);
    guest->disk_hz = sum_of(guest->disk_hz, disk_hz);
    guest->network_bits_hz = sum_of(guest->network_bits_hz, 8 * network_hz);
    for (size_t i = 0; i < reading->grid->count; i++)
        reading->disk_hz[i] = reading->network_hz[i] = NAN;
    reading->rated = 0;
}

static void take_rate(struct reading *reading, size_t guest, double *sums)
{
    if (reading->rated != guest + 1)
        end_rates(reading);
    reading->rated = guest + 1;
    for (size_t i = 0; i < reading->grid->count; i++)
        sums[i] = sum_of(sums[i], reading->values[i]);
}

static int take_series(struct reading *reading, const struct telemetry_series *series,
                       struct err *err)
{
    scope_free char *name = NULL;
    enum telemetry_figure figure = telemetry_figure_of(series, &name);
    if (figure != TELEMETRY_CPU && figure != TELEMETRY_DISK_RATE && figure != TELEMETRY_NETWORK)
        return 0;
    struct inventory_guest *guest = inventory_guests_find(&reading->guests->guests, name);
    if (!guest || guest->state != INVENTORY_ON)
        return 0;
    size_t index = (size_t)(guest - reading->guests->guests.list);
    usage_grid_fill(reading->grid, series, reading->values);
    if (figure == TELEMETRY_CPU)
        return reading->cpu(reading->context, index, reading->values, err);
    take_rate(reading, index, figure == TELEMETRY_NETWORK ? reading->network_hz : reading->disk_hz);
    return 0;
}

static int take_usage(void *context, const struct telemetry *one, struct err *err)
{
    int r = 0;
    for (size_t i = 0; r == 0 && i < one->count; i++)
        r = take_series(context, &one->series[i], err);
    return r;
}

static double *windows_new(const struct usage_grid *grid)
{
    double *windows = alloc_zeroed(grid->count, sizeof *windows);
    for (size_t i = 0; i < grid->count; i++)
        windows[i] = NAN;
    return windows;
}

int telemetry_read_usage(struct store *store, int64_t step_id, struct telemetry_guests *guests,
                         const struct usage_grid *grid, telemetry_cpu_fn *cpu, void *context,
                         struct err *err)
{
    scope_free double *values = windows_new(grid);
    scope_free double *disk_hz = windows_new(grid);
    scope_free double *network_hz = windows_new(grid);
    struct reading reading = {
        .guests = guests,
        .grid = grid,
        .cpu = cpu,
        .context = context,
        .values = values,
        .disk_hz = disk_hz,
        .network_hz = network_hz,
    };
    int r = store_visit_telemetry(store, step_id, take_usage, &reading, err);
    if (r == 0)
        end_rates(&reading);
    return r;
}
