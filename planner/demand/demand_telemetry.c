// SPDX-License-Identifier: GPL-3.0-or-later
// Two readings: the first for shapes and times, the second for CPU, disks and network by window.
#include "planner/demand/demand_telemetry.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/base/units.h"
#include "common/model/telemetry.h"
#include "common/store/store.h"
#include "planner/demand/inventory.h"
#include "planner/demand/inventory_demand.h"
#include "planner/demand/inventory_note.h"
#include "planner/demand/telemetry_guests.h"
#include "planner/demand/usage.h"
#include "planner/demand/usage_grid.h"

#define DAY_NS INT64_C(86400000000000)

struct reading {
    struct telemetry_guests guests;
    struct inventory_classes classes;
    struct usage_grid grid;
    size_t *class_of;      // by guest
    struct usage **usages; // by class
    struct usage *all;
    size_t brief;                 // guests that were there for less than half of the time
    double *values;               // of the series at hand, by window
    size_t rated;                 // the guest that the following are of, + 1
    double *disk_hz, *network_hz; // by window, of all its disks and interfaces; NAN
};

static void reading_done(struct reading *reading)
{
    for (size_t i = 0; reading->usages && i < reading->classes.count; i++)
        usage_free(reading->usages[i]);
    free(reading->usages);
    usage_free(reading->all);
    free(reading->class_of);
    free(reading->values);
    free(reading->disk_hz);
    free(reading->network_hz);
    inventory_classes_done(&reading->classes);
    telemetry_guests_done(&reading->guests);
}

// --- first reading ------------------------------------------------------------------------------

static int take_shape(void *context, const struct telemetry *one, struct err *err)
{
    struct reading *reading = context;
    (void)err;
    for (size_t i = 0; i < one->count; i++)
        telemetry_guests_add(&reading->guests, &one->series[i]);
    return 0;
}

static double *windows_new(const struct usage_grid *grid)
{
    double *windows = alloc_zeroed(grid->count, sizeof *windows);
    for (size_t i = 0; i < grid->count; i++)
        windows[i] = NAN;
    return windows;
}

static void make_classes(struct reading *reading)
{
    struct inventory_guests *guests = &reading->guests.guests;
    reading->grid = usage_grid_of(reading->guests.first_ns, reading->guests.last_ns,
                                  reading->guests.distance_ns);
    reading->classes = inventory_classes_of(guests, INVENTORY_CLASSES_MOST);
    reading->class_of = alloc_zeroed(guests->count, sizeof *reading->class_of);
    reading->usages = alloc_zeroed(reading->classes.count, sizeof(struct usage *));
    for (size_t i = 0; i < reading->classes.count; i++) {
        reading->usages[i] = usage_new(reading->grid.count);
        for (size_t k = 0; k < reading->classes.list[i].count; k++)
            reading->class_of[reading->classes.list[i].guests[k]] = i;
    }
    reading->all = usage_new(reading->grid.count);
    reading->values = windows_new(&reading->grid);
    reading->disk_hz = windows_new(&reading->grid);
    reading->network_hz = windows_new(&reading->grid);
}

// --- second reading -----------------------------------------------------------------------------

static void take_cpu(struct reading *reading, size_t guest)
{
    size_t known = 0;
    for (size_t i = 0; i < reading->grid.count; i++)
        known += !isnan(reading->values[i]);
    usage_add(reading->usages[reading->class_of[guest]], reading->values);
    usage_add(reading->all, reading->values);
    reading->brief += 2 * known < reading->grid.count;
}

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
    struct inventory_guest *guest = &reading->guests.guests.list[reading->rated - 1];
    double disk_hz = usage_quantile(reading->disk_hz, reading->grid.count, 0.95);
    double network_hz = usage_quantile(reading->network_hz, reading->grid.count, 0.95);
    guest->disk_hz = sum_of(guest->disk_hz, disk_hz);
    guest->network_bits_hz = sum_of(guest->network_bits_hz, 8 * network_hz);
    for (size_t i = 0; i < reading->grid.count; i++)
        reading->disk_hz[i] = reading->network_hz[i] = NAN;
    reading->rated = 0;
}

static void take_rate(struct reading *reading, size_t guest, double *sums)
{
    if (reading->rated != guest + 1)
        end_rates(reading);
    reading->rated = guest + 1;
    for (size_t i = 0; i < reading->grid.count; i++)
        sums[i] = sum_of(sums[i], reading->values[i]);
}

static void take_series(struct reading *reading, const struct telemetry_series *series)
{
    scope_free char *name = NULL;
    enum telemetry_figure figure = telemetry_figure_of(series, &name);
    if (figure != TELEMETRY_CPU && figure != TELEMETRY_DISK_RATE && figure != TELEMETRY_NETWORK)
        return;
    struct inventory_guest *guest = inventory_guests_find(&reading->guests.guests, name);
    if (!guest || guest->state != INVENTORY_ON)
        return;
    size_t index = (size_t)(guest - reading->guests.guests.list);
    usage_grid_fill(&reading->grid, series, reading->values);
    if (figure == TELEMETRY_CPU)
        take_cpu(reading, index);
    else
        take_rate(reading, index,
                  figure == TELEMETRY_NETWORK ? reading->network_hz : reading->disk_hz);
}

static int take_usage(void *context, const struct telemetry *one, struct err *err)
{
    (void)err;
    for (size_t i = 0; i < one->count; i++)
        take_series(context, &one->series[i]);
    return 0;
}

// --- what comes of it ---------------------------------------------------------------------------

static void add_classes(struct reading *reading, const struct uncertain *growth, const char *source,
                        struct demand *demand)
{
    double covariance = usage_covariance(reading->all);
    for (size_t i = 0; i < reading->classes.count; i++) {
        struct guest_class class;
        inventory_class_demand(&reading->guests.guests, &reading->classes.list[i], NAN, &class);
        class.cpu = usage_cpu(reading->usages[i], covariance);
        class.count.origin = ORIGIN_MEASURED;
        class.growth = *growth;
        class.source = alloc_copy(source);
        demand_add(demand, &class);
    }
}

static void note_time(const struct reading *reading, const char *source, struct demand *demand)
{
    char span[UNITS_TEXT_SIZE], window[UNITS_TEXT_SIZE];
    int64_t span_ns = reading->guests.last_ns - reading->guests.first_ns;
    units_format_duration_ns(span, (double)span_ns);
    units_format_duration_ns(window, (double)reading->grid.window_ns);
    const char *missing = span_ns < DAY_NS ? "; what a whole day or a week brings is not in it"
                          : span_ns < 7 * DAY_NS ? "; what a whole week brings is not in it"
                                                 : "";
    demand_note(demand, alloc_printf("%s: CPU use as means over %s, watched for %s%s.", source,
                                     window, span, missing));
    if (usage_guests(reading->all) < 2)
        demand_note(demand, alloc_printf("%s: one machine does not tell how loads move together; a "
                                         "correlation of %.1f is guessed.",
                                         source, CPU_CORRELATION_GUESS));
    if (reading->brief > 0)
        demand_note(demand, alloc_printf("%s: %zu guests were there for less than half of that.",
                                         source, reading->brief));
}

static void note_shapes(const struct reading *reading, const char *source, struct demand *demand)
{
    if (reading->guests.by_resident > 0)
        demand_note(demand, alloc_printf("%s: the memory of %zu guests is the most that their "
                                         "processes held, since no libvirt told what they were "
                                         "given.",
                                         source, reading->guests.by_resident));
    if (reading->guests.by_peak > 0)
        demand_note(demand,
                    alloc_printf("%s: nothing told the vCPUs of %zu guests; counted as the most "
                                 "cores that they used.",
                                 source, reading->guests.by_peak));
}

// Events tell who ran without KVM: what their CPU time says is of an emulator.
static int note_emulated(struct store *store, int64_t run_id, const char *source,
                         struct demand *demand, struct err *err)
{
    struct event_record *events = NULL;
    size_t count = 0, emulated = 0;
    int r = store_read_events(store, run_id, &events, &count, err);
    for (size_t i = 0; r == 0 && i < count; i++) {
        emulated += strstr(events[i].text, "without KVM (emulation)") != NULL;
        event_record_done(&events[i]);
    }
    free(events);
    if (r == 0 && emulated > 0)
        demand_note(demand, alloc_printf(
                                "%s: machines were started %zu times without KVM; their CPU use is "
                                "that of an emulation, several times what it would be under KVM.",
                                source, emulated));
    return r;
}

static int read_step(struct store *store, int64_t step_id, const char *source,
                     struct reading *reading, struct err *err)
{
    int r = store_visit_telemetry(store, step_id, take_shape, reading, err);
    if (r < 0)
        return r;
    if (reading->guests.distance_ns == 0)
        return err_input(err, "%s: no machine was watched for two samples", source);
    telemetry_guests_finish(&reading->guests);
    make_classes(reading);
    r = store_visit_telemetry(store, step_id, take_usage, reading, err);
    if (r == 0)
        end_rates(reading);
    return r;
}

// The step of `collect` of a run; a run has one.
static int find_step(struct store *store, int64_t run_id, const char *source, int64_t *ret_id,
                     struct err *err)
{
    struct step_record *steps = NULL;
    size_t count = 0;
    bool is_found = false;
    int r = store_read_steps(store, run_id, &steps, &count, err);
    for (size_t i = 0; r == 0 && i < count; i++) {
        if (!is_found && steps[i].kind == RECORD_STEP_COLLECT) {
            *ret_id = steps[i].id;
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

static int read_run(struct store *store, int64_t run_id, const char *source,
                    const struct uncertain *growth, struct demand *demand, struct err *err)
{
    struct reading reading = {0};
    int64_t step_id = 0;
    int r = find_step(store, run_id, source, &step_id, err);
    if (r == 0)
        r = read_step(store, step_id, source, &reading, err);
    if (r == 0)
        r = note_emulated(store, run_id, source, demand, err);
    if (r == 0) {
        add_classes(&reading, growth, source, demand);
        inventory_note_shapes(source, &reading.guests.guests, &reading.classes, demand);
        note_shapes(&reading, source, demand);
        note_time(&reading, source, demand);
    }
    reading_done(&reading);
    return r;
}

int demand_telemetry_read(struct store *store, const char *word, const struct uncertain *growth,
                          struct demand *demand, struct err *err)
{
    int64_t run_id;
    int r = store_find_run(store, word, &run_id, err);
    if (r < 0)
        return r;
    scope_free char *source = alloc_printf("telemetry of run %" PRId64, run_id);
    return read_run(store, run_id, source, growth, demand, err);
}
