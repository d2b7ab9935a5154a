// SPDX-License-Identifier: GPL-3.0-or-later
// The answer: hosts, what stands in the way, moves, risk, saving, each a sentence. Notes stand in
// consolidation_notes.c.
#include "planner/consolidation/consolidation_words.h"

#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/money.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/base/units.h"
#include "planner/consolidation/consolidation.h"

static const char *plural(size_t count)
{
    return count == 1 ? "" : "s";
}

static const char *currency_of(const struct consolidation *consolidation)
{
    const char *said = consolidation->request->currency;
    if (!said)
        said = consolidation->estate.currency;
    return said ? said : "";
}

static void say_money(struct strbuf *words, double amount, const char *currency)
{
    char money[MONEY_TEXT_SIZE];
    strbuf_printf(words, "%s%s%s", money_round(money, amount), *currency ? " " : "", currency);
}

static void say_time(struct strbuf *words, const struct uncertain *seconds)
{
    char value[UNITS_TEXT_SIZE], low[UNITS_TEXT_SIZE], high[UNITS_TEXT_SIZE];
    units_format_duration_ns(value, seconds->value * 1e9);
    strbuf_add(words, value);
    if (!uncertain_is_exact(seconds))
        strbuf_printf(words, " [%s, %s]", units_format_duration_ns(low, seconds->low * 1e9),
                      units_format_duration_ns(high, seconds->high * 1e9));
}

// --- hosts ---------------------------------------------------------------------------------------

static size_t guests_on(const struct consolidation *consolidation)
{
    size_t on = 0;
    for (size_t g = 0; g < consolidation->estate.guest_count; g++)
        on += consolidation->moves.end[g] >= 0;
    return on;
}

// Hosts that are on for those who work on them, and hold no guest at the end.
static size_t in_maintenance(const struct consolidation *consolidation)
{
    const struct estate *estate = &consolidation->estate;
    scope_free bool *is_idle = alloc_zeroed(estate->host_count + 1, sizeof *is_idle);
    for (size_t h = 0; h < estate->host_count; h++)
        is_idle[h] = estate->hosts[h].is_drained && consolidation->is_on[h];
    for (size_t g = 0; g < estate->guest_count; g++)
        if (consolidation->moves.end[g] >= 0)
            is_idle[consolidation->moves.end[g]] = false;
    size_t count = 0;
    for (size_t h = 0; h < estate->host_count; h++)
        count += is_idle[h];
    return count;
}

static void say_change(struct strbuf *words, size_t before, size_t after)
{
    if (after < before)
        strbuf_printf(words, "%zu of %zu host%s can go: %zu", before - after, before,
                      plural(before), after);
    else if (after > before)
        strbuf_printf(words, "%zu host%s more must be on: %zu", after - before,
                      plural(after - before), after);
    else
        strbuf_printf(words, "No host can go: %zu", after);
}

// What the bound counts: hosts with guests on them and spares.
static void say_fewest(struct strbuf *words, const struct target *target)
{
    if (target->is_optimal)
        strbuf_add(words, ", and no plan needs fewer (proven).");
    else
        strbuf_printf(words, ", and no plan needs fewer than %.0f.", ceil(target->bound - 1e-9));
}

static void say_amounts(struct strbuf *words, const struct consolidation *consolidation)
{
    const struct target *target = &consolidation->target;
    bool is_money = consolidation->request->target.aim == TARGET_CHEAPEST;
    const char *unit = is_money ? currency_of(consolidation) : "W";
    strbuf_add(words, is_money ? ". They cost " : ". They draw ");
    say_money(words, target->cost, unit);
    strbuf_add(words, is_money ? " a year instead of " : " at their mean load instead of ");
    say_money(words, target->cost_before, unit);
    if (target->is_optimal) {
        strbuf_add(words, "; no plan does with less (proven).");
        return;
    }
    strbuf_add(words, "; no plan does with less than ");
    say_money(words, target->bound, unit);
    strbuf_add(words, ".");
}

static void say_moved(struct strbuf *words, const struct target *target)
{
    char least[UNITS_TEXT_SIZE];
    if (target->is_optimal)
        strbuf_add(words, ", and no plan moves less (proven).");
    else if (target->bound > 0)
        strbuf_printf(words, "; every plan moves %s at least.",
                      units_format_bytes(least, (uint64_t)target->bound));
    else
        strbuf_add(words, ".");
}

static void say_hosts(struct strbuf *words, const struct consolidation *consolidation)
{
    const struct target *target = &consolidation->target;
    size_t on = guests_on(consolidation), all = consolidation->estate.guest_count;
    size_t idle = in_maintenance(consolidation), after = consolidation->on_after - idle;
    say_change(words, consolidation->on_before - idle, after);
    strbuf_printf(words, " hold%s %s%zu guest%s", after == 1 ? "s" : "",
                  on == all && all > 1 ? "all " : "", on, plural(on));
    if (target->hosts_spare > 0)
        strbuf_printf(words, ", %zu of them as spare%s", target->hosts_spare,
                      plural(target->hosts_spare));
    if (idle > 0)
        strbuf_printf(words, ", beside %zu in maintenance", idle);
    if (!consolidation_is_whole(consolidation))
        strbuf_add(words, ".");
    else if (consolidation->request->target.aim == TARGET_FEWEST)
        say_fewest(words, target);
    else if (consolidation->request->target.aim == TARGET_MOVES)
        say_moved(words, target);
    else
        say_amounts(words, consolidation);
}

// --- what stands in the way ----------------------------------------------------------------------

static void say_hindrances(struct strbuf *words, const struct consolidation *consolidation)
{
    const struct target *target = &consolidation->target;
    size_t misplaced = target->misplaced_count, stuck = consolidation->moves.stuck_count;
    if (misplaced > 0)
        strbuf_printf(words, " %zu guest%s no place where nothing is broken, and stay%s.",
                      misplaced, misplaced == 1 ? " has" : "s have", misplaced == 1 ? "s" : "");
    if (stuck > 0)
        strbuf_printf(words, " %zu guest%s cannot get to %s place, and stay%s.", stuck,
                      plural(stuck), stuck == 1 ? "its" : "their", stuck == 1 ? "s" : "");
    if (target->broken_count > 0)
        strbuf_printf(words, " %zu thing%s broken as all stands now; what mends %s comes first.",
                      target->broken_count, target->broken_count == 1 ? " is" : "s are",
                      target->broken_count == 1 ? "it" : "them");
}

static void say_limits(struct strbuf *words, const struct consolidation *consolidation)
{
    const struct target_options *asked = &consolidation->request->target;
    size_t moves = consolidation->target.moves;
    if (consolidation_is_over_hosts(consolidation))
        strbuf_printf(words, " No placement on the %zu host%s allowed was found.",
                      asked->hosts_most, plural(asked->hosts_most));
    if (asked->moves_most > 0 && moves > asked->moves_most)
        strbuf_printf(words, " What is broken takes %zu moves to mend, more than the %zu allowed.",
                      moves, asked->moves_most);
}

// --- moves ---------------------------------------------------------------------------------------

static void say_moves(struct strbuf *words, const struct moves *moves)
{
    char bytes[UNITS_TEXT_SIZE];
    if (moves->migrations == 0) {
        strbuf_add(words, " Nothing has to move.");
        return;
    }
    strbuf_printf(words, " %zu migration%s (%s) in %zu wave%s take%s ", moves->migrations,
                  plural(moves->migrations),
                  units_format_bytes(bytes, (uint64_t)moves->moved_bytes), moves->waves,
                  plural(moves->waves), moves->migrations == 1 ? "s" : "");
    say_time(words, &moves->seconds);
    strbuf_add(words, ".");
}

// --- risk ----------------------------------------------------------------------------------------

// To a figure that a reader can hold against another.
static void say_share(struct strbuf *words, double share)
{
    char text[UNITS_TEXT_SIZE];
    strbuf_add(words, units_format_share(text, share));
}

static void say_inflation(struct strbuf *words, const struct risk *before, const struct risk *after)
{
    if (isnan(before->p99_inflation.value) || isnan(after->p99_inflation.value))
        return;
    strbuf_printf(words,
                  " The 99th percentile of latency is %.3gx that of a guest alone now, "
                  "%.3gx [%.3g, %.3g] then%s.",
                  before->p99_inflation.value, after->p99_inflation.value, after->p99_inflation.low,
                  after->p99_inflation.high, after->p99_is_at_least ? " at least" : "");
}

static void say_risk(struct strbuf *words, const struct consolidation_risk *risk)
{
    const struct risk *before = &risk->before_judged, *after = &risk->after_judged;
    char hours[UNITS_TEXT_SIZE];
    if (!(after->guests_traced > 0)) // no trace, no risk that could be told
        return;
    strbuf_add(words, " More CPU than its host has is asked for in ");
    say_share(words, before->over_time);
    strbuf_add(words, " of host-hours now, ");
    say_share(words, after->over_time);
    strbuf_printf(words, " then, over %s of traces%s.",
                  units_format_duration_ns(hours, after->hours * 3600e9),
                  risk->is_judged_apart ? " that were not planned on" : "");
    say_inflation(words, before, after);
}

// --- saving --------------------------------------------------------------------------------------

static void say_energy(struct strbuf *words, const struct saving *saving, const char *currency)
{
    char kwh[MONEY_TEXT_SIZE];
    strbuf_printf(words, "%s kWh", money_round(kwh, saving->kwh.value));
    if (isnan(saving->energy_money.value))
        return;
    strbuf_add(words, " (");
    say_money(words, saving->energy_money.value, currency);
    strbuf_add(words, " with cooling)");
}

static void say_saving(struct strbuf *words, const struct consolidation *consolidation)
{
    const struct saving *saving = &consolidation->saving;
    const char *currency = currency_of(consolidation);
    bool saves_energy = saving->kwh.value > 0, saves_hosts = saving->host_money.value > 0;
    if (!saves_energy && !saves_hosts)
        return;
    strbuf_add(words, " It saves ");
    if (saves_energy)
        say_energy(words, saving, currency);
    if (saves_hosts) {
        strbuf_add(words, saves_energy ? " and " : "");
        say_money(words, saving->host_money.value, currency);
        strbuf_add(words, " of keeping hosts");
    }
    strbuf_add(words, " a year.");
}

char *consolidation_answer(const struct consolidation *consolidation)
{
    struct strbuf words = {0};
    say_hosts(&words, consolidation);
    say_hindrances(&words, consolidation);
    say_limits(&words, consolidation);
    say_moves(&words, &consolidation->moves);
    say_risk(&words, &consolidation->risk);
    say_saving(&words, consolidation);
    return strbuf_take(&words);
}
