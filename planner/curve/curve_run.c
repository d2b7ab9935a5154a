// SPDX-License-Identifier: GPL-3.0-or-later
// Densities to points, to what holds, to what a guest takes there, and the words for it.
#include "planner/curve/curve_run.h"

#include <inttypes.h>
#include <math.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/inference/density.h"
#include "planner/curve/curve.h"
#include "planner/curve/curve_hold.h"
#include "planner/curve/curve_next.h"
#include "planner/curve/curve_usage.h"

// Everything of a run that its curve is made of.
struct measured {
    const struct step_record *steps;
    size_t step_count;
    struct density *densities;
    size_t count;
    struct curve_usage usage;
};

// --- points -------------------------------------------------------------------------------------

static void fill_points(struct density_curve *curve, const struct measured *measured)
{
    curve->points = alloc_zeroed(measured->count + 1, sizeof(*curve->points));
    curve->point_count = measured->count;
    for (size_t i = 0; i < measured->count; i++) {
        const struct density *density = &measured->densities[i];
        curve->points[i] = (struct curve_point){
            .guests = density->guests,
            .boots = density->boots,
            .total_hz = density->total,
            .p99_ns = density->p99_ns,
            .inflation = density->inflation,
            .retained = density->retained,
            .achieved = density->achieved,
            .memory_bytes = density->memory_bytes,
            .busy_cores = curve_usage_busy(&measured->usage, density->guests),
        };
        curve->measured_most = density->guests;
    }
}

static double error_of(const struct estimate *estimate)
{
    return (estimate->high - estimate->low) / (2 * 1.96);
}

// Densities in which nothing was done have no throughput.
static void choose_law(struct density_curve *curve)
{
    scope_free struct law_point *points = alloc_zeroed(curve->point_count + 1, sizeof(*points));
    size_t count = 0;
    for (size_t i = 0; i < curve->point_count; i++)
        if (!isnan(curve->points[i].total_hz.value))
            points[count++] = (struct law_point){
                .load = curve->points[i].guests,
                .throughput = curve->points[i].total_hz.value,
                .error = error_of(&curve->points[i].total_hz),
            };
    curve->throughput = law_choose(points, count);
}

// --- one guest alone ----------------------------------------------------------------------------

static double step_hz(const struct step_record *step)
{
    double operations = 0, ns = 0;
    const struct guest_record *guest = &step->guest_list[0];
    for (size_t w = 0; w < guest->window_count; w++) {
        operations += guest->windows[w].measured ? (double)guest->windows[w].operations : 0;
        ns += guest->windows[w].measured ? (double)guest->windows[w].duration_ns : 0;
    }
    double clock_rate = guest->clock_rate > 0 ? guest->clock_rate : 1;
    return ns > 0 ? operations * 1e9 / (ns / clock_rate) : NAN;
}

// Of the steps of one closed guest that a share of its rate is told by: their geometric mean.
static struct estimate calibrated_hz(const struct measured *measured)
{
    double sum = 0, squares = 0, count = 0;
    for (size_t s = 0; s < measured->step_count; s++) {
        const struct step_record *step = &measured->steps[s];
        bool is_alone = step->kind == RECORD_STEP_CALIBRATE && step->state == RECORD_DONE &&
                        step->guest_count == 1;
        double hz = is_alone ? step_hz(step) : NAN;
        if (!(hz > 0))
            continue;
        sum += log(hz);
        squares += log(hz) * log(hz);
        count++;
    }
    const struct spread spread = {
        .is_known = count > 1,
        .is_logarithmic = true,
        .variance = fmax(squares - sum * sum / count, 0) / (count - 1) / count,
        .freedom = count - 1,
    };
    return count > 0 ? spread_interval(exp(sum / count), &spread, 0.95)
                     : (struct estimate){NAN, NAN, NAN};
}

// A paced guest does what it is offered: that tells nothing of its host.
static struct estimate alone_hz(const struct density_curve *curve, const struct measured *measured)
{
    const struct estimate calibrated = calibrated_hz(measured);
    bool is_closed = curve->scenario.load.arrivals == LOAD_CLOSED;
    if (!isnan(calibrated.value) || !is_closed || measured->count == 0 ||
        measured->densities[0].guests != 1)
        return calibrated;
    return measured->densities[0].total;
}

// --- at the density that holds ------------------------------------------------------------------

static double between(double left, double right, double way)
{
    return left + way * (right - left);
}

// Throughput of one guest, interpolated over the total; beyond what was measured that of the last.
static struct uncertain throughput_at(const struct density_curve *curve, double guests)
{
    size_t right = 0;
    while (right + 1 < curve->point_count && curve->points[right].guests < guests)
        right++;
    size_t left = right > 0 ? right - 1 : 0;
    const struct curve_point *from = &curve->points[left], *to = &curve->points[right];
    double span = (double)to->guests - from->guests;
    double way = span > 0 ? fmin(fmax((guests - from->guests) / span, 0), 1) : 1;
    double at = between(from->guests, to->guests, way);
    struct uncertain hz = {
        .value = between(from->total_hz.value, to->total_hz.value, way) / at,
        .low = between(from->total_hz.low, to->total_hz.low, way) / at,
        .high = between(from->total_hz.high, to->total_hz.high, way) / at,
        .origin = ORIGIN_MEASURED,
    };
    if (isnan(hz.value))
        return uncertain_absent();
    return isnan(hz.low) || isnan(hz.high) ? uncertain_exact(hz.value, ORIGIN_MEASURED) : hz;
}

// The first density measured at or beyond so many guests.
static uint32_t reach_of(const struct density_curve *curve, double guests)
{
    for (size_t i = 0; i < curve->point_count; i++)
        if (curve->points[i].guests >= guests && i > 0)
            return curve->points[i].guests;
    return curve->measured_most;
}

static void fill_guests(struct density_curve *curve, const struct measured *measured)
{
    const struct curve_hold hold =
        curve_hold_of(measured->densities, measured->count, curve->run.seed);
    curve->guests = hold.guests;
    curve->is_at_least = hold.is_at_least;
    curve->is_extrapolated = hold.is_extrapolated;
    curve->busy_cores =
        curve_usage_cores_a_guest(&measured->usage, reach_of(curve, hold.guests.value));
    curve->throughput_hz = throughput_at(curve, hold.guests.value);
}

// --- words --------------------------------------------------------------------------------------

// Whole guests hold: what is beyond them is no guest.
static char *words_of(const struct density_curve *curve)
{
    scope_free char *name = curve_next_name(&curve->run);
    const struct uncertain *guests = &curve->guests;
    if (isnan(guests->value))
        return alloc_printf("%s: one guest alone does %.4g operations a second", name,
                            curve->alone_hz.value);
    if (curve->is_at_least)
        return alloc_printf("%s: at least %.0f guests, the most that were measured, all of which "
                            "hold",
                            name, guests->value);
    scope_free char *interval = alloc_printf("%.0f guests [%.0f, %.0f]", floor(guests->value),
                                             floor(guests->low), floor(guests->high));
    if (guests->high > curve->measured_most)
        return alloc_printf("%s: %s, of which those beyond %" PRIu32 " were not measured", name,
                            interval, curve->measured_most);
    return alloc_printf("%s: %s, measured to %" PRIu32, name, interval, curve->measured_most);
}

// --- all ----------------------------------------------------------------------------------------

static int fill(struct density_curve *curve, const struct measured *measured, bool may_be_alone,
                struct err *err)
{
    struct err thin = {0};
    fill_points(curve, measured);
    choose_law(curve);
    curve->cores = curve_usage_cores(&curve->run);
    curve->alone_hz = alone_hz(curve, measured);
    curve->memory_bytes = curve_usage_bytes_a_guest(&measured->usage);
    curve->guests = curve->busy_cores = curve->throughput_hz = uncertain_absent();
    int result = curve_next_check(&curve->run, &curve->scenario, measured->densities,
                                  measured->count, &thin);
    if (result == 0)
        fill_guests(curve, measured);
    if (result < 0 && may_be_alone && !isnan(curve->alone_hz.value)) {
        err_done(&thin);
        result = 0;
    }
    if (result < 0)
        err_move(err, &thin);
    else
        curve->words = words_of(curve);
    return result;
}

int curve_run_fill(struct store *store, const struct step_record *steps, size_t step_count,
                   bool may_be_alone, struct density_curve *curve, struct err *err)
{
    struct measured measured = {steps, step_count, NULL, 0, {0}};
    const struct sequential_plan looks = sequential_plan_of(&curve->scenario);
    int result = curve_next_check_kind(&curve->run, &curve->scenario, steps, step_count, err);
    if (result == 0)
        result = curve_usage_read(store, &curve->run, steps, step_count, &measured.usage, err);
    if (result < 0)
        return result;
    density_compute_run(steps, step_count, scenario_slo(&curve->scenario), &looks, curve->run.seed,
                        &measured.densities, &measured.count);
    result = fill(curve, &measured, may_be_alone, err);
    density_free(measured.densities, measured.count);
    curve_usage_done(&measured.usage);
    return result;
}
