// SPDX-License-Identifier: GPL-3.0-or-later
// For every model and platform the basis that tells most of it, and how it is carried over.
#include "planner/curve/host_option.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/stats/summary.h"
#include "planner/curve/capacity_carry.h"
#include "planner/curve/curve.h"
#include "planner/plan/plan.h"
#include "planner/curve/scaling.h"

// Everything that is asked when an option is made.
struct choice {
    const struct plan *plan;
    const struct capacities *capacities;
    const struct curves *curves;
    double middle_score; // of a core, the median of the catalogue; NAN without scores
};

void host_options_done(struct host_options *options)
{
    if (!options)
        return;
    for (size_t i = 0; i < options->count; i++)
        free(options->list[i].scaling);
    free(options->list);
    *options = (struct host_options){0};
}

static double core_score(const struct host_model *model)
{
    return model->cores ? model->score / model->cores : NAN;
}

static bool is_run_of(const struct density_curve *curve, const struct host_model *model)
{
    return model->runs && strcmp(curve->word, model->runs) == 0;
}

// --- which basis --------------------------------------------------------------------------------

static bool is_own(const struct choice *choice, const struct host_model *model,
                   const struct capacity_basis *basis)
{
    for (size_t i = 0; i < choice->curves->count; i++) {
        const struct density_curve *curve = &choice->curves->list[i];
        if (is_run_of(curve, model) && !isnan(curve->guests.value) &&
            capacity_basis_has(basis, curve))
            return true;
    }
    return false;
}

// Own before others, then what tells of more classes, then the nearer in cores.
static bool is_better(const struct choice *choice, const struct host_model *model,
                      const struct capacity_basis *one, const struct capacity_basis *other)
{
    bool own = is_own(choice, model, one), others_own = is_own(choice, model, other);
    size_t told = capacity_basis_measured(one), others_told = capacity_basis_measured(other);
    if (own != others_own)
        return own;
    if (told != others_told)
        return told > others_told;
    return fabs(log2(model->cores / one->cores)) < fabs(log2(model->cores / other->cores));
}

static size_t best_basis(const struct choice *choice, const struct host_model *model,
                         const char *platform)
{
    const struct capacities *capacities = choice->capacities;
    size_t best = SIZE_MAX;
    for (size_t b = 0; b < capacities->count; b++)
        if (strcmp(capacities->list[b].platform, platform) == 0 &&
            (best == SIZE_MAX ||
             is_better(choice, model, &capacities->list[b], &capacities->list[best])))
            best = b;
    return best;
}

// --- how it is carried over ---------------------------------------------------------------------

// The same guest alone on the model and on the basis' host.
static void find_alone(const struct choice *choice, const struct host_model *model,
                       const struct capacity_basis *basis, struct scaling_host *from,
                       struct scaling_host *to)
{
    const struct curves *curves = choice->curves;
    for (size_t i = 0; i < curves->count; i++) {
        const struct density_curve *there = &curves->list[i];
        for (size_t k = 0; is_run_of(there, model) && k < curves->count; k++) {
            const struct density_curve *here = &curves->list[k];
            if (!capacity_basis_has(basis, here) || !curve_is_alike(here, there) ||
                strcmp(here->run.platform, there->run.platform) != 0 ||
                !(here->alone_hz.value > 0) || !(there->alone_hz.value > 0))
                continue;
            from->alone_hz = here->alone_hz;
            to->alone_hz = there->alone_hz;
            return;
        }
    }
}

static struct uncertain scale(const struct choice *choice, const struct host_model *model,
                              const struct capacity_basis *basis, char **ret_words)
{
    struct scaling_host from = capacity_scaling_host(basis);
    struct scaling_host to = {
        .cores = model->cores,
        .core_score = core_score(model),
        .core_hz = model->base_hz,
        .alone_hz = {NAN, NAN, NAN},
    };
    find_alone(choice, model, basis, &from, &to);
    return scaling_of(&from, &to, choice->plan->assumptions[ASSUME_SCALING].value, ret_words);
}

// Its run had all cores of the model, or a part of them: what all of them hold is carried over.
static struct uncertain scale_own(const struct choice *choice, const struct host_model *model,
                                  const struct capacity_basis *basis, char **ret_words)
{
    double cores = model->cores / basis->cores;
    double doublings = fmax(fabs(log2(cores)), SCALING_LEAST);
    if (fabs(cores - 1) < 0.01) {
        *ret_words = alloc_copy("measured on such a host");
        return uncertain_exact(1, ORIGIN_MEASURED);
    }
    *ret_words = alloc_printf("%u cores over the %.4g of them that were measured", model->cores,
                              basis->cores);
    return scaling_spread(cores, choice->plan->assumptions[ASSUME_SCALING].value * doublings,
                          ORIGIN_SCALED);
}

// No run and no host: demand is in cores of a machine that nobody named, taken for the middle of
// those on sale.
static struct uncertain scale_guess(const struct choice *choice, const struct host_model *model,
                                    char **ret_words)
{
    double speed = core_score(model) / choice->middle_score;
    if (isnan(speed))
        *ret_words = alloc_printf("%u cores, each as fast as where the demand was seen (guessed)",
                                  model->cores);
    else
        *ret_words = alloc_printf("%u cores, score a core %.3g times the catalogue's median "
                                  "(guessed for where the demand was seen)",
                                  model->cores, speed);
    return scaling_spread(model->cores * (isnan(speed) ? 1 : speed), SCALING_ERROR_NONE,
                          ORIGIN_GUESSED);
}

// Demand is in cores: only their speed is carried over.
static struct uncertain scale_cores(const struct choice *choice, const struct host_model *model,
                                    const struct capacity_basis *basis, char **ret_words)
{
    double speed = core_score(model) / basis->core_score;
    if (isnan(speed))
        return scale_guess(choice, model, ret_words);
    double doublings = fmax(fabs(log2(speed)), SCALING_LEAST);
    *ret_words = alloc_printf("%u cores, score a core %.3g times that where the demand was seen",
                              model->cores, speed);
    return scaling_spread(model->cores * speed,
                          choice->plan->assumptions[ASSUME_SCALING].value * doublings,
                          ORIGIN_SCALED);
}

static struct host_option option_of(const struct choice *choice, size_t model, size_t basis)
{
    struct host_option option = {
        .model = &choice->plan->catalogue.models[model],
        .basis = &choice->capacities->list[basis],
        .model_index = model,
        .basis_index = basis,
    };
    if (!*option.basis->host)
        option.capacity = scale_cores(choice, option.model, option.basis, &option.scaling);
    else if (is_own(choice, option.model, option.basis))
        option.capacity = scale_own(choice, option.model, option.basis, &option.scaling);
    else
        option.capacity = scale(choice, option.model, option.basis, &option.scaling);
    return option;
}

enum origin host_option_origin(const struct host_option *option)
{
    const struct capacity_basis *basis = option->basis;
    enum origin weakest = *basis->platform ? option->capacity.origin : ORIGIN_GUESSED;
    for (size_t c = 0; c < basis->class_count; c++) {
        const struct uncertain *guests = &basis->classes[c].guests;
        enum origin origin = isnan(guests->value) ? ORIGIN_GUESSED : guests->origin;
        weakest = origin > weakest ? origin : weakest;
    }
    return weakest;
}

// --- all ----------------------------------------------------------------------------------------

static double middle_score(const struct catalogue *catalogue)
{
    scope_free double *scores = alloc_zeroed(catalogue->count + 1, sizeof(*scores));
    size_t count = 0;
    for (size_t m = 0; m < catalogue->count; m++)
        if (core_score(&catalogue->models[m]) > 0)
            scores[count++] = core_score(&catalogue->models[m]);
    return summary_quantile(scores, count, 0.5);
}

static bool is_first_of_platform(const struct capacities *capacities, size_t basis)
{
    for (size_t b = 0; b < basis; b++)
        if (strcmp(capacities->list[b].platform, capacities->list[basis].platform) == 0)
            return false;
    return true;
}

// Guests under a hypervisor that the hardware helps.
static bool is_virtualized(const struct host_option *option)
{
    const struct capacity_basis *basis = option->basis;
    return *basis->platform && strcmp(basis->platform, "native") != 0 && !basis->emulated;
}

static void mark_alternatives(const struct plan *plan, struct host_options *options)
{
    bool any = false;
    for (size_t i = 0; i < options->count; i++)
        any |= is_virtualized(&options->list[i]);
    for (size_t i = 0; i < options->count; i++)
        options->list[i].is_alternative =
            any && plan->platform_count == 0 && !is_virtualized(&options->list[i]);
}

int host_options_of(const struct plan *plan, const struct capacities *capacities,
                    const struct curves *curves, struct host_options *ret_options, struct err *err)
{
    const struct choice choice = {plan, capacities, curves, middle_score(&plan->catalogue)};
    struct host_options options = {0};
    if (plan->catalogue.count == 0)
        return err_input(err, "%s: there is no model to choose from",
                         plan->catalogue.name ? plan->catalogue.name : "catalogue");
    options.list =
        alloc_zeroed(plan->catalogue.count * capacities->count + 1, sizeof(*options.list));
    for (size_t m = 0; m < plan->catalogue.count; m++)
        for (size_t b = 0; b < capacities->count; b++)
            if (is_first_of_platform(capacities, b))
                options.list[options.count++] = option_of(
                    &choice, m,
                    best_basis(&choice, &plan->catalogue.models[m], capacities->list[b].platform));
    mark_alternatives(plan, &options);
    *ret_options = options;
    return 0;
}
