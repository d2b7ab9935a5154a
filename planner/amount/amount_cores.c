// SPDX-License-Identifier: GPL-3.0-or-later
// Which of a guest's figures of CPU use stands for it, and what stands in where it is not told.
#include <math.h>

#include "planner/amount/amount_part.h"
#include "planner/estate/estate.h"

// One figure, and what is to be said where it stands in; AMOUNT_GUESS_COUNT: nothing.
struct choice {
    double cores;
    enum amount_guess guess;
};

static double first_known(const struct choice *choices, size_t count, const char *guest,
                          struct amount_guesses *guesses)
{
    for (size_t i = 0; i < count; i++) {
        if (isnan(choices[i].cores))
            continue;
        if (choices[i].guess != AMOUNT_GUESS_COUNT)
            amount_guess(guesses, choices[i].guess, guest);
        return choices[i].cores;
    }
    return NAN;
}

static double mean_of(const struct estate_guest *guest, struct amount_guesses *guesses)
{
    const struct choice choices[] = {
        {guest->cpu_cores, AMOUNT_GUESS_COUNT},
        {guest->cpu_p95_cores, AMOUNT_GUESS_MEAN_P95},
        {guest->cpu_peak_cores, AMOUNT_GUESS_MEAN_PEAK},
    };
    return first_known(choices, 3, guest->name, guesses);
}

static double peak_of(const struct estate_guest *guest, struct amount_guesses *guesses)
{
    const struct choice choices[] = {
        {guest->cpu_peak_cores, AMOUNT_GUESS_COUNT},
        {guest->vcpus, AMOUNT_GUESS_PEAK_VCPUS},
    };
    return first_known(choices, 2, guest->name, guesses);
}

// Above the 95th percentile a peak is nearer to what is asked for, and on the safe side.
static double constant_of(const struct estate_guest *guest, double percentile,
                          struct amount_guesses *guesses)
{
    const struct choice p95 = {guest->cpu_p95_cores, AMOUNT_GUESS_TRACE_P95};
    const struct choice peak = {guest->cpu_peak_cores, AMOUNT_GUESS_TRACE_PEAK};
    const struct choice choices[] = {
        percentile > 0.95 ? peak : p95,
        percentile > 0.95 ? p95 : peak,
        {guest->cpu_cores, AMOUNT_GUESS_TRACE_MEAN},
        {guest->vcpus, AMOUNT_GUESS_VCPUS},
    };
    return first_known(choices, 4, guest->name, guesses);
}

double amount_cores(const struct estate_guest *guest, const struct policy *policy,
                    struct amount_guesses *guesses)
{
    switch (policy->cpu) {
    case POLICY_CPU_VCPUS:
        return guest->vcpus;
    case POLICY_CPU_PEAK:
        return peak_of(guest, guesses);
    case POLICY_CPU_MEAN:
        return mean_of(guest, guesses);
    default:
        return constant_of(guest, policy->percentile, guesses);
    }
}
