// SPDX-License-Identifier: GPL-3.0-or-later
// What an input is called, what would narrow it, and break-even points as sentences.
#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "planner/certainty/certainty.h"
#include "planner/certainty/certainty_input.h"
#include "planner/curve/curve.h"
#include "planner/curve/curve_next.h"

static const char *class_name(const struct certainty_inputs *inputs, size_t class)
{
    return inputs->plan->demand.list[class].name;
}

static char *measured_name(const struct certainty_inputs *inputs,
                           const struct certainty_input *input, const char *what)
{
    const struct capacity_basis *basis = &inputs->capacities->list[input->first];

    if (!*basis->host)
        return alloc_printf("%s: %s", class_name(inputs, input->second), what);
    return alloc_printf("%s: %s (%s on %s)", class_name(inputs, input->second), what,
                        basis->platform, basis->host);
}

static const struct host_model *model_of(const struct certainty_inputs *inputs,
                                         const struct certainty_input *input)
{
    return inputs->choices->list[inputs->members[input->member_begin]].model;
}

static char *capacity_name(const struct certainty_inputs *inputs,
                           const struct certainty_input *input)
{
    const struct host_option *option = &inputs->choices->list[input->first];

    if (!*option->basis->host)
        return alloc_printf("CPUs of %s", option->model->name);
    return alloc_printf("CPUs of %s over those of %s", option->model->name, option->basis->host);
}

char *certainty_input_name(const struct certainty_inputs *inputs,
                           const struct certainty_input *input)
{
    switch (input->kind) {
    case INPUT_ASSUMPTION:
        return alloc_copy(assumption_table[input->first].key);
    case INPUT_COUNT:
        return alloc_printf("%s: guests", class_name(inputs, input->first));
    case INPUT_GROWTH:
        return alloc_printf("%s: growth", class_name(inputs, input->first));
    case INPUT_CPU:
        return alloc_printf("%s: mean CPU time", class_name(inputs, input->first));
    case INPUT_GUESTS:
        return measured_name(inputs, input, "guests a host");
    case INPUT_BUSY:
        return measured_name(inputs, input, "CPU time a guest");
    case INPUT_OVERHEAD:
        return measured_name(inputs, input, "memory beyond its own");
    case INPUT_LICENCE:
        return alloc_printf("price of licence %s", inputs->plan->licences[input->first].name);
    case INPUT_PRICE:
        return alloc_printf("price of %s", model_of(inputs, input)->name);
    case INPUT_CAPACITY:
        return capacity_name(inputs, input);
    }
    return NULL;
}

// The label that a new run of the class should carry: that of its runs, unless it names them by
// number.
static const char *label_of(const struct certainty_inputs *inputs, size_t class)
{
    const char *run = inputs->plan->demand.list[class].run;
    bool is_number = !run || !*run || strspn(run, "0123456789") == strlen(run);

    return is_number ? class_name(inputs, class) : run;
}

// Fewer than this many boots of a density say little of how much boots differ.
enum { REPEATS = 8 };

static const struct class_capacity *measured_of(const struct certainty_inputs *inputs,
                                                const struct certainty_input *input)
{
    return &inputs->capacities->list[input->first].classes[input->second];
}

// The same load again, from one guest up: the newest run of a label is the one that counts.
static char *command_of(const struct certainty_inputs *inputs, const struct certainty_input *input,
                        double most)
{
    const struct density_curve *curve = measured_of(inputs, input)->curve;
    uint32_t guests = (uint32_t)fmin(fmax(most, 2), 1e6);

    if (!curve)
        return alloc_printf("fullhouse bench --label %s --guests 1..%u --repeats %d",
                            label_of(inputs, input->second), guests, REPEATS);
    struct scenario scenario = curve->scenario;
    scenario.repeats_min = REPEATS;
    return curve_next_command(&curve->run, &scenario, 1, guests);
}

static char *reduce_guests(const struct certainty_inputs *inputs,
                           const struct certainty_input *input)
{
    const struct class_capacity *class = measured_of(inputs, input);
    double low = fmax(floor(class->guests.low), 1), high = ceil(class->guests.high);
    scope_free char *command = command_of(inputs, input, class->is_extrapolated ? 2 * high : high);

    if (class->is_extrapolated)
        return alloc_printf("a ladder that goes on until it fails: %s", command);
    return alloc_printf("more boots at %.0f to %.0f guests: %s", low, high, command);
}

// Of what a guest takes: at all densities that hold.
static char *reduce_usage(const struct certainty_inputs *inputs,
                          const struct certainty_input *input)
{
    scope_free char *command =
        command_of(inputs, input, ceil(measured_of(inputs, input)->guests.high));

    return alloc_printf("more boots: %s", command);
}

static char *reduce_class(const struct certainty_inputs *inputs,
                          const struct certainty_input *input)
{
    const char *name = class_name(inputs, input->first);

    switch (input->kind) {
    case INPUT_COUNT:
        return alloc_printf("a count of the %s guests there are: an inventory in the plan", name);
    case INPUT_GROWTH:
        return alloc_printf("how many %s guests there were a year ago", name);
    default:
        return alloc_printf("telemetry of the hosts that run %s now: fullhouse collect", name);
    }
}

static char *reduce_capacity(const struct certainty_inputs *inputs,
                             const struct certainty_input *input)
{
    const struct host_option *option = &inputs->choices->list[input->first];
    const char *name = option->model->name;

    if (!*option->basis->host)
        return alloc_printf("a ladder of these guests on a %s, named by runs in the catalogue: "
                            "fullhouse bench; one on any other host is better than none",
                            name);
    return alloc_printf("a run of one guest on a %s, named by runs in the catalogue: fullhouse "
                        "bench --guests 1; a whole ladder there needs no scaling at all",
                        name);
}

static char *reduce_assumption(const struct certainty_input *input)
{
    const char *key = assumption_table[input->first].key;

    if (input->number->origin != ORIGIN_GUESSED)
        return NULL;
    if (input->first == ASSUME_CPU_USABLE)
        return alloc_copy("a ladder of these guests on any host, in place of a guessed share of "
                          "its CPUs: fullhouse bench, named by runs of their class");
    return alloc_printf("your own %s in the plan: nobody said it, this is a default", key);
}

char *certainty_input_reduce(const struct certainty_inputs *inputs,
                             const struct certainty_input *input)
{
    switch (input->kind) {
    case INPUT_ASSUMPTION:
        return reduce_assumption(input);
    case INPUT_COUNT:
    case INPUT_GROWTH:
    case INPUT_CPU:
        return reduce_class(inputs, input);
    case INPUT_GUESTS:
        return reduce_guests(inputs, input);
    case INPUT_BUSY:
    case INPUT_OVERHEAD:
        return reduce_usage(inputs, input);
    case INPUT_LICENCE:
        return alloc_printf("an offer for %s", inputs->plan->licences[input->first].name);
    case INPUT_PRICE:
        return alloc_printf("an offer for %s", model_of(inputs, input)->name);
    case INPUT_CAPACITY:
        return reduce_capacity(inputs, input);
    }
    return NULL;
}

// Numbers of a unit are written alike, whichever assumption has it.
static char *format_value(const struct break_even *at, double value, const char *currency)
{
    enum assumption which = at->assumption;

    for (size_t i = 0; which == ASSUMPTION_TOTAL && i < ASSUMPTION_TOTAL; i++)
        if (assumption_table[i].unit == at->unit)
            which = (enum assumption)i;
    return assumption_format(which, value, currency);
}

char *break_even_words(const struct break_even *at, const char *currency, const char *winner)
{
    scope_free char *threshold = format_value(at, at->threshold, currency);
    scope_free char *now = format_value(at, at->now, currency);
    bool is_above = at->threshold > at->now;

    if (at->unit == ASSUMPTION_COUNT)
        return alloc_printf("%s at %s or %s (now %s): %s is the cheapest.", at->what, threshold,
                            is_above ? "more" : "fewer", now, winner);
    return alloc_printf("%s %s %s (now %s): %s is the cheapest.", at->what,
                        is_above ? "above" : "below", threshold, now, winner);
}
