// SPDX-License-Identifier: GPL-3.0-or-later
// The list of what is uncertain, and how one of them gets into a situation. Knows neither costs nor
// words (certainty_words.c).
#include "planner/certainty/certainty_input.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/rng.h"
#include "planner/sizing/outcome.h"

static void add(struct certainty_inputs *inputs, struct certainty_input input)
{
    if (isnan(input.number->value))
        return;
    inputs->list = alloc_resized(inputs->list, inputs->count + 1, sizeof *inputs->list);
    inputs->list[inputs->count++] = input;
}

static void add_member(struct certainty_inputs *inputs, size_t option)
{
    inputs->members =
        alloc_resized(inputs->members, inputs->member_count + 1, sizeof *inputs->members);
    inputs->members[inputs->member_count++] = option;
}

static void add_assumptions(struct certainty_inputs *inputs)
{
    for (size_t i = 0; i < ASSUMPTION_TOTAL; i++)
        add(inputs,
            (struct certainty_input){INPUT_ASSUMPTION, i, 0, &inputs->plan->assumptions[i]});
}

static void add_demand(struct certainty_inputs *inputs)
{
    const struct demand *demand = &inputs->plan->demand;

    for (size_t i = 0; i < demand->count; i++) {
        const struct guest_class *class = &demand->list[i];
        add(inputs, (struct certainty_input){INPUT_COUNT, i, 0, &class->count});
        add(inputs, (struct certainty_input){INPUT_GROWTH, i, 0, &class->growth});
        add(inputs, (struct certainty_input){INPUT_CPU, i, 0, &class->cpu.mean_cores});
    }
}

static void add_basis(struct certainty_inputs *inputs, size_t basis)
{
    const struct capacity_basis *measured = &inputs->capacities->list[basis];

    for (size_t i = 0; i < measured->class_count; i++) {
        const struct class_capacity *class = &measured->classes[i];
        add(inputs, (struct certainty_input){INPUT_GUESTS, basis, i, &class->guests});
        add(inputs, (struct certainty_input){INPUT_BUSY, basis, i, &class->busy_cores});
        add(inputs, (struct certainty_input){INPUT_OVERHEAD, basis, i, &class->overhead_bytes});
    }
}

static void add_licences(struct certainty_inputs *inputs)
{
    for (size_t i = 0; i < inputs->plan->licence_count; i++)
        add(inputs,
            (struct certainty_input){INPUT_LICENCE, i, 0, &inputs->plan->licences[i].price});
}

// Options of one model (and, for its CPUs, of one reference host) share their luck; what was
// measured on such a host and what is scaled to it have none in common.
static bool is_alike(const struct host_options *choices, size_t one, size_t other, bool is_capacity)
{
    const struct host_option *a = &choices->list[one], *b = &choices->list[other];

    if (a->model_index != b->model_index)
        return false;
    if (!is_capacity || a->basis_index == b->basis_index)
        return true;
    return *a->basis->host && strcmp(a->basis->host, b->basis->host) == 0 &&
           uncertain_is_exact(&a->capacity) == uncertain_is_exact(&b->capacity);
}

static bool has_twin_before(const struct host_options *choices, size_t option, bool is_capacity)
{
    for (size_t i = 0; i < option; i++)
        if (is_alike(choices, i, option, is_capacity))
            return true;
    return false;
}

static void add_option(struct certainty_inputs *inputs, size_t option, bool is_capacity)
{
    const struct host_option *chosen = &inputs->choices->list[option];
    struct certainty_input input = {
        .kind = is_capacity ? INPUT_CAPACITY : INPUT_PRICE,
        .first = is_capacity ? option : chosen->model_index,
        .number = is_capacity ? &chosen->capacity : &chosen->model->price,
        .member_begin = inputs->member_count,
    };

    if (has_twin_before(inputs->choices, option, is_capacity))
        return;
    for (size_t i = option; i < inputs->choices->count; i++)
        if (is_alike(inputs->choices, option, i, is_capacity))
            add_member(inputs, i);
    input.member_end = inputs->member_count;
    add(inputs, input);
}

static void put_uncertain_first(struct certainty_inputs *inputs)
{
    struct certainty_input *list = alloc_zeroed(inputs->count + 1, sizeof *list);
    size_t count = 0;

    for (int is_exact = 0; is_exact < 2; is_exact++) {
        for (size_t i = 0; i < inputs->count; i++)
            if (uncertain_is_exact(inputs->list[i].number) == is_exact)
                list[count++] = inputs->list[i];
        if (!is_exact)
            inputs->uncertain_count = count;
    }
    free(inputs->list);
    inputs->list = list;
}

static double confirmed_ratio(const struct situation *situation, size_t option,
                              const struct demand_load *load)
{
    struct outcome outcome, confirmed;

    outcome_of(situation, option, load, &outcome);
    outcome_confirm(situation, option, load, &confirmed);
    if (!outcome.is_possible || !(outcome.net_present_cost > 0))
        return 1;
    return confirmed.net_present_cost / outcome.net_present_cost;
}

// Dealing takes as long as many draws: it is done once, and situations share what it said.
static void settle(struct certainty_inputs *inputs)
{
    struct situation situation;
    size_t count = inputs->choices->count;

    situation_init(&situation, inputs->plan, inputs->capacities, inputs->choices);
    outcome_settle(&situation);
    inputs->dealt_ratios = alloc_zeroed(count + 1, sizeof *inputs->dealt_ratios);
    inputs->confirmed_ratios = alloc_zeroed(count + 1, sizeof *inputs->confirmed_ratios);
    for (size_t i = 0; i < count; i++) {
        struct demand_load load;
        demand_load_of(&situation, inputs->choices->list[i].basis_index, &load);
        inputs->dealt_ratios[i] = situation.options[i].dealt_ratio;
        inputs->confirmed_ratios[i] = confirmed_ratio(&situation, i, &load);
    }
    situation_done(&situation);
}

void certainty_inputs_of(const struct plan *plan, const struct capacities *capacities,
                         const struct host_options *choices, struct certainty_inputs *ret_inputs)
{
    struct certainty_inputs inputs = {.plan = plan, .capacities = capacities, .choices = choices};

    add_assumptions(&inputs);
    add_demand(&inputs);
    for (size_t i = 0; i < capacities->count; i++)
        add_basis(&inputs, i);
    add_licences(&inputs);
    for (size_t i = 0; i < choices->count; i++) {
        add_option(&inputs, i, false);
        add_option(&inputs, i, true);
    }
    put_uncertain_first(&inputs);
    settle(&inputs);
    *ret_inputs = inputs;
}

void certainty_inputs_done(struct certainty_inputs *inputs)
{
    if (!inputs)
        return;
    free(inputs->list);
    free(inputs->members);
    free(inputs->dealt_ratios);
    free(inputs->confirmed_ratios);
    *inputs = (struct certainty_inputs){0};
}

void certainty_inputs_situation(const struct certainty_inputs *inputs,
                                struct situation *ret_situation)
{
    situation_init(ret_situation, inputs->plan, inputs->capacities, inputs->choices);
    for (size_t i = 0; i < inputs->choices->count; i++)
        ret_situation->options[i].dealt_ratio = inputs->dealt_ratios[i];
}

// In (0, 1].
static double unit_of(uint64_t bits)
{
    return (double)((bits >> 11) + 1) * 0x1p-53;
}

// Box and Muller 1958, "A Note on the Generation of Random Normal Deviates", Ann. Math. Stat. 29.
static double normal_of(uint64_t seed, uint32_t draw, uint64_t identity)
{
    uint64_t state = rng_derive(rng_derive(seed, draw), identity);
    double radius = sqrt(-2 * log(unit_of(rng_splitmix64(&state))));

    return radius * cos(2 * M_PI * unit_of(rng_splitmix64(&state)));
}

// Of all capacities: no option has that number.
static const uint64_t CAPACITY_COMMON = ((uint64_t)INPUT_CAPACITY << 56) + (UINT64_C(1) << 56) - 1;

double certainty_input_z(const struct certainty_input *input, uint64_t seed, uint32_t draw)
{
    uint64_t identity =
        (uint64_t)input->kind << 56 | (uint64_t)input->first << 28 | (uint64_t)input->second;
    double own = normal_of(seed, draw, identity);

    if (input->kind != INPUT_CAPACITY)
        return own;
    return sqrt(CERTAINTY_SCALING_COMMON) * normal_of(seed, draw, CAPACITY_COMMON) +
           sqrt(1 - CERTAINTY_SCALING_COMMON) * own;
}

static double *place_of(const struct certainty_input *input, struct situation *situation)
{
    switch (input->kind) {
    case INPUT_ASSUMPTION:
        return &situation->assumptions[input->first];
    case INPUT_COUNT:
        return &situation->classes[input->first].count;
    case INPUT_GROWTH:
        return &situation->classes[input->first].growth;
    case INPUT_CPU:
        return &situation->classes[input->first].cpu_mean_cores;
    case INPUT_GUESTS:
        return &situation_share(situation, input->first, input->second)->guests;
    case INPUT_BUSY:
        return &situation_share(situation, input->first, input->second)->busy_cores;
    case INPUT_OVERHEAD:
        return &situation_share(situation, input->first, input->second)->overhead_bytes;
    case INPUT_LICENCE:
        return &situation->licence_prices[input->first];
    case INPUT_PRICE:
    case INPUT_CAPACITY:
        break;
    }
    return NULL;
}

// The tails of a normal distribution reach beyond what there is: a PUE below 1, a count below 0.
static double within_bounds(const struct certainty_input *input, double value)
{
    const struct assumption_record *record = &assumption_table[input->first];

    if (input->kind == INPUT_ASSUMPTION)
        return fmin(fmax(value, record->least), record->most);
    return fmax(value, input->kind == INPUT_GROWTH ? -1 : 0);
}

static void put_member(const struct certainty_inputs *inputs, const struct certainty_input *input,
                       size_t option, double z, struct situation *situation)
{
    const struct host_option *chosen = &inputs->choices->list[option];

    if (input->kind == INPUT_PRICE)
        situation->options[option].price = fmax(uncertain_at(&chosen->model->price, z), 0);
    else
        situation->options[option].capacity = fmax(uncertain_at(&chosen->capacity, z), 0);
}

void certainty_input_draw(const struct certainty_inputs *inputs,
                          const struct certainty_input *input, double z,
                          struct situation *situation)
{
    double *place = place_of(input, situation);

    if (place)
        *place = within_bounds(input, uncertain_at(input->number, z));
    for (size_t i = input->member_begin; i < input->member_end; i++)
        put_member(inputs, input, inputs->members[i], z, situation);
}

void certainty_input_put(const struct certainty_inputs *inputs, const struct certainty_input *input,
                         double value, struct situation *situation)
{
    double *place = place_of(input, situation);

    if (place)
        *place = within_bounds(input, value);
    for (size_t i = input->member_begin; input->kind == INPUT_PRICE && i < input->member_end; i++)
        situation->options[inputs->members[i]].price = value;
}
