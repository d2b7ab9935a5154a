// SPDX-License-Identifier: GPL-3.0-or-later
// Risk as it is beside risk with the plan, and the numbers that the plan rests on.
#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/units.h"
#include "reports/consolidation_say.h"
#include "reports/consolidation_tables.h"
#include "reports/table.h"

// Takes the text over.
static void add_taken(struct table *table, char *text)
{
    table_add_cell(table, text ? text : "-");
    free(text);
}

// --- risk ---------------------------------------------------------------------------------------

static char *say_hours(const struct risk *risk)
{
    return isfinite(risk->hours) ? alloc_printf("%.4g", risk->hours) : NULL;
}

static char *say_over_time(const struct risk *risk)
{
    return consolidation_share(risk->over_time);
}

static char *say_guest_hours(const struct risk *risk)
{
    if (!isfinite(risk->over_guest_hours) || !(risk->guest_hours > 0))
        return NULL;
    scope_free char *share = consolidation_share(risk->over_guest_hours / risk->guest_hours);
    return alloc_printf("%.4g (%s)", risk->over_guest_hours, share);
}

static char *say_unserved(const struct risk *risk)
{
    return consolidation_share(risk->unserved);
}

static char *say_worst(const struct risk *risk)
{
    return consolidation_share(risk->worst_load);
}

static char *say_mean(const struct risk *risk)
{
    return consolidation_share(risk->mean_load);
}

static char *say_energy(const struct risk *risk)
{
    struct uncertain kwh = uncertain_exact(risk->kwh, ORIGIN_STATED);
    return isfinite(risk->kwh) ? consolidation_amount(&kwh) : NULL;
}

static char *say_times(const struct uncertain *times, bool at_least)
{
    const char *mark = at_least ? ">= " : "";
    if (!isfinite(times->value))
        return NULL;
    if (uncertain_is_exact(times))
        return alloc_printf("%s%.2fx", mark, times->value);
    return alloc_printf("%s%.2fx [%.2f, %.2f]", mark, times->value, times->low, times->high);
}

static char *say_p99(const struct risk *risk)
{
    return say_times(&risk->p99_inflation, risk->p99_is_at_least);
}

static char *say_p99_worst(const struct risk *risk)
{
    return say_times(&risk->p99_worst, risk->p99_is_at_least);
}

static char *say_traced(const struct risk *risk)
{
    return consolidation_share(risk->guests_traced);
}

static const struct risk_row {
    const char *what;
    char *(*say)(const struct risk *risk); // NULL: not known
    bool needs_traces;                     // of means it would say nothing
} risk_rows[] = {
    {"hosts asked for more than their cores, of host-hours", say_over_time, true},
    {"guest-hours on such hosts then", say_guest_hours, true},
    {"CPU time asked for that no core was there for", say_unserved, true},
    {"the most a host was asked for, of its cores", say_worst, true},
    {"mean load of hosts that are on", say_mean, false},
    {"p99 over that of a guest alone, mean", say_p99, false},
    {"the same of the worst host and time", say_p99_worst, false},
    {"energy, kWh", say_energy, true},
    {"hours replayed", say_hours, true},
    {"guests with a trace", say_traced, true},
};

// A row that nothing is known of in any column is left out.
static void add_risk_row(struct table *table, const struct risk_row *row,
                         const struct risk *const *columns, size_t count)
{
    bool is_known = false;
    for (size_t i = 0; i < count; i++) {
        scope_free char *text = row->say(columns[i]);
        is_known |= text && text[0] != '-';
    }
    if (!is_known)
        return;
    table_add_cell(table, row->what);
    for (size_t i = 0; i < count; i++)
        add_taken(table, row->say(columns[i]));
}

static void add_columns(struct table *table, const char *what)
{
    scope_free char *now = alloc_printf("now%s", what), *then = alloc_printf("then%s", what);
    table_add_column(table, now, false);
    table_add_column(table, then, false);
}

void consolidation_table_risk(struct table *table, const struct consolidation *consolidation,
                              enum consolidation_judged judged)
{
    const struct consolidation_risk *risk = &consolidation->risk;
    const struct risk *const columns[] = {&risk->before_planned, &risk->after_planned,
                                          &risk->before_judged, &risk->after_judged};
    bool is_both = judged == CONSOLIDATION_BOTH && risk->is_judged_apart;
    size_t first = is_both || judged == CONSOLIDATION_PLANNED ? 0 : 2;
    table_add_column(table, "", true);
    if (is_both)
        add_columns(table, ", planned on");
    add_columns(table, is_both ? ", judged on" : "");
    for (size_t i = 0; i < sizeof risk_rows / sizeof *risk_rows; i++)
        if (!risk_rows[i].needs_traces || consolidation_has_traces(consolidation))
            add_risk_row(table, &risk_rows[i], columns + first, is_both ? 4 : 2);
}

// --- assumptions --------------------------------------------------------------------------------

static void add_assumption(struct table *table, const char *key, char *value, const char *origin,
                           const char *help)
{
    table_add_cell(table, key);
    add_taken(table, value);
    table_add_cell(table, origin);
    table_add_cell(table, help);
}

// Nobody says of a policy's numbers who set them: those that are the default are told as such.
static void add_share(struct table *table, const char *key, double value, double fallback,
                      const char *help)
{
    add_assumption(table, key, alloc_printf("%.4g %%", 100 * value),
                   value == fallback ? "default" : "stated", help);
}

static void add_ratio(struct table *table, const char *key, double value, double fallback,
                      const char *help)
{
    add_assumption(table, key, alloc_printf("%.4g", value),
                   value == fallback ? "default" : "stated", help);
}

static void add_uncertain(struct table *table, const char *key, const struct uncertain *number,
                          char *value, const char *help)
{
    if (isfinite(number->value))
        add_assumption(table, key, value, origin_name(number->origin), help);
    else
        free(value);
}

static void add_policy(struct table *table, const struct policy *policy)
{
    struct policy usual;
    char bytes[UNITS_TEXT_SIZE];
    policy_init(&usual);
    if (policy->cpu == POLICY_CPU_PERCENTILE)
        add_share(table, "cpu.percentile", policy->percentile, usual.percentile,
                  "of the time that guests stay within cores");
    if (policy->cpu == POLICY_CPU_VCPUS)
        add_ratio(table, "cpu.overcommit", policy->cpu_overcommit, usual.cpu_overcommit,
                  "vCPUs a core");
    else if (policy->cpu != POLICY_CPU_CURVE)
        add_share(table, "cpu.usable", policy->cpu_usable, usual.cpu_usable,
                  "of a host's cores, for guests");
    add_ratio(table, "memory.overcommit", policy->memory_overcommit, usual.memory_overcommit,
              "guests' memory over that of hosts");
    add_assumption(table, "memory.reserve",
                   alloc_copy(units_format_bytes(bytes, (uint64_t)policy->memory_reserve_bytes)),
                   policy->memory_reserve_bytes == usual.memory_reserve_bytes ? "default"
                                                                              : "stated",
                   "that a host needs itself");
    add_share(table, "memory.reserve-share", policy->memory_reserve, usual.memory_reserve,
              "of memory that is kept free beyond");
    policy_done(&usual);
}

static char *plain(const struct uncertain *number, double factor, const char *unit)
{
    if (uncertain_is_exact(number))
        return alloc_printf("%.3g%s", factor * number->value, unit);
    return alloc_printf("%.3g%s [%.3g, %.3g]", factor * number->value, unit, factor * number->low,
                        factor * number->high);
}

static char *bit_rate(const struct uncertain *rate)
{
    bool is_giga = rate->value >= 1e9;
    return plain(rate, is_giga ? 1e-9 : 1e-6, is_giga ? " Gbit/s" : " Mbit/s");
}

void consolidation_table_assumptions(struct table *table, const struct consolidation *consolidation)
{
    const struct request *request = consolidation->request;
    const struct moves_options *moves = &request->moves;
    scope_free char *price_unit = alloc_printf(" %s", consolidation_currency(consolidation));
    table_add_column(table, "key", true);
    table_add_column(table, "value", false);
    table_add_column(table, "origin", true);
    table_add_column(table, "what", true);
    add_policy(table, &request->policy);
    add_uncertain(table, "moves.bandwidth", &moves->bandwidth_bits_hz,
                  bit_rate(&moves->bandwidth_bits_hz), "of a migration, if no network is told");
    add_uncertain(table, "moves.network-share", &moves->network_share,
                  plain(&moves->network_share, 100, " %"), "of a host's network, for migrations");
    add_uncertain(table, "moves.stream", &moves->stream_bits_hz, bit_rate(&moves->stream_bits_hz),
                  "that one migration sends at most");
    add_uncertain(table, "moves.fixed", &moves->fixed_s, consolidation_seconds(&moves->fixed_s),
                  "of a migration beside its memory");
    add_uncertain(table, "moves.fixed-downtime", &moves->fixed_downtime_s,
                  consolidation_seconds(&moves->fixed_downtime_s),
                  "of standing still, for devices");
    add_uncertain(table, "moves.dirty-rate", &moves->dirty_bytes_hz,
                  plain(&moves->dirty_bytes_hz, 0x1p-20, " MiB/s"),
                  "memory written anew, if not told");
    add_uncertain(table, "energy.price", &request->energy_price,
                  plain(&request->energy_price, 1, price_unit), "of a kWh");
    add_uncertain(table, "energy.pue", &request->pue, plain(&request->pue, 1, ""),
                  "the site's energy over its hosts'");
}
