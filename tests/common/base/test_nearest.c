// SPDX-License-Identifier: GPL-3.0-or-later
// The nearest right word, and the hint an error message ends with.
#include "common/base/nearest.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"

static const char *const words[] = {"cpu", "memory", "null", "bandwidth"};
enum { COUNT = sizeof(words) / sizeof(words[0]) };

static void expect(const char *word, const char *nearest)
{
    const char *found = nearest_word(word, words, COUNT);
    if (nearest)
        cr_assert_str_eq(found ? found : "(none)", nearest, "%s: %s", word, found);
    else
        cr_assert_null(found, "%s: %s", word, found);
}

Test(base_nearest, finds_one_slip_of_each_kind)
{
    expect("memroy", "memory");  // swapped
    expect("memry", "memory");   // lost
    expect("memoory", "memory"); // doubled
    expect("menory", "memory");  // mistaken
    expect("bandwith", "bandwidth");
    expect("cpi", "cpu");
}

Test(base_nearest, ignores_case)
{
    expect("CPU", "cpu");
    expect("Memory", "memory");
}

Test(base_nearest, stays_silent_when_nothing_is_near)
{
    expect("", NULL);
    expect("x", NULL);
    expect("cp", NULL); // one slip is half of this word
    expect("disk", NULL);
    expect("absolutely-nothing", NULL);
}

Test(base_nearest, prefers_the_nearer_word)
{
    static const char *const close[] = {"tables", "table", "tabla"};
    cr_assert_str_eq(nearest_word("tablle", close, 3), "table");
}

Test(base_nearest, has_nothing_to_offer_without_words)
{
    cr_assert_null(nearest_word("cpu", words, 0));
    scope_free char *hint = nearest_hint("cpu", words, 0);
    cr_assert_str_eq(hint, "");
}

Test(base_nearest, is_quick_with_a_huge_word)
{
    scope_free char *huge = alloc_zeroed(10 << 20, 1);
    memset(huge, 'm', (10 << 20) - 1);
    expect(huge, NULL);
}

Test(base_nearest, hints_at_one_or_lists_all)
{
    scope_free char *near = nearest_hint("memroy", words, COUNT);
    scope_free char *far = nearest_hint("disk", words, COUNT);
    cr_assert_str_eq(near, " (did you mean 'memory'?)");
    cr_assert_str_eq(far, ", one of: cpu, memory, null, bandwidth");
}
