// SPDX-License-Identifier: GPL-3.0-or-later
// Records: empty ones are empty, words go both ways, windows are taken over.
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/model/record.h"

Test(model_record, words_go_both_ways)
{
    for (int i = 0; i < RECORD_STATE_COUNT; i++)
        cr_expect_eq(record_state_parse(record_state_name(i)), i);
    for (int i = 0; i < RECORD_STEP_KIND_COUNT; i++)
        cr_expect_eq(record_step_kind_parse(record_step_kind_name(i)), i);
    cr_expect_eq(record_state_parse("Done"), -1);
    cr_expect_eq(record_state_parse(""), -1);
    cr_expect_eq(record_step_kind_parse(NULL), -1);
    cr_expect_str_eq(record_state_name(99), "unknown");
}

Test(model_record, starts_empty_and_absent)
{
    struct run_record run;
    struct step_record step;
    struct guest_record guest;
    run_record_init(&run);
    step_record_init(&step);
    guest_record_init(&guest);
    cr_expect_str_eq(run.host.topology_xml, "");
    cr_expect_eq(run.ended_at_ns, RECORD_ABSENT);
    cr_expect_eq(step.memory_bytes, RECORD_ABSENT);
    cr_expect_str_eq(step.verdict, "");
    cr_expect_eq(guest.clock_rate, RECORD_ABSENT);
    run_record_done(&run);
    step_record_done(&step);
    guest_record_done(&guest);
}

Test(model_record, takes_windows_over)
{
    struct guest_record guest;
    guest_record_init(&guest);
    for (uint32_t i = 0; i < 100; i++) {
        struct window_record window = {.index = i};
        window.histogram = histogram_pack(&(const struct histogram){0});
        guest_record_add_window(&guest, &window);
    }
    cr_assert_eq(guest.window_count, 100);
    for (uint32_t i = 0; i < 100; i++)
        cr_expect_eq(guest.windows[i].index, i);
    guest_record_done(&guest);
    cr_expect_null(guest.windows);
}

Test(model_record, replaces_texts)
{
    char *text = alloc_copy("old");
    record_set(&text, alloc_copy("new"));
    cr_expect_str_eq(text, "new");
    record_set(&text, NULL);
    cr_expect_null(text);
}

Test(model_record, done_takes_nothing)
{
    window_record_done(NULL);
    guest_record_done(NULL);
    step_record_done(NULL);
    host_record_done(NULL);
    run_record_done(NULL);
    event_record_done(NULL);
}
