// SPDX-License-Identifier: GPL-3.0-or-later
// Classes by the shapes of machines, and their use summed up machine by machine.
#include "planner/demand/demand_telemetry.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/base/units.h"
#include "common/store/store.h"
#include "planner/demand/inventory.h"
#include "planner/demand/inventory_demand.h"
#include "planner/demand/inventory_note.h"
#include "planner/demand/telemetry_guests.h"
#include "planner/demand/telemetry_read.h"
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
    size_t brief; // guests that were there for less than half of the time
};

static void reading_done(struct reading *reading)
{
    for (size_t i = 0; reading->usages && i < reading->classes.count; i++)
        usage_free(reading->usages[i]);
    free(reading->usages);
    usage_free(reading->all);
    free(reading->class_of);
    inventory_classes_done(&reading->classes);
    telemetry_guests_done(&reading->guests);
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
}

static int take_cpu(void *reading_, size_t guest, const double *values, struct err *err)
{
    struct reading *reading = reading_;
    size_t known = 0;
    (void)err;
    for (size_t i = 0; i < reading->grid.count; i++)
        known += !isnan(values[i]);
    usage_add(reading->usages[reading->class_of[guest]], values);
    usage_add(reading->all, values);
    reading->brief += 2 * known < reading->grid.count;
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
    int r = telemetry_read_guests(store, step_id, source, &reading->guests, err);
    if (r < 0)
        return r;
    make_classes(reading);
    return telemetry_read_usage(store, step_id, &reading->guests, &reading->grid, take_cpu, reading,
                                err);
}

static int read_run(struct store *store, int64_t run_id, const char *source,
                    const struct uncertain *growth, struct demand *demand, struct err *err)
{
    struct reading reading = {0};
    int64_t step_id = 0;
    int r = telemetry_read_step(store, run_id, source, &step_id, err);
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
