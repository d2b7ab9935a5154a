// SPDX-License-Identifier: GPL-3.0-or-later
// Puts a plan together: what the CPUs hold, what can be chosen, what each choice comes to, fleets
// of several models, and how sure all of it is.
#include "planner/purchase/purchase.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "planner/purchase/purchase_advice.h"
#include "planner/purchase/purchase_words.h"

// A fleet of several models is looked for among this many options, for so long.
enum { MIX_OPTIONS = 6 };
// A backstop: on an idle machine the search ends by its own measure in some seconds, and only what
// ends so is the same every time.
static const double MIX_SECONDS = 30;

// --- choices -------------------------------------------------------------------------------------

// What can be bought, then what stands beside it, then what is not possible.
static int rank(const struct purchase_choice *choice)
{
    return (choice->outcome.is_possible ? 0 : 2) + choice->is_alternative;
}

static int compare(const void *a, const void *b)
{
    const struct purchase_choice *one = a, *other = b;
    if (rank(one) != rank(other))
        return rank(one) - rank(other);
    double first = one->outcome.net_present_cost, second = other->outcome.net_present_cost;
    if (one->outcome.is_possible && first != second)
        return first < second ? -1 : 1;
    return (one->option > other->option) - (one->option < other->option);
}

static void evaluate(const struct situation *situation, const struct demand_load *loads,
                     struct purchase *purchase)
{
    purchase->choice_count = purchase->options.count;
    purchase->choices = alloc_zeroed(purchase->choice_count, sizeof *purchase->choices);
    for (size_t i = 0; i < purchase->choice_count; i++) {
        struct purchase_choice *choice = &purchase->choices[i];
        const struct host_option *option = &purchase->options.list[i];
        choice->option = i;
        choice->is_alternative = option->is_alternative;
        outcome_confirm(situation, i, &loads[option->basis_index], &choice->outcome);
    }
    qsort(purchase->choices, purchase->choice_count, sizeof *purchase->choices, compare);
}

static void choose(const struct situation *situation, struct purchase *purchase)
{
    size_t bases = purchase->capacities.count;
    struct demand_load *loads = alloc_zeroed(bases, sizeof *loads);
    for (size_t b = 0; b < bases; b++)
        demand_load_of(situation, b, &loads[b]);
    evaluate(situation, loads, purchase);
    free(loads);
}

// --- several models ------------------------------------------------------------------------------

static const struct host_option *option_of(const struct purchase *purchase, size_t choice)
{
    return &purchase->options.list[purchase->choices[choice].option];
}

// Guests of the mix that a host holds by one resource, for its share of the cost.
static double per_cost(const struct purchase_choice *choice, int resource)
{
    return choice->outcome.limits[resource] / choice->outcome.net_present_cost *
           choice->outcome.year[choice->outcome.years - 1].hosts;
}

static bool is_of_best_platform(const struct purchase *purchase, size_t choice)
{
    return strcmp(option_of(purchase, choice)->basis->platform,
                  option_of(purchase, 0)->basis->platform) == 0;
}

static bool holds(const size_t *list, size_t count, size_t option)
{
    for (size_t i = 0; i < count; i++)
        if (list[i] == option)
            return true;
    return false;
}

static void add_best(const struct purchase *purchase, int resource, size_t *list, size_t *count)
{
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < purchase->choice_count; i++) {
        const struct purchase_choice *choice = &purchase->choices[i];
        if (!choice->outcome.is_possible || !isfinite(per_cost(choice, resource)) ||
            !is_of_best_platform(purchase, i))
            continue;
        if (best == SIZE_MAX ||
            per_cost(choice, resource) > per_cost(&purchase->choices[best], resource))
            best = i;
    }
    if (best != SIZE_MAX && !holds(list, *count, purchase->choices[best].option))
        list[(*count)++] = purchase->choices[best].option;
}

// The cheapest, of the best one's platform, and those that give most of one resource for the money:
// what one model alone does badly two may do well.
static size_t shortlist(const struct purchase *purchase, size_t *list)
{
    size_t count = 0;
    for (int resource = 0; resource < RESOURCE_COUNT && count < MIX_OPTIONS - 2; resource++)
        add_best(purchase, resource, list, &count);
    for (size_t i = 0; i < purchase->choice_count && count < MIX_OPTIONS; i++)
        if (purchase->choices[i].outcome.is_possible && is_of_best_platform(purchase, i) &&
            !holds(list, count, purchase->choices[i].option))
            list[count++] = purchase->choices[i].option;
    return count;
}

static int find_mix(const struct situation *situation, struct purchase *purchase, struct err *err)
{
    size_t list[MIX_OPTIONS];
    size_t count = shortlist(purchase, list);
    if (count < 2)
        return 0;
    return fleet_mix_of(situation, list, count, MIX_SECONDS, &purchase->mix, err);
}

// --- all of it -----------------------------------------------------------------------------------

bool purchase_is_possible(const struct purchase *purchase)
{
    return purchase->choice_count > 0 && rank(&purchase->choices[0]) == 0;
}

static int judge(struct purchase *purchase, struct err *err)
{
    struct situation situation;
    situation_init(&situation, purchase->plan, &purchase->capacities, &purchase->options);
    choose(&situation, purchase);
    int result = 0;
    if (purchase_is_possible(purchase))
        result = find_mix(&situation, purchase, err);
    situation_done(&situation);
    if (result < 0 || !purchase_is_possible(purchase))
        return result;
    return certainty_of(purchase->plan, &purchase->capacities, &purchase->options,
                        purchase->choices[0].option, &purchase->certainty, err);
}

int purchase_of(const struct plan *plan, struct curves *curves, struct purchase *ret_purchase,
                struct err *err)
{
    struct purchase purchase = {.plan = plan, .curves = *curves};
    *curves = (struct curves){0};
    int result = capacities_of(plan, &purchase.curves, &purchase.capacities, err);
    if (result == 0)
        result =
            host_options_of(plan, &purchase.capacities, &purchase.curves, &purchase.options, err);
    if (result == 0)
        result = judge(&purchase, err);
    if (result < 0) {
        purchase_done(&purchase);
        return result;
    }
    purchase_add_words(&purchase);
    purchase_add_advice(&purchase);
    *ret_purchase = purchase;
    return 0;
}

static void free_texts(char **texts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(texts[i]);
    free(texts);
}

void purchase_done(struct purchase *purchase)
{
    for (size_t i = 0; i < purchase->choice_count; i++)
        free(purchase->choices[i].why);
    free(purchase->choices);
    fleet_mix_done(&purchase->mix);
    certainty_done(&purchase->certainty);
    host_options_done(&purchase->options);
    capacities_done(&purchase->capacities);
    curves_done(&purchase->curves);
    free(purchase->answer);
    free_texts(purchase->notes, purchase->note_count);
    free_texts(purchase->advice, purchase->advice_count);
    *purchase = (struct purchase){0};
}
