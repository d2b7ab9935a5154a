// SPDX-License-Identifier: GPL-3.0-or-later
// Which, how many, what it costs, how sure; and what binds each choice. Notes stand in
// purchase_notes.c.
#include "planner/purchase/purchase_words.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/money.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/base/units.h"
#include "planner/purchase/purchase_marks.h"
#include "planner/purchase/purchase_class.h"
#include "planner/purchase/purchase_notes.h"
#include "planner/purchase/purchase_sureness.h"

// What follows a model's name; "" where nothing was measured.
static const char *platform_words(const char *platform)
{
    static const struct {
        const char *platform, *words;
    } known[] = {{"", ""},
                 {"kvm", " under KVM"},
                 {"tcg", " under TCG"},
                 {"native", " with guests as plain processes"}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(platform, known[i].platform) == 0)
            return known[i].words;
    return "";
}

char *purchase_option_name(const struct purchase *purchase, size_t option)
{
    const struct host_option *choice = &purchase->options.list[option];
    return alloc_printf("%s%s", choice->model->name, platform_words(choice->basis->platform));
}

// --- what binds ----------------------------------------------------------------------------------

// The resource that would bind if the binding one were removed; RESOURCE_COUNT for none.
static int runner_up(const struct outcome *outcome)
{
    int best = RESOURCE_COUNT;
    for (int r = 0; r < RESOURCE_COUNT; r++)
        if (r != (int)outcome->binding && isfinite(outcome->limits[r]) &&
            (best == RESOURCE_COUNT || outcome->limits[r] < outcome->limits[best]))
            best = r;
    return best;
}

static char *why_possible(const struct outcome *outcome)
{
    int next = runner_up(outcome);
    scope_free char *binds = alloc_printf("%s binds: %.0f guests a host",
                                          resource_name(outcome->binding), outcome->guests_a_host);
    if (next == RESOURCE_COUNT)
        return scope_take(binds);
    return alloc_printf("%s; %s alone would let in %.0f", binds, resource_name(next),
                        floor(outcome->limits[next]));
}

static char *why_not(const struct purchase *purchase, const struct purchase_choice *choice)
{
    const struct outcome *outcome = &choice->outcome;
    const struct guest_class *class =
        outcome->stopped_class < 0 ? NULL : &purchase->plan->demand.list[outcome->stopped_class];
    switch (outcome->stop) {
    case OUTCOME_STOP_GUEST:
        return alloc_printf("not one guest of %s fits such a host: %s", class->name,
                            resource_name(outcome->binding));
    case OUTCOME_STOP_VCPUS:
        return alloc_printf("a guest of %s has %u vCPUs, such a host %u threads", class->name,
                            class->vcpus, purchase->options.list[choice->option].model->threads);
    case OUTCOME_STOP_GROUP:
        return alloc_copy("failover.hosts and failover.maintenance keep a whole failover.group "
                          "free: no host of it would work");
    case OUTCOME_STOP_NONE:
        break;
    }
    return alloc_copy(outcome_stop_words(outcome->stop));
}

static void add_why(struct purchase *purchase)
{
    for (size_t i = 0; i < purchase->choice_count; i++) {
        struct purchase_choice *choice = &purchase->choices[i];
        choice->why = choice->outcome.is_possible ? why_possible(&choice->outcome)
                                                  : why_not(purchase, choice);
    }
}

// --- the answer ----------------------------------------------------------------------------------

static void add_interval(struct strbuf *out, const struct estimate *estimate)
{
    if (!isfinite(estimate->low) || !isfinite(estimate->high))
        return;
    char low[MONEY_TEXT_SIZE], high[MONEY_TEXT_SIZE];
    strbuf_printf(out, " [%s, %s]", money_round(low, estimate->low),
                  money_round(high, estimate->high));
}

static void add_number(struct strbuf *out, double number, const char *noun)
{
    strbuf_printf(out, "%.0f %s%s", number, noun, number == 1 ? "" : "s");
}

// Where the guests a host are from: the weakest thing they rest on.
static const char *origin_of_guests(const struct purchase *purchase)
{
    const struct host_option *best = &purchase->options.list[purchase->choices[0].option];
    return origin_name(*best->basis->platform ? best->capacity.origin : ORIGIN_GUESSED);
}

// Whether some class held its service level at all that was measured: nobody saw the CPUs give out.
static bool is_at_least(const struct purchase *purchase)
{
    scope_free char *names = purchase_class_list(purchase, purchase_class_is_at_least);
    return *names;
}

static void add_density(struct strbuf *out, const struct purchase *purchase)
{
    const struct outcome *best = &purchase->choices[0].outcome;
    const char *resource = resource_name(best->binding);
    strbuf_printf(out, ". %c%s", toupper((unsigned char)*resource), resource + 1);
    if (best->binding == RESOURCE_CPU)
        strbuf_printf(out, " (%s)", origin_of_guests(purchase));
    strbuf_printf(out, " limits %s to ", best->year[0].hosts == 1 ? "it" : "each");
    add_number(out, best->guests_a_host, "guest");
    if (best->binding == RESOURCE_CPU && is_at_least(purchase))
        strbuf_add(out, " or more");
}

static void add_spare(struct strbuf *out, const struct outcome_year *first)
{
    if (first->spare == 0)
        strbuf_add(out, "; none is spare.");
    else
        strbuf_printf(out, "; %.0f of the %.0f %s spare.", first->spare, first->hosts,
                      first->spare == 1 ? "is" : "are");
}

static void add_hosts(struct strbuf *out, const struct purchase *purchase)
{
    const struct purchase_choice *best = &purchase->choices[0];
    const struct outcome_year *first = &best->outcome.year[0];
    const struct outcome_year *last = &best->outcome.year[best->outcome.years - 1];
    scope_free char *name = purchase_option_name(purchase, best->option);
    strbuf_printf(out, "Buy %.0f %s", first->bought, name);
    if (last->hosts > first->hosts)
        strbuf_printf(out, ", and grow to %.0f by year %u", last->hosts, best->outcome.years);
    add_density(out, purchase);
    add_spare(out, first);
}

static void add_cost(struct strbuf *out, const struct purchase *purchase)
{
    const struct purchase_choice *best = &purchase->choices[0];
    const struct option_certainty *sure =
        purchase->certainty.options ? &purchase->certainty.options[best->option] : NULL;
    const char *currency = purchase->plan->currency;
    char cost[MONEY_TEXT_SIZE], month[MONEY_TEXT_SIZE];
    strbuf_printf(out, " %u year%s cost %s %s", best->outcome.years,
                  best->outcome.years == 1 ? "" : "s",
                  money_round(cost, best->outcome.net_present_cost), currency);
    if (sure)
        add_interval(out, &sure->cost);
    strbuf_printf(out, " in today's money, %s %s", money_round(month, best->outcome.guest_month),
                  currency);
    if (sure)
        add_interval(out, &sure->guest_month);
    strbuf_add(out, " a guest and month.");
}

static void add_mix(struct strbuf *out, const struct purchase *purchase)
{
    const struct fleet_mix *mix = &purchase->mix;
    double alone = purchase->choices[0].outcome.net_present_cost;
    if (!mix->is_found || mix->part_count < 2 || !(mix->net_present_cost < alone))
        return;
    char share[UNITS_TEXT_SIZE];
    strbuf_printf(out, " A mixed fleet would be %s cheaper:",
                  units_format_share(share, 1 - mix->net_present_cost / alone));
    for (size_t i = 0; i < mix->part_count; i++) {
        const struct fleet_mix_part *part = &mix->parts[i];
        scope_free char *name = purchase_option_name(purchase, part->option);
        strbuf_printf(out, "%s %.0f %s", i > 0 ? (i + 1 < mix->part_count ? "," : " and") : "",
                      part->hosts[purchase->choices[0].outcome.years - 1], name);
    }
    strbuf_add(out, ".");
}

// Of what could have been bought, the one with most memory: it comes nearest. There
// is one, as not all are alternatives.
static const struct purchase_choice *largest(const struct purchase *purchase)
{
    const struct purchase_choice *most = NULL;
    for (size_t i = 0; i < purchase->choice_count; i++) {
        const struct purchase_choice *one = &purchase->choices[i];
        const struct host_option *options = purchase->options.list;
        if (!one->is_alternative && (!most || options[one->option].model->memory_bytes >
                                                  options[most->option].model->memory_bytes))
            most = one;
    }
    return most;
}

static char *say_impossible(const struct purchase *purchase)
{
    if (purchase->choice_count == 0)
        return alloc_copy("There is nothing to choose from.");
    const struct purchase_choice *choice = largest(purchase);
    scope_free char *name = purchase_option_name(purchase, choice->option);
    return alloc_printf("No model of %s can hold this demand. %s: %s.%s",
                        purchase->plan->catalogue.name, name, choice->why,
                        purchase->choices[0].outcome.is_possible
                            ? " Only alternatives can, which the plan's platforms do not name."
                            : "");
}

static char *say_answer(const struct purchase *purchase)
{
    struct strbuf out = {0};
    if (!purchase_is_possible(purchase))
        return say_impossible(purchase);
    scope_free char *marks = purchase_marks(purchase);
    strbuf_add(&out, marks);
    add_hosts(&out, purchase);
    add_cost(&out, purchase);
    purchase_add_sureness(&out, purchase);
    add_mix(&out, purchase);
    return strbuf_take(&out);
}

void purchase_add_words(struct purchase *purchase)
{
    add_why(purchase);
    purchase->answer = say_answer(purchase);
    purchase_add_notes(purchase);
}
