// SPDX-License-Identifier: GPL-3.0-or-later
// Layout and costs of columns. Knows no rows.
#include "planner/mix/fleet_column.h"

#include <math.h>

// Programmes with so few guest columns get them whole: small fleets live on single guests.
enum { WHOLE_COLUMNS = 96 };

static size_t width_of(const struct fleet_terms *terms)
{
    return FLEET_GUESTS + terms->class_count + terms->situation->plan->licence_count;
}

size_t fleet_column_count(const struct fleet_terms *terms)
{
    return terms->option_count * terms->years * width_of(terms);
}

size_t fleet_column(const struct fleet_terms *terms, size_t option, uint32_t year, size_t what)
{
    return (option * terms->years + year) * width_of(terms) + what;
}

size_t fleet_column_licence(const struct fleet_terms *terms, size_t option, uint32_t year,
                            size_t licence)
{
    return fleet_column(terms, option, year, FLEET_GUESTS + terms->class_count + licence);
}

double fleet_column_guests(const struct fleet_terms *terms, uint32_t year, size_t class)
{
    return terms->guests[(year + 1) * terms->class_count + class];
}

static bool licence_applies(const struct fleet_terms *terms, size_t option, size_t licence)
{
    size_t basis = terms->options[option].basis;

    return terms->situation->guest_applies[basis * terms->situation->plan->licence_count + licence];
}

bool fleet_column_is_licensed(const struct fleet_terms *terms, size_t licence, size_t class)
{
    int only = terms->situation->licence_class[licence];

    return only < 0 || (size_t)only == class;
}

bool fleet_column_is_owned(const struct fleet_terms *terms, size_t option, size_t licence)
{
    return !terms->situation->plan->licences[licence].yearly &&
           licence_applies(terms, option, licence);
}

// What licences by the year cost for one guest.
static double guest_cost(const struct fleet_terms *terms, size_t option, uint32_t year,
                         size_t class)
{
    const struct plan *plan = terms->situation->plan;
    double sum = 0;

    for (size_t k = 0; k < plan->licence_count; k++)
        if (plan->licences[k].yearly && licence_applies(terms, option, k) &&
            fleet_column_is_licensed(terms, k, class))
            sum += terms->situation->licence_prices[k];
    return sum * terms->licence_year[year];
}

// One licence owned in a year, over one not owned before: bought at its start unless the year
// before had it, which its own column pays.
static double owned_cost(const struct fleet_terms *terms, uint32_t year, size_t licence)
{
    double price = terms->situation->licence_prices[licence];
    double later = year + 1 < terms->years ? terms->licence_once[year + 1] : 0;

    return price *
           (terms->licence_once[year] - later +
            terms->situation->plan->licences[licence].maintenance * terms->licence_year[year]);
}

static void set_guest_columns(const struct fleet_terms *terms, size_t option, uint32_t year,
                              struct programme_column *columns)
{
    bool is_small = terms->option_count * terms->years * terms->class_count <= WHOLE_COLUMNS;

    for (size_t c = 0; c < terms->class_count; c++) {
        struct programme_column *column =
            &columns[fleet_column(terms, option, year, FLEET_GUESTS + c)];
        column->is_whole = is_small;
        column->most =
            terms->options[option].needs[c].most > 0 ? fleet_column_guests(terms, year, c) : 0;
        column->cost = guest_cost(terms, option, year, c);
    }
}

static void set_licence_columns(const struct fleet_terms *terms, size_t option, uint32_t year,
                                struct programme_column *columns)
{
    const struct plan *plan = terms->situation->plan;

    for (size_t k = 0; k < plan->licence_count; k++) {
        if (!fleet_column_is_owned(terms, option, k))
            continue;
        columns[fleet_column_licence(terms, option, year, k)] =
            (struct programme_column){.most = INFINITY, .cost = owned_cost(terms, year, k)};
    }
}

bool fleet_column_has_racks(const struct fleet_terms *terms, size_t option)
{
    return isfinite(terms->options[option].hosts_a_rack) && terms->rack[0] > 0;
}

static void set_columns(const struct fleet_terms *terms, size_t option, uint32_t year,
                        struct programme_column *columns)
{
    struct programme_column *own = &columns[fleet_column(terms, option, year, 0)];

    own[FLEET_ADDED] =
        (struct programme_column){true, INFINITY, terms->options[option].added[year]};
    own[FLEET_WATTS] = (struct programme_column){false, INFINITY, terms->watt[year]};
    if (terms->kept > 0)
        own[FLEET_GROUPS] = (struct programme_column){true, terms->group > 0 ? INFINITY : 1, 0};
    if (fleet_column_has_racks(terms, option))
        own[FLEET_RACKS] = (struct programme_column){true, INFINITY, terms->rack[year]};
    set_guest_columns(terms, option, year, columns);
    set_licence_columns(terms, option, year, columns);
}

void fleet_column_fill(const struct fleet_terms *terms, struct fleet_programme *programme)
{
    for (size_t i = 0; i < terms->option_count; i++)
        for (uint32_t y = 0; y < terms->years; y++)
            set_columns(terms, i, y, programme->columns);
}
