// SPDX-License-Identifier: GPL-3.0-or-later
// Ten nonlinear regressions with certified answers (NIST StRD): six digits of parameters, standard
// deviations and the sum of squares from the near start, and never a wrong answer from the far one.
// The files lie in FULLHOUSE_REFERENCE/nist, never in this project.
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "planner/law/fit.h"
#include "tests/planner/nist.h"

static const double SIX_DIGITS = 1e-6;

// The number of digits that agree, as NIST counts them (log relative error).
static double digits(double found, double certified)
{
    double off = fabs(found - certified) / fabs(certified);
    return off > 0 ? -log10(off) : 15;
}

static double fewest_digits(const struct nist_set *set, const struct fit_result *found)
{
    double fewest = fmin(digits(found->residual_ss, set->residual_ss),
                         digits(found->residual_se, set->residual_se));
    for (size_t p = 0; p < set->parameters; p++) {
        fewest = fmin(fewest, digits(found->parameters[p], set->certified[p]));
        fewest = fmin(fewest, digits(found->errors[p], set->errors[p]));
    }
    return fewest;
}

static enum fit_status solve(const struct nist_set *set, const double *start,
                             struct fit_result *ret_result)
{
    const struct fit_problem problem = {.model = set->model,
                                        .parameters = set->parameters,
                                        .x = set->x,
                                        .y = set->y,
                                        .count = set->count};
    return fit_solve(&problem, start, ret_result);
}

static const char *reference(void)
{
    const char *folder = getenv("FULLHOUSE_REFERENCE");
    if (!folder)
        cr_skip_test("FULLHOUSE_REFERENCE names no folder");
    return folder;
}

static void hold_against(const char *name)
{
    const char *folder = reference();
    struct nist_set set;
    struct fit_result found;
    nist_read(folder, name, &set);
    enum fit_status far = solve(&set, set.starts[0], &found);
    cr_expect(far != FIT_CONVERGED || fewest_digits(&set, &found) >= -log10(SIX_DIGITS),
              "%s, start 1: %.1f digits and no word of it", name, fewest_digits(&set, &found));
    enum fit_status near = solve(&set, set.starts[1], &found);
    cr_expect_eq(near, FIT_CONVERGED, "%s, start 2: %s", name, fit_status_name(near));
    cr_expect_geq(fewest_digits(&set, &found), -log10(SIX_DIGITS), "%s, start 2: %.1f digits", name,
                  fewest_digits(&set, &found));
}

#define SET(test, name)                                                                            \
    Test(reference_nist, test)                                                                     \
    {                                                                                              \
        hold_against(name);                                                                        \
    }
SET(chwirut1, "Chwirut1")
SET(chwirut2, "Chwirut2")
SET(danwood, "DanWood")
SET(gauss1, "Gauss1")
SET(gauss2, "Gauss2")
SET(lanczos3, "Lanczos3")
SET(misra1a, "Misra1a")
SET(misra1b, "Misra1b")
SET(misra1c, "Misra1c")
SET(misra1d, "Misra1d")
