// SPDX-License-Identifier: GPL-3.0-or-later
// Goes through the best choice and what it stands on.
#include "planner/purchase/purchase_notes.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "planner/purchase/purchase_class.h"
#include "planner/sizing/situation.h"

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

// What stands for some classes, and its sentence with their names in place of %s.
static const struct {
    purchase_class_test *test;
    const char *sentence;
} class_notes[] = {
    {purchase_class_is_told,
     "No run of its platform tells how many of these guests the CPUs of the best choice hold: %s. "
     "It "
     "rests on their CPU time and on the share of a host's CPUs that is taken as usable "
     "(cpu.usable)."},
    {purchase_class_is_untold,
     "Neither runs on the platform nor anything else tells what CPU time these take: %s. Every "
     "vCPU of theirs is taken to be busy all of the time, which is a guess and not a demand."},
    {purchase_class_is_at_least,
     "All densities that were measured hold for: %s. A host may hold more than is "
     "planned with here; measure higher ones to buy fewer."},
    {purchase_class_is_extrapolated,
     "The number of guests a host holds lies beyond what was measured for: %s."},
};

static void add_class_notes(struct purchase *purchase)
{
    for (size_t i = 0; i < sizeof class_notes / sizeof *class_notes; i++) {
        scope_free char *names = purchase_class_list(purchase, class_notes[i].test);
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

// Guests of one name that do unlike work: their hosts are then no two offers for the same.
static void add_work(struct purchase *purchase, const struct capacity_basis *here,
                     const struct capacity_basis *there)
{
    const double alike = 1.25;
    for (size_t c = 0; c < here->class_count && strcmp(here->platform, there->platform) != 0; c++) {
        double ratio = there->classes[c].throughput_hz.value / here->classes[c].throughput_hz.value;
        if (ratio > alike || ratio < 1 / alike)
            purchase_add_note(
                purchase, alloc_printf("A guest of %s does %.3g times the work under %s that it "
                                       "does under %s: hosts for the one are none for the other.",
                                       purchase->plan->demand.list[c].name, ratio, there->platform,
                                       here->platform));
    }
}

static void add_works(struct purchase *purchase)
{
    const struct capacity_basis *best = purchase->options.list[purchase->choices[0].option].basis;
    for (size_t b = 0; b < purchase->capacities.count; b++)
        add_work(purchase, best, &purchase->capacities.list[b]);
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

static bool is_for_any(const struct purchase *purchase, const struct licence *licence)
{
    for (size_t b = 0; b < purchase->capacities.count; b++)
        if (situation_is_licensed(purchase->plan, licence->platform, &purchase->capacities.list[b]))
            return true;
    return false;
}

// A price that was stated and is in no cost.
static void add_licences(struct purchase *purchase)
{
    for (size_t k = 0; k < purchase->plan->licence_count; k++) {
        const struct licence *licence = &purchase->plan->licences[k];
        if (!is_for_any(purchase, licence))
            purchase_add_note(purchase,
                              alloc_printf("Licence %s is for hosts that run %s, and no choice "
                                           "does: it is in no cost here.",
                                           licence->name, licence->platform));
    }
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
    add_licences(purchase);
    if (!purchase_is_possible(purchase))
        return;
    add_scaling(purchase);
    add_class_notes(purchase);
    add_works(purchase);
    add_unchecked(purchase);
    add_mix(purchase);
}
