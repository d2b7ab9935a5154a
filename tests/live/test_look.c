// SPDX-License-Identifier: GPL-3.0-or-later
// What two hosts say of a guest, and what that means.
#include "live/live_look.h"

#include <criterion/criterion.h>

#include "common/base/scope.h"

static struct live_look seen(enum vir_guest_state from, enum vir_guest_state to)
{
    return (struct live_look){.from = {.answers = true, .state = from},
                              .to = {.answers = true, .state = to}};
}

static enum live_verdict judge(enum vir_guest_state from, enum vir_guest_state to)
{
    const struct live_look look = seen(from, to);
    return live_look_judge(&look, false);
}

Test(live_look, finds_a_guest_on_one_side)
{
    cr_expect_eq(judge(VIR_GUEST_RUNNING, VIR_GUEST_ABSENT), LIVE_AT_SOURCE);
    cr_expect_eq(judge(VIR_GUEST_PAUSED, VIR_GUEST_ABSENT), LIVE_AT_SOURCE);
    cr_expect_eq(judge(VIR_GUEST_ABSENT, VIR_GUEST_RUNNING), LIVE_AT_DESTINATION);
    // A definition that stayed behind is no guest.
    cr_expect_eq(judge(VIR_GUEST_OFF, VIR_GUEST_RUNNING), LIVE_AT_DESTINATION);
}

Test(live_look, trusts_nothing_that_is_unclear)
{
    cr_expect_eq(judge(VIR_GUEST_RUNNING, VIR_GUEST_RUNNING), LIVE_UNCLEAR);
    cr_expect_eq(judge(VIR_GUEST_ABSENT, VIR_GUEST_ABSENT), LIVE_UNCLEAR);
    cr_expect_eq(judge(VIR_GUEST_OFF, VIR_GUEST_OFF), LIVE_UNCLEAR);
    struct live_look look = seen(VIR_GUEST_RUNNING, VIR_GUEST_ABSENT);
    look.to.answers = false;
    cr_expect_eq(live_look_judge(&look, false), LIVE_UNCLEAR);
}

Test(live_look, sees_a_migration_under_way)
{
    cr_expect_eq(judge(VIR_GUEST_RUNNING, VIR_GUEST_ARRIVING), LIVE_UNDER_WAY);
    cr_expect_eq(judge(VIR_GUEST_LEFT, VIR_GUEST_ARRIVING), LIVE_UNDER_WAY);
    cr_expect_eq(judge(VIR_GUEST_LEFT, VIR_GUEST_RUNNING), LIVE_UNDER_WAY);
    struct live_look look = seen(VIR_GUEST_RUNNING, VIR_GUEST_ABSENT);
    look.from.is_busy = true;
    cr_expect_eq(live_look_judge(&look, false), LIVE_UNDER_WAY);
}

Test(live_look, follows_a_guest_that_is_shut_off)
{
    struct live_look look = seen(VIR_GUEST_OFF, VIR_GUEST_ABSENT);
    cr_expect_eq(live_look_judge(&look, true), LIVE_AT_SOURCE);
    look = seen(VIR_GUEST_ABSENT, VIR_GUEST_OFF);
    cr_expect_eq(live_look_judge(&look, true), LIVE_AT_DESTINATION);
    look = seen(VIR_GUEST_OFF, VIR_GUEST_OFF);
    cr_expect_eq(live_look_judge(&look, true), LIVE_UNCLEAR);
}

Test(live_look, says_where_it_is)
{
    struct live_look look = seen(VIR_GUEST_RUNNING, VIR_GUEST_ABSENT);
    look.to.answers = false;
    scope_free char *words = live_look_words(&look, "g7", "h1", "h2");
    cr_expect_str_eq(words, "g7 runs on h1; h2 does not answer");
}
