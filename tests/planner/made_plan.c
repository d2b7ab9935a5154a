// SPDX-License-Identifier: GPL-3.0-or-later
// Fixed arrays that point at each other.
#include "tests/planner/made_plan.h"

#include <math.h>
#include <string.h>

static const double gib = 1024.0 * 1024 * 1024;

void made_plan_assume(struct made_plan *made, enum assumption which, double value)
{
    made->plan.assumptions[which] = uncertain_exact(value, ORIGIN_STATED);
}

void made_plan_init(struct made_plan *made)
{
    memset(made, 0, sizeof(*made));
    plan_init(&made->plan);
    for (int i = 0; i < ASSUMPTION_TOTAL; i++)
        made_plan_assume(made, (enum assumption)i, 0);
    static const struct {
        enum assumption which;
        double value;
    } ones[] = {{ASSUME_HORIZON, 4},     {ASSUME_LIFETIME, 5},      {ASSUME_PUE, 1},
                {ASSUME_HOURS, 8760},    {ASSUME_PERCENTILE, 0.95}, {ASSUME_CPU_USABLE, 1},
                {ASSUME_OVERCOMMIT, 1},  {ASSUME_DISK_USABLE, 1},   {ASSUME_NETWORK_USABLE, 1},
                {ASSUME_RACK_HEIGHT, 42}};
    for (size_t i = 0; i < sizeof(ones) / sizeof(*ones); i++)
        made_plan_assume(made, ones[i].which, ones[i].value);
    made->plan.demand.list = made->classes;
    made->plan.catalogue.models = made->models;
    made->plan.licences = made->licences;
    made->basis = (struct capacity_basis){.platform = (char *)"kvm",
                                          .host = (char *)"reference",
                                          .cores = 8,
                                          .core_score = NAN,
                                          .core_hz = NAN,
                                          .classes = made->capacity};
    made->capacities = (struct capacities){&made->basis, 1};
    made->choices.list = made->options;
}

struct guest_class *made_plan_class(struct made_plan *made, const char *name, double count,
                                    double growth)
{
    size_t index = made->plan.demand.count++;
    struct guest_class *class = &made->classes[index];
    guest_class_init(class);
    class->name = (char *)name;
    class->count = uncertain_exact(count, ORIGIN_STATED);
    class->growth = uncertain_exact(growth, ORIGIN_STATED);
    class->disk_hz = class->network_bits_hz = 0;
    made->capacity[index] = (struct class_capacity){
        .guests = uncertain_absent(),
        .busy_cores = uncertain_absent(),
        .throughput_hz = uncertain_absent(),
        .overhead_bytes = uncertain_absent(),
    };
    made->basis.class_count = index + 1;
    return class;
}

void made_plan_curve(struct made_plan *made, double guests, double busy_cores)
{
    struct class_capacity *capacity = &made->capacity[made->plan.demand.count - 1];
    capacity->guests = uncertain_exact(guests, ORIGIN_MEASURED);
    capacity->busy_cores = uncertain_exact(busy_cores, ORIGIN_MEASURED);
}

void made_plan_cores(struct made_plan *made, double mean, double sd, double correlation)
{
    struct cpu_demand *cpu = &made->classes[made->plan.demand.count - 1].cpu;
    cpu->mean_cores = uncertain_exact(mean, ORIGIN_STATED);
    cpu->sd_cores = sd;
    cpu->correlation = correlation;
}

struct host_model *made_plan_model(struct made_plan *made, const char *name)
{
    static const double watts[] = {100, 130, 150, 170, 190, 210, 235, 260, 290, 320, 350};
    size_t index = made->plan.catalogue.count++;
    struct host_model *model = &made->models[index];
    *model = (struct host_model){.name = (char *)name,
                                 .sockets = 1,
                                 .cores = 16,
                                 .threads = 16,
                                 .base_hz = NAN,
                                 .turbo_hz = NAN,
                                 .memory_bytes = 512 * gib,
                                 .disk_bytes = NAN,
                                 .disk_hz = NAN,
                                 .nic_bits_hz = NAN,
                                 .price = uncertain_exact(0, ORIGIN_STATED),
                                 .rack_units = 2,
                                 .score = NAN};
    memcpy(model->watts, watts, sizeof(watts));
    made->options[index] = (struct host_option){.model = model,
                                                .basis = &made->basis,
                                                .model_index = index,
                                                .capacity = uncertain_exact(2, ORIGIN_SCALED)};
    made->choices.count = index + 1;
    return model;
}

struct licence *made_plan_licence(struct made_plan *made, enum licence_metric by, double price)
{
    struct licence *licence = &made->licences[made->plan.licence_count++];
    licence_init(licence);
    licence->by = by;
    licence->price = uncertain_exact(price, ORIGIN_STATED);
    return licence;
}

typedef void evaluate_fn(const struct situation *situation, size_t option,
                         const struct demand_load *load, struct outcome *ret_outcome);

static struct outcome evaluate(const struct made_plan *made, size_t option, evaluate_fn *of)
{
    struct situation situation;
    struct demand_load load;
    struct outcome outcome;
    situation_init(&situation, &made->plan, &made->capacities, &made->choices);
    demand_load_of(&situation, 0, &load);
    of(&situation, option, &load, &outcome);
    situation_done(&situation);
    return outcome;
}

struct outcome made_plan_outcome(const struct made_plan *made, size_t option)
{
    return evaluate(made, option, outcome_of);
}

struct outcome made_plan_confirmed(const struct made_plan *made, size_t option)
{
    return evaluate(made, option, outcome_confirm);
}
