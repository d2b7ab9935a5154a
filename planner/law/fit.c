// SPDX-License-Identifier: GPL-3.0-or-later
// Steps by GSL; derivatives and what counts as an end are ours. GSL's own test of the gradient is
// relative to 1, and so ends early on small numbers and never on large ones.
#include "planner/law/fit_attempt.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include <gsl/gsl_blas.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_linalg.h>
#include <gsl/gsl_multifit_nlinear.h>

enum { STEPS_MOST = 500 };
static const double GRADIENT_GOAL = 1e-11; // stop when this is reached
static const double EXACT = 1e-13;         // residuals against y: the model goes through all points

// --- one problem with some parameters held ------------------------------------------------------

static void index_free(struct fit_attempt *attempt)
{
    attempt->free_count = 0;
    for (size_t p = 0; p < attempt->problem->parameters; p++)
        if (!attempt->is_held[p])
            attempt->free_of[attempt->free_count++] = p;
}

static void take(struct fit_attempt *attempt, const gsl_vector *free)
{
    for (size_t f = 0; f < attempt->free_count; f++)
        attempt->parameters[attempt->free_of[f]] = gsl_vector_get(free, f);
}

double fit_attempt_root_weight(const struct fit_problem *problem, size_t i)
{
    return problem->weights ? sqrt(problem->weights[i]) : 1;
}

// Where the model has no value a step is far off, and is taken back.
static int residuals(const gsl_vector *free, void *context, gsl_vector *ret_f)
{
    struct fit_attempt *attempt = context;
    const struct fit_problem *problem = attempt->problem;
    take(attempt, free);
    for (size_t i = 0; i < problem->count; i++) {
        double model = problem->model(problem->x[i], attempt->parameters, problem->context);
        double off = fit_attempt_root_weight(problem, i) * (model - problem->y[i]);
        gsl_vector_set(ret_f, i, isfinite(off) ? off : 1e100);
    }
    return GSL_SUCCESS;
}

// By five points (Abramowitz and Stegun 1972, "Handbook of Mathematical Functions", 25.3.6): good
// to about twelve digits, so that standard errors have as many as the parameters.
double fit_attempt_derivative(const struct fit_attempt *attempt, size_t p, double x)
{
    const struct fit_problem *problem = attempt->problem;
    double at[FIT_PARAMETERS_MOST], values[4];
    static const double places[4] = {-2, -1, 1, 2};
    double size = fmax(fabs(attempt->parameters[p]), attempt->typical[p]);
    double step = sqrt(sqrt(DBL_EPSILON)) * size;
    memcpy(at, attempt->parameters, sizeof(at));
    for (size_t k = 0; k < 4; k++) {
        at[p] = attempt->parameters[p] + places[k] * step;
        values[k] = problem->model(x, at, problem->context);
    }
    return (values[0] - 8 * values[1] + 8 * values[2] - values[3]) / (12 * step);
}

static int jacobian(const gsl_vector *free, void *context, gsl_matrix *ret_j)
{
    struct fit_attempt *attempt = context;
    const struct fit_problem *problem = attempt->problem;
    take(attempt, free);
    for (size_t i = 0; i < problem->count; i++)
        for (size_t f = 0; f < attempt->free_count; f++)
            gsl_matrix_set(ret_j, i, f,
                           fit_attempt_root_weight(problem, i) *
                               fit_attempt_derivative(attempt, attempt->free_of[f], problem->x[i]));
    return GSL_SUCCESS;
}

// --- where it came to ---------------------------------------------------------------------------

static bool is_exact(const struct fit_problem *problem, double residual_ss)
{
    double squares = 0;
    for (size_t i = 0; i < problem->count; i++)
        squares += pow(fit_attempt_root_weight(problem, i) * problem->y[i], 2);
    return sqrt(residual_ss) <= EXACT * sqrt(squares);
}

static double largest_cosine(const gsl_matrix *j, const gsl_vector *f)
{
    double largest = 0, length = gsl_blas_dnrm2(f);
    for (size_t column = 0; column < j->size2 && length > 0; column++) {
        gsl_vector_const_view one = gsl_matrix_const_column(j, column);
        double along = 0, norm = gsl_blas_dnrm2(&one.vector);
        gsl_blas_ddot(&one.vector, f, &along);
        if (!(norm > 0))
            continue;
        largest = fmax(largest, fabs(along) / (norm * length));
    }
    return length >= 0 ? largest : NAN;
}

// Singular values of the Jacobian with columns of length 1.
static double scaled_condition(const gsl_matrix *j)
{
    gsl_matrix *u = gsl_matrix_alloc(j->size1, j->size2), *v = gsl_matrix_alloc(j->size2, j->size2);
    gsl_vector *values = gsl_vector_alloc(j->size2), *work = gsl_vector_alloc(j->size2);
    double condition = INFINITY;
    bool is_whole = true;
    gsl_matrix_memcpy(u, j);
    for (size_t column = 0; column < j->size2; column++) {
        gsl_vector_view one = gsl_matrix_column(u, column);
        double norm = gsl_blas_dnrm2(&one.vector);
        is_whole = is_whole && norm > 0 && isfinite(norm);
        if (is_whole)
            gsl_vector_scale(&one.vector, 1 / norm);
    }
    if (is_whole && gsl_linalg_SV_decomp(u, v, values, work) == GSL_SUCCESS)
        condition = gsl_vector_get(values, 0) / gsl_vector_get(values, j->size2 - 1);
    gsl_matrix_free(u);
    gsl_matrix_free(v);
    gsl_vector_free(values);
    gsl_vector_free(work);
    return condition;
}

static void tell_errors(const struct fit_attempt *attempt, const gsl_matrix *j,
                        struct fit_result *result)
{
    gsl_matrix *covariance = gsl_matrix_alloc(j->size2, j->size2);
    gsl_multifit_nlinear_covar(j, 0, covariance);
    for (size_t f = 0; f < attempt->free_count; f++)
        result->errors[attempt->free_of[f]] =
            sqrt(gsl_matrix_get(covariance, f, f)) * result->residual_se;
    gsl_matrix_free(covariance);
}

static enum fit_status judge(const struct fit_problem *problem, const struct fit_result *result)
{
    if (!isfinite(result->residual_ss))
        return FIT_STALLED;
    if (!(result->condition <= FIT_CONDITION_MOST))
        return FIT_SINGULAR;
    if (is_exact(problem, result->residual_ss) || result->gradient <= FIT_GRADIENT_MOST)
        return FIT_CONVERGED;
    return FIT_STALLED;
}

static void tell(const struct fit_attempt *attempt, const gsl_matrix *j, const gsl_vector *f,
                 struct fit_result *result)
{
    const struct fit_problem *problem = attempt->problem;
    result->freedom = problem->count - problem->parameters;
    result->residual_ss = pow(gsl_blas_dnrm2(f), 2);
    result->residual_se =
        result->freedom > 0 ? sqrt(result->residual_ss / (double)result->freedom) : NAN;
    for (size_t p = 0; p < problem->parameters; p++) {
        result->parameters[p] = attempt->parameters[p];
        result->is_at_bound[p] = attempt->is_held[p];
        result->errors[p] = NAN;
    }
    result->gradient = j ? largest_cosine(j, f) : 0;
    result->condition = j ? scaled_condition(j) : 1;
    result->status = judge(problem, result);
    if (j && result->status == FIT_CONVERGED)
        tell_errors(attempt, j, result);
}

// --- steps --------------------------------------------------------------------------------------

// Until the gradient is as small as it gets: GSL finds no better step, or one changes nothing.
static size_t walk(gsl_multifit_nlinear_workspace *work)
{
    size_t steps = 0;
    while (steps < STEPS_MOST) {
        const gsl_vector *f = gsl_multifit_nlinear_residual(work);
        if (largest_cosine(gsl_multifit_nlinear_jac(work), f) <= GRADIENT_GOAL)
            break;
        if (gsl_multifit_nlinear_iterate(work) != GSL_SUCCESS)
            break;
        steps++;
        int why = 0;
        if (gsl_multifit_nlinear_test(1e-15, 0, 0, &why, work) == GSL_SUCCESS)
            break;
    }
    return steps;
}

// GSL takes a number that is not finite for a bug and ends the program.
static bool is_finite_here(struct fit_attempt *attempt)
{
    const struct fit_problem *problem = attempt->problem;
    for (size_t i = 0; i < problem->count; i++) {
        if (!isfinite(problem->model(problem->x[i], attempt->parameters, problem->context)))
            return false;
        for (size_t f = 0; f < attempt->free_count; f++)
            if (!isfinite(fit_attempt_derivative(attempt, attempt->free_of[f], problem->x[i])))
                return false;
    }
    return true;
}

static void solve_free(struct fit_attempt *attempt, struct fit_result *result)
{
    if (!is_finite_here(attempt)) {
        *result = (struct fit_result){.status = FIT_STALLED, .steps = result->steps};
        return;
    }
    const gsl_multifit_nlinear_parameters how = gsl_multifit_nlinear_default_parameters();
    gsl_multifit_nlinear_workspace *work = gsl_multifit_nlinear_alloc(
        gsl_multifit_nlinear_trust, &how, attempt->problem->count, attempt->free_count);
    gsl_multifit_nlinear_fdf system = {.f = residuals,
                                       .df = jacobian,
                                       .n = attempt->problem->count,
                                       .p = attempt->free_count,
                                       .params = attempt};
    gsl_vector *start = gsl_vector_alloc(attempt->free_count);
    for (size_t f = 0; f < attempt->free_count; f++)
        gsl_vector_set(start, f, attempt->parameters[attempt->free_of[f]]);
    gsl_multifit_nlinear_init(start, &system, work);
    result->steps += walk(work);
    take(attempt, gsl_multifit_nlinear_position(work));
    tell(attempt, gsl_multifit_nlinear_jac(work), gsl_multifit_nlinear_residual(work), result);
    gsl_vector_free(start);
    gsl_multifit_nlinear_free(work);
}

// All are held.
static void solve_nothing(struct fit_attempt *attempt, struct fit_result *result)
{
    gsl_vector *f = gsl_vector_alloc(attempt->problem->count);
    residuals(NULL, attempt, f);
    tell(attempt, NULL, f, result);
    gsl_vector_free(f);
}

void fit_attempt_solve(struct fit_attempt *attempt, struct fit_result *result)
{
    index_free(attempt);
    if (attempt->free_count > 0)
        solve_free(attempt, result);
    else
        solve_nothing(attempt, result);
}
