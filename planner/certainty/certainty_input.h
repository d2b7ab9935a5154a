// SPDX-License-Identifier: GPL-3.0-or-later
// The numbers of a plan as one list, those that are not exact first: what each is called, how it is
// drawn, which options it enters, and how it is put into a situation. Monte Carlo, tornado and
// break-even points all walk this list.
#ifndef FULLHOUSE_PLANNER_CERTAINTY_CERTAINTY_INPUT_H
#define FULLHOUSE_PLANNER_CERTAINTY_CERTAINTY_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "planner/sizing/situation.h"

// What first and second of an input are stands beside each.
enum input_kind {
    INPUT_ASSUMPTION, // enum assumption
    INPUT_COUNT,      // class
    INPUT_GROWTH,     // class
    INPUT_CPU,        // class: mean cores
    INPUT_GUESTS,     // basis, class: guests that hold
    INPUT_BUSY,       // basis, class: host CPU time of a guest
    INPUT_OVERHEAD,   // basis, class: host memory of a guest beyond its own
    INPUT_LICENCE,    // licence: price
    INPUT_PRICE,      // model: price; enters all options of that model
    INPUT_CAPACITY,   // option: its CPUs; enters all options of that model and reference host
};

struct certainty_input {
    enum input_kind kind;
    size_t first, second;
    const struct uncertain *number;  // borrowed
    size_t member_begin, member_end; // of certainty_inputs.members
};

// Of those that are known at all. Throughput of a guest is none of them: no count of hosts and no
// cost depends on it.
struct certainty_inputs {
    const struct plan *plan; // borrowed, as the two following
    const struct capacities *capacities;
    const struct host_options *choices;
    struct certainty_input *list;
    size_t count;
    size_t uncertain_count; // of them, the first
    size_t *members;        // options that prices and capacities enter
    size_t member_count;
    // By option, at the plan's own values: situation_option.dealt_ratio, and the cost that is
    // printed (outcome_confirm) over that of outcome_of, so that both name the same the cheapest.
    double *dealt_ratios, *confirmed_ratios;
};

// plan and the others must outlive the list.
void certainty_inputs_of(const struct plan *plan, const struct capacities *capacities,
                         const struct host_options *choices, struct certainty_inputs *ret_inputs);
void certainty_inputs_done(struct certainty_inputs *inputs);

// Every number at its value (situation_init, outcome_settle). Release with situation_done.
void certainty_inputs_situation(const struct certainty_inputs *inputs,
                                struct situation *ret_situation);

// Of the variance of how a curve was carried to other hosts, the part that is the same for all of
// them: how the reference host was wrong, how large hosts differ from small ones. The rest is each
// model's own. A guess.
#define CERTAINTY_SCALING_COMMON 0.5

// Standard normal numbers for one input and draw, by seed, draw and the input's own identity: the
// same in every plan that has it, whatever else is uncertain there (common random numbers, so that
// options and what-ifs differ by what they are and not by luck).
double certainty_input_z(const struct certainty_input *input, uint64_t seed, uint32_t draw);

// Puts the number z standard deviations from its value into situation (uncertain_at), kept within
// what is allowed; 0 puts its value back.
void certainty_input_draw(const struct certainty_inputs *inputs,
                          const struct certainty_input *input, double z,
                          struct situation *situation);

// Puts a value of its own. Not for INPUT_CAPACITY, which is another number in each of its options.
void certainty_input_put(const struct certainty_inputs *inputs, const struct certainty_input *input,
                         double value, struct situation *situation);

// For people: "energy.price", "web: guests a host (kvm on db1)", "price of R650". New string.
char *certainty_input_name(const struct certainty_inputs *inputs,
                           const struct certainty_input *input);

// What measurement or question would narrow it, as a sentence without its full stop; NULL none. New
// string.
char *certainty_input_reduce(const struct certainty_inputs *inputs,
                             const struct certainty_input *input);

#endif
