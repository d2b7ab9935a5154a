// SPDX-License-Identifier: GPL-3.0-or-later
// Goes through the best choice and what it stands on.
#include "planner/purchase_notes.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"

void purchase_add_note(struct purchase *purchase, char *taken)
{
    for (size_t i = 0; i < purchase->note_count; i++)
        if (strcmp(purchase->notes[i], taken) == 0) {
            free(taken);
            return;
        }
    purchase->notes =
        alloc_resized(purchase->notes, purchase->note_count + 1, sizeof *purchase->notes);
    purchase->notes[purchase->note_count++] = taken;
}

static const struct capacity_basis *best_basis(const struct purchase *purchase)
{
    return purchase->options.list[purchase->choices[0].option].basis;
}

// "web, db" of the classes that the test picks; "" for none.
static char *list_classes(const struct purchase *purchase,
                          bool (*picks)(const struct purchase *purchase, size_t class))
{
    struct strbuf out = {0};
    for (size_t c = 0; c < purchase->plan->demand.count; c++)
        if (picks(purchase, c))
            strbuf_printf(&out, "%s%s", out.length ? ", " : "",
                          purchase->plan->demand.list[c].name);
    return strbuf_take(&out);
}

static bool was_measured(const struct purchase *purchase, size_t class)
{
    return isfinite(best_basis(purchase)->classes[class].guests.value);
}

static bool is_guessed(const struct purchase *purchase, size_t class)
{
    return !was_measured(purchase, class);
}

static bool is_at_least(const struct purchase *purchase, size_t class)
{
    const struct class_capacity *one = &best_basis(purchase)->classes[class];
    return was_measured(purchase, class) && one->is_at_least && !one->is_extrapolated;
}

static bool is_extrapolated(const struct purchase *purchase, size_t class)
{
    return was_measured(purchase, class) && best_basis(purchase)->classes[class].is_extrapolated;
}

static bool has_no_cpu(const struct purchase *purchase, size_t class)
{
    return !was_measured(purchase, class) &&
           !isfinite(purchase->plan->demand.list[class].cpu.mean_cores.value);
}

// What stands for some classes, and its sentence with their names in place of %s.
static const struct {
    bool (*picks)(const struct purchase *purchase, size_t class);
    const char *sentence;
} class_notes[] = {
    {is_guessed, "How many guests the CPUs hold was measured on no host for: %s. It rests on their "
                 "stated CPU time and on the share of a host's CPUs that is taken as usable "
                 "(cpu.usable)."},
    {has_no_cpu, "Nothing says what CPU time these take: %s. Every vCPU of "
                 "theirs is taken to be busy all of the time."},
    {is_at_least, "All densities that were measured hold for: %s. A host may hold more than is "
                  "planned with here; measure higher ones to buy fewer."},
    {is_extrapolated, "The number of guests a host holds lies beyond what was measured for: %s."},
};

static void add_class_notes(struct purchase *purchase)
{
    for (size_t i = 0; i < sizeof class_notes / sizeof *class_notes; i++) {
        scope_free char *names = list_classes(purchase, class_notes[i].picks);
        if (!*names)
            continue;
        const char *sentence = class_notes[i].sentence;
        const char *hole = strstr(sentence, "%s");
        purchase_add_note(
            purchase, alloc_printf("%.*s%s%s", (int)(hole - sentence), sentence, names, hole + 2));
    }
}

static void add_scaling(struct purchase *purchase)
{
    const struct host_option *best = &purchase->options.list[purchase->choices[0].option];
    if (best->capacity.origin == ORIGIN_MEASURED || !*best->basis->platform)
        return;
    purchase_add_note(purchase,
                      alloc_printf("%s itself was not measured: its CPUs are taken to hold %.3g "
                                   "[%.3g, %.3g] times what those of %s hold (%s).",
                                   best->model->name, best->capacity.value, best->capacity.low,
                                   best->capacity.high, best->basis->host, best->scaling));
}

static void add_emulation(struct purchase *purchase)
{
    for (size_t b = 0; b < purchase->capacities.count; b++)
        if (purchase->capacities.list[b].emulated)
            purchase_add_note(
                purchase, alloc_printf("Everything under %s was measured under emulation (TCG): no "
                                       "figure of it is one of hardware virtualization.",
                                       purchase->capacities.list[b].platform));
}

// A figure that some guests or the model lack.
static void add_unchecked(struct purchase *purchase)
{
    scope_strbuf struct strbuf names = {0};
    const struct outcome *best = &purchase->choices[0].outcome;
    for (int r = 0; r < RESOURCE_COUNT; r++)
        if (best->is_unchecked[r])
            strbuf_printf(&names, "%s%s", names.length ? ", " : "", resource_name(r));
    if (names.length)
        purchase_add_note(purchase, alloc_printf("Not known, of the host or of some guests, and so "
                                                 "no limit here: %s.",
                                                 strbuf_text(&names)));
}

static void add_mix(struct purchase *purchase)
{
    const struct fleet_mix *mix = &purchase->mix;
    if (mix->is_found && !mix->is_optimal)
        purchase_add_note(purchase, alloc_printf("That no fleet of these models is cheaper is not "
                                                 "proven: one could be by up to %.2g %%.",
                                                 100 * mix->gap));
}

// What inventories and telemetry left out, rounded or could not tell.
static void add_demand(struct purchase *purchase)
{
    if (purchase->plan->catalogue_note)
        purchase_add_note(purchase, alloc_copy(purchase->plan->catalogue_note));
    const struct demand *demand = &purchase->plan->demand;
    for (size_t i = 0; i < demand->note_count; i++)
        purchase_add_note(purchase, alloc_copy(demand->notes[i]));
}

void purchase_add_notes(struct purchase *purchase)
{
    add_emulation(purchase);
    add_demand(purchase);
    if (!purchase_is_possible(purchase))
        return;
    add_scaling(purchase);
    add_class_notes(purchase);
    add_unchecked(purchase);
    add_mix(purchase);
}
