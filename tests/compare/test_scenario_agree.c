// SPDX-License-Identifier: GPL-3.0-or-later
// Texts that ask for the same, and those that must be read.
#include <criterion/criterion.h>

#include "compare/scenario_agree.h"

Test(compare_scenario_agree, nothing_but_the_seed_may_differ)
{
    cr_assert(scenario_texts_agree("", ""));
    cr_assert(scenario_texts_agree("a: 1\nseed: 1\nb: 2\n", "a: 1\nseed: 234\nb: 2\n"));
    cr_assert(scenario_texts_agree("seed: 1", "seed: 2"));
    cr_assert_not(scenario_texts_agree("a: 1\nseed: 1\n", "a: 2\nseed: 1\n"));
    cr_assert_not(scenario_texts_agree("a: 1\n", "a: 1\nseed: 1\n"));
    cr_assert_not(scenario_texts_agree("a: 1\nb: 2\n", "a: 1\n"));
    cr_assert_not(scenario_texts_agree("a: 1\n", "a: 12\n"));
    cr_assert_not(scenario_texts_agree("  seed: 1\n", "  seed: 2\n"));
}
