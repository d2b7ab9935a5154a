// SPDX-License-Identifier: GPL-3.0-or-later
// What was planned, as cells: choices, years, limits, what matters, mixed fleets.
#include "reports/purchase_tables.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/money.h"
#include "common/base/scope.h"
#include "reports/purchase_say.h"
#include "reports/table.h"
#include "reports/utf8.h"

// Takes the text over.
static void add_taken(struct table *table, char *text)
{
    table_add_cell(table, text ? text : "-");
    free(text);
}

static void add_money(struct table *table, char *format(char *, double), double amount)
{
    char text[MONEY_TEXT_SIZE];
    table_add_cell(table, *format(text, amount) ? text : "-");
}

static void add_span(struct table *table, const struct estimate *estimate)
{
    char text[MONEY_SPAN_SIZE];
    table_add_cell(table, *money_span(text, estimate->low, estimate->high) ? text : "-");
}

static void add_share(struct table *table, double ratio)
{
    add_taken(table, isfinite(ratio) ? alloc_printf("%.0f %%", 100 * ratio) : NULL);
}

static void add_name(struct table *table, const struct purchase *purchase, size_t option,
                     size_t columns)
{
    scope_free char *name = purchase_short_name(purchase, option);
    add_taken(table, columns ? utf8_cut(name, columns) : utf8_line(name));
}

// --- choices ------------------------------------------------------------------------------------

static void add_choice(struct table *table, const struct purchase *purchase,
                       const struct purchase_choice *choice, size_t name_columns)
{
    static const struct estimate absent = {NAN, NAN, NAN};
    const struct outcome *outcome = &choice->outcome;
    const struct option_certainty *certainty = purchase_certainty(purchase, choice->option);
    add_name(table, purchase, choice->option, name_columns);
    add_taken(table, alloc_printf("%.0f", outcome->guests_a_host));
    table_add_cell(table, resource_name(outcome->binding));
    add_taken(table, purchase_hosts(outcome));
    add_money(table, money_round, outcome->net_present_cost);
    add_span(table, certainty ? &certainty->cost : &absent);
    add_money(table, money_round, outcome->guest_month);
    add_share(table, certainty ? certainty->cheapest_ratio : NAN);
    table_add_cell(table, purchase_origin(purchase_option(purchase, choice->option)));
}

void purchase_table_choices(struct table *table, const struct purchase *purchase, size_t first,
                            size_t most, size_t name_columns)
{
    size_t count = purchase_possible_count(purchase);
    table_add_column(table, "server", true);
    table_add_column(table, "a host", false);
    table_add_column(table, "bound by", true);
    table_add_column(table, "hosts", false);
    table_add_column(table, "cost", false);
    table_add_column(table, "95 %", false);
    table_add_column(table, "a month", false);
    table_add_column(table, "sure", false);
    table_add_column(table, "curve", true);
    for (size_t i = first; i < count && i - first < most; i++)
        add_choice(table, purchase, &purchase->choices[i], name_columns);
}

// --- years --------------------------------------------------------------------------------------

static void add_count_row(struct table *table, const struct outcome *outcome, const char *name,
                          size_t offset)
{
    table_add_cell(table, name);
    for (uint32_t y = 0; y < outcome->years; y++)
        add_taken(table, alloc_printf("%.0f",
                                      *(const double *)((const char *)&outcome->year[y] + offset)));
    table_add_cell(table, "");
}

static void add_load_row(struct table *table, const struct outcome *outcome)
{
    table_add_cell(table, "mean load of a host");
    for (uint32_t y = 0; y < outcome->years; y++)
        add_share(table, outcome->year[y].load);
    table_add_cell(table, "");
}

static void add_cost_row(struct table *table, const struct outcome *outcome, const char *name,
                         enum cost_item item)
{
    table_add_cell(table, name);
    for (uint32_t y = 0; y < outcome->years; y++)
        add_money(table, money_exact,
                  item == COST_ITEM_COUNT ? outcome_year_total(outcome, y)
                                          : outcome->year[y].cost[item]);
    add_money(table, money_exact, outcome_total(outcome, item));
}

static void add_present_row(struct table *table, const struct outcome *outcome)
{
    table_add_cell(table, "at present value");
    for (uint32_t y = 0; y < outcome->years; y++)
        add_money(table, money_exact, outcome->year[y].present);
    add_money(table, money_exact, outcome->net_present_cost);
}

void purchase_table_years(struct table *table, const struct purchase_choice *choice)
{
    const struct outcome *outcome = &choice->outcome;
    table_add_column(table, "year", true);
    for (uint32_t y = 0; y < outcome->years; y++) {
        scope_free char *heading = alloc_printf("%u", y + 1);
        table_add_column(table, heading, false);
    }
    table_add_column(table, "sum", false);
    add_count_row(table, outcome, "guests, last day", offsetof(struct outcome_year, guests));
    add_count_row(table, outcome, "hosts installed", offsetof(struct outcome_year, hosts));
    add_count_row(table, outcome, "of these spare", offsetof(struct outcome_year, spare));
    add_count_row(table, outcome, "bought", offsetof(struct outcome_year, bought));
    add_load_row(table, outcome);
    for (enum cost_item item = 0; item < COST_ITEM_COUNT; item++)
        if (outcome_total(outcome, item) != 0)
            add_cost_row(table, outcome, cost_item_name(item), item);
    add_cost_row(table, outcome, "all", COST_ITEM_COUNT);
    add_present_row(table, outcome);
}

void purchase_table_limits(struct table *table, const struct purchase_choice *choice)
{
    const struct outcome *outcome = &choice->outcome;
    table_add_column(table, "resource", true);
    table_add_column(table, "guests it holds", false);
    table_add_column(table, "", true);
    for (enum resource r = 0; r < RESOURCE_COUNT; r++) {
        table_add_cell(table, resource_name(r));
        add_taken(table, isfinite(outcome->limits[r]) ? alloc_printf("%.1f", outcome->limits[r])
                         : outcome->is_unchecked[r]   ? alloc_copy("not known")
                                                      : alloc_copy("no limit"));
        table_add_cell(table, r == outcome->binding ? "binds" : "");
    }
}

// --- what matters -------------------------------------------------------------------------------

static void add_bar(struct table *table, const struct purchase *purchase,
                    const struct tornado_bar *bar, size_t what_columns, size_t name_columns)
{
    const struct purchase_choice *best = purchase_best(purchase);
    scope_free char *low = purchase_input(purchase, bar->what, bar->low_input);
    scope_free char *high = purchase_input(purchase, bar->what, bar->high_input);
    size_t other = bar->high_best != best->option ? bar->high_best : bar->low_best;
    add_taken(table, what_columns ? utf8_cut(bar->what, what_columns) : utf8_line(bar->what));
    add_taken(table, alloc_printf("%s to %s", low, high));
    add_money(table, money_short, bar->low_cost);
    add_money(table, money_short, bar->high_cost);
    table_add_cell(table, origin_name(bar->origin));
    if (other == best->option)
        table_add_cell(table, "");
    else
        add_name(table, purchase, other, name_columns);
}

void purchase_table_tornado(struct table *table, const struct purchase *purchase, size_t most,
                            size_t what_columns, size_t name_columns)
{
    table_add_column(table, "what", true);
    table_add_column(table, "from low to high", false);
    table_add_column(table, "cost at low", false);
    table_add_column(table, "at high", false);
    table_add_column(table, "origin", true);
    table_add_column(table, "then cheapest", true);
    for (size_t i = 0; purchase_best(purchase) && i < purchase->certainty.bar_count && i < most;
         i++)
        add_bar(table, purchase, &purchase->certainty.bars[i], what_columns, name_columns);
}

// --- mixed fleet --------------------------------------------------------------------------------

static void add_part(struct table *table, const struct purchase *purchase,
                     const struct fleet_mix_part *part, uint32_t years, size_t name_columns)
{
    double guests = 0;
    for (size_t c = 0; part->guests && c < purchase->mix.class_count; c++)
        guests += part->guests[c];
    add_name(table, purchase, part->option, name_columns);
    for (uint32_t y = 0; y < years; y++)
        add_taken(table, alloc_printf("%.0f", part->hosts[y]));
    add_taken(table, alloc_printf("%.0f", guests));
}

void purchase_table_mix(struct table *table, const struct purchase *purchase, size_t name_columns)
{
    const struct purchase_choice *best = purchase_best(purchase);
    uint32_t years = best ? best->outcome.years : 0;
    table_add_column(table, "server", true);
    for (uint32_t y = 0; y < years; y++) {
        scope_free char *heading = alloc_printf("year %u", y + 1);
        table_add_column(table, heading, false);
    }
    table_add_column(table, "guests in the last", false);
    for (size_t i = 0; i < purchase->mix.part_count; i++)
        add_part(table, purchase, &purchase->mix.parts[i], years, name_columns);
}
