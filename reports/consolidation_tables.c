// SPDX-License-Identifier: GPL-3.0-or-later
// What was planned, as cells: moves, hosts, savings, risk, rules.
#include "reports/consolidation_tables.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/units.h"
#include "planner/rules/rule.h"
#include "reports/consolidation_fill.h"
#include "reports/consolidation_say.h"
#include "reports/table.h"
#include "reports/utf8.h"

// Takes the text over.
static void add_taken(struct table *table, char *text)
{
    table_add_cell(table, text ? text : "-");
    free(text);
}

static void add_name(struct table *table, const char *name, size_t columns)
{
    add_taken(table, columns ? utf8_cut(name, columns) : utf8_line(name));
}

static void add_count(struct table *table, size_t count)
{
    add_taken(table, alloc_printf("%zu", count));
}

// --- moves --------------------------------------------------------------------------------------

static char *start_words(double seconds)
{
    char text[UNITS_TEXT_SIZE];
    return alloc_copy(seconds > 0 ? units_format_duration_ns(text, 1e9 * seconds) : "0");
}

static char *downtime_words(const struct move *move, bool with_interval)
{
    if (move->kind != MOVE_MIGRATE)
        return NULL;
    struct uncertain value = uncertain_exact(move->downtime_s.value, move->downtime_s.origin);
    return consolidation_seconds(with_interval ? &move->downtime_s : &value);
}

static bool is_busy(const struct move *move)
{
    return move->kind == MOVE_MIGRATE && !move->converges;
}

bool consolidation_table_is_busy(const struct consolidation *consolidation, size_t most)
{
    const struct moves *moves = &consolidation->moves;
    for (size_t i = 0; i < moves->count && i < most; i++)
        if (is_busy(&moves->list[i]))
            return true;
    return false;
}

static void add_move(struct table *table, const struct consolidation *consolidation,
                     const struct move *move, size_t columns)
{
    scope_free char *subject = consolidation_subject(consolidation, move);
    add_taken(table, alloc_printf("%u", move->wave + 1));
    add_taken(table, start_words(move->start_s));
    add_taken(table, consolidation_seconds(&move->seconds));
    add_name(table, subject, columns);
    add_name(table, consolidation_host(consolidation, move->from), columns);
    add_name(table, consolidation_host(consolidation, move->to), columns);
    add_taken(table, downtime_words(move, columns == 0));
    add_taken(table, alloc_printf("%s%s", consolidation_reason(move->reason),
                                  is_busy(move) ? ", too busy" : ""));
}

void consolidation_table_moves(struct table *table, const struct consolidation *consolidation,
                               size_t first, size_t most, size_t name_columns)
{
    const struct moves *moves = &consolidation->moves;
    table_add_column(table, "wave", false);
    table_add_column(table, "starts", false);
    table_add_column(table, "takes", false);
    table_add_column(table, "what", true);
    table_add_column(table, "from", true);
    table_add_column(table, "to", true);
    table_add_column(table, "stands still", false);
    table_add_column(table, "why", true);
    for (size_t i = first; i < moves->count && i - first < most; i++)
        add_move(table, consolidation, &moves->list[i], name_columns);
}

// --- hosts --------------------------------------------------------------------------------------

static char *from_to(const char *before, const char *after)
{
    return alloc_printf("%s → %s", before, after);
}

static char *guests_words(const struct fill_host *host)
{
    scope_free char *before = alloc_printf("%zu", host->guests[FILL_BEFORE]);
    scope_free char *after =
        host->is_on[FILL_AFTER] ? alloc_printf("%zu", host->guests[FILL_AFTER]) : alloc_copy("off");
    return from_to(before, after);
}

static char *share_words(const struct fill_host *host, enum amount_resource resource)
{
    double before = host->share[FILL_BEFORE][resource], after = host->share[FILL_AFTER][resource];
    if (!isfinite(before) && !isfinite(after))
        return NULL;
    return alloc_printf("%.0f → %.0f", 100 * (isfinite(before) ? before : 0),
                        100 * (isfinite(after) ? after : 0));
}

void consolidation_table_hosts(struct table *table, const struct consolidation *consolidation,
                               const struct consolidation_fill *fill, size_t most,
                               size_t name_columns)
{
    const struct amounts *amounts = &consolidation->amounts;
    table_add_column(table, "host", true);
    table_add_column(table, "guests", false);
    for (enum amount_resource r = 0; r < AMOUNT_COUNT; r++)
        if (amounts->is_used[r]) {
            scope_free char *heading = alloc_printf("%s %%", amount_name(r));
            table_add_column(table, heading, false);
        }
    for (size_t i = 0; i < fill->count && i < most; i++) {
        const struct fill_host *host = &fill->hosts[fill->order[i]];
        add_name(table, consolidation_host(consolidation, (int32_t)fill->order[i]), name_columns);
        add_taken(table, guests_words(host));
        for (enum amount_resource r = 0; r < AMOUNT_COUNT; r++)
            if (amounts->is_used[r])
                add_taken(table, share_words(host, r));
    }
}

void consolidation_table_means(struct table *table, const struct consolidation *consolidation,
                               const struct consolidation_fill *fill)
{
    table_add_column(table, "", true);
    table_add_column(table, "now", false);
    table_add_column(table, "then", false);
    table_add_cell(table, "hosts that are on");
    add_count(table, fill->on[FILL_BEFORE]);
    add_count(table, fill->on[FILL_AFTER]);
    for (enum amount_resource r = 0; r < AMOUNT_COUNT; r++) {
        if (!consolidation->amounts.is_used[r])
            continue;
        add_taken(table, alloc_printf("%s taken, of what they may give", amount_name(r)));
        add_taken(table, consolidation_share(fill->mean[FILL_BEFORE][r]));
        add_taken(table, consolidation_share(fill->mean[FILL_AFTER][r]));
    }
}

// --- savings ------------------------------------------------------------------------------------

static void add_saving(struct table *table, char *what, const struct uncertain *amount)
{
    add_taken(table, what);
    add_taken(table, consolidation_amount(amount));
    table_add_cell(table, isfinite(amount->value) ? origin_name(amount->origin) : "not known");
}

static struct uncertain money_of(const struct saving *saving)
{
    const struct uncertain *energy = &saving->energy_money, *hosts = &saving->host_money;
    if (!isfinite(energy->value) || !isfinite(hosts->value))
        return isfinite(energy->value) ? *energy : *hosts;
    return (struct uncertain){energy->value + hosts->value, energy->low + hosts->low,
                              energy->high + hosts->high,
                              energy->origin > hosts->origin ? energy->origin : hosts->origin};
}

void consolidation_table_saving(struct table *table, const struct consolidation *consolidation)
{
    const struct saving *saving = &consolidation->saving;
    const char *currency = consolidation_currency(consolidation);
    struct uncertain sum = money_of(saving);
    table_add_column(table, "saved", true);
    table_add_column(table, "a year", false);
    table_add_column(table, "rests on numbers that are", true);
    table_add_cell(table, "hosts");
    add_taken(table, alloc_printf("%.0f", saving->hosts));
    table_add_cell(table, "the plan's");
    add_saving(table, alloc_copy("energy, kWh"), &saving->kwh);
    add_saving(table, alloc_printf("energy, %s", *currency ? currency : "money"),
               &saving->energy_money);
    add_saving(table, alloc_printf("hosts themselves, %s", *currency ? currency : "money"),
               &saving->host_money);
    add_saving(table, alloc_printf("both, %s", *currency ? currency : "money"), &sum);
}

// --- rules --------------------------------------------------------------------------------------

static char *before_words(const struct consolidation_rule *rule)
{
    if (!rule->is_broken_before)
        return alloc_copy("holds");
    if (rule->guests_before == 0)
        return alloc_copy("broken");
    return alloc_printf("broken for %zu guest%s", rule->guests_before,
                        rule->guests_before == 1 ? "" : "s");
}

static const char *on_the_way(const struct consolidation_rule *rule)
{
    if (!rule_is_continuous(rule->rule))
        return "not asked";
    return rule->is_broken_before ? "from its repair on" : "at every moment";
}

void consolidation_table_rules(struct table *table, const struct consolidation *consolidation,
                               size_t rule_columns)
{
    size_t count = 0;
    scope_free struct consolidation_rule *rules = consolidation_rules(consolidation, &count);
    table_add_column(table, "rule", true);
    table_add_column(table, "now", true);
    table_add_column(table, "on the way", true);
    table_add_column(table, "at the end", true);
    for (size_t i = 0; i < count; i++) {
        add_name(table, rule_text(rules[i].rule), rule_columns);
        add_taken(table, before_words(&rules[i]));
        table_add_cell(table, on_the_way(&rules[i]));
        table_add_cell(table, rules[i].is_broken_after ? "BROKEN" : "holds");
    }
}
