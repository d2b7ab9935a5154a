// SPDX-License-Identifier: GPL-3.0-or-later
// What the forms of a consolidation's report have in common: words, sentences, and what the rules
// come to. Strings are new where it does not say otherwise.
#ifndef FULLHOUSE_REPORTS_CONSOLIDATION_SAY_H
#define FULLHOUSE_REPORTS_CONSOLIDATION_SAY_H

#include <stdbool.h>
#include <stddef.h>

#include "planner/consolidation/consolidation.h"

// "migrate", "switch on"; "repair", "bypass". Not new.
const char *consolidation_kind(enum move_kind kind);
const char *consolidation_reason(enum move_reason reason);
// "switch_on" of "switch on": for machines.
char *consolidation_key(const char *words);

// Name of a host or guest by its index; "-" below 0. Not new.
const char *consolidation_host(const struct consolidation *consolidation, int32_t host);
const char *consolidation_guest(const struct consolidation *consolidation, int32_t guest);
// What a move is about: the guest, or what is done to a host.
char *consolidation_subject(const struct consolidation *consolidation, const struct move *move);

// "38 min [25, 70]", of seconds; "-" absent.
char *consolidation_seconds(const struct uncertain *seconds);
// What "too busy" means beside a move.
#define CONSOLIDATION_BUSY                                                                         \
    "Too busy: the guest writes its memory faster than it can be sent; the hypervisor has to "     \
    "slow "                                                                                        \
    "it down, or it stands still for longer."
// "61,000 [52,000, 70,000]" by money_round; "-" absent.
char *consolidation_amount(const struct uncertain *amount);
// "0.42 %", and "less than 0.01 %" rather than a zero that is none; "-" unknown.
char *consolidation_share(double ratio);
// The currency of the plan's money, of the request or of the estate; "" where neither says.
const char *consolidation_currency(const struct consolidation *consolidation);
// What the aim counts, with its unit: "28 hosts", "31,200 EUR a year", "8,120 W", "96.0 GiB".
char *consolidation_cost(const struct consolidation *consolidation, double cost);

// The heading of what is broken at the start; where not all can be mended it does not say so. Not
// new.
const char *consolidation_broken_words(const struct consolidation *consolidation);
// How long the moves take by their schedule, and wave after wave; a sentence or two.
char *consolidation_times(const struct moves *moves);
// How far the plan is from the best there can be, and what proves it; a sentence or two.
char *consolidation_proof(const struct consolidation *consolidation);
// How the CPU and memory of hosts are counted: a sentence or two.
char *consolidation_method(const struct consolidation *consolidation);

// Whether any guest has a trace that could be replayed; else this sentence says what lacks.
bool consolidation_has_traces(const struct consolidation *consolidation);
extern const char consolidation_no_traces[];

// A rule, and what came of it.
struct consolidation_rule {
    const struct rule *rule; // not owned
    bool is_broken_before, is_broken_after;
    size_t guests_before; // that it is broken for, at the start
};
// As many as the request has rules; NULL where there are none. Free the list.
struct consolidation_rule *consolidation_rules(const struct consolidation *consolidation,
                                               size_t *ret_count);

#endif
