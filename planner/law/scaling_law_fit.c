// SPDX-License-Identifier: GPL-3.0-or-later
// Each law's fit to points: straight lines by formulas, contention and coherency by steps.
#include <math.h>
#include <stdio.h>

#include "planner/law/fit.h"
#include "planner/law/scaling_law_data.h"

// --- lines --------------------------------------------------------------------------------------

static double squares_left(const struct law_data *data, const struct law_fit *fit)
{
    double squares = 0;
    for (size_t i = 0; i < data->count; i++)
        squares += data->weight[i] * pow(data->throughput[i] - law_at(fit, data->load[i]), 2);
    return squares;
}

// Sums over the loads, those beyond the knee taken as if they were the knee.
struct sums {
    double products, squares;
};

static struct sums sums_to(const struct law_data *data, double knee)
{
    struct sums sums = {0};
    for (size_t i = 0; i < data->count; i++) {
        double used = fmin(data->load[i], knee);
        sums.products += data->weight[i] * used * data->throughput[i];
        sums.squares += data->weight[i] * used * used;
    }
    return sums;
}

void law_data_fit_linear(const struct law_data *data, const struct law_fit *near,
                         struct law_fit *fit)
{
    (void)near;
    const struct sums sums = sums_to(data, INFINITY);
    fit->gamma = sums.products / sums.squares;
    fit->residual_ss = squares_left(data, fit);
    fit->gamma_se = sqrt(fit->residual_ss / (double)(data->count - 1) / sums.squares);
    fit->is_fitted = true;
}

// Keeps the better one of two knees.
static void try_knee(const struct law_data *data, double knee, struct law_fit *fit)
{
    struct law_fit tried = *fit;
    const struct sums sums = sums_to(data, knee);
    tried.knee = knee;
    tried.gamma = sums.products / sums.squares;
    tried.residual_ss = squares_left(data, &tried);
    tried.gamma_se =
        data->count > 2 ? sqrt(tried.residual_ss / (double)(data->count - 2) / sums.squares) : NAN;
    if (!fit->is_fitted || tried.residual_ss < fit->residual_ss)
        *fit = tried;
    fit->is_fitted = true;
}

// Between two loads next to each other the best knee is where the line through those below meets
// the level of those above, when it lies there (Hinkley 1971, "Inference in two-phase regression",
// J. Am. Stat. Assoc. 66); else it is one of the two. So all loads and all such meetings are tried.
void law_data_fit_piecewise(const struct law_data *data, const struct law_fit *near,
                            struct law_fit *fit)
{
    (void)near;
    double products = 0, squares = 0;
    for (size_t i = 0; i + 1 < data->count; i++) {
        double above = 0, weights = 0;
        products += data->weight[i] * data->load[i] * data->throughput[i];
        squares += data->weight[i] * data->load[i] * data->load[i];
        if (!(data->load[i + 1] > data->load[i]))
            continue;
        for (size_t j = i + 1; j < data->count; j++) {
            above += data->weight[j] * data->throughput[j];
            weights += data->weight[j];
        }
        double meeting = products > 0 ? above / weights / (products / squares) : data->load[i];
        try_knee(data, fmin(fmax(meeting, data->load[i]), data->load[i + 1]), fit);
    }
    if (fit->is_fitted && fit->knee >= data->most) {
        fit->is_fitted = false;
        snprintf(fit->why, sizeof(fit->why), "no knee up to a load of %g", data->most);
    }
}

// --- contention and coherency -------------------------------------------------------------------

static double contended(double load, const double *parameters, const void *context)
{
    const enum law *law = context;
    double alpha = parameters[1], beta = *law == LAW_USL ? parameters[2] : 0;
    return parameters[0] * load / (1 + alpha * (load - 1) + beta * load * (load - 1));
}

enum { STARTS = 2 };

// Where what is lost at the largest load is mostly contention, and where it is mostly coherency.
static void guess(const struct law_data *data, size_t parameters, double *ret_starts)
{
    static const double shares[STARTS] = {0.9, 0.1};
    double gamma = 0, most = data->most, last = data->throughput[data->count - 1];
    for (size_t i = 0; i < data->count; i++)
        gamma = fmax(gamma, data->throughput[i] / data->load[i]);
    double lost = fmax(gamma * most / fmax(last, 0.01) - 1, 0.001);
    for (size_t s = 0; s < STARTS; s++) {
        double *start = ret_starts + s * parameters;
        start[0] = gamma;
        start[1] = shares[s] * lost / fabs(most - 1);
        if (parameters > 2)
            start[2] = (1 - shares[s]) * lost / (most * fabs(most - 1));
    }
}

// Not on a bound, where a parameter has no size that steps could go by.
static void begin_near(const struct law_fit *near, size_t parameters, double *start)
{
    const double there[] = {near->gamma, near->alpha, near->beta};
    for (size_t p = 0; p < parameters; p++)
        start[p] = fmax(there[p], start[p] / 100);
}

// What changes nothing even at the largest load is on its bound, and makes no peak.
static double without_rounding(double parameter, double reach)
{
    return fabs(parameter * reach) < 1e-9 ? 0 : parameter;
}

void law_data_fit_contended(const struct law_data *data, const struct law_fit *near,
                            struct law_fit *fit)
{
    static const double low[] = {0, 0, 0};
    const struct fit_problem problem = {
        .model = contended,
        .context = &fit->law,
        .parameters = fit->law == LAW_USL ? 3 : 2,
        .x = data->load,
        .y = data->throughput,
        .weights = data->weight,
        .count = data->count,
        .low = low,
    };
    double starts[STARTS * 3], most = data->most;
    struct fit_result found;
    guess(data, problem.parameters, starts);
    if (near)
        begin_near(near, problem.parameters, starts);
    if (fit_solve_from(&problem, starts, near ? 1 : STARTS, &found) != FIT_CONVERGED) {
        snprintf(fit->why, sizeof(fit->why), "%s", fit_status_name(found.status));
        return;
    }
    fit->gamma = found.parameters[0];
    fit->gamma_se = found.errors[0];
    fit->alpha = without_rounding(found.parameters[1], most - 1);
    fit->alpha_se = found.errors[1];
    fit->beta = fit->law == LAW_USL ? without_rounding(found.parameters[2], most * (most - 1)) : 0;
    fit->beta_se = fit->law == LAW_USL && fit->beta > 0 ? found.errors[2] : NAN;
    fit->residual_ss = found.residual_ss;
    fit->is_fitted = true;
}
