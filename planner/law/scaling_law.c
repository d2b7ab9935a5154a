// SPDX-License-Identifier: GPL-3.0-or-later
// What the laws say, and which of them the points speak for.
#include "planner/law/scaling_law.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "planner/law/scaling_law_data.h"

struct law_kind {
    const char *name;
    size_t parameters; // as many different loads it takes
    void (*fit)(const struct law_data *data, const struct law_fit *near, struct law_fit *fit);
};

static const struct law_kind kinds[] = {
    [LAW_LINEAR] = {"linear", 1, law_data_fit_linear},
    [LAW_AMDAHL] = {"Amdahl", 2, law_data_fit_contended},
    [LAW_PIECEWISE] = {"piecewise", 2, law_data_fit_piecewise},
    [LAW_USL] = {"USL", 3, law_data_fit_contended},
};

const char *law_name(enum law law)
{
    return kinds[law].name;
}

double law_at(const struct law_fit *fit, double load)
{
    switch (fit->law) {
    case LAW_LINEAR:
        return fit->gamma * load;
    case LAW_PIECEWISE:
        return fit->gamma * fmin(load, fit->knee);
    default:
        return fit->gamma * load / (1 + fit->alpha * (load - 1) + fit->beta * load * (load - 1));
    }
}

// --- one law ------------------------------------------------------------------------------------

// Burnham and Anderson 2002, "Model Selection and Multimodel Inference", section 2.4: the variance
// counts as a parameter. Residuals of less than a billionth are rounding, not merit.
static double criterion(size_t count, double residual_ss, size_t parameters)
{
    double n = (double)count, k = (double)parameters + 1;
    if (n <= k + 1)
        return INFINITY;
    return n * log(fmax(residual_ss / n, 1e-18)) + 2 * k + 2 * k * (k + 1) / (n - k - 1);
}

// Gunther 2007, equation 4.33: where the derivative is 0. Never below one guest.
static void find_peak(struct law_fit *fit)
{
    fit->peak_load = INFINITY;
    if (fit->law != LAW_USL || !(fit->beta > 0))
        return;
    fit->peak_load = fmax(1, sqrt(fmax(0, 1 - fit->alpha) / fit->beta));
    fit->peak_throughput = law_at(fit, fit->peak_load);
}

static struct law_fit nothing(enum law law)
{
    return (struct law_fit){.law = law,
                            .gamma = NAN,
                            .alpha = NAN,
                            .beta = NAN,
                            .knee = NAN,
                            .gamma_se = NAN,
                            .alpha_se = NAN,
                            .beta_se = NAN,
                            .residual_ss = NAN,
                            .residual_se = NAN,
                            .criterion = INFINITY,
                            .left_out = INFINITY,
                            .peak_load = INFINITY,
                            .peak_throughput = NAN};
}

// near: a fit of that law to nearly the same points, to begin at; or NULL.
static struct law_fit fit_from(const struct law_data *data, enum law law,
                               const struct law_fit *near)
{
    const struct law_kind *kind = &kinds[law];
    struct law_fit fit = nothing(law);
    if (data->places < kind->parameters) {
        snprintf(fit.why, sizeof(fit.why), "takes at least %zu different densities, not %zu",
                 kind->parameters, data->places);
        return fit;
    }
    kind->fit(data, near, &fit);
    if (!fit.is_fitted) {
        struct law_fit none = nothing(law);
        memcpy(none.why, fit.why, sizeof(none.why));
        return none;
    }
    fit.freedom = data->count - kind->parameters;
    if (fit.freedom > 0)
        fit.residual_se = sqrt(fit.residual_ss / (double)fit.freedom);
    fit.criterion = criterion(data->count, fit.residual_ss, kind->parameters);
    find_peak(&fit);
    return fit;
}

struct law_fit law_data_fit(const struct law_data *data, enum law law)
{
    return fit_from(data, law, NULL);
}

// The same points without one, in the same unit.
static void leave_out(const struct law_data *data, size_t left, struct law_data *ret_data)
{
    *ret_data = *data;
    ret_data->load = alloc_zeroed(4 * data->count, sizeof(double));
    ret_data->throughput = ret_data->load + data->count;
    ret_data->variance = ret_data->load + 2 * data->count;
    ret_data->weight = ret_data->load + 3 * data->count;
    ret_data->count = ret_data->places = 0;
    for (size_t i = 0; i < data->count; i++) {
        size_t at = ret_data->count;
        if (i == left)
            continue;
        ret_data->load[at] = data->load[i];
        ret_data->throughput[at] = data->throughput[i];
        ret_data->variance[at] = data->variance[i];
        ret_data->weight[at] = data->weight[i];
        ret_data->places += at == 0 || data->load[i] > ret_data->load[at - 1];
        ret_data->most = data->load[i];
        ret_data->count++;
    }
    ret_data->least = ret_data->count > 0 ? ret_data->load[0] : NAN;
}

// Relative to what was measured, or, where that was nothing, to the largest.
static double relative_error(const struct law_data *data, size_t i, double predicted)
{
    double measured = data->throughput[i];
    return (predicted - measured) / (measured > 0 ? measured : 1);
}

// Without the point that shows it there may be no knee: then that law is a line.
static struct law_fit fit_others(const struct law_data *others, const struct law_fit *whole)
{
    const struct law_fit fit = fit_from(others, whole->law, whole);
    bool is_line = !fit.is_fitted && whole->law == LAW_PIECEWISE;
    return is_line ? law_data_fit(others, LAW_LINEAR) : fit;
}

double law_data_left_out(const struct law_data *data, const struct law_fit *whole)
{
    double squares = 0;
    for (size_t i = 0; i < data->count; i++) {
        struct law_data others;
        leave_out(data, i, &others);
        const struct law_fit fit = fit_others(&others, whole);
        law_data_done(&others);
        if (!fit.is_fitted)
            return INFINITY;
        squares += pow(relative_error(data, i, law_at(&fit, data->load[i])), 2);
    }
    return sqrt(squares / (double)data->count);
}

// --- back in operations a second ----------------------------------------------------------------

static void scale_back(struct law_fit *fit, double unit, size_t count)
{
    fit->gamma *= unit;
    fit->gamma_se *= unit;
    fit->residual_ss *= unit * unit;
    fit->residual_se *= unit;
    fit->peak_throughput *= unit;
    fit->criterion += 2 * (double)count * log(unit);
}

struct law_fit law_fit(enum law law, const struct law_point *points, size_t count)
{
    struct law_data data;
    struct law_fit fit = nothing(law);
    if (!law_data_init(&data, points, count, fit.why))
        return fit;
    fit = law_data_fit(&data, law);
    if (fit.is_fitted)
        fit.left_out = law_data_left_out(&data, &fit);
    scale_back(&fit, data.unit, count);
    law_data_done(&data);
    return fit;
}

// --- which one ----------------------------------------------------------------------------------

// With fewer points than this, of USL's four parameters (the variance is one), AICc's correction
// for few points is larger than the term that it corrects.
enum { CRITERION_POINTS = 10 };

static double measure_of(const struct law_fit *fit, size_t count)
{
    return count >= CRITERION_POINTS ? fit->criterion : fit->left_out;
}

// The simplest first, and one with more parameters only where it is truly better.
static void pick(struct law_choice *choice, size_t count)
{
    for (enum law law = 0; law < LAW_COUNT; law++) {
        const struct law_fit *fit = &choice->fits[law];
        if (!fit->is_fitted)
            continue;
        double least = measure_of(&choice->fits[choice->best], count);
        double margin = 1e-9 * fabs(least);
        if (!choice->is_fitted || measure_of(fit, count) < least - margin)
            choice->best = law;
        choice->is_fitted = true;
    }
}

void law_data_choose(const struct law_data *data, struct law_choice *ret_choice)
{
    *ret_choice = (struct law_choice){.least = data->least, .most = data->most};
    for (enum law law = 0; law < LAW_COUNT; law++) {
        struct law_fit *fit = &ret_choice->fits[law];
        *fit = law_data_fit(data, law);
        if (fit->is_fitted && data->count < CRITERION_POINTS)
            fit->left_out = law_data_left_out(data, fit);
    }
    pick(ret_choice, data->count);
}

struct law_choice law_choose(const struct law_point *points, size_t count)
{
    struct law_choice choice = {.least = NAN, .most = NAN};
    struct law_data data;
    char why[LAW_WHY];
    if (!law_data_init(&data, points, count, why)) {
        for (enum law law = 0; law < LAW_COUNT; law++) {
            choice.fits[law] = nothing(law);
            memcpy(choice.fits[law].why, why, sizeof(why));
        }
        return choice;
    }
    law_data_choose(&data, &choice);
    for (enum law law = 0; law < LAW_COUNT; law++) {
        struct law_fit *fit = &choice.fits[law];
        if (fit->is_fitted && count >= CRITERION_POINTS)
            fit->left_out = law_data_left_out(&data, fit);
        scale_back(fit, data.unit, count);
    }
    law_data_done(&data);
    return choice;
}
