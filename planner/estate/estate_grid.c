// SPDX-License-Identifier: GPL-3.0-or-later
// Values that hold for a while each, as means over windows, weighed by time.
#include "planner/estate/estate_grid.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/base/units.h"
#include "planner/estate/estate.h"

#define SECOND_NS      INT64_C(1000000000)
#define OTHER_CLOCK_NS (INT64_C(5) * 366 * 86400 * SECOND_NS)
#define KNOWN_LEAST    0.5 // of a window, or it is not there

struct grid {
    int64_t from_ns, window_ns;
    size_t count;
};

static struct grid grid_of(const struct estate *estate)
{
    return (struct grid){estate->from_ns, llround(estate->window_s * 1e9), estate->windows};
}

static int64_t end_of(const struct grid *grid)
{
    return grid->from_ns + (int64_t)grid->count * grid->window_ns;
}

static int64_t smaller(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static int64_t larger(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

// One pass over both: windows[count] from values that begin at at_ns[i] and end where the next
// begins.
static void resample(const int64_t *at_ns, size_t value_count, const float *values,
                     const struct grid *grid, float *windows)
{
    size_t i = 0;
    for (size_t k = 0; k < grid->count; k++) {
        int64_t begin_ns = grid->from_ns + (int64_t)k * grid->window_ns;
        int64_t end_ns = begin_ns + grid->window_ns;
        double sum = 0, known_ns = 0;
        while (i < value_count && at_ns[i + 1] <= begin_ns)
            i++;
        for (size_t j = i; j < value_count && at_ns[j] < end_ns; j++) {
            if (isnan(values[j]))
                continue;
            double part_ns = (double)(smaller(end_ns, at_ns[j + 1]) - larger(begin_ns, at_ns[j]));
            sum += part_ns * (double)values[j];
            known_ns += part_ns;
        }
        bool is_known = known_ns >= KNOWN_LEAST * (double)grid->window_ns;
        windows[k] = is_known ? (float)(sum / known_ns) : NAN;
    }
}

// --- the windows of all -------------------------------------------------------------------------

static int64_t *edges_of(const struct grid *grid)
{
    int64_t *at_ns = alloc_zeroed(grid->count + 1, sizeof *at_ns);
    for (size_t i = 0; i <= grid->count; i++)
        at_ns[i] = grid->from_ns + (int64_t)i * grid->window_ns;
    return at_ns;
}

static void regrid(struct estate *estate, const struct grid *grid)
{
    struct grid before = grid_of(estate);
    scope_free int64_t *at_ns = edges_of(&before);
    for (size_t i = 0; i < estate->trace_count; i++) {
        float *windows = alloc_zeroed(grid->count, sizeof *windows);
        resample(at_ns, before.count, estate->traces[i].cores, grid, windows);
        free(estate->traces[i].cores);
        estate->traces[i].cores = windows;
    }
    estate->from_ns = grid->from_ns;
    estate->window_s = (double)grid->window_ns / 1e9;
    estate->windows = grid->count;
}

// As many windows as there must be from the first to the last moment, on the old edges where the
// window is as it was.
static void span(struct grid *grid, const struct grid *before, int64_t first_ns, int64_t last_ns)
{
    int64_t least_ns = (last_ns - first_ns) / (ESTATE_WINDOWS_MOST - 2) + 1;
    grid->window_ns = larger(grid->window_ns, least_ns);
    bool keeps_edges = before->count > 0 && grid->window_ns == before->window_ns;
    int64_t windows_before =
        keeps_edges ? (before->from_ns - first_ns + grid->window_ns - 1) / grid->window_ns : 0;
    grid->from_ns = keeps_edges ? before->from_ns - windows_before * grid->window_ns : first_ns;
    grid->count = (size_t)((last_ns - grid->from_ns + grid->window_ns - 1) / grid->window_ns);
}

static struct grid grid_for(const struct grid *before, const struct estate_times *times)
{
    int64_t first_ns = times->at_ns[0], last_ns = times->at_ns[times->count];
    struct grid grid = {.window_ns = times->step_ns};
    if (before->count > 0) {
        first_ns = smaller(first_ns, before->from_ns);
        last_ns = larger(last_ns, end_of(before));
        grid.window_ns = smaller(grid.window_ns, before->window_ns);
    }
    span(&grid, before, first_ns, last_ns);
    return grid;
}

static int check_size(const char *name, const struct estate *estate, const struct grid *grid,
                      size_t guests, struct err *err)
{
    size_t traces = estate->trace_count + guests;
    if (grid->count <= ESTATE_CELLS_MOST / (traces ? traces : 1))
        return 0;
    return err_input(err,
                     "%s: %zu windows of %zu guests are more than %zu values; longer steps, less "
                     "time or fewer guests are wanted",
                     name, grid->count, traces, ESTATE_CELLS_MOST);
}

static void note_clock(struct estate *estate, const char *name)
{
    estate_note(estate,
                "%s: its times are years away from those of the traces before; taken to begin "
                "together.",
                name);
}

static void align(struct estate *estate, const char *name, struct estate_times *times,
                  bool is_unclocked)
{
    int64_t apart_ns = estate->from_ns - times->at_ns[0];
    bool is_other = apart_ns > OTHER_CLOCK_NS || apart_ns < -OTHER_CLOCK_NS;
    if (estate->windows == 0 || (!is_unclocked && !is_other))
        return;
    if (!is_unclocked)
        note_clock(estate, name);
    for (size_t i = 0; i <= times->count; i++)
        times->at_ns[i] += apart_ns;
}

int estate_grid_fit(struct estate *estate, const char *name, struct estate_times *times,
                    bool is_unclocked, size_t guests, struct err *err)
{
    align(estate, name, times, is_unclocked);
    const struct grid before = grid_of(estate);
    const struct grid grid = grid_for(&before, times);
    int r = check_size(name, estate, &grid, guests, err);
    if (r < 0)
        return r;
    if (grid.count != before.count || grid.window_ns != before.window_ns ||
        grid.from_ns != before.from_ns)
        regrid(estate, &grid);
    return 0;
}

// --- one guest's --------------------------------------------------------------------------------

static struct estate_trace *trace_of(struct estate *estate, size_t guest)
{
    struct estate_guest *owner = &estate->guests[guest];
    if (owner->trace >= 0)
        return &estate->traces[owner->trace];
    if (estate->trace_count == estate->trace_capacity) {
        estate->trace_capacity = estate->trace_capacity ? 2 * estate->trace_capacity : 64;
        estate->traces =
            alloc_resized(estate->traces, estate->trace_capacity, sizeof *estate->traces);
    }
    owner->trace = (int32_t)estate->trace_count;
    struct estate_trace *trace = &estate->traces[estate->trace_count++];
    trace->cores = alloc_zeroed(estate->windows, sizeof *trace->cores);
    for (size_t i = 0; i < estate->windows; i++)
        trace->cores[i] = NAN;
    return trace;
}

int estate_grid_put(struct estate *estate, size_t guest, const struct estate_times *times,
                    const float *values, struct err *err)
{
    const struct grid grid = grid_of(estate);
    scope_free float *windows = alloc_zeroed(grid.count, sizeof *windows);
    struct estate_trace *trace = trace_of(estate, guest);
    resample(times->at_ns, times->count, values, &grid, windows);
    for (size_t i = 0; i < grid.count; i++)
        if (!isnan(windows[i]) && !isnan(trace->cores[i]))
            return err_input(err, "'%.80s' has a trace of that time already",
                             estate->guests[guest].name);
    for (size_t i = 0; i < grid.count; i++)
        if (!isnan(windows[i]))
            trace->cores[i] = windows[i];
    return 0;
}

// --- lengths ------------------------------------------------------------------------------------

static size_t known_windows(const struct estate *estate, const struct estate_trace *trace)
{
    size_t known = 0;
    for (size_t i = 0; i < estate->windows; i++)
        known += !isnan(trace->cores[i]);
    return known;
}

static void set_length_note(struct estate *estate, char *text)
{
    if (estate->length_note) {
        free(estate->notes[estate->length_note - 1]);
        estate->notes[estate->length_note - 1] = text;
        return;
    }
    estate_note(estate, "%s", text);
    estate->length_note = estate->note_count;
    free(text);
}

void estate_grid_note_lengths(struct estate *estate)
{
    size_t shorter = 0, least = estate->windows;
    for (size_t i = 0; i < estate->trace_count; i++) {
        size_t known = known_windows(estate, &estate->traces[i]);
        shorter += known < estate->windows;
        least = known < least ? known : least;
    }
    if (shorter == 0)
        return;
    char all[UNITS_TEXT_SIZE], some[UNITS_TEXT_SIZE];
    units_format_duration_ns(all, (double)estate->windows * estate->window_s * 1e9);
    units_format_duration_ns(some, (double)least * estate->window_s * 1e9);
    set_length_note(estate, alloc_printf("%zu of %zu traces tell less than all of the %s (the "
                                         "shortest %s); their guests count as not there for the "
                                         "rest.",
                                         shorter, estate->trace_count, all, some));
}
