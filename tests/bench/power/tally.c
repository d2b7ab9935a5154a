// SPDX-License-Identifier: GPL-3.0-or-later
// Counts and prints.
#include "tests/bench/power/tally.h"

#include <stdio.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"

void tally_add(struct tally *tally, const struct trial_result *result, double seconds)
{
    tally->trials++;
    tally->alarms += result->answer.says_anything;
    tally->ours[result->answer.throughput]++;
    tally->threshold[result->threshold]++;
    tally->mann_whitney[result->mann_whitney]++;
    tally->blocks += result->blocks;
    tally->seconds += seconds;
}

// "17 / 2 / 1" of so many.
static void print_counts(const unsigned *counts)
{
    scope_free char *text = alloc_printf("%u / %u / %u", counts[POWER_WORSE], counts[POWER_NOTHING],
                                         counts[POWER_BETTER]);
    printf("  %14s", text);
}

static void print_row(const struct tally *tally)
{
    double trials = tally->trials > 0 ? tally->trials : 1;
    scope_free char *name = tally->slowdown > 0
                                ? alloc_printf("B %g %% slower", 100 * tally->slowdown)
                                : alloc_copy("both alike (A/A)");
    printf("%-17s  %6u", name, tally->trials);
    print_counts(tally->ours);
    printf("  %6u  %6.1f  %7.1f", tally->alarms, tally->blocks / trials, tally->seconds / trials);
    print_counts(tally->threshold);
    print_counts(tally->mann_whitney);
    printf("\n");
}

void tally_print(const struct tally *tallies, unsigned count)
{
    printf("\nHow often B was called worse / nothing / better by throughput. Any: comparisons in "
           "which "
           "any judged\nfigure was called better or worse. The two at the right see the same "
           "windows as a session that is\nnot interleaved would have: A's of the first half, B's "
           "of the second; 5 %% on means, and Mann and\nWhitney's test of windows at 5 %%.\n\n");
    printf("%-17s  %6s  %14s  %6s  %6s  %7s  %14s  %14s\n", "", "trials", "fullhouse ab", "any",
           "blocks", "seconds", "5 % on means", "Mann-Whitney");
    for (unsigned i = 0; i < count; i++)
        print_row(&tallies[i]);
}

bool tally_is_good(const struct tally *tally)
{
    double trials = tally->trials;
    if (tally->trials == 0 || tally->failed > 0)
        return false;
    if (tally->slowdown <= 0)
        return tally->alarms <= (trials < 40 ? 1 : trials / 40);
    double wanted = tally->slowdown >= 0.10 ? 0.95 : 0.80;
    return tally->ours[POWER_WORSE] >= wanted * trials && tally->ours[POWER_BETTER] == 0;
}
