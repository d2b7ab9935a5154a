// SPDX-License-Identifier: GPL-3.0-or-later
// Sums windows into points, and points into figures.
#include "reports/replay.h"

#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "reports/document_run.h"

#define POINT_MAX_NS (60 * CLOCK_NS_PER_SECOND)

bool replay_is(const struct document_run *run)
{
    return run->scenario.load.arrivals == LOAD_REPLAY && run->scenario.load.traces.count > 0;
}

// --- what 100 % are -----------------------------------------------------------------------------

static void add_guest(const struct guest_record *guest, double *operations, double *seconds)
{
    for (size_t i = 0; i < guest->window_count; i++) {
        if (!guest->windows[i].measured)
            continue;
        *operations += (double)guest->windows[i].operations;
        *seconds += (double)guest->windows[i].duration_ns / (double)CLOCK_NS_PER_SECOND;
    }
}

static double full_hz(const struct document_run *run)
{
    const struct rate *rate = &run->scenario.load.rate;
    double operations = 0, seconds = 0;
    if (!rate->is_share)
        return rate->value;
    for (size_t i = 0; i < run->step_count; i++) {
        const struct step_record *step = &run->steps[i];
        if (step->kind == RECORD_STEP_CALIBRATE && step->state == RECORD_DONE && step->guest_count)
            add_guest(&step->guest_list[0], &operations, &seconds);
    }
    return seconds > 0 ? rate->value * operations / seconds : 0;
}

// --- points -------------------------------------------------------------------------------------

// Sums over guests and boots while points are filled, and over all of them for the figures.
struct summing {
    struct replay *replay;
    double full_hz;
    uint32_t windows; // of a point
    double n, x, y, xx, yy, xy, error;
};

static void add_sample(struct summing *sums, size_t point, double asked, double achieved)
{
    struct replay_point *at = &sums->replay->points[point];
    at->asked_ratio += asked;
    at->achieved_ratio += achieved;
    at->samples++;
    sums->n++;
    sums->x += asked;
    sums->y += achieved;
    sums->xx += asked * asked;
    sums->yy += achieved * achieved;
    sums->xy += asked * achieved;
    sums->error += fabs(achieved - asked);
}

static void add_windows(struct summing *sums, const struct guest_record *guest)
{
    double due = 0, operations = 0, seconds = 0;
    uint32_t filled = 0;
    size_t point = 0;
    for (size_t i = 0; i < guest->window_count && point < sums->replay->count; i++) {
        const struct window_record *window = &guest->windows[i];
        if (!window->measured)
            continue;
        due += (double)window->due;
        operations += (double)window->operations;
        seconds += (double)window->duration_ns / (double)CLOCK_NS_PER_SECOND;
        if (++filled % sums->windows)
            continue;
        add_sample(sums, point++, due / seconds / sums->full_hz,
                   operations / seconds / sums->full_hz);
        due = operations = seconds = 0;
    }
}

static bool is_of(const struct step_record *step, uint32_t guests)
{
    uint32_t units = step->tiles ? step->tiles : step->guests;
    return step->kind == RECORD_STEP_LADDER && step->state == RECORD_DONE && units == guests;
}

static void set_figures(const struct summing *sums)
{
    struct replay *replay = sums->replay;
    double n = sums->n, most = -1;
    double spread = (n * sums->xx - sums->x * sums->x) * (n * sums->yy - sums->y * sums->y);
    replay->asked_ratio = sums->x / n;
    replay->achieved_ratio = sums->y / n;
    replay->error_ratio = sums->error / n;
    replay->correlation =
        spread > 1e-18 * n * n ? (n * sums->xy - sums->x * sums->y) / sqrt(spread) : NAN;
    for (size_t i = 0; i < replay->count; i++) {
        struct replay_point *point = &replay->points[i];
        point->asked_ratio /= (double)point->samples;
        point->achieved_ratio /= (double)point->samples;
        double apart = fabs(point->achieved_ratio - point->asked_ratio);
        if (apart > most) {
            most = apart;
            replay->worst = i;
        }
    }
}

// Windows that a point takes.
static uint32_t windows_of_point(const struct scenario *scenario)
{
    const struct load *load = &scenario->load;
    double step_ns = (double)trace_usual_step_ns(&load->traces.traces[0]) / load_speed(load);
    double windows = round(fmin(step_ns, POINT_MAX_NS) / (double)scenario->window_ns);
    return windows < 1 ? 1 : (uint32_t)windows;
}

bool replay_compute(const struct document_run *run, uint32_t guests, struct replay *ret_replay)
{
    if (!replay_is(run))
        return false;
    struct replay replay = {.guests = guests};
    struct summing sums = {
        .replay = &replay, .full_hz = full_hz(run), .windows = windows_of_point(&run->scenario)};
    uint64_t point_ns = sums.windows * run->scenario.window_ns;
    replay.step_ns = (uint64_t)((double)point_ns * load_speed(&run->scenario.load) + 0.5);
    // A last point that is not whole is none.
    replay.count = scenario_windows(&run->scenario) / sums.windows;
    if (!(sums.full_hz > 0) || replay.count == 0)
        return false;
    replay.points = alloc_zeroed(replay.count, sizeof *replay.points);
    for (size_t i = 0; i < replay.count; i++)
        replay.points[i].at_ns = i * replay.step_ns;
    for (size_t i = 0; i < run->step_count; i++) {
        const struct step_record *step = &run->steps[i];
        if (!is_of(step, guests))
            continue;
        replay.boots++;
        for (size_t g = 0; g < step->guest_count; g++)
            add_windows(&sums, &step->guest_list[g]);
    }
    while (replay.count > 0 && replay.points[replay.count - 1].samples == 0)
        replay.count--;
    if (replay.count == 0) {
        replay_done(&replay);
        return false;
    }
    set_figures(&sums);
    *ret_replay = replay;
    return true;
}

bool replay_of_largest(const struct document_run *run, struct replay *ret_replay)
{
    for (size_t d = run->density_count; d-- > 0;)
        if (replay_compute(run, run->densities[d].guests, ret_replay))
            return true;
    return false;
}

void replay_done(struct replay *replay)
{
    if (!replay)
        return;
    free(replay->points);
    *replay = (struct replay){0};
}
