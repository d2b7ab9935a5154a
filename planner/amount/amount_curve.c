// SPDX-License-Identifier: GPL-3.0-or-later
// Runs to a reference host, guests to shares of it, hosts to multiples.
#include "planner/amount/amount_curve.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "planner/curve/capacity.h"
#include "planner/curve/capacity_carry.h"
#include "planner/curve/curve.h"
#include "planner/curve/scaling.h"
#include "planner/estate/estate.h"
#include "planner/plan/plan.h"

const char *amount_curve_word(const struct estate_guest *guest, const struct policy *policy)
{
    return guest->run ? guest->run : policy->run;
}

struct measured {
    const struct estate *estate;
    const struct policy *policy;
    struct plan plan; // its classes are the runs
    struct capacities capacities;
    const struct capacity_basis *reference;
    double core_score; // of the reference, where a host of the estate tells it; NAN
};

static void measured_done(struct measured *measured)
{
    capacities_done(&measured->capacities);
    plan_done(&measured->plan);
}

// --- runs ---------------------------------------------------------------------------------------

// Or the number of classes.
static size_t class_of(const struct measured *measured, const char *word)
{
    const struct demand *demand = &measured->plan.demand;
    size_t c = 0;
    while (c < demand->count && strcmp(demand->list[c].run, word) != 0)
        c++;
    return c;
}

static void add_class(struct measured *measured, const char *word)
{
    struct guest_class class;
    if (class_of(measured, word) < measured->plan.demand.count)
        return;
    guest_class_init(&class);
    class.name = alloc_copy(word);
    class.run = alloc_copy(word);
    class.count = uncertain_exact(1, ORIGIN_STATED);
    demand_add(&measured->plan.demand, &class);
}

static void add_classes(struct measured *measured)
{
    for (size_t g = 0; g < measured->estate->guest_count; g++) {
        const char *word = amount_curve_word(&measured->estate->guests[g], measured->policy);
        if (word)
            add_class(measured, word);
    }
}

// --- the reference ------------------------------------------------------------------------------

static size_t count_known(const struct capacity_basis *basis)
{
    size_t known = 0;
    for (size_t c = 0; c < basis->class_count; c++)
        known += basis->classes[c].guests.value > 0;
    return known;
}

// Guests on hardware before emulated ones, then whoever measured most itself, then the largest.
static bool is_better(const struct capacity_basis *one, const struct capacity_basis *other)
{
    size_t mine = capacity_basis_measured(one), others = capacity_basis_measured(other);
    if (count_known(one) != count_known(other))
        return count_known(one) > count_known(other);
    if (one->emulated != other->emulated)
        return !one->emulated;
    return mine != others ? mine > others : one->cores > other->cores;
}

static const struct estate_host *host_of(const struct estate *estate,
                                         const struct capacity_basis *basis)
{
    int32_t host = estate_find_host(estate, basis->host);
    return host >= 0 ? &estate->hosts[host] : NULL;
}

static int choose_reference(struct measured *measured, struct err *err)
{
    const struct capacities *all = &measured->capacities;
    measured->reference = &all->list[0];
    for (size_t b = 1; b < all->count; b++)
        if (is_better(&all->list[b], measured->reference))
            measured->reference = &all->list[b];
    const struct capacity_basis *reference = measured->reference;
    for (size_t c = 0; c < reference->class_count; c++)
        if (!(reference->classes[c].guests.value > 0))
            return err_input(err,
                             "cpu.by curve: run %s tells of no host that the other runs tell "
                             "of under %s, so they cannot be added up; measure both on one host",
                             measured->plan.demand.list[c].run, reference->platform);
    const struct estate_host *host = host_of(measured->estate, reference);
    measured->core_score = host ? host->score / host->cores : reference->core_score;
    return 0;
}

static int measure(struct measured *measured, const struct curves *curves, struct err *err)
{
    plan_init(&measured->plan);
    add_classes(measured);
    if (measured->plan.demand.count == 0)
        return err_input(err, "cpu.by curve: no guest names a run (column run), and cpu.run "
                              "names none for all");
    int result = capacities_of(&measured->plan, curves, &measured->capacities, err);
    return result < 0 ? result : choose_reference(measured, err);
}

// --- guests -------------------------------------------------------------------------------------

static double vcpus_over(const struct estate_guest *guest, const struct class_capacity *class,
                         struct amount_guesses *guesses)
{
    double measured = class->curve ? class->curve->scenario.shape.vcpus : 0;
    if (!(measured > 0) || !(guest->vcpus > 0) || guest->vcpus == measured)
        return 1;
    amount_guess(guesses, AMOUNT_GUESS_CURVE_VCPUS, guest->name);
    return guest->vcpus / measured;
}

static double share_of(const struct measured *measured, const struct estate_guest *guest,
                       struct amount_guesses *guesses)
{
    const struct capacity_basis *reference = measured->reference;
    const char *word = amount_curve_word(guest, measured->policy);
    struct amount_guesses unsaid = {0};
    if (guest->is_off)
        return 0;
    if (word) {
        const struct class_capacity *class = &reference->classes[class_of(measured, word)];
        return vcpus_over(guest, class, guesses) / class->guests.value;
    }
    amount_guess(guesses, AMOUNT_GUESS_CURVE_NONE, guest->name);
    double cores = amount_cores(guest, measured->policy, &unsaid);
    return cores / (reference->cores * measured->policy->cpu_usable);
}

static void note_classes(const struct measured *measured, struct amounts *amounts)
{
    const struct capacity_basis *reference = measured->reference;
    for (size_t c = 0; c < reference->class_count; c++) {
        const struct class_capacity *class = &reference->classes[c];
        amounts_note(amounts, "%s: a guest counts 1/%.3g of %s (%s): %s%s",
                     measured->plan.demand.list[c].run, class->guests.value, reference->host,
                     origin_name(class->guests.origin), class->source,
                     class->is_extrapolated ? "; that lies beyond what was measured"
                     : class->is_at_least   ? "; all that was measured held, it may hold more"
                                            : "");
    }
    if (reference->emulated)
        amounts_note(amounts, "Runs under emulation tell of CPU: hosts with hardware "
                              "virtualisation hold more");
}

// --- hosts --------------------------------------------------------------------------------------

static const struct capacity_basis *basis_of(const struct measured *measured,
                                             const struct estate_host *host)
{
    for (size_t b = 0; b < measured->capacities.count; b++) {
        const struct capacity_basis *basis = &measured->capacities.list[b];
        if (strcmp(basis->host, host->name) == 0 &&
            strcmp(basis->platform, measured->reference->platform) == 0 &&
            fabs(basis->cores - host->cores) < 0.5)
            return basis;
    }
    return NULL;
}

// Over the classes that both measured; NAN where there are none.
static double ratio_of(const struct capacity_basis *basis, const struct capacity_basis *reference)
{
    double logs = 0;
    size_t known = 0;
    for (size_t c = 0; c < basis->class_count; c++) {
        const struct uncertain *here = &basis->classes[c].guests;
        const struct uncertain *there = &reference->classes[c].guests;
        if (here->origin != ORIGIN_MEASURED || there->origin != ORIGIN_MEASURED ||
            !(here->value > 0))
            continue;
        logs += log(here->value / there->value);
        known++;
    }
    return known ? exp(logs / (double)known) : (double)NAN;
}

static double scaled(const struct measured *measured, const struct estate_host *host,
                     char **ret_words)
{
    struct scaling_host from = capacity_scaling_host(measured->reference);
    const struct scaling_host to = {
        .cores = host->cores,
        .core_score = host->score / host->cores,
        .alone_hz = {NAN, NAN, NAN},
        .core_hz = NAN,
    };
    from.core_score = measured->core_score;
    const struct uncertain capacity =
        scaling_of(&from, &to, measured->plan.assumptions[ASSUME_SCALING].value, ret_words);
    scope_free char *how = *ret_words;
    *ret_words = alloc_printf("%s, %s", origin_name(capacity.origin), how);
    return capacity.value;
}

// In hosts like the reference; *ret_words: how that is known.
static double host_capacity(const struct measured *measured, const struct estate_host *host,
                            char **ret_words)
{
    const struct capacity_basis *basis = basis_of(measured, host);
    double ratio = basis ? ratio_of(basis, measured->reference) : (double)NAN;
    if (isnan(ratio))
        return scaled(measured, host, ret_words);
    *ret_words = alloc_copy("measured");
    return ratio;
}

// How the capacity of hosts is known, each way once.
struct host_words {
    char **list;
    size_t *hosts; // that it is said of
    const char **first;
    size_t count;
};

static void tell_way(struct host_words *words, char *taken, const char *host)
{
    size_t i = 0;
    while (i < words->count && strcmp(words->list[i], taken) != 0)
        i++;
    if (i < words->count) {
        free(taken);
    } else {
        words->list = alloc_resized(words->list, i + 1, sizeof *words->list);
        words->hosts = alloc_resized(words->hosts, i + 1, sizeof *words->hosts);
        words->first = alloc_resized(words->first, i + 1, sizeof *words->first);
        words->list[words->count++] = taken;
        words->first[i] = host;
        words->hosts[i] = 0;
    }
    words->hosts[i]++;
}

static void note_hosts(struct host_words *words, const char *reference, struct amounts *amounts)
{
    for (size_t i = 0; i < words->count; i++) {
        if (words->hosts[i] == 1)
            amounts_note(amounts, "CPU of %s beside %s: %s", words->first[i], reference,
                         words->list[i]);
        else
            amounts_note(amounts, "CPU of %zu hosts (%s, ...) beside %s: %s", words->hosts[i],
                         words->first[i], reference, words->list[i]);
        free(words->list[i]);
    }
    free(words->list);
    free(words->hosts);
    free(words->first);
}

static void fill_hosts(const struct measured *measured, struct amounts *amounts)
{
    struct host_words words = {0};
    for (size_t h = 0; h < amounts->hosts; h++) {
        const struct estate_host *host = &measured->estate->hosts[h];
        char *way = NULL;
        double capacity = host_capacity(measured, host, &way);
        tell_way(&words, way, host->name);
        amounts->room[h][AMOUNT_CPU] = host->is_drained ? 0 : amount_down(capacity * AMOUNT_MICRO);
    }
    note_hosts(&words, measured->reference->host, amounts);
}

// --- all ----------------------------------------------------------------------------------------

int amount_curve_fill(const struct estate *estate, const struct policy *policy,
                      const struct curves *curves, struct amounts *amounts,
                      struct amount_guesses *guesses, struct err *err)
{
    struct measured measured = {.estate = estate, .policy = policy};
    int result = measure(&measured, curves, err);
    if (result == 0) {
        note_classes(&measured, amounts);
        fill_hosts(&measured, amounts);
        for (size_t g = 0; g < amounts->guests; g++)
            amounts->size[g][AMOUNT_CPU] =
                amount_up(share_of(&measured, &estate->guests[g], guesses) * AMOUNT_MICRO);
    }
    measured_done(&measured);
    return result;
}
