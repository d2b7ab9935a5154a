// SPDX-License-Identifier: GPL-3.0-or-later
// What the forms of a purchase's report have in common: names, sentences, and sums of what the
// planner left year by year. All strings are new.
#ifndef FULLHOUSE_REPORTS_PURCHASE_SAY_H
#define FULLHOUSE_REPORTS_PURCHASE_SAY_H

#include <stdbool.h>
#include <stddef.h>

#include "planner/purchase/purchase.h"

// Break-evens that a reader is shown at once, the nearest first.
enum { PURCHASE_BREAKS = 8 };

// The cheapest choice that is possible; NULL where none is.
const struct purchase_choice *purchase_best(const struct purchase *purchase);
// How many choices are possible.
size_t purchase_possible_count(const struct purchase *purchase);

// Of an index into the options; NULL beyond them.
const struct host_option *purchase_option(const struct purchase *purchase, size_t option);
// NULL where nothing was drawn.
const struct option_certainty *purchase_certainty(const struct purchase *purchase, size_t option);

// "R-32", and with more than one platform to choose from, or emulation, "R-32, KVM".
char *purchase_short_name(const struct purchase *purchase, size_t option);
// "measured", "scaled", "guessed": where an option's guests a host are from.
const char *purchase_origin(const struct host_option *option);

// "licence years" as a name for machines: "licence_years".
char *purchase_key(const char *name);

// Whether something was said beside a plan's file: then this is not the plan as the file has it.
bool purchase_has_what_ifs(const struct purchase *purchase);

// A sentence where any option rests on emulated guests, else NULL.
char *purchase_emulation(const struct purchase *purchase);

// Of a plan's outcome in the year, from 0. Money of that year, not discounted, to the cent.
double outcome_year_total(const struct outcome *outcome, uint32_t year);
// Of one item, or COST_ITEM_COUNT: of all, over the years.
double outcome_total(const struct outcome *outcome, enum cost_item item);
// "14", or "14 to 19" where the fleet grows.
char *purchase_hosts(const struct outcome *outcome);

// Net present cost over what it is now, were so many guests put on a host: all cost goes with the
// hosts. NAN where the outcome has no hosts.
double purchase_cost_ratio(const struct outcome *outcome, double guests_a_host);

// The input of a bar, or the threshold of a break-even, with its unit where it is an assumption's.
char *purchase_input(const struct purchase *purchase, const char *what, double input);
// "energy.price above 0.31 EUR (now 0.20 EUR): B is the cheapest."
char *purchase_break_even(const struct purchase *purchase, const struct break_even *point);

// Whether a fleet of several models was found that costs less than the best alone.
bool purchase_mix_is_cheaper(const struct purchase *purchase);
// What a fleet of several models saves over the best of one.
char *purchase_mix_words(const struct purchase *purchase);

// "14 [12, 15]" by the number's own digits; with share "20% [15%, 25%]"; "-" absent.
char *purchase_uncertain(const struct uncertain *number, bool share);

#endif
