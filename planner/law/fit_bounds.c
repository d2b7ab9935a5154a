// SPDX-License-Identifier: GPL-3.0-or-later
// Keeps parameters within bounds by holding those that would leave them, and compares starts.
#include <math.h>
#include <stdint.h>

#include "planner/law/fit_attempt.h"

const char *fit_status_name(enum fit_status status)
{
    static const char *const names[] = {
#define X(name, words) [FIT_##name] = words,
        FIT_STATUSES(X)
#undef X
    };
    return names[status];
}

static double low_of(const struct fit_problem *problem, size_t p)
{
    return problem->low ? problem->low[p] : -INFINITY;
}

static double high_of(const struct fit_problem *problem, size_t p)
{
    return problem->high ? problem->high[p] : INFINITY;
}

static double within(const struct fit_problem *problem, size_t p, double value)
{
    return fmin(fmax(value, low_of(problem, p)), high_of(problem, p));
}

// The parameter furthest beyond a bound, in its typical size; SIZE_MAX: none.
static size_t worst_beyond(const struct fit_attempt *attempt)
{
    size_t worst = SIZE_MAX;
    double furthest = 0;
    for (size_t f = 0; f < attempt->free_count; f++) {
        size_t p = attempt->free_of[f];
        double value = attempt->parameters[p];
        double beyond = fabs(value - within(attempt->problem, p, value)) / attempt->typical[p];
        if (beyond > furthest) {
            furthest = beyond;
            worst = p;
        }
    }
    return worst;
}

// Whether the sum of squares falls from the bound inwards.
static bool falls_inwards(const struct fit_attempt *attempt, size_t p)
{
    const struct fit_problem *problem = attempt->problem;
    double slope = 0;
    for (size_t i = 0; i < problem->count; i++) {
        double model = problem->model(problem->x[i], attempt->parameters, problem->context);
        slope += pow(fit_attempt_root_weight(problem, i), 2) * (model - problem->y[i]) *
                 fit_attempt_derivative(attempt, p, problem->x[i]);
    }
    return attempt->parameters[p] <= low_of(problem, p) ? slope < 0 : slope > 0;
}

static size_t first_to_release(const struct fit_attempt *attempt, const bool *was_released)
{
    for (size_t p = 0; p < attempt->problem->parameters; p++)
        if (attempt->is_held[p] && !was_released[p] && falls_inwards(attempt, p))
            return p;
    return SIZE_MAX;
}

static void begin(struct fit_attempt *attempt, const double *start)
{
    for (size_t p = 0; p < attempt->problem->parameters; p++) {
        double value = within(attempt->problem, p, start[p]);
        attempt->typical[p] = fabs(value) > 0 ? fabs(value) : 1;
        attempt->parameters[p] = value;
    }
}

static void hold(struct fit_attempt *attempt, size_t p, const double *start)
{
    double bound = within(attempt->problem, p, attempt->parameters[p]);
    for (size_t f = 0; f < attempt->free_count; f++)
        attempt->parameters[attempt->free_of[f]] = start[attempt->free_of[f]];
    attempt->parameters[p] = bound;
    attempt->is_held[p] = true;
}

static bool is_sound(const struct fit_problem *problem, const double *start)
{
    bool is_sound = problem->parameters > 0 && problem->parameters <= FIT_PARAMETERS_MOST &&
                    problem->count >= problem->parameters;
    for (size_t i = 0; is_sound && i < problem->count; i++)
        is_sound =
            isfinite(problem->x[i]) && isfinite(problem->y[i]) &&
            (!problem->weights || (isfinite(problem->weights[i]) && problem->weights[i] > 0));
    for (size_t p = 0; is_sound && p < problem->parameters; p++)
        is_sound = isfinite(start[p]);
    return is_sound;
}

enum fit_status fit_solve(const struct fit_problem *problem, const double *start,
                          struct fit_result *ret_result)
{
    struct fit_attempt attempt = {.problem = problem};
    bool was_released[FIT_PARAMETERS_MOST] = {0};
    *ret_result = (struct fit_result){.status = FIT_REFUSED};
    if (!is_sound(problem, start))
        return FIT_REFUSED;
    begin(&attempt, start);
    for (size_t round = 0; round <= 3 * problem->parameters; round++) {
        fit_attempt_solve(&attempt, ret_result);
        size_t beyond = worst_beyond(&attempt);
        if (beyond != SIZE_MAX) {
            ret_result->status = FIT_STALLED; // unless a round is left
            hold(&attempt, beyond, start);
            continue;
        }
        size_t release = first_to_release(&attempt, was_released);
        if (release == SIZE_MAX)
            break;
        attempt.is_held[release] = false;
        was_released[release] = true;
    }
    return ret_result->status;
}

enum fit_status fit_solve_from(const struct fit_problem *problem, const double *starts,
                               size_t start_count, struct fit_result *ret_result)
{
    struct fit_result best = {.status = FIT_REFUSED};
    for (size_t s = 0; s < start_count; s++) {
        struct fit_result one;
        fit_solve(problem, starts + s * problem->parameters, &one);
        if (best.status == FIT_CONVERGED &&
            (one.status != FIT_CONVERGED || !(one.residual_ss < best.residual_ss)))
            continue;
        best = one;
    }
    *ret_result = best;
    return best.status;
}
