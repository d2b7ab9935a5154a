// SPDX-License-Identifier: GPL-3.0-or-later
// Costs of all options, kept so that moving one input is cheap.
#include "planner/certainty/certainty_rank.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"

static void evaluate(struct certainty_rank *rank, size_t option)
{
    struct outcome outcome;
    size_t basis = rank->inputs->choices->list[option].basis_index;

    outcome_of(&rank->situation, option, &rank->loads[basis], &outcome);
    rank->moved[option] = outcome.is_possible
                              ? outcome.net_present_cost * rank->inputs->confirmed_ratios[option]
                              : INFINITY;
}

static void evaluate_basis(struct certainty_rank *rank, size_t basis)
{
    demand_load_of(&rank->situation, basis, &rank->loads[basis]);
    for (size_t i = 0; i < rank->inputs->choices->count; i++)
        if (rank->inputs->choices->list[i].basis_index == basis)
            evaluate(rank, i);
}

static void evaluate_all(struct certainty_rank *rank)
{
    for (size_t i = 0; i < rank->inputs->capacities->count; i++)
        evaluate_basis(rank, i);
}

void certainty_rank_init(struct certainty_rank *rank, const struct certainty_inputs *inputs)
{
    size_t count = inputs->choices->count;

    *rank = (struct certainty_rank){
        .inputs = inputs,
        .loads = alloc_zeroed(inputs->capacities->count, sizeof *rank->loads),
        .now = alloc_zeroed(count, sizeof *rank->now),
        .moved = alloc_zeroed(count, sizeof *rank->moved),
    };
    certainty_inputs_situation(inputs, &rank->situation);
    evaluate_all(rank);
    memcpy(rank->now, rank->moved, count * sizeof *rank->now);
}

void certainty_rank_done(struct certainty_rank *rank)
{
    if (!rank)
        return;
    situation_done(&rank->situation);
    free(rank->loads);
    free(rank->now);
    free(rank->moved);
    *rank = (struct certainty_rank){0};
}

// What the input enters, in the situation as it is now; the loads stay those of that situation.
static void evaluate_moved(struct certainty_rank *rank, const struct certainty_input *input)
{
    const struct certainty_inputs *inputs = rank->inputs;

    memcpy(rank->moved, rank->now, inputs->choices->count * sizeof *rank->moved);
    switch (input->kind) {
    case INPUT_PRICE:
    case INPUT_CAPACITY:
        for (size_t i = input->member_begin; i < input->member_end; i++)
            evaluate(rank, inputs->members[i]);
        break;
    case INPUT_GUESTS:
    case INPUT_BUSY:
    case INPUT_OVERHEAD:
        evaluate_basis(rank, input->first);
        break;
    default:
        evaluate_all(rank);
    }
}

// Puts the input back and the loads with it.
static void restore(struct certainty_rank *rank, const struct certainty_input *input)
{
    certainty_input_draw(rank->inputs, input, 0, &rank->situation);
    if (input->kind != INPUT_PRICE && input->kind != INPUT_CAPACITY)
        for (size_t i = 0; i < rank->inputs->capacities->count; i++)
            demand_load_of(&rank->situation, i, &rank->loads[i]);
}

const double *certainty_rank_draw(struct certainty_rank *rank, const struct certainty_input *input,
                                  double z)
{
    certainty_input_draw(rank->inputs, input, z, &rank->situation);
    evaluate_moved(rank, input);
    restore(rank, input);
    return rank->moved;
}

const double *certainty_rank_put(struct certainty_rank *rank, const struct certainty_input *input,
                                 double value)
{
    certainty_input_put(rank->inputs, input, value, &rank->situation);
    evaluate_moved(rank, input);
    restore(rank, input);
    return rank->moved;
}

const double *certainty_rank_end(struct certainty_rank *rank, const struct certainty_input *input,
                                 bool is_high)
{
    return certainty_rank_draw(rank, input, is_high ? UNCERTAIN_Z : -UNCERTAIN_Z);
}

size_t certainty_rank_cheapest(const double *costs, const struct host_options *choices)
{
    size_t best = CERTAINTY_NONE;

    for (size_t i = 0; i < choices->count; i++)
        if (isfinite(costs[i]) && !choices->list[i].is_alternative &&
            (best == CERTAINTY_NONE || costs[i] < costs[best]))
            best = i;
    return best;
}
