// SPDX-License-Identifier: GPL-3.0-or-later
// Loss is told, and nothing where there is none.
#include "bench/lost_datagrams.h"

#include <criterion/criterion.h>
#include <string.h>

#include "common/base/scope.h"
#include "common/model/record.h"

static void add(struct step_record *step, const char *name, double value)
{
    step_record_add_figure(
        step, &(struct figure_record){.name = strdup(name), .unit = strdup(""), .value = value});
}

Test(harness_lost_datagrams, adds_up_all_guests)
{
    struct step_record step;
    step_record_init(&step);
    step.guests = 2;
    add(&step, "datagrams_sent", 1000);
    add(&step, "iops", 7);
    cr_assert_null(lost_datagrams_describe(&step));
    add(&step, "datagrams_lost", 0);
    cr_assert_null(lost_datagrams_describe(&step));
    add(&step, "datagrams_sent", 3000);
    add(&step, "datagrams_lost", 10);
    scope_free char *text = lost_datagrams_describe(&step);
    cr_assert_str_eq(text,
                     "2 guests, boot 1: 10 of 4000 datagrams were lost (0.25 %), warm-up included");
    step_record_done(&step);
}
