// SPDX-License-Identifier: GPL-3.0-or-later
// Words, numbers and sentences. What rules came to is consolidation_rules.c's business.
#include "reports/consolidation_say.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/money.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/base/units.h"

const char *consolidation_kind(enum move_kind kind)
{
    static const char *const words[] = {
        [MOVE_MIGRATE] = "migrate",       [MOVE_SWITCH_ON] = "switch on",
        [MOVE_SWITCH_OFF] = "switch off", [MOVE_MAINTAIN] = "maintain",
        [MOVE_START] = "start",
    };
    return words[kind];
}

const char *consolidation_reason(enum move_reason reason)
{
    static const char *const words[] = {
        [MOVE_REPAIR] = "repair",     [MOVE_CONSOLIDATE] = "consolidate", [MOVE_BYPASS] = "bypass",
        [MOVE_EVACUATE] = "evacuate", [MOVE_RETURN] = "return",
    };
    return words[reason];
}

char *consolidation_key(const char *words)
{
    char *key = alloc_copy(words);
    for (char *c = key; *c; c++)
        *c = *c == ' ' ? '_' : *c;
    return key;
}

const char *consolidation_host(const struct consolidation *consolidation, int32_t host)
{
    return host < 0 ? "-" : consolidation->estate.hosts[host].name;
}

const char *consolidation_guest(const struct consolidation *consolidation, int32_t guest)
{
    return guest < 0 ? "-" : consolidation->estate.guests[guest].name;
}

char *consolidation_subject(const struct consolidation *consolidation, const struct move *move)
{
    if (move->kind == MOVE_MIGRATE)
        return alloc_copy(consolidation_guest(consolidation, move->guest));
    if (move->kind == MOVE_START)
        return alloc_printf("start %s", consolidation_guest(consolidation, move->guest));
    return alloc_copy(consolidation_kind(move->kind));
}

// --- numbers ------------------------------------------------------------------------------------

// All three in one unit, that of the value: "38 min [25, 70]".
char *consolidation_seconds(const struct uncertain *seconds)
{
    static const struct {
        double below_s, unit_s;
        const char *name;
    } units[] = {{1, 1e-3, "ms"}, {120, 1, "s"}, {7200, 60, "min"}, {INFINITY, 3600, "h"}};
    size_t i = 0;
    if (!isfinite(seconds->value))
        return alloc_copy("-");
    while (seconds->value >= units[i].below_s)
        i++;
    double unit_s = units[i].unit_s;
    if (uncertain_is_exact(seconds))
        return alloc_printf("%.3g %s", seconds->value / unit_s, units[i].name);
    return alloc_printf("%.3g %s [%.3g, %.3g]", seconds->value / unit_s, units[i].name,
                        seconds->low / unit_s, seconds->high / unit_s);
}

// Yearly sums are read by the thousand; cents would only be noise.
static void add_round(struct strbuf *out, double amount)
{
    char text[MONEY_TEXT_SIZE];
    if (fabs(amount) >= 100 && fabs(amount) < 1000)
        strbuf_printf(out, "%.0f", amount);
    else
        strbuf_add(out, money_round(text, amount));
}

char *consolidation_amount(const struct uncertain *amount)
{
    struct strbuf out = {0};
    if (!isfinite(amount->value))
        return alloc_copy("-");
    add_round(&out, amount->value);
    if (!uncertain_is_exact(amount)) {
        strbuf_add(&out, " [");
        add_round(&out, amount->low);
        strbuf_add(&out, ", ");
        add_round(&out, amount->high);
        strbuf_add(&out, "]");
    }
    return strbuf_take(&out);
}

char *consolidation_share(double ratio)
{
    double percent = 100 * ratio;
    if (!isfinite(percent))
        return alloc_copy("-");
    if (percent == 0)
        return alloc_copy("0 %");
    if (percent < 0.01)
        return alloc_copy("< 0.01 %");
    return alloc_printf("%.*f %%", percent < 1 ? 2 : percent < 10 ? 1 : 0, percent);
}

const char *consolidation_currency(const struct consolidation *consolidation)
{
    if (consolidation->request->currency)
        return consolidation->request->currency;
    return consolidation->estate.currency ? consolidation->estate.currency : "";
}

char *consolidation_cost(const struct consolidation *consolidation, double cost)
{
    char text[MONEY_TEXT_SIZE], bytes[UNITS_TEXT_SIZE];
    if (!isfinite(cost))
        return alloc_copy("-");
    switch (consolidation->request->target.aim) {
    case TARGET_CHEAPEST:
        return alloc_printf("%s %s a year", money_round(text, cost),
                            consolidation_currency(consolidation));
    case TARGET_ENERGY:
        return alloc_printf("%s W", money_round(text, round(cost)));
    case TARGET_MOVES:
        return alloc_printf("%s to move", units_format_bytes(bytes, (uint64_t)fmax(0, cost)));
    case TARGET_FEWEST:
    case TARGET_AIM_COUNT:
        break;
    }
    return alloc_printf("%.0f host%s", cost, cost == 1 ? "" : "s");
}

const char consolidation_no_traces[] =
    "What it risks is not known: no guest has a trace of its use, so that nothing could be "
    "replayed. What follows is of means, which no peak is in.";

bool consolidation_has_traces(const struct consolidation *consolidation)
{
    return consolidation->risk.after_judged.guests_traced > 0;
}

// --- sentences ----------------------------------------------------------------------------------

static void add_gap(const struct consolidation *consolidation, struct strbuf *out)
{
    const struct target *target = &consolidation->target;
    scope_free char *cost = consolidation_cost(consolidation, target->cost);
    scope_free char *bound = consolidation_cost(consolidation, target->bound);
    if (target->is_optimal)
        strbuf_printf(out, "Proven best: no placement comes to less than %s", bound);
    else
        strbuf_printf(out, "Not proven best: this comes to %s, and no placement to less than %s",
                      cost, bound);
    if (target->bound_by)
        strbuf_printf(out, " (%s)", target->bound_by);
    if (!target->is_optimal && target->cost > 0)
        strbuf_printf(out, ": at most %.1f %% may be left",
                      100 * (target->cost - target->bound) / target->cost);
    strbuf_add(out, ".");
}

char *consolidation_proof(const struct consolidation *consolidation)
{
    const struct target *target = &consolidation->target;
    struct strbuf out = {0};
    if (target->is_optimal || (isfinite(target->bound) && target->bound > 0))
        add_gap(consolidation, &out);
    else
        strbuf_add(&out, "How far this is from the best is not known: no bound was found.");
    if (target->by)
        strbuf_printf(&out, " Found by %s.", target->by);
    if (target->was_cut_short)
        strbuf_printf(&out,
                      " The search was ended by its time (%.3g s): more may find %s, and the same "
                      "seed need not find the same again.",
                      consolidation->request->target.seconds,
                      target->is_optimal ? "a way there with fewer moves" : "better");
    return strbuf_take(&out);
}

const char *consolidation_broken_words(const struct consolidation *consolidation)
{
    return consolidation_is_whole(consolidation) ? "Broken as it is, and mended first"
                                                 : "Broken as it is";
}

char *consolidation_times(const struct moves *moves)
{
    scope_free char *time = consolidation_seconds(&moves->seconds);
    scope_free char *wave_time = consolidation_seconds(&moves->wave_seconds);
    return alloc_printf("%zu migration%s: %s where each starts as soon as hosts, links and rules "
                        "let it; %s in %zu wave%s, as the script goes.",
                        moves->migrations, moves->migrations == 1 ? "" : "s", time, wave_time,
                        moves->waves, moves->waves == 1 ? "" : "s");
}

static void add_cpu(const struct policy *policy, struct strbuf *out)
{
    switch (policy->cpu) {
    case POLICY_CPU_VCPUS:
        strbuf_printf(out, "CPU: %.3g vCPUs a core at most, whatever guests really take.",
                      policy->cpu_overcommit);
        return;
    case POLICY_CPU_PEAK:
        strbuf_printf(out,
                      "CPU: the most that each guest ever took, added up, within %.0f %% of a "
                      "host's cores.",
                      100 * policy->cpu_usable);
        return;
    case POLICY_CPU_PERCENTILE:
        strbuf_printf(out,
                      "CPU: what a host's guests take together stays within %.0f %% of its cores "
                      "in %.4g %% of the time; guests that peak at once count so.",
                      100 * policy->cpu_usable, 100 * policy->percentile);
        return;
    case POLICY_CPU_MEAN:
        strbuf_printf(out,
                      "CPU: the means of the guests, added up, within %.0f %% of a host's cores; "
                      "nothing is kept for their peaks.",
                      100 * policy->cpu_usable);
        return;
    case POLICY_CPU_CURVE:
        strbuf_printf(out, "CPU: as many guests as bench measured such a host to hold%s.",
                      policy->uses_interference ? ", and the measured matrix prices neighbours"
                                                : "");
        return;
    case POLICY_CPU_COUNT:
        return;
    }
}

char *consolidation_method(const struct consolidation *consolidation)
{
    const struct policy *policy = &consolidation->request->policy;
    char bytes[UNITS_TEXT_SIZE];
    struct strbuf out = {0};
    add_cpu(policy, &out);
    strbuf_add(&out, " Memory: ");
    if (policy->memory_overcommit != 1)
        strbuf_printf(&out, "%.4g times ", policy->memory_overcommit);
    strbuf_printf(&out,
                  "what a host has, less %s and %.3g %% that it keeps; never more. A guest that "
                  "moves takes room on both hosts until it has left.",
                  units_format_bytes(bytes, (uint64_t)policy->memory_reserve_bytes),
                  100 * policy->memory_reserve);
    return strbuf_take(&out);
}
