// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/planner/nist.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"

static double chwirut(double x, const double *b, const void *context)
{
    (void)context;
    return exp(-b[0] * x) / (b[1] + b[2] * x);
}

static double danwood(double x, const double *b, const void *context)
{
    (void)context;
    return b[0] * pow(x, b[1]);
}

static double gauss(double x, const double *b, const void *context)
{
    (void)context;
    return b[0] * exp(-b[1] * x) + b[2] * exp(-pow(x - b[3], 2) / pow(b[4], 2)) +
           b[5] * exp(-pow(x - b[6], 2) / pow(b[7], 2));
}

static double lanczos(double x, const double *b, const void *context)
{
    (void)context;
    return b[0] * exp(-b[1] * x) + b[2] * exp(-b[3] * x) + b[4] * exp(-b[5] * x);
}

static double misra1a(double x, const double *b, const void *context)
{
    (void)context;
    return b[0] * (1 - exp(-b[1] * x));
}

static double misra1b(double x, const double *b, const void *context)
{
    (void)context;
    return b[0] * (1 - pow(1 + b[1] * x / 2, -2));
}

static double misra1c(double x, const double *b, const void *context)
{
    (void)context;
    return b[0] * (1 - pow(1 + 2 * b[1] * x, -0.5));
}

static double misra1d(double x, const double *b, const void *context)
{
    (void)context;
    return b[0] * b[1] * x / (1 + b[1] * x);
}

static const struct {
    const char *name;
    fit_model *model;
    size_t parameters;
} sets[] = {
    {"Chwirut1", chwirut, 3}, {"Chwirut2", chwirut, 3}, {"DanWood", danwood, 2},
    {"Gauss1", gauss, 8},     {"Gauss2", gauss, 8},     {"Lanczos3", lanczos, 6},
    {"Misra1a", misra1a, 2},  {"Misra1b", misra1b, 2},  {"Misra1c", misra1c, 2},
    {"Misra1d", misra1d, 2},
};

// "  b2 =     0.0001      0.0005      5.5015643181E-04  7.2668688436E-06"
static void read_parameter(const char *line, struct nist_set *set)
{
    size_t number;
    double values[4];
    if (sscanf(line, " b%zu = %lf %lf %lf %lf", &number, &values[0], &values[1], &values[2],
               &values[3]) != 5 ||
        number < 1 || number > set->parameters)
        return;
    set->starts[0][number - 1] = values[0];
    set->starts[1][number - 1] = values[1];
    set->certified[number - 1] = values[2];
    set->errors[number - 1] = values[3];
}

// The lines after the second "Data:", which stands above the columns.
static void read_point(const char *line, struct nist_set *set)
{
    double y, x;
    if (sscanf(line, "%lf %lf", &y, &x) != 2)
        return;
    cr_assert_lt(set->count, (size_t)NIST_POINTS_MOST);
    set->y[set->count] = y;
    set->x[set->count++] = x;
}

void nist_read(const char *folder, const char *name, struct nist_set *ret_set)
{
    scope_free char *path = alloc_printf("%s/nist/%s.dat", folder, name);
    scope_fclose FILE *file = fopen(path, "r");
    scope_free char *line = NULL;
    size_t size = 0, headings = 0, expected = 0;
    *ret_set = (struct nist_set){0};
    cr_assert_not_null(file, "%s", path);
    for (size_t i = 0; i < sizeof(sets) / sizeof(sets[0]); i++)
        if (strcmp(sets[i].name, name) == 0) {
            ret_set->model = sets[i].model;
            ret_set->parameters = sets[i].parameters;
        }
    cr_assert_not_null(ret_set->model, "no model for %s", name);
    while (getline(&line, &size, file) >= 0) {
        read_parameter(line, ret_set);
        sscanf(line, "Residual Sum of Squares: %lf", &ret_set->residual_ss);
        sscanf(line, "Residual Standard Deviation: %lf", &ret_set->residual_se);
        sscanf(line, "Number of Observations: %zu", &expected);
        if (headings == 2)
            read_point(line, ret_set);
        headings += strncmp(line, "Data:", 5) == 0;
    }
    cr_assert_eq(ret_set->count, expected, "%s: %zu points", name, ret_set->count);
    cr_assert_gt(ret_set->errors[ret_set->parameters - 1], 0);
}
