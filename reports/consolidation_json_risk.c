// SPDX-License-Identifier: GPL-3.0-or-later
// Savings, risk, rules and assumptions of the document.
#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "planner/rules/rule.h"
#include "reports/consolidation_json.h"
#include "reports/consolidation_say.h"
#include "reports/consolidation_tables.h"
#include "reports/json_writer.h"
#include "reports/purchase_json.h"
#include "reports/table.h"

void consolidation_json_saving(struct json_writer *writer,
                               const struct consolidation *consolidation)
{
    const struct saving *saving = &consolidation->saving;
    json_writer_open_object(writer, "saving_year");
    json_writer_number(writer, "hosts", saving->hosts);
    purchase_json_uncertain(writer, "energy_kwh", &saving->kwh);
    purchase_json_uncertain(writer, "energy_money", &saving->energy_money);
    purchase_json_uncertain(writer, "host_money", &saving->host_money);
    json_writer_close_object(writer);
}

// --- risk ---------------------------------------------------------------------------------------

static void add_risk(struct json_writer *writer, const char *key,
                     const struct consolidation *consolidation, const struct risk *risk)
{
    json_writer_open_object(writer, key);
    json_writer_number(writer, "replayed_hours", risk->hours);
    json_writer_integer(writer, "hosts_on", risk->hosts_on);
    json_writer_number(writer, "guests_traced_ratio", risk->guests_traced);
    json_writer_integer(writer, "guests_unknown", risk->guests_unknown);
    json_writer_number(writer, "over_host_hours_ratio", risk->over_time);
    json_writer_number(writer, "over_guest_hours", risk->over_guest_hours);
    json_writer_number(writer, "guest_hours", risk->guest_hours);
    json_writer_number(writer, "unserved_cpu_ratio", risk->unserved);
    json_writer_number(writer, "worst_load_ratio", risk->worst_load);
    json_writer_text(writer, "worst_host",
                     risk->worst_host < 0 || !isfinite(risk->worst_load)
                         ? NULL
                         : consolidation_host(consolidation, risk->worst_host));
    json_writer_number(writer, "mean_load_ratio", risk->mean_load);
    json_writer_number(writer, "energy_kwh", risk->kwh);
    purchase_json_uncertain(writer, "p99_inflation_ratio", &risk->p99_inflation);
    purchase_json_uncertain(writer, "p99_worst_ratio", &risk->p99_worst);
    json_writer_bool(writer, "p99_at_least", risk->p99_is_at_least);
    json_writer_close_object(writer);
}

void consolidation_json_risk(struct json_writer *writer, const struct consolidation *consolidation)
{
    const struct consolidation_risk *parts = &consolidation->risk;
    json_writer_open_object(writer, "risk");
    json_writer_bool(writer, "judged_apart", parts->is_judged_apart);
    add_risk(writer, "before_planned", consolidation, &parts->before_planned);
    add_risk(writer, "after_planned", consolidation, &parts->after_planned);
    add_risk(writer, "before_judged", consolidation, &parts->before_judged);
    add_risk(writer, "after_judged", consolidation, &parts->after_judged);
    json_writer_close_object(writer);
}

// --- rules --------------------------------------------------------------------------------------

static void add_rule(struct json_writer *writer, const struct consolidation_rule *rule)
{
    json_writer_open_object(writer, NULL);
    json_writer_text(writer, "rule", rule_text(rule->rule));
    json_writer_text(writer, "kind", rule_kind_name(rule_kind_of(rule->rule)));
    json_writer_bool(writer, "continuous", rule_is_continuous(rule->rule));
    json_writer_bool(writer, "holds_before", !rule->is_broken_before);
    json_writer_integer(writer, "broken_guests_before", rule->guests_before);
    json_writer_bool(writer, "holds_after", !rule->is_broken_after);
    json_writer_close_object(writer);
}

void consolidation_json_rules(struct json_writer *writer, const struct consolidation *consolidation)
{
    size_t count = 0;
    scope_free struct consolidation_rule *rules = consolidation_rules(consolidation, &count);
    json_writer_open_array(writer, "rules");
    for (size_t i = 0; i < count; i++)
        add_rule(writer, &rules[i]);
    json_writer_close_array(writer);
}

// --- assumptions --------------------------------------------------------------------------------

void consolidation_json_assumptions(struct json_writer *writer,
                                    const struct consolidation *consolidation)
{
    const struct request *request = consolidation->request;
    const struct policy *policy = &request->policy;
    json_writer_open_object(writer, "assumptions");
    json_writer_number(writer, "cpu_percentile_ratio", policy->percentile);
    json_writer_number(writer, "cpu_overcommit_ratio", policy->cpu_overcommit);
    json_writer_number(writer, "cpu_usable_ratio", policy->cpu_usable);
    json_writer_number(writer, "memory_overcommit_ratio", policy->memory_overcommit);
    json_writer_number(writer, "memory_host_bytes", policy->memory_reserve_bytes);
    json_writer_number(writer, "memory_reserve_ratio", policy->memory_reserve);
    json_writer_number(writer, "disk_reserve_ratio", policy->disk_reserve);
    json_writer_number(writer, "disk_usable_ratio", policy->disk_usable);
    json_writer_number(writer, "network_usable_ratio", policy->network_usable);
    json_writer_integer(writer, "moves_per_host", request->moves.per_host);
    json_writer_integer(writer, "moves_per_link", request->moves.per_link);
    json_writer_integer(writer, "moves_at_once", request->moves.at_once);
    purchase_json_uncertain(writer, "moves_bandwidth_bits_hz", &request->moves.bandwidth_bits_hz);
    purchase_json_uncertain(writer, "moves_network_share_ratio", &request->moves.network_share);
    purchase_json_uncertain(writer, "moves_stream_bits_hz", &request->moves.stream_bits_hz);
    purchase_json_uncertain(writer, "moves_fixed_s", &request->moves.fixed_s);
    purchase_json_uncertain(writer, "moves_fixed_downtime_s", &request->moves.fixed_downtime_s);
    purchase_json_uncertain(writer, "moves_switch_on_s", &request->moves.switch_on_s);
    purchase_json_uncertain(writer, "moves_switch_off_s", &request->moves.switch_off_s);
    purchase_json_uncertain(writer, "moves_dirty_bytes_hz", &request->moves.dirty_bytes_hz);
    json_writer_number(writer, "moves_downtime_allowed_s", request->moves.downtime_allowed_s);
    purchase_json_uncertain(writer, "energy_price_money_kwh", &request->energy_price);
    purchase_json_uncertain(writer, "energy_pue_ratio", &request->pue);
    json_writer_close_object(writer);
}
