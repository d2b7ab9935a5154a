// SPDX-License-Identifier: GPL-3.0-or-later
// Rounds and evaluates. Knows no solver.
#include "planner/mix/fleet_split.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "planner/mix/fleet_build.h"

static size_t table_size(const struct fleet_terms *terms)
{
    return (terms->years + 1) * terms->class_count;
}

static double *cell(const struct fleet_split *split, size_t option, uint32_t year, size_t class)
{
    const struct fleet_terms *terms = split->terms;

    return &split->guests[option * table_size(terms) + year * terms->class_count + class];
}

static void init(const struct fleet_terms *terms, struct fleet_split *split)
{
    *split = (struct fleet_split){
        .terms = terms,
        .guests = alloc_zeroed(terms->option_count * table_size(terms), sizeof *split->guests),
        .outcomes = alloc_zeroed(terms->option_count, sizeof *split->outcomes),
    };
}

bool fleet_split_has(const struct fleet_split *split, size_t option)
{
    for (size_t i = 0; i < table_size(split->terms); i++)
        if (split->guests[option * table_size(split->terms) + i] > 0)
            return true;
    return false;
}

bool fleet_split_has_class(const struct fleet_split *split, size_t option, size_t class)
{
    for (uint32_t y = 0; y <= split->terms->years; y++)
        if (*cell(split, option, y, class) > 0)
            return true;
    return false;
}

static void evaluate(struct fleet_split *split)
{
    const struct fleet_terms *terms = split->terms;
    struct demand_load load;

    for (size_t i = 0; i < terms->option_count; i++) {
        struct situation part = *terms->situation;
        if (!fleet_split_has(split, i))
            continue;
        part.guests = &split->guests[i * table_size(terms)];
        demand_load_of(&part, terms->options[i].basis, &load);
        outcome_confirm(&part, terms->options[i].option, &load, &split->outcomes[i]);
        split->net_present_cost +=
            split->outcomes[i].is_possible ? split->outcomes[i].net_present_cost : INFINITY;
    }
}

void fleet_split_alone(const struct fleet_terms *terms, size_t option,
                       struct fleet_split *ret_split)
{
    init(terms, ret_split);
    for (size_t i = 0; i < table_size(terms); i++)
        ret_split->guests[option * table_size(terms) + i] = terms->guests[i];
    evaluate(ret_split);
}

static const double hair = 1e-6;

// shares: by option, together the whole count. Each gets the whole of its share; what is left goes
// to the largest remainders, the first of equals.
static void share_out(struct fleet_split *split, uint32_t year, size_t class, double *shares)
{
    size_t options = split->terms->option_count;
    double left = split->terms->guests[year * split->terms->class_count + class];

    for (size_t i = 0; i < options; i++) {
        double whole = floor(fmax(0, shares[i]) + hair);
        *cell(split, i, year, class) = whole;
        shares[i] -= whole;
        left -= whole;
    }
    for (; left > 0; left--) {
        size_t most = 0;
        for (size_t i = 1; i < options; i++)
            if (shares[i] > shares[most])
                most = i;
        *cell(split, most, year, class) += 1;
        shares[most] = -INFINITY;
    }
}

// Those of today live where those of the end of the first year do.
static double share_of(const struct fleet_split *split, const double *values, size_t option,
                       uint32_t year, size_t class)
{
    const struct fleet_terms *terms = split->terms;
    double end = terms->guests[terms->class_count + class];

    if (year > 0)
        return fleet_build_guests(terms, values, option, year - 1, class);
    if (!(end > 0))
        return option == 0 ? terms->guests[class] : 0;
    return terms->guests[class] * fleet_build_guests(terms, values, option, 0, class) / end;
}

void fleet_split_by(const struct fleet_terms *terms, const double *values,
                    struct fleet_split *ret_split)
{
    scope_free double *shares = alloc_zeroed(terms->option_count, sizeof *shares);

    init(terms, ret_split);
    for (uint32_t y = 0; y <= terms->years; y++)
        for (size_t c = 0; c < terms->class_count; c++) {
            for (size_t i = 0; i < terms->option_count; i++)
                shares[i] = share_of(ret_split, values, i, y, c);
            share_out(ret_split, y, c, shares);
        }
    evaluate(ret_split);
}

bool fleet_split_moved(const struct fleet_split *split, const struct fleet_move *move,
                       struct fleet_split *ret_split)
{
    const struct fleet_terms *terms = split->terms;
    bool is_moved = false;

    init(terms, ret_split);
    memcpy(ret_split->guests, split->guests,
           terms->option_count * table_size(terms) * sizeof *split->guests);
    for (uint32_t y = 0; y <= terms->years; y++) {
        double *from = cell(ret_split, move->from, y, move->class);
        double count = move->is_one ? fmin(*from, 1) : *from;
        *from -= count;
        *cell(ret_split, move->to, y, move->class) += count;
        is_moved |= count > 0;
    }
    if (is_moved)
        evaluate(ret_split);
    else
        fleet_split_done(ret_split);
    return is_moved;
}

void fleet_split_done(struct fleet_split *split)
{
    if (!split)
        return;
    free(split->guests);
    free(split->outcomes);
    *split = (struct fleet_split){0};
}
