// SPDX-License-Identifier: GPL-3.0-or-later
// Options of a purchase as JSON: what each comes to, by year, and how sure that is.
#include <math.h>

#include "common/base/scope.h"
#include "reports/json_writer.h"
#include "reports/purchase_json.h"
#include "reports/purchase_say.h"

static void add_year(struct json_writer *writer, const struct outcome *outcome, uint32_t number)
{
    const struct outcome_year *year = &outcome->year[number];
    json_writer_open_object(writer, NULL);
    json_writer_integer(writer, "year", number + 1);
    json_writer_number(writer, "guests", year->guests);
    json_writer_number(writer, "guests_average", year->average);
    json_writer_number(writer, "hosts_needed", year->needed);
    json_writer_number(writer, "hosts_dealt", year->dealt);
    json_writer_number(writer, "hosts_spare", year->spare);
    json_writer_number(writer, "hosts", year->hosts);
    json_writer_number(writer, "hosts_bought", year->bought);
    json_writer_number(writer, "load", year->load);
    json_writer_number(writer, "watts_a_host", year->watts);
    json_writer_number(writer, "kwh", year->kwh);
    json_writer_open_object(writer, "cost");
    for (enum cost_item item = 0; item < COST_ITEM_COUNT; item++) {
        scope_free char *key = purchase_key(cost_item_name(item));
        json_writer_number(writer, key, year->cost[item]);
    }
    json_writer_close_object(writer);
    json_writer_number(writer, "sum", outcome_year_total(outcome, number));
    json_writer_number(writer, "present", year->present);
    json_writer_close_object(writer);
}

static void add_outcome(struct json_writer *writer, const struct outcome *outcome)
{
    json_writer_text(writer, "bound_by", resource_name(outcome->binding));
    json_writer_open_object(writer, "limits");
    for (enum resource r = 0; r < RESOURCE_COUNT; r++) {
        scope_free char *key = purchase_key(resource_name(r));
        json_writer_number(writer, key, outcome->limits[r]);
    }
    json_writer_close_object(writer);
    json_writer_open_array(writer, "not_checked");
    for (enum resource r = 0; r < RESOURCE_COUNT; r++)
        if (outcome->is_unchecked[r])
            json_writer_text(writer, NULL, resource_name(r));
    json_writer_close_array(writer);
    if (!outcome->is_possible) {
        json_writer_text(writer, "stop", outcome_stop_words(outcome->stop));
        return;
    }
    json_writer_number(writer, "guests_a_host", outcome->guests_a_host);
    json_writer_number(writer, "net_present_cost", outcome->net_present_cost);
    json_writer_number(writer, "guest_month", outcome->guest_month);
    json_writer_number(writer, "performance_hz", outcome->performance_hz);
    json_writer_number(writer, "cost_per_hz", outcome->cost_per_hz);
    json_writer_open_array(writer, "years");
    for (uint32_t y = 0; y < outcome->years; y++)
        add_year(writer, outcome, y);
    json_writer_close_array(writer);
}

static void add_certainty(struct json_writer *writer, const struct option_certainty *certainty)
{
    if (!certainty) {
        json_writer_text(writer, "certainty", NULL);
        return;
    }
    json_writer_open_object(writer, "certainty");
    purchase_json_estimate(writer, "hosts", &certainty->hosts);
    purchase_json_estimate(writer, "net_present_cost", &certainty->cost);
    purchase_json_estimate(writer, "guest_month", &certainty->guest_month);
    json_writer_number(writer, "cheapest_ratio", certainty->cheapest_ratio);
    json_writer_number(writer, "possible_ratio", certainty->possible_ratio);
    json_writer_close_object(writer);
}

static void add_choice(struct json_writer *writer, const struct purchase *purchase, size_t rank)
{
    const struct purchase_choice *choice = &purchase->choices[rank];
    const struct host_option *option = purchase_option(purchase, choice->option);
    int stopped = choice->outcome.stopped_class;
    bool is_known = stopped >= 0 && (size_t)stopped < purchase->plan->demand.count;
    json_writer_open_object(writer, NULL);
    json_writer_integer(writer, "rank", rank + 1);
    json_writer_text(writer, "model", option->model->name);
    json_writer_text(writer, "platform", *option->basis->platform ? option->basis->platform : NULL);
    json_writer_bool(writer, "emulated", option->basis->emulated);
    json_writer_bool(writer, "alternative", option->is_alternative);
    json_writer_text(writer, "basis_host", *option->basis->host ? option->basis->host : NULL);
    json_writer_text(writer, "curve", purchase_origin(option));
    purchase_json_uncertain(writer, "capacity", &option->capacity);
    json_writer_text(writer, "scaling", option->scaling);
    json_writer_bool(writer, "possible", choice->outcome.is_possible);
    json_writer_text(writer, "why", choice->why);
    json_writer_text(writer, "stopped_class",
                     is_known ? purchase->plan->demand.list[stopped].name : NULL);
    add_outcome(writer, &choice->outcome);
    add_certainty(writer, purchase_certainty(purchase, choice->option));
    json_writer_close_object(writer);
}

void purchase_json_choices(struct json_writer *writer, const struct purchase *purchase)
{
    json_writer_open_array(writer, "choices");
    for (size_t i = 0; i < purchase->choice_count; i++)
        add_choice(writer, purchase, i);
    json_writer_close_array(writer);
}
