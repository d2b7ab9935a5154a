// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/reports/made_purchase.h"

#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/strbuf.h"

enum { YEARS = 4, POINTS = 6, GUESTS = 900 };

static void add_text(char ***texts, size_t *count, const char *text)
{
    *texts = alloc_resized(*texts, *count + 1, sizeof **texts);
    (*texts)[(*count)++] = alloc_copy(text);
}

// --- the plan -----------------------------------------------------------------------------------

static void add_models(struct plan *plan, const struct made_purchase_options *options)
{
    plan->catalogue.name = alloc_copy("servers.csv");
    plan->catalogue.count = options->models;
    plan->catalogue.models = alloc_zeroed(options->models, sizeof *plan->catalogue.models);
    for (size_t i = 0; i < options->models; i++) {
        struct host_model *model = &plan->catalogue.models[i];
        host_model_init(model);
        model->name = alloc_printf("%s%zu", options->name ? options->name : "R-", 16 + 8 * i);
        model->sockets = 2;
        model->cores = 16 + 8 * (uint32_t)i;
        model->threads = 2 * model->cores;
        model->memory_bytes = 0x1p30 * 16 * model->cores;
        model->price = uncertain_exact(6000 + 2500 * (double)i, ORIGIN_STATED);
        model->rack_units = 1;
        model->score = 20.0 * model->cores;
        for (int w = 0; w < POWER_POINTS; w++)
            model->watts[w] = 120 + 20 * w + 10 * (double)i;
    }
    plan->catalogue.models[0].runs = alloc_copy("web");
}

static void add_guests(struct plan *plan)
{
    struct guest_class web, batch;
    guest_class_init(&web);
    web.name = alloc_copy("web");
    web.count = (struct uncertain){600, 570, 630, ORIGIN_STATED};
    web.growth = (struct uncertain){0.1, 0.05, 0.2, ORIGIN_STATED};
    web.vcpus = 2;
    web.memory_bytes = 0x1p32;
    web.run = alloc_copy("web");
    web.source = alloc_copy("plan.yaml");
    demand_add(&plan->demand, &web);
    guest_class_init(&batch);
    batch.name = alloc_copy("batch");
    batch.count = uncertain_exact(300, ORIGIN_STATED);
    batch.growth = uncertain_exact(0.1, ORIGIN_STATED);
    batch.vcpus = 4;
    batch.memory_bytes = 0x1p33;
    batch.cpu.mean_cores = (struct uncertain){0.6, 0.5, 0.8, ORIGIN_STATED};
    batch.source = alloc_copy("vms.csv:3");
    demand_add(&plan->demand, &batch);
}

static void add_licence(struct plan *plan)
{
    plan->licences = alloc_zeroed(1, sizeof *plan->licences);
    plan->licence_count = 1;
    licence_init(plan->licences);
    plan->licences->name = alloc_copy("hypervisor");
    plan->licences->by = LICENCE_CORE;
    plan->licences->price = (struct uncertain){80, 60, 100, ORIGIN_STATED};
    plan->licences->pack = 2;
    plan->licences->yearly = true;
    plan->licences->minimum_per_socket = 16;
}

static void make_plan(struct plan *plan, const struct made_purchase_options *options)
{
    plan_init(plan);
    free(plan->name);
    free(plan->currency);
    plan->name = alloc_copy("plan.yaml");
    plan->currency = alloc_copy("EUR");
    plan->draws = 2000;
    plan->seed = 7;
    if (!options->bare)
        add_text(&plan->what_ifs, &plan->what_if_count, "energy.price=0.45");
    add_models(plan, options);
    add_guests(plan);
    add_licence(plan);
}

// --- what was measured --------------------------------------------------------------------------

static void make_curve(struct density_curve *curve)
{
    static const uint32_t guests[POINTS] = {1, 2, 4, 8, 16, 24};
    struct law_point points[POINTS];
    curve->word = alloc_copy("web");
    curve->run.id = 7;
    curve->run.label = alloc_copy("web");
    curve->run.platform = alloc_copy("kvm");
    curve->points = alloc_zeroed(POINTS, sizeof *curve->points);
    curve->point_count = POINTS;
    for (size_t i = 0; i < POINTS; i++) {
        double n = guests[i], total = 1000 * n / (1 + 0.03 * (n - 1) + 0.0006 * n * (n - 1));
        total *= i % 2 ? 1.01 : 0.99;
        curve->points[i].guests = guests[i];
        curve->points[i].boots = 3;
        curve->points[i].total_hz = (struct estimate){total, 0.96 * total, 1.04 * total};
        curve->points[i].p99_ns = (struct estimate){1e6 * n, 0.9e6 * n, 1.1e6 * n};
        points[i] = (struct law_point){n, total, 0.02 * total};
    }
    curve->throughput = law_choose(points, POINTS);
    curve->guests = (struct uncertain){14, 12, 15, ORIGIN_MEASURED};
    curve->measured_most = 24;
    curve->memory_bytes = curve->busy_cores = curve->throughput_hz = uncertain_absent();
    curve->words = alloc_copy("run 7 (web, kvm on db1): 14 guests [12, 15], measured to 24");
}

static void make_basis(struct capacity_basis *basis, const char *platform, const char *host,
                       bool emulated)
{
    basis->platform = alloc_copy(platform);
    basis->host = alloc_copy(host);
    basis->emulated = emulated;
    basis->cores = 16;
    basis->core_score = basis->core_hz = NAN;
}

static void make_options(struct purchase *purchase, const struct made_purchase_options *options)
{
    const struct plan *plan = purchase->plan;
    bool bare = options->bare;
    purchase->capacities.count = 2;
    purchase->capacities.list = alloc_zeroed(2, sizeof *purchase->capacities.list);
    make_basis(&purchase->capacities.list[0], bare ? "" : "kvm", bare ? "" : "db1", false);
    make_basis(&purchase->capacities.list[1],
               bare                ? ""
               : options->emulated ? "tcg"
                                   : "kvm",
               "db2", options->emulated);
    purchase->options.count = options->models;
    purchase->options.list = alloc_zeroed(options->models, sizeof *purchase->options.list);
    for (size_t i = 0; i < options->models; i++) {
        struct host_option *option = &purchase->options.list[i];
        double capacity = 1 + 0.5 * (double)i;
        option->model = &plan->catalogue.models[i];
        option->model_index = i;
        option->basis_index = i % 3 == 2;
        option->basis = &purchase->capacities.list[option->basis_index];
        option->capacity = i == 0 ? uncertain_exact(1, ORIGIN_MEASURED)
                                  : (struct uncertain){capacity, 0.9 * capacity, 1.1 * capacity,
                                                       i == 3 ? ORIGIN_GUESSED : ORIGIN_SCALED};
        option->scaling = alloc_printf("%u cores over 16, score a core 1.00 times",
                                       plan->catalogue.models[i].cores);
    }
}

// --- what it comes to ---------------------------------------------------------------------------

static void make_year(struct outcome *outcome, uint32_t y, double price)
{
    struct outcome_year *year = &outcome->year[y];
    double before = y ? outcome->year[y - 1].hosts : 0;
    year->guests = GUESTS * pow(1.1, y + 1);
    year->average = year->guests / 1.05;
    year->needed = ceil(year->guests / outcome->guests_a_host);
    year->spare = 1;
    year->hosts = year->needed + year->spare;
    year->bought = year->hosts - before;
    year->load = 0.55;
    year->watts = 260;
    year->kwh = year->hosts * 260 * 8.76;
    year->cost[COST_PURCHASE] = year->bought * price;
    year->cost[COST_LICENCES] = 1280.25 * year->hosts;
    year->cost[COST_SUPPORT] = 300 * year->hosts;
    year->cost[COST_ENERGY] = 0.2 * year->kwh;
    year->cost[COST_COOLING] = 0.1 * year->kwh;
    year->cost[COST_SPACE] = 150 * year->hosts;
    year->cost[COST_STAFF] = 200 * year->hosts;
    year->cost[COST_RESIDUAL] = y + 1 == YEARS ? -0.1 * price * year->hosts : 0;
    for (enum cost_item item = 0; item < COST_ITEM_COUNT; item++)
        year->present += year->cost[item] * pow(1.05, -(double)y);
}

static void make_outcome(const struct purchase *purchase, size_t i, bool possible,
                         struct outcome *outcome)
{
    outcome->is_possible = possible;
    outcome->stopped_class = possible ? -1 : 0;
    outcome->stop = possible ? OUTCOME_STOP_NONE : OUTCOME_STOP_GUEST;
    outcome->binding = i % 2 ? RESOURCE_CPU : RESOURCE_MEMORY;
    outcome->guests_a_host = 40 + 12 * (double)i;
    outcome->limits[RESOURCE_CPU] = outcome->guests_a_host + (i % 2 ? 0.4 : 13.7);
    outcome->limits[RESOURCE_MEMORY] = outcome->guests_a_host + (i % 2 ? 9.1 : 0.2);
    outcome->limits[RESOURCE_DISK_SPACE] = INFINITY;
    outcome->limits[RESOURCE_DISK_RATE] = INFINITY;
    outcome->limits[RESOURCE_NETWORK] = 200;
    outcome->performance_hz = outcome->cost_per_hz = NAN;
    if (!possible)
        return;
    outcome->years = YEARS;
    double months = 0;
    for (uint32_t y = 0; y < YEARS; y++) {
        make_year(outcome, y, purchase->options.list[i].model->price.value);
        outcome->net_present_cost += outcome->year[y].present;
        months += 12 * outcome->year[y].average;
    }
    outcome->guest_month = outcome->net_present_cost / months;
}

static int by_cost(const void *left, const void *right)
{
    const struct purchase_choice *a = left, *b = right;
    if (a->outcome.is_possible != b->outcome.is_possible)
        return b->outcome.is_possible - a->outcome.is_possible;
    return (a->outcome.net_present_cost > b->outcome.net_present_cost) -
           (a->outcome.net_present_cost < b->outcome.net_present_cost);
}

static void make_choices(struct purchase *purchase, const struct made_purchase_options *options)
{
    purchase->choice_count = options->models;
    purchase->choices = alloc_zeroed(options->models, sizeof *purchase->choices);
    for (size_t i = 0; i < options->models; i++) {
        struct purchase_choice *choice = &purchase->choices[i];
        bool possible = i + options->impossible < options->models;
        choice->option = i;
        choice->why = alloc_copy(possible ? "memory binds: 40 guests a host; CPU "
                                            "alone would let in 53"
                                          : "not one guest of web fits such a host: memory");
        make_outcome(purchase, i, possible, &choice->outcome);
    }
    qsort(purchase->choices, options->models, sizeof *purchase->choices, by_cost);
}

// --- how sure -----------------------------------------------------------------------------------

static struct estimate around(double value)
{
    return (struct estimate){value, 0.9 * value, 1.15 * value};
}

static void make_draws(struct purchase *purchase)
{
    struct certainty *certainty = &purchase->certainty;
    certainty->draws = 2000;
    certainty->option_count = purchase->options.count;
    certainty->options = alloc_zeroed(certainty->option_count, sizeof *certainty->options);
    for (size_t i = 0; i < purchase->choice_count; i++) {
        const struct purchase_choice *choice = &purchase->choices[i];
        struct option_certainty *option = &certainty->options[choice->option];
        option->cost = around(choice->outcome.net_present_cost);
        option->guest_month = around(choice->outcome.guest_month);
        option->hosts = around(choice->outcome.year[YEARS - 1].hosts);
        option->cheapest_ratio = i == 0 ? 0.71 : i == 1 ? 0.29 : 0;
        option->possible_ratio = choice->outcome.is_possible;
    }
}

static void make_bars(struct purchase *purchase)
{
    static const struct {
        const char *what;
        double low, high, low_ratio, high_ratio;
        enum origin origin;
    } bars[] = {
        {"web: guests a host (kvm on db1)", 12, 15, 1.14, 0.93, ORIGIN_MEASURED},
        {"web: growth", 0.05, 0.2, 0.91, 1.1, ORIGIN_STATED},
        {"energy.price", 0.12, 0.35, 0.95, 1.08, ORIGIN_GUESSED},
        {"energy.pue", 1.2, 1.9, 0.98, 1.03, ORIGIN_GUESSED},
        {"memory.host", 0x1p30, 0x1p32, 0.99, 1.02, ORIGIN_GUESSED},
    };
    struct certainty *certainty = &purchase->certainty;
    double cost = purchase->choices[0].outcome.net_present_cost;
    size_t best = purchase->choices[0].option, count = sizeof bars / sizeof *bars;
    certainty->bars = alloc_zeroed(count, sizeof *certainty->bars);
    certainty->bar_count = count;
    for (size_t i = 0; i < count; i++)
        certainty->bars[i] = (struct tornado_bar){
            .what = alloc_copy(bars[i].what),
            .low_input = bars[i].low,
            .high_input = bars[i].high,
            .low_cost = cost * bars[i].low_ratio,
            .high_cost = cost * bars[i].high_ratio,
            .low_best = best,
            .high_best = i == 1 && purchase->choice_count > 1 ? purchase->choices[1].option : best,
            .origin = bars[i].origin,
        };
    certainty->breaks = alloc_zeroed(1, sizeof *certainty->breaks);
    certainty->break_count = 1;
    *certainty->breaks = (struct break_even){
        .assumption = ASSUME_ENERGY_PRICE,
        .what = alloc_copy("energy.price"),
        .now = 0.2,
        .threshold = 0.31,
        .option = purchase->choices[purchase->choice_count > 1].option,
    };
}

static void make_mix(struct purchase *purchase)
{
    struct fleet_mix *mix = &purchase->mix;
    mix->is_found = mix->is_optimal = true;
    mix->part_count = 2;
    mix->class_count = 2;
    mix->net_present_cost = 0.96 * purchase->choices[0].outcome.net_present_cost;
    mix->parts = alloc_zeroed(2, sizeof *mix->parts);
    for (size_t i = 0; i < 2; i++) {
        mix->parts[i].option = purchase->choices[i].option;
        mix->parts[i].guests = alloc_zeroed(2, sizeof *mix->parts[i].guests);
        mix->parts[i].guests[i] = 450;
        for (uint32_t y = 0; y < YEARS; y++)
            mix->parts[i].hosts[y] = 6 + y + (double)i;
    }
}

static void make_words(struct purchase *purchase, bool possible)
{
    purchase->answer =
        alloc_copy(possible ? "Buy 26 R-16, and grow to 34 by year 4: 40 guests a host, memory "
                              "binds, 1 spare. 4 years cost 456,789 EUR in today's money."
                            : "No model of servers.csv can hold this demand.");
    add_text(&purchase->notes, &purchase->note_count, "The price of energy was guessed.");
    add_text(&purchase->advice, &purchase->advice_count,
             "web: measure 12 to 16 guests with more boots: fullhouse bench --guests 12..16");
}

void made_purchase_init(struct made_purchase *made, const struct made_purchase_options *options)
{
    struct made_purchase_options all = *options;
    all.models = all.models ? all.models : 4;
    bool possible = all.impossible < all.models;
    *made = (struct made_purchase){0};
    make_plan(&made->plan, &all);
    made->purchase.plan = &made->plan;
    if (!all.bare) {
        made->purchase.curves.list = alloc_zeroed(1, sizeof *made->purchase.curves.list);
        made->purchase.curves.count = 1;
        make_curve(made->purchase.curves.list);
    }
    make_options(&made->purchase, &all);
    make_choices(&made->purchase, &all);
    if (!all.bare && possible) {
        make_draws(&made->purchase);
        make_bars(&made->purchase);
    }
    if (all.mixed)
        make_mix(&made->purchase);
    make_words(&made->purchase, possible);
    made->report = (struct purchase_report){&made->purchase, "fullhouse plan buy plan.yaml"};
}

void made_purchase_done(struct made_purchase *made)
{
    purchase_done(&made->purchase);
    plan_done(&made->plan);
}

char *made_purchase_emit(const struct made_purchase *made, const struct purchase_form *form)
{
    struct strbuf out = {0};
    struct emitter_context context = {0};
    form->emit(&made->report, &context, &out);
    strbuf_done(&context.notes);
    return strbuf_take(&out);
}
