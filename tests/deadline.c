// SPDX-License-Identifier: GPL-3.0-or-later
// Gives every test a deadline, so that a hang is a failed test and not a hung run. A test that
// states a timeout of its own keeps it. (The runner's --timeout has no effect in Criterion 2.4.1.)
#include <criterion/criterion.h>
#include <criterion/hooks.h>
#include <string.h>

enum {
    FAST_SECONDS = 60,
    SYSTEM_SECONDS = 300, // boots guests, perhaps under emulation
};

static double deadline_of(const struct criterion_suite_set *suite)
{
    bool boots_guests = strncmp(suite->suite.name, "system_", strlen("system_")) == 0 ||
                        strncmp(suite->suite.name, "alone_", strlen("alone_")) == 0;

    return boots_guests ? SYSTEM_SECONDS : FAST_SECONDS;
}

static void set_deadlines(struct criterion_suite_set *suite)
{
    FOREACH_SET (struct criterion_test *test, suite->tests) {
        if (test->data->timeout <= 0)
            test->data->timeout = deadline_of(suite);
    }
}

ReportHook(PRE_ALL)(struct criterion_test_set *tests)
{
    FOREACH_SET (struct criterion_suite_set *suite, tests->suites)
        set_deadlines(suite);
}
