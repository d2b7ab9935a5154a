// SPDX-License-Identifier: GPL-3.0-or-later
// Columns of every option and year: hosts added, failover groups, watts of all its hosts, racks,
// guests of every class, and licences by the guest that are owned. Guests may live elsewhere each
// year; hosts stay.
#include "planner/fleet_build.h"

#include <math.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"

enum { ADDED, GROUPS, WATTS, RACKS, GUESTS }; // then the classes, then the licences

// As many whole guests a host and more, rounding says little and would cost a row.
static const double FEW_GUESTS = 64;
// Programmes with so few guest columns get them whole: small fleets live on single guests.
enum { WHOLE_COLUMNS = 96 };

struct fleet_builder {
    const struct fleet_terms *terms;
    const double *use;
    struct fleet_programme *programme;
    double *parts; // by class: of a host that one guest takes, of the row that is being made
};

static size_t width_of(const struct fleet_terms *terms)
{
    return GUESTS + terms->class_count + terms->situation->plan->licence_count;
}

static size_t column_of(const struct fleet_terms *terms, size_t option, uint32_t year, size_t what)
{
    return (option * terms->years + year) * width_of(terms) + what;
}

static size_t licence_column(const struct fleet_terms *terms, size_t option, uint32_t year,
                             size_t licence)
{
    return column_of(terms, option, year, GUESTS + terms->class_count + licence);
}

static double guests_of(const struct fleet_terms *terms, uint32_t year, size_t class)
{
    return terms->guests[(year + 1) * terms->class_count + class];
}

// --- columns -------------------------------------------------------------------------------------

static bool licence_applies(const struct fleet_terms *terms, size_t option, size_t licence)
{
    size_t basis = terms->options[option].basis;

    return terms->situation->guest_applies[basis * terms->situation->plan->licence_count + licence];
}

static bool licence_is_of(const struct fleet_terms *terms, size_t licence, size_t class)
{
    int only = terms->situation->licence_class[licence];

    return only < 0 || (size_t)only == class;
}

// What licences by the year cost for one guest.
static double guest_cost(const struct fleet_terms *terms, size_t option, uint32_t year,
                         size_t class)
{
    const struct plan *plan = terms->situation->plan;
    double sum = 0;

    for (size_t k = 0; k < plan->licence_count; k++)
        if (plan->licences[k].yearly && licence_applies(terms, option, k) &&
            licence_is_of(terms, k, class))
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

static void set_guest_columns(const struct fleet_builder *builder, size_t option, uint32_t year)
{
    const struct fleet_terms *terms = builder->terms;
    bool is_small = terms->option_count * terms->years * terms->class_count <= WHOLE_COLUMNS;

    for (size_t c = 0; c < terms->class_count; c++) {
        struct programme_column *column =
            &builder->programme->columns[column_of(terms, option, year, GUESTS + c)];
        column->is_whole = is_small;
        column->most = terms->options[option].needs[c].most > 0 ? guests_of(terms, year, c) : 0;
        column->cost = guest_cost(terms, option, year, c);
    }
}

static void set_licence_columns(const struct fleet_builder *builder, size_t option, uint32_t year)
{
    const struct plan *plan = builder->terms->situation->plan;

    for (size_t k = 0; k < plan->licence_count; k++) {
        if (plan->licences[k].yearly || !licence_applies(builder->terms, option, k))
            continue;
        builder->programme->columns[licence_column(builder->terms, option, year, k)] =
            (struct programme_column){
                .most = INFINITY,
                .cost = owned_cost(builder->terms, year, k),
            };
    }
}

static bool has_racks(const struct fleet_terms *terms, size_t option)
{
    return isfinite(terms->options[option].hosts_a_rack) && terms->rack[0] > 0;
}

static void set_columns(const struct fleet_builder *builder, size_t option, uint32_t year)
{
    const struct fleet_terms *terms = builder->terms;
    struct programme_column *columns =
        &builder->programme->columns[column_of(terms, option, year, 0)];

    columns[ADDED] = (struct programme_column){true, INFINITY, terms->options[option].added[year]};
    columns[WATTS] = (struct programme_column){false, INFINITY, terms->watt[year]};
    if (terms->kept > 0)
        columns[GROUPS] = (struct programme_column){true, terms->group > 0 ? INFINITY : 1, 0};
    if (has_racks(terms, option))
        columns[RACKS] = (struct programme_column){true, INFINITY, terms->rack[year]};
    set_guest_columns(builder, option, year);
    set_licence_columns(builder, option, year);
}

// --- rows ----------------------------------------------------------------------------------------

// factor x all hosts installed.
static void enter_hosts(const struct fleet_builder *builder, size_t option, uint32_t year,
                        double factor)
{
    for (uint32_t y = 0; y <= year; y++)
        fleet_programme_entry(builder->programme, column_of(builder->terms, option, y, ADDED),
                              factor);
}

// Less than none left of the room of those that are not kept free, of what the last row has.
static void enter_room(const struct fleet_builder *builder, size_t option, uint32_t year)
{
    double use = builder->use[option];

    enter_hosts(builder, option, year, -use);
    fleet_programme_entry(builder->programme, column_of(builder->terms, option, year, GROUPS),
                          use * builder->terms->kept);
}

static void enter_guests(const struct fleet_builder *builder, size_t option, uint32_t year,
                         size_t class, double value)
{
    fleet_programme_entry(builder->programme,
                          column_of(builder->terms, option, year, GUESTS + class), value);
}

// Guests of every class by builder->parts fill the room of hosts that are in use, and there are
// groups enough for these.
static void add_limit(const struct fleet_builder *builder, size_t option, uint32_t year)
{
    const struct fleet_terms *terms = builder->terms;
    bool has_groups = terms->kept > 0 && terms->group > 0;

    for (int is_group = 0; is_group <= has_groups; is_group++) {
        fleet_programme_row(builder->programme, -INFINITY, 0);
        for (size_t c = 0; c < terms->class_count; c++)
            enter_guests(builder, option, year, c, builder->parts[c]);
        if (is_group)
            fleet_programme_entry(builder->programme, column_of(terms, option, year, GROUPS),
                                  -builder->use[option] * (terms->group - terms->kept));
        else
            enter_room(builder, option, year);
    }
}

static void add_resource(const struct fleet_builder *builder, size_t option, uint32_t year, int r)
{
    double sum = 0;

    for (size_t c = 0; c < builder->terms->class_count; c++)
        sum += builder->parts[c] = builder->terms->options[option].needs[c].part[r];
    if (sum > 0)
        add_limit(builder, option, year);
}

// The square root of a sum is at least that of each part: what swings in common is in the row of
// the CPUs, what swings alone here, by how many of each class alone fit. Hosts that hold several
// classes hold no more than such a line between them, since the root is concave.
static void add_own_swings(const struct fleet_builder *builder, size_t option, uint32_t year)
{
    for (size_t c = 0; c < builder->terms->class_count; c++)
        builder->parts[c] = builder->terms->options[option].needs[c].own_part;
    add_limit(builder, option, year);
}

static void add_whole_guests(const struct fleet_builder *builder, size_t option, uint32_t year)
{
    const struct fleet_terms *terms = builder->terms;

    for (size_t c = 0; c < terms->class_count; c++)
        builder->parts[c] = 0;
    for (size_t c = 0; c < terms->class_count; c++) {
        double most = terms->options[option].needs[c].most;
        if (!(most > 0) || most >= FEW_GUESTS)
            continue;
        builder->parts[c] = 1 / most;
        add_limit(builder, option, year);
        builder->parts[c] = 0;
    }
}

// A part that has guests of any class has a group.
static void add_groups(const struct fleet_builder *builder, size_t option, uint32_t year)
{
    const struct fleet_terms *terms = builder->terms;

    for (size_t c = 0; terms->kept > 0 && c < terms->class_count; c++) {
        fleet_programme_row(builder->programme, -INFINITY, 0);
        enter_guests(builder, option, year, c, 1);
        fleet_programme_entry(builder->programme, column_of(terms, option, year, GROUPS),
                              -guests_of(terms, year, c));
    }
}

// Guests of the average over the year: half of those at its start, which the first year has as it
// divides those at its end.
static void enter_busy(const struct fleet_builder *builder, size_t option, uint32_t year,
                       double factor)
{
    const struct fleet_terms *terms = builder->terms;

    for (size_t c = 0; c < terms->class_count; c++) {
        double busy = factor * terms->options[option].needs[c].busy;
        double end = guests_of(terms, year, c);
        if (year > 0) {
            enter_guests(builder, option, year, c, busy / 2);
            enter_guests(builder, option, year - 1, c, busy / 2);
        } else if (end > 0) {
            enter_guests(builder, option, year, c, busy * (terms->guests[c] + end) / (2 * end));
        }
    }
}

static void add_watts(const struct fleet_builder *builder, size_t option, uint32_t year)
{
    const struct fleet_terms *terms = builder->terms;
    const struct fleet_option *of = &terms->options[option];

    for (size_t i = 0; i < of->line_count; i++) {
        fleet_programme_row(builder->programme, -INFINITY, 0);
        enter_hosts(builder, option, year, of->lines[i].idle);
        enter_busy(builder, option, year, of->lines[i].slope);
        fleet_programme_entry(builder->programme, column_of(terms, option, year, WATTS), -1);
    }
}

static void add_racks(const struct fleet_builder *builder, size_t option, uint32_t year)
{
    if (!has_racks(builder->terms, option))
        return;
    fleet_programme_row(builder->programme, -INFINITY, 0);
    enter_hosts(builder, option, year, 1);
    fleet_programme_entry(builder->programme, column_of(builder->terms, option, year, RACKS),
                          -builder->terms->options[option].hosts_a_rack);
}

static void add_owned(const struct fleet_builder *builder, size_t option, uint32_t year,
                      size_t licence)
{
    const struct fleet_terms *terms = builder->terms;
    size_t owned = licence_column(terms, option, year, licence);

    fleet_programme_row(builder->programme, -INFINITY, 0);
    for (size_t c = 0; c < terms->class_count; c++)
        if (licence_is_of(terms, licence, c))
            enter_guests(builder, option, year, c, 1);
    fleet_programme_entry(builder->programme, owned, -1);
    if (year == 0)
        return;
    fleet_programme_row(builder->programme, -INFINITY, 0);
    fleet_programme_entry(builder->programme, licence_column(terms, option, year - 1, licence), 1);
    fleet_programme_entry(builder->programme, owned, -1);
}

static void add_rows(const struct fleet_builder *builder, size_t option, uint32_t year)
{
    const struct plan *plan = builder->terms->situation->plan;

    for (int r = 0; r < RESOURCE_COUNT; r++)
        add_resource(builder, option, year, r);
    add_own_swings(builder, option, year);
    add_whole_guests(builder, option, year);
    add_groups(builder, option, year);
    add_watts(builder, option, year);
    add_racks(builder, option, year);
    for (size_t k = 0; k < plan->licence_count; k++)
        if (!plan->licences[k].yearly && licence_applies(builder->terms, option, k))
            add_owned(builder, option, year, k);
}

static void add_demand(const struct fleet_builder *builder, uint32_t year)
{
    const struct fleet_terms *terms = builder->terms;

    for (size_t c = 0; c < terms->class_count; c++) {
        double guests = guests_of(terms, year, c);
        fleet_programme_row(builder->programme, guests, guests);
        for (size_t i = 0; i < terms->option_count; i++)
            enter_guests(builder, i, year, c, 1);
    }
}

void fleet_build(const struct fleet_terms *terms, const double *use,
                 struct fleet_programme *ret_programme)
{
    scope_free double *parts = alloc_zeroed(terms->class_count, sizeof *parts);
    struct fleet_builder builder = {terms, use, ret_programme, parts};

    fleet_programme_init(ret_programme, terms->option_count * terms->years * width_of(terms));
    for (uint32_t y = 0; y < terms->years; y++) {
        add_demand(&builder, y);
        for (size_t i = 0; i < terms->option_count; i++) {
            set_columns(&builder, i, y);
            add_rows(&builder, i, y);
        }
    }
}

double fleet_build_guests(const struct fleet_terms *terms, const double *values, size_t option,
                          uint32_t year, size_t class)
{
    return values[column_of(terms, option, year, GUESTS + class)];
}

double fleet_build_hosts(const struct fleet_terms *terms, const double *values, size_t option,
                         uint32_t year)
{
    double hosts = 0;

    for (uint32_t y = 0; y <= year; y++)
        hosts += values[column_of(terms, option, y, ADDED)];
    return hosts;
}
