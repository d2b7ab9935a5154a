// SPDX-License-Identifier: GPL-3.0-or-later
// Makes the situation in which every number has its value, and looks up once what no draw changes:
// which licences are for which option, and how many packs of them.
#include "planner/sizing/situation.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"

static void fill_classes(struct situation *situation)
{
    const struct demand *demand = &situation->plan->demand;
    situation->classes = alloc_zeroed(demand->count, sizeof(*situation->classes));
    for (size_t i = 0; i < demand->count; i++) {
        const struct guest_class *class = &demand->list[i];
        situation->classes[i] = (struct situation_class){
            .count = class->count.value,
            .growth = class->growth.value,
            .cpu_mean_cores = class->cpu.mean_cores.value,
        };
    }
}

static void fill_shares(struct situation *situation)
{
    size_t classes = situation->plan->demand.count;
    const struct capacities *capacities = situation->capacities;
    situation->shares = alloc_zeroed(capacities->count * classes, sizeof(*situation->shares));
    for (size_t b = 0; b < capacities->count; b++) {
        for (size_t c = 0; c < classes; c++) {
            const struct class_capacity *capacity = &capacities->list[b].classes[c];
            *situation_share(situation, b, c) = (struct situation_share){
                .guests = capacity->guests.value,
                .busy_cores = capacity->busy_cores.value,
                .throughput_hz = capacity->throughput_hz.value,
                .overhead_bytes = capacity->overhead_bytes.value,
            };
        }
    }
}

static void fill_options(struct situation *situation)
{
    const struct host_options *choices = situation->choices;
    situation->options = alloc_zeroed(choices->count, sizeof(*situation->options));
    for (size_t i = 0; i < choices->count; i++) {
        situation->options[i] = (struct situation_option){
            .price = choices->list[i].model->price.value,
            .capacity = choices->list[i].capacity.value,
            .dealt_ratio = 1,
        };
    }
}

bool situation_is_licensed(const struct plan *plan, const char *platform,
                           const struct capacity_basis *basis)
{
    if (!platform)
        return true;
    if (basis->platform && *basis->platform)
        return strcmp(platform, basis->platform) == 0;
    for (size_t i = 0; i < plan->platform_count; i++)
        if (strcmp(platform, plan->platforms[i]) == 0)
            return true;
    return false;
}

static void fill_packs(struct situation *situation)
{
    const struct plan *plan = situation->plan;
    const struct host_options *choices = situation->choices;
    situation->packs = alloc_zeroed(choices->count * plan->licence_count, sizeof(double));
    for (size_t i = 0; i < choices->count; i++) {
        const struct host_option *option = &choices->list[i];
        for (size_t k = 0; k < plan->licence_count; k++) {
            const struct licence *licence = &plan->licences[k];
            if (licence->by != LICENCE_GUEST &&
                situation_is_licensed(plan, licence->platform, option->basis))
                situation->packs[i * plan->licence_count + k] =
                    licence_packs(licence, option->model);
        }
    }
}

static int class_named(const struct demand *demand, const char *name)
{
    for (size_t i = 0; name && i < demand->count; i++)
        if (strcmp(demand->list[i].name, name) == 0)
            return (int)i;
    return -1;
}

static void fill_licences(struct situation *situation)
{
    const struct plan *plan = situation->plan;
    size_t count = plan->licence_count, bases = situation->capacities->count;
    situation->licence_prices = alloc_zeroed(count, sizeof(double));
    situation->licence_class = alloc_zeroed(count, sizeof(int));
    situation->guest_applies = alloc_zeroed(bases * count, sizeof(bool));
    for (size_t k = 0; k < count; k++) {
        const struct licence *licence = &plan->licences[k];
        situation->licence_prices[k] = licence->price.value;
        situation->licence_class[k] = class_named(&plan->demand, licence->class);
        for (size_t b = 0; b < bases; b++)
            situation->guest_applies[b * count + k] =
                licence->by == LICENCE_GUEST &&
                situation_is_licensed(plan, licence->platform, &situation->capacities->list[b]);
    }
    fill_packs(situation);
}

void situation_init(struct situation *situation, const struct plan *plan,
                    const struct capacities *capacities, const struct host_options *choices)
{
    *situation = (struct situation){.plan = plan, .capacities = capacities, .choices = choices};
    for (size_t i = 0; i < ASSUMPTION_TOTAL; i++)
        situation->assumptions[i] = plan->assumptions[i].value;
    fill_classes(situation);
    fill_shares(situation);
    fill_options(situation);
    fill_licences(situation);
}

void situation_done(struct situation *situation)
{
    if (!situation)
        return;
    free(situation->classes);
    free(situation->shares);
    free(situation->options);
    free(situation->licence_prices);
    free(situation->packs);
    free(situation->guest_applies);
    free(situation->licence_class);
    *situation = (struct situation){0};
}

struct situation_share *situation_share(const struct situation *situation, size_t basis,
                                        size_t class)
{
    return &situation->shares[basis * situation->plan->demand.count + class];
}
