// SPDX-License-Identifier: GPL-3.0-or-later
// Builds plans in memory.
#include "tests/planner/made_market.h"

#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/rng.h"

static const double GIB = 1024.0 * 1024 * 1024;
enum { REFERENCE_CORES = 16 };

static void add_basis(struct made_market *made, const char *platform)
{
    struct capacities *all = &made->capacities;

    all->list = alloc_resized(all->list, all->count + 1, sizeof *all->list);
    all->list[all->count++] = (struct capacity_basis){
        .platform = alloc_copy(platform),
        .host = alloc_copy("ref"),
        .cores = REFERENCE_CORES,
        .core_score = NAN,
        .core_hz = NAN,
    };
}

void made_market_init(struct made_market *made)
{
    *made = (struct made_market){0};
    plan_init(&made->plan);
    made->plan.currency = alloc_copy("EUR");
    made->plan.draws = 1000;
    made->plan.seed = 1;
    for (size_t i = 0; i < ASSUMPTION_TOTAL; i++)
        made->plan.assumptions[i] = uncertain_exact(assumption_table[i].value, ORIGIN_STATED);
    add_basis(made, "kvm");
}

void made_market_done(struct made_market *made)
{
    host_options_done(&made->choices);
    capacities_done(&made->capacities);
    plan_done(&made->plan);
}

struct uncertain made_interval(double value, double low, double high)
{
    return (struct uncertain){.value = value, .low = low, .high = high, .origin = ORIGIN_MEASURED};
}

static void add_measured(struct capacity_basis *basis, double guests)
{
    size_t count = basis->class_count;

    basis->classes = alloc_resized(basis->classes, count + 1, sizeof *basis->classes);
    basis->solo_hz = alloc_resized(basis->solo_hz, count + 1, sizeof *basis->solo_hz);
    basis->solo_hz[count] = NAN;
    basis->classes[count] = (struct class_capacity){
        .guests = uncertain_exact(guests, ORIGIN_MEASURED),
        .busy_cores = uncertain_exact(0.5, ORIGIN_MEASURED),
        .throughput_hz = uncertain_exact(100, ORIGIN_MEASURED),
        .overhead_bytes = uncertain_exact(0, ORIGIN_MEASURED),
        .source = alloc_copy("made"),
    };
    basis->class_count++;
}

size_t made_market_class(struct made_market *made, const char *name, double count,
                         double memory_gib, double guests_a_host)
{
    struct guest_class class;

    guest_class_init(&class);
    class.name = alloc_copy(name);
    class.count = uncertain_exact(count, ORIGIN_STATED);
    class.memory_bytes = memory_gib * GIB;
    class.run = alloc_copy(name);
    class.source = alloc_copy("made");
    demand_add(&made->plan.demand, &class);
    for (size_t i = 0; i < made->capacities.count; i++)
        add_measured(&made->capacities.list[i], guests_a_host);
    return made->plan.demand.count - 1;
}

size_t made_market_model(struct made_market *made, const char *name, uint32_t cores,
                         double memory_gib, double price)
{
    struct catalogue *catalogue = &made->plan.catalogue;
    struct host_model model;

    host_model_init(&model);
    model.name = alloc_copy(name);
    model.sockets = 2;
    model.cores = cores;
    model.threads = 2 * cores;
    model.base_hz = model.turbo_hz = model.score = NAN;
    model.disk_bytes = model.disk_hz = model.nic_bits_hz = NAN;
    model.memory_bytes = memory_gib * GIB;
    model.price = uncertain_exact(price, ORIGIN_STATED);
    model.support_year = 0;
    model.rack_units = 1;
    for (int i = 0; i < POWER_POINTS; i++)
        model.watts[i] = 50 + 0.5 * cores * i;
    catalogue->models =
        alloc_resized(catalogue->models, catalogue->count + 1, sizeof *catalogue->models);
    catalogue->models[catalogue->count++] = model;
    return catalogue->count - 1;
}

static void add_option(struct made_market *made, size_t model, size_t basis)
{
    struct host_options *choices = &made->choices;
    const struct host_model *chosen = &made->plan.catalogue.models[model];

    choices->list = alloc_resized(choices->list, choices->count + 1, sizeof *choices->list);
    choices->list[choices->count++] = (struct host_option){
        .model = chosen,
        .basis = &made->capacities.list[basis],
        .model_index = model,
        .basis_index = basis,
        .capacity = uncertain_exact((double)chosen->cores / REFERENCE_CORES, ORIGIN_SCALED),
        .scaling = alloc_copy("by cores"),
    };
}

void made_market_options(struct made_market *made)
{
    for (size_t m = 0; m < made->plan.catalogue.count; m++)
        for (size_t b = 0; b < made->capacities.count; b++)
            add_option(made, m, b);
}

void made_market_platform(struct made_market *made, const char *platform, double factor)
{
    add_basis(made, platform);
    struct capacity_basis *measured = &made->capacities.list[0];
    for (size_t i = 0; i < measured->class_count; i++)
        add_measured(&made->capacities.list[made->capacities.count - 1],
                     measured->classes[i].guests.value * factor);
}

static double between(struct rng *rng, double low, double high)
{
    return low + (high - low) * rng_unit(rng);
}

static struct uncertain around(double value, double part)
{
    return made_interval(value, value * (1 - part), value * (1 + part));
}

// Two classes in three were measured; the others are known by their CPU time.
static void add_random_class(struct made_market *made, struct rng *rng, size_t index)
{
    char *name = alloc_printf("class-%02zu", index);
    size_t at = made_market_class(made, name, 0, 1 << rng_below(rng, 5), between(rng, 8, 64));
    struct guest_class *class = &made->plan.demand.list[at];
    struct class_capacity *measured = &made->capacities.list[0].classes[at];

    class->count = around(floor(between(rng, 10, 200)), 0.1);
    class->growth = made_interval(0.15, 0.05, 0.30);
    // Hosts that are full by their service level are less busy than that.
    double cores = between(rng, 0.3, 0.8) * REFERENCE_CORES / measured->guests.value;
    class->cpu.mean_cores = around(cores, 0.2);
    class->cpu.sd_cores = between(rng, 0.1, 1) * cores;
    class->cpu.correlation = between(rng, 0, 0.4);
    class->disk_bytes = between(rng, 10, 100) * 1e9;
    measured->guests = index % 3 == 2 ? uncertain_absent() : around(measured->guests.value, 0.15);
    measured->busy_cores = around(cores, 0.1);
    measured->overhead_bytes = around(150e6, 0.3);
    free(name);
}

// Prices by what is in it, give or take a fifth: near rivals, as in a real list.
static void add_random_model(struct made_market *made, struct rng *rng, size_t index)
{
    char *name = alloc_printf("model-%03zu", index);
    uint32_t cores = 16 * (1 + (uint32_t)rng_below(rng, 8));
    double memory_gib = 128 * (double)(1 + rng_below(rng, 16));
    double price = (2000 + 120 * cores + 6 * memory_gib) * between(rng, 0.8, 1.2);
    size_t at = made_market_model(made, name, cores, memory_gib, round(price));
    struct host_model *model = &made->plan.catalogue.models[at];

    model->price = around(model->price.value, 0.1);
    model->disk_bytes = between(rng, 8, 60) * 1e12;
    model->support_year = round(0.06 * price);
    free(name);
}

void made_market_random(struct made_market *made, uint64_t seed, size_t models, size_t classes)
{
    struct rng rng;

    made_market_init(made);
    rng_init(&rng, seed);
    for (size_t i = 0; i < ASSUMPTION_TOTAL; i++) {
        const struct assumption_record *record = &assumption_table[i];
        made->plan.assumptions[i] =
            (struct uncertain){record->value, record->low, record->high, ORIGIN_GUESSED};
    }
    made->plan.assumptions[ASSUME_STAFF_RATE] = around(60, 0.2);
    for (size_t i = 0; i < classes; i++)
        add_random_class(made, &rng, i);
    for (size_t i = 0; i < models; i++)
        add_random_model(made, &rng, i);
    made_market_options(made);
    for (size_t i = 0; i < made->choices.count; i++)
        made->choices.list[i].capacity = around(made->choices.list[i].capacity.value, 0.2);
}
