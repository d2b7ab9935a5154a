// SPDX-License-Identifier: GPL-3.0-or-later
// From curves to bases: which host and platform tells what of which class. What a basis does not
// tell itself is fetched from its neighbours by capacity_carry.c.
#include "planner/curve/capacity.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "planner/curve/capacity_carry.h"
#include "planner/curve/curve.h"
#include "planner/plan/plan.h"

void capacity_basis_done(struct capacity_basis *basis)
{
    if (!basis)
        return;
    for (size_t c = 0; c < basis->class_count; c++)
        free(basis->classes[c].source);
    free(basis->classes);
    free(basis->solo_hz);
    free(basis->platform);
    free(basis->host);
    free(basis->cpu_model);
    *basis = (struct capacity_basis){0};
}

void capacities_done(struct capacities *capacities)
{
    if (!capacities)
        return;
    for (size_t b = 0; b < capacities->count; b++)
        capacity_basis_done(&capacities->list[b]);
    free(capacities->list);
    *capacities = (struct capacities){0};
}

static bool is_same(double one, double other)
{
    return fabs(one - other) <= 1e-6 * fmax(one, other);
}

static bool is_host(const struct capacity_basis *basis, const struct host_record *host)
{
    return strcmp(basis->host, host->name) == 0 && strcmp(basis->cpu_model, host->cpu_model) == 0;
}

bool capacity_basis_has(const struct capacity_basis *basis, const struct density_curve *curve)
{
    return is_host(basis, &curve->run.host) && strcmp(basis->platform, curve->run.platform) == 0 &&
           is_same(basis->cores, curve->cores);
}

size_t capacity_basis_measured(const struct capacity_basis *basis)
{
    size_t count = 0;
    for (size_t c = 0; c < basis->class_count; c++)
        count += basis->classes[c].guests.origin == ORIGIN_MEASURED &&
                 !isnan(basis->classes[c].guests.value);
    return count;
}

// --- which curve is of which class --------------------------------------------------------------

static bool is_named(const struct density_curve *curve, const char *word)
{
    return word && strcmp(curve->word, word) == 0;
}

// The class's own run, or one of the same guests that was made for a model of the catalogue.
static bool tells_of(const struct density_curve *curve, const struct guest_class *class,
                     const struct curves *curves)
{
    if (!class->run || isnan(curve->guests.value))
        return false;
    if (is_named(curve, class->run))
        return true;
    for (size_t i = 0; i < curves->count; i++)
        if (is_named(&curves->list[i], class->run) && curve_is_alike(&curves->list[i], curve))
            return true;
    return false;
}

// The one that holds most guests: of several ways to run them (arms of a campaign) that is how one
// would.
static const struct density_curve *best_of(const struct capacity_basis *basis,
                                           const struct guest_class *class,
                                           const struct curves *curves)
{
    const struct density_curve *best = NULL;
    for (size_t i = 0; i < curves->count; i++) {
        const struct density_curve *curve = &curves->list[i];
        if (capacity_basis_has(basis, curve) && tells_of(curve, class, curves) &&
            (!best || curve->guests.value > best->guests.value))
            best = curve;
    }
    return best;
}

// --- a class on a basis -------------------------------------------------------------------------

static struct class_capacity nothing_known(void)
{
    return (struct class_capacity){
        .guests = uncertain_absent(),
        .busy_cores = uncertain_absent(),
        .throughput_hz = uncertain_absent(),
        .overhead_bytes = uncertain_absent(),
    };
}

// Guests that leave memory of theirs untouched take less than that: then nothing is known of what
// they take beyond it.
static struct uncertain overhead_of(const struct density_curve *curve)
{
    double own = (double)curve->scenario.shape.memory_bytes;
    struct uncertain overhead = curve->memory_bytes;
    if (isnan(overhead.value) || overhead.value <= own)
        return uncertain_absent();
    overhead.value -= own;
    overhead.low = fmax(overhead.low - own, 0);
    overhead.high -= own;
    return overhead;
}

static struct class_capacity capacity_of(const struct density_curve *curve)
{
    return (struct class_capacity){
        .guests = curve->guests,
        .is_at_least = curve->is_at_least,
        .is_extrapolated = curve->is_extrapolated,
        .busy_cores = curve->busy_cores,
        .throughput_hz = curve->throughput_hz,
        .overhead_bytes = overhead_of(curve),
        .curve = curve,
        .source = alloc_copy(curve->words),
    };
}

static void fill_classes(struct capacity_basis *basis, const struct plan *plan,
                         const struct curves *curves)
{
    const struct demand *demand = &plan->demand;
    basis->class_count = demand->count;
    basis->classes = alloc_zeroed(demand->count + 1, sizeof(*basis->classes));
    basis->solo_hz = alloc_zeroed(demand->count + 1, sizeof(*basis->solo_hz));
    for (size_t c = 0; c < demand->count; c++) {
        const struct density_curve *curve = best_of(basis, &demand->list[c], curves);
        basis->classes[c] = curve ? capacity_of(curve) : nothing_known();
        basis->solo_hz[c] = curve ? curve->alone_hz.value : NAN;
        basis->emulated = basis->emulated || (curve && curve->run.emulated);
    }
}

// --- the host of a basis ------------------------------------------------------------------------

// The row of the catalogue that names runs of the basis' host.
static const struct host_model *model_of(const struct capacity_basis *basis,
                                         const struct plan *plan, const struct curves *curves)
{
    for (size_t m = 0; m < plan->catalogue.count; m++)
        for (size_t i = 0; i < curves->count; i++)
            if (is_named(&curves->list[i], plan->catalogue.models[m].runs) &&
                is_host(basis, &curves->list[i].run.host))
                return &plan->catalogue.models[m];
    return NULL;
}

// As some processors' names end: "@ 2.40GHz".
static double clock_in_name(const char *cpu_model)
{
    const char *at = cpu_model ? strrchr(cpu_model, '@') : NULL;
    char *end = NULL;
    double ghz = at ? strtod(at + 1, &end) : NAN;
    return at && ghz > 0 && ghz < 100 && strncmp(end, "GHz", 3) == 0 ? ghz * 1e9 : NAN;
}

static void fill_host(struct capacity_basis *basis, const struct density_curve *curve,
                      const struct plan *plan, const struct curves *curves)
{
    const struct host_model *model = model_of(basis, plan, curves);
    basis->core_score = model && model->cores ? model->score / model->cores : NAN;
    basis->core_hz = model ? model->base_hz : clock_in_name(curve->run.host.cpu_model);
}

static struct capacity_basis *add_basis(struct capacities *capacities)
{
    capacities->list =
        alloc_resized(capacities->list, capacities->count + 1, sizeof(*capacities->list));
    struct capacity_basis *basis = &capacities->list[capacities->count++];
    *basis = (struct capacity_basis){.cores = 1, .core_score = NAN, .core_hz = NAN};
    return basis;
}

static void add_measured(struct capacities *capacities, const struct density_curve *curve,
                         const struct plan *plan, const struct curves *curves)
{
    for (size_t b = 0; b < capacities->count; b++)
        if (capacity_basis_has(&capacities->list[b], curve))
            return;
    struct capacity_basis *basis = add_basis(capacities);
    basis->platform = alloc_copy(curve->run.platform);
    basis->host = alloc_copy(curve->run.host.name);
    basis->cpu_model = alloc_copy(curve->run.host.cpu_model);
    basis->cores = curve->cores;
    fill_host(basis, curve, plan, curves);
    fill_classes(basis, plan, curves);
}

// Its core is that of the host on which the demand was seen, where one class says which.
static void add_guess(struct capacities *capacities, const struct plan *plan)
{
    const struct curves none = {0};
    struct capacity_basis *basis = add_basis(capacities);
    basis->platform = alloc_copy("");
    basis->host = alloc_copy("");
    basis->cpu_model = alloc_copy("");
    for (size_t c = 0; c < plan->demand.count && isnan(basis->core_score); c++)
        basis->core_score = plan->demand.list[c].cpu.core_score;
    fill_classes(basis, plan, &none);
}

// --- all ----------------------------------------------------------------------------------------

static bool is_of_any_class(const struct density_curve *curve, const struct plan *plan,
                            const struct curves *curves)
{
    for (size_t c = 0; c < plan->demand.count; c++)
        if (tells_of(curve, &plan->demand.list[c], curves))
            return true;
    return false;
}

static int check_class(const struct guest_class *class, const struct curves *curves,
                       struct err *err)
{
    for (size_t i = 0; i < curves->count; i++)
        if (is_named(&curves->list[i], class->run))
            return 0;
    return class->run ? err_input(err, "guests.%s: no curve was read of its run %s", class->name,
                                  class->run)
                      : 0;
}

int capacities_of(const struct plan *plan, const struct curves *curves,
                  struct capacities *ret_capacities, struct err *err)
{
    struct capacities capacities = {0};
    int result = 0;
    for (size_t i = 0; i < curves->count; i++)
        if (is_of_any_class(&curves->list[i], plan, curves))
            add_measured(&capacities, &curves->list[i], plan, curves);
    if (capacities.count == 0)
        add_guess(&capacities, plan);
    capacity_carry(&capacities, plan->assumptions[ASSUME_SCALING].value);
    for (size_t c = 0; result == 0 && c < plan->demand.count; c++)
        result = check_class(&plan->demand.list[c], curves, err);
    if (result < 0) {
        capacities_done(&capacities);
        return result;
    }
    *ret_capacities = capacities;
    return 0;
}
