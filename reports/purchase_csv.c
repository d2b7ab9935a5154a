// SPDX-License-Identifier: GPL-3.0-or-later
// CSV of a purchase: a row an option and year, the cheapest option first, in full precision. An
// option that is not possible has one row without a year.
#include <math.h>

#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "reports/csv_writer.h"
#include "reports/purchase_report.h"
#include "reports/purchase_say.h"

static void write_head(struct csv_writer *writer)
{
    csv_writer_names(writer, "rank,model,platform,emulated,basis_host,curve,possible,bound_by,why,"
                             "guests_a_host,net_present_cost,cost_low,cost_high,guest_month,"
                             "cost_per_hz,cheapest_ratio,currency,year,guests,guests_average,"
                             "hosts_needed,hosts_spare,hosts,hosts_bought,load,watts_a_host,kwh");
    for (enum cost_item item = 0; item < COST_ITEM_COUNT; item++) {
        scope_free char *key = purchase_key(cost_item_name(item));
        csv_writer_names(writer, key);
    }
    csv_writer_names(writer, "sum");
    csv_writer_end_row(writer);
}

static void write_option(struct csv_writer *writer, const struct purchase *purchase, size_t rank)
{
    const struct purchase_choice *choice = &purchase->choices[rank];
    const struct host_option *option = purchase_option(purchase, choice->option);
    const struct option_certainty *certainty = purchase_certainty(purchase, choice->option);
    const struct outcome *outcome = &choice->outcome;
    csv_writer_integer(writer, rank + 1);
    csv_writer_text(writer, option->model->name);
    csv_writer_text(writer, option->basis->platform);
    csv_writer_integer(writer, option->basis->emulated);
    csv_writer_text(writer, option->basis->host);
    csv_writer_text(writer, purchase_origin(option));
    csv_writer_integer(writer, outcome->is_possible);
    csv_writer_text(writer, resource_name(outcome->binding));
    csv_writer_text(writer, choice->why);
    csv_writer_number(writer, outcome->is_possible ? outcome->guests_a_host : NAN);
    csv_writer_number(writer, outcome->is_possible ? outcome->net_present_cost : NAN);
    csv_writer_number(writer, certainty ? certainty->cost.low : NAN);
    csv_writer_number(writer, certainty ? certainty->cost.high : NAN);
    csv_writer_number(writer, outcome->is_possible ? outcome->guest_month : NAN);
    csv_writer_number(writer, outcome->is_possible ? outcome->cost_per_hz : NAN);
    csv_writer_number(writer, certainty ? certainty->cheapest_ratio : NAN);
    csv_writer_text(writer, purchase->plan->currency);
}

static void write_year(struct csv_writer *writer, const struct outcome *outcome, uint32_t number)
{
    const struct outcome_year *year = &outcome->year[number];
    csv_writer_integer(writer, number + 1);
    csv_writer_number(writer, year->guests);
    csv_writer_number(writer, year->average);
    csv_writer_number(writer, year->needed);
    csv_writer_number(writer, year->spare);
    csv_writer_number(writer, year->hosts);
    csv_writer_number(writer, year->bought);
    csv_writer_number(writer, year->load);
    csv_writer_number(writer, year->watts);
    csv_writer_number(writer, year->kwh);
    for (enum cost_item item = 0; item < COST_ITEM_COUNT; item++)
        csv_writer_number(writer, year->cost[item]);
    csv_writer_number(writer, outcome_year_total(outcome, number));
}

enum { YEAR_FIELDS = 11 + COST_ITEM_COUNT };

static void write_no_year(struct csv_writer *writer)
{
    for (int i = 0; i < YEAR_FIELDS; i++)
        csv_writer_number(writer, NAN);
}

static void emit(const struct purchase_report *report, struct emitter_context *context,
                 struct strbuf *out)
{
    const struct purchase *purchase = report->purchase;
    struct csv_writer writer = {.out = out};
    (void)context;
    write_head(&writer);
    for (size_t i = 0; i < purchase->choice_count; i++) {
        const struct outcome *outcome = &purchase->choices[i].outcome;
        uint32_t years = outcome->is_possible ? outcome->years : 1;
        for (uint32_t y = 0; y < years; y++) {
            write_option(&writer, purchase, i);
            if (outcome->is_possible)
                write_year(&writer, outcome, y);
            else
                write_no_year(&writer);
            csv_writer_end_row(&writer);
        }
    }
}

const struct purchase_form purchase_form_csv = {
    .name = "csv",
    .suffix = ".csv",
    .help = "a row an option and year, in full precision",
    .emit = emit,
};
