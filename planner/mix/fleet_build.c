// SPDX-License-Identifier: GPL-3.0-or-later
// The rows of a fleet's programme. Guests may live elsewhere each year; hosts stay.
#include "planner/mix/fleet_build.h"

#include <math.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "planner/mix/fleet_column.h"

// As many whole guests a host and more, rounding says little and would cost a row.
static const double FEW_GUESTS = 64;

struct fleet_builder {
    const struct fleet_terms *terms;
    const double *use;
    struct fleet_programme *programme;
    double *parts; // by class: of a host that one guest takes, of the row that is being made
};

// factor x all hosts installed.
static void enter_hosts(const struct fleet_builder *builder, size_t option, uint32_t year,
                        double factor)
{
    for (uint32_t y = 0; y <= year; y++)
        fleet_programme_entry(builder->programme,
                              fleet_column(builder->terms, option, y, FLEET_ADDED), factor);
}

// Less than none left of the room of those that are not kept free, of what the last row has.
static void enter_room(const struct fleet_builder *builder, size_t option, uint32_t year)
{
    double use = builder->use[option];

    enter_hosts(builder, option, year, -use);
    fleet_programme_entry(builder->programme,
                          fleet_column(builder->terms, option, year, FLEET_GROUPS),
                          use * builder->terms->kept);
}

static void enter_guests(const struct fleet_builder *builder, size_t option, uint32_t year,
                         size_t class, double value)
{
    fleet_programme_entry(builder->programme,
                          fleet_column(builder->terms, option, year, FLEET_GUESTS + class), value);
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
            fleet_programme_entry(builder->programme,
                                  fleet_column(terms, option, year, FLEET_GROUPS),
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

// At each angle (fleet_terms.h) but the last, which is the CPUs' row among the resources. Those
// that ask no more than it does are left out.
static void add_angles(const struct fleet_builder *builder, size_t option, uint32_t year)
{
    for (int i = 0; i < FLEET_ANGLES - 1; i++) {
        bool is_more = false;
        for (size_t c = 0; c < builder->terms->class_count; c++) {
            const struct fleet_need *need = &builder->terms->options[option].needs[c];
            builder->parts[c] = need->cpu[i];
            is_more |= need->cpu[i] > need->part[RESOURCE_CPU];
        }
        if (is_more)
            add_limit(builder, option, year);
    }
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
        fleet_programme_entry(builder->programme, fleet_column(terms, option, year, FLEET_GROUPS),
                              -fleet_column_guests(terms, year, c));
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
        double end = fleet_column_guests(terms, year, c);
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
        fleet_programme_entry(builder->programme, fleet_column(terms, option, year, FLEET_WATTS),
                              -1);
    }
}

static void add_racks(const struct fleet_builder *builder, size_t option, uint32_t year)
{
    if (!fleet_column_has_racks(builder->terms, option))
        return;
    fleet_programme_row(builder->programme, -INFINITY, 0);
    enter_hosts(builder, option, year, 1);
    fleet_programme_entry(builder->programme,
                          fleet_column(builder->terms, option, year, FLEET_RACKS),
                          -builder->terms->options[option].hosts_a_rack);
}

static void add_owned(const struct fleet_builder *builder, size_t option, uint32_t year,
                      size_t licence)
{
    const struct fleet_terms *terms = builder->terms;
    size_t owned = fleet_column_licence(terms, option, year, licence);

    fleet_programme_row(builder->programme, -INFINITY, 0);
    for (size_t c = 0; c < terms->class_count; c++)
        if (fleet_column_is_licensed(terms, licence, c))
            enter_guests(builder, option, year, c, 1);
    fleet_programme_entry(builder->programme, owned, -1);
    if (year == 0)
        return;
    fleet_programme_row(builder->programme, -INFINITY, 0);
    fleet_programme_entry(builder->programme,
                          fleet_column_licence(terms, option, year - 1, licence), 1);
    fleet_programme_entry(builder->programme, owned, -1);
}

static void add_rows(const struct fleet_builder *builder, size_t option, uint32_t year)
{
    const struct plan *plan = builder->terms->situation->plan;

    for (int r = 0; r < RESOURCE_COUNT; r++)
        add_resource(builder, option, year, r);
    add_angles(builder, option, year);
    add_whole_guests(builder, option, year);
    add_groups(builder, option, year);
    add_watts(builder, option, year);
    add_racks(builder, option, year);
    for (size_t k = 0; k < plan->licence_count; k++)
        if (fleet_column_is_owned(builder->terms, option, k))
            add_owned(builder, option, year, k);
}

static void add_demand(const struct fleet_builder *builder, uint32_t year)
{
    const struct fleet_terms *terms = builder->terms;

    for (size_t c = 0; c < terms->class_count; c++) {
        double guests = fleet_column_guests(terms, year, c);
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

    fleet_programme_init(ret_programme, fleet_column_count(terms));
    fleet_column_fill(terms, ret_programme);
    for (uint32_t y = 0; y < terms->years; y++) {
        add_demand(&builder, y);
        for (size_t i = 0; i < terms->option_count; i++)
            add_rows(&builder, i, y);
    }
}

double fleet_build_guests(const struct fleet_terms *terms, const double *values, size_t option,
                          uint32_t year, size_t class)
{
    return values[fleet_column(terms, option, year, FLEET_GUESTS + class)];
}

double fleet_build_hosts(const struct fleet_terms *terms, const double *values, size_t option,
                         uint32_t year)
{
    double hosts = 0;

    for (uint32_t y = 0; y <= year; y++)
        hosts += values[fleet_column(terms, option, y, FLEET_ADDED)];
    return hosts;
}
