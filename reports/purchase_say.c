// SPDX-License-Identifier: GPL-3.0-or-later
// Names and sentences of a purchase.
#include "reports/purchase_say.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/money.h"
#include "common/base/scope.h"

const struct purchase_choice *purchase_best(const struct purchase *purchase)
{
    return purchase_is_possible(purchase) ? purchase->choices : NULL;
}

size_t purchase_possible_count(const struct purchase *purchase)
{
    size_t count = 0;
    for (size_t i = 0; i < purchase->choice_count; i++)
        count += purchase->choices[i].outcome.is_possible;
    return count;
}

const struct host_option *purchase_option(const struct purchase *purchase, size_t option)
{
    return option < purchase->options.count ? &purchase->options.list[option] : NULL;
}

const struct option_certainty *purchase_certainty(const struct purchase *purchase, size_t option)
{
    const struct certainty *certainty = &purchase->certainty;
    return certainty->draws > 0 && option < certainty->option_count ? &certainty->options[option]
                                                                    : NULL;
}

// --- names --------------------------------------------------------------------------------------

// "KVM", "TCG (EMULATED)", "plain processes", "a guess".
static char *platform_name(const struct capacity_basis *basis)
{
    static const struct {
        const char *word, *name;
    } names[] = {{"kvm", "KVM"}, {"tcg", "TCG"}, {"native", "plain processes"}, {"", "a guess"}};
    const char *name = basis->platform;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(basis->platform, names[i].word) == 0)
            name = names[i].name;
    return alloc_printf("%s%s", name, basis->emulated ? " (EMULATED)" : "");
}

static bool has_platforms(const struct purchase *purchase)
{
    const struct host_options *options = &purchase->options;
    for (size_t i = 0; i < options->count; i++)
        if (options->list[i].basis->emulated ||
            strcmp(options->list[i].basis->platform, options->list[0].basis->platform) != 0)
            return true;
    return false;
}

char *purchase_short_name(const struct purchase *purchase, size_t index)
{
    const struct host_option *option = purchase_option(purchase, index);
    if (!option)
        return alloc_copy("?");
    if (!has_platforms(purchase))
        return alloc_copy(option->model->name);
    scope_free char *platform = platform_name(option->basis);
    return alloc_printf("%s, %s", option->model->name, platform);
}

const char *purchase_origin(const struct host_option *option)
{
    return origin_name(host_option_origin(option));
}

char *purchase_emulation(const struct purchase *purchase)
{
    for (size_t i = 0; i < purchase->options.count; i++)
        if (purchase->options.list[i].basis->emulated)
            return alloc_copy("EMULATED: some of these curves are of guests under emulation "
                              "(TCG), not under KVM. They say little about the hardware.");
    return NULL;
}

bool purchase_has_what_ifs(const struct purchase *purchase)
{
    return purchase->plan->name && purchase->plan->what_if_count > 0;
}

char *purchase_key(const char *name)
{
    char *key = alloc_copy(name);
    for (char *c = key; *c; c++)
        *c = *c == ' ' ? '_' : (char)tolower((unsigned char)*c);
    return key;
}

// --- sums ---------------------------------------------------------------------------------------

double outcome_year_total(const struct outcome *outcome, uint32_t year)
{
    double total = 0;
    for (enum cost_item item = 0; item < COST_ITEM_COUNT; item++)
        total += outcome->year[year].cost[item];
    return cost_item_cents(total);
}

double outcome_total(const struct outcome *outcome, enum cost_item item)
{
    double total = 0;
    for (uint32_t year = 0; year < outcome->years; year++)
        total += item == COST_ITEM_COUNT ? outcome_year_total(outcome, year)
                                         : outcome->year[year].cost[item];
    return cost_item_cents(total);
}

char *purchase_hosts(const struct outcome *outcome)
{
    if (outcome->years == 0)
        return alloc_copy("-");
    double first = outcome->year[0].hosts, last = outcome->year[outcome->years - 1].hosts;
    return first == last ? alloc_printf("%.0f", last) : alloc_printf("%.0f to %.0f", first, last);
}

double purchase_cost_ratio(const struct outcome *outcome, double guests_a_host)
{
    double now = 0, then = 0, installed = 0;
    for (uint32_t y = 0; y < outcome->years; y++) {
        const struct outcome_year *year = &outcome->year[y];
        now += year->hosts;
        installed = fmax(installed, ceil(year->guests / guests_a_host) + year->spare);
        then += installed;
    }
    return now > 0 ? then / now : NAN;
}

// --- numbers ------------------------------------------------------------------------------------

static char *plain_number(double number)
{
    return alloc_printf(fabs(number) >= 1e6 || (number != 0 && fabs(number) < 1e-3) ? "%.3g"
                        : fabs(number) >= 1000                                      ? "%.0f"
                                                                                    : "%.4g",
                        number);
}

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), tail = strlen(end);
    return length >= tail && strcmp(text + length - tail, end) == 0;
}

static bool starts_with(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

char *purchase_input(const struct purchase *purchase, const char *what, double input)
{
    enum assumption which = assumption_find(what, NULL);
    if (which < ASSUMPTION_TOTAL)
        return assumption_format(which, input, purchase->plan->currency);
    if (starts_with(what, "growth") || ends_with(what, "growth"))
        return alloc_printf("%.3g%%", 100 * input);
    if (starts_with(what, "price of") && purchase->plan->currency) {
        char text[MONEY_TEXT_SIZE];
        return alloc_printf("%s %s", money_round(text, input), purchase->plan->currency);
    }
    return plain_number(input);
}

char *purchase_break_even(const struct purchase *purchase, const struct break_even *point)
{
    scope_free char *winner = purchase_short_name(purchase, point->option);
    return break_even_words(point, purchase->plan->currency, winner);
}

bool purchase_mix_is_cheaper(const struct purchase *purchase)
{
    const struct fleet_mix *mix = &purchase->mix;
    const struct purchase_choice *best = purchase_best(purchase);
    return mix->is_found && mix->part_count > 1 &&
           (!best || mix->net_present_cost < best->outcome.net_present_cost);
}

char *purchase_mix_words(const struct purchase *purchase)
{
    const struct fleet_mix *mix = &purchase->mix;
    const struct purchase_choice *best = purchase_best(purchase);
    char cost[MONEY_TEXT_SIZE];
    money_round(cost, mix->net_present_cost);
    scope_free char *gap =
        mix->is_optimal
            ? alloc_copy("")
            : alloc_printf(" (not proven: it could be %.1f %% cheaper still)", 100 * mix->gap);
    if (!best)
        return alloc_printf("Several models together: %s %s%s.", cost, purchase->plan->currency,
                            gap);
    return alloc_printf(
        "Several models together are cheaper still: %s %s net present, %.1f %% less than the best "
        "alone%s. Hosts installed:",
        cost, purchase->plan->currency,
        100 * (1 - mix->net_present_cost / best->outcome.net_present_cost), gap);
}

static char *share_number(double number)
{
    return alloc_printf("%.3g%%", 100 * number);
}

char *purchase_uncertain(const struct uncertain *number, bool share)
{
    char *(*format)(double) = share ? share_number : plain_number;
    if (!isfinite(number->value))
        return alloc_copy("-");
    scope_free char *value = format(number->value);
    if (uncertain_is_exact(number) || !isfinite(number->low) || !isfinite(number->high))
        return scope_take(value);
    scope_free char *low = format(number->low), *high = format(number->high);
    return alloc_printf("%s [%s, %s]", value, low, high);
}
