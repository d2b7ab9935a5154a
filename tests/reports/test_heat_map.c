// SPDX-License-Identifier: GPL-3.0-or-later
// Heat maps of two guests and of hundreds, of machines that come and go, and marks of guests on
// their host.
#include "reports/heat_map.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/model/record.h"
#include "common/model/telemetry.h"
#include "reports/guest_heat.h"
#include "reports/host_marks.h"

#define SECOND INT64_C(1000000000)

// Guests of ten measured windows; guest 1 stands still in the fourth.
static void fill(struct step_record *step, uint32_t guests)
{
    step_record_init(step);
    step->state = RECORD_DONE;
    step->measured_ns = 10 * SECOND;
    step->guest_count = step->guests = guests;
    step->guest_list = alloc_zeroed(guests, sizeof *step->guest_list);
    for (uint32_t g = 0; g < guests; g++) {
        guest_record_init(&step->guest_list[g]);
        step->guest_list[g].index = g;
        for (uint32_t w = 0; w < 10; w++)
            guest_record_add_window(
                &step->guest_list[g],
                &(struct window_record){.index = w,
                                        .measured = true,
                                        .duration_ns = SECOND,
                                        .operations = g == 1 && w == 3 ? 0 : 1000});
    }
}

static size_t count(const char *text, const char *part)
{
    size_t found = 0;
    for (; (text = strstr(text, part)); text++)
        found++;
    return found;
}

Test(reports_heat_map, who_stands_still_is_seen)
{
    struct step_record step;
    scope_heat_map struct heat_map map = {0};
    scope_strbuf struct strbuf out = {0};
    fill(&step, 2);
    scope_free char *words = guest_heat_of_step(&step, &map);
    heat_map_draw(&map, words, &out);
    cr_expect_eq(map.rows, 2);
    cr_expect_eq(map.columns, 10);
    cr_expect_float_eq(map.values[13], 0, 1e-9);
    cr_expect(strstr(words, "guest 1’s at 4.0 s with 0"), "%s", words);
    // Its legend, and the one cell.
    cr_expect_eq(count(strbuf_text(&out), "<rect class=\"d0\""), 2, "%s", strbuf_text(&out));
    cr_expect(strstr(strbuf_text(&out), "role=\"img\" aria-label=\"2 guests: "));
    cr_expect(strstr(strbuf_text(&out), "seconds since the measured windows began"));
    step_record_done(&step);
}

Test(reports_heat_map, hundreds_find_room)
{
    struct step_record step;
    scope_heat_map struct heat_map map = {0};
    scope_strbuf struct strbuf out = {0};
    fill(&step, 250);
    scope_free char *words = guest_heat_of_step(&step, &map);
    heat_map_draw(&map, words, &out);
    cr_expect_eq(heat_map_rows_together(&map), 3);
    double height = 0;
    cr_assert_eq(sscanf(strbuf_text(&out), "<svg class=\"heat\" viewBox=\"0 0 440 %lf", &height),
                 1);
    cr_expect_lt(height, 450);
    cr_expect_lt(out.length, 40000);
    step_record_done(&step);
}

Test(reports_heat_map, idle_guests_have_none)
{
    struct step_record step;
    scope_heat_map struct heat_map map = {0};
    fill(&step, 2);
    for (size_t g = 0; g < 2; g++)
        for (size_t w = 0; w < 10; w++)
            step.guest_list[g].windows[w].operations = 0;
    scope_free char *words = guest_heat_of_step(&step, &map);
    cr_expect_eq(map.rows, 0);
    cr_expect(*words);
    step_record_done(&step);
}

Test(reports_heat_map, a_machine_that_came_late_is_unknown_before)
{
    scope_telemetry struct telemetry telemetry = {0};
    scope_heat_map struct heat_map map = {0};
    for (int64_t i = 0; i < 10; i++) {
        int64_t at_ns = 1790000000 * SECOND + i * SECOND;
        telemetry_add(&telemetry, "process", "vm db", "cpu_cores", at_ns, 0.5);
        if (i >= 6)
            telemetry_add(&telemetry, "process", "vm <late>", "cpu_cores", at_ns, 1.5);
    }
    scope_free char *words = guest_heat_of_machines(&telemetry, GUEST_HEAT_CORES, &map);
    cr_assert_eq(map.rows, 2);
    cr_expect_str_eq(map.names[0], "<late>", "the busiest first");
    cr_expect(isnan(map.values[0]));
    cr_expect_float_eq(map.values[map.columns - 1], 1.5, 1e-9);
    cr_expect_float_eq(map.values[map.columns], 0.5, 1e-9);
    scope_strbuf struct strbuf out = {0};
    heat_map_draw(&map, words, &out);
    cr_expect_null(strstr(strbuf_text(&out), "<late>"), "text of any origin is escaped");
    heat_map_done(&map);
    scope_free char *none = guest_heat_of_machines(&telemetry, GUEST_HEAT_WAITING, &map);
    cr_expect_eq(map.rows, 0, "%s", none);
}

Test(reports_heat_map, guests_are_marked_where_they_were_most_often)
{
    struct step_record step;
    scope_telemetry struct telemetry telemetry = {0};
    fill(&step, 2);
    step.measured_ns = 5 * SECOND;
    free(step.guest_list[1].home);
    step.guest_list[1].home = alloc_copy("3");
    for (int64_t i = 1; i <= 10; i++) {
        int64_t at_ns = 1790000000 * SECOND + i * SECOND;
        telemetry_add(&telemetry, "process", "guest 0 vcpu 1", "cpu_index", at_ns, i <= 6 ? 0 : 1);
        telemetry_add(&telemetry, "process", "guest 0 vcpu 1", "busy_ratio", at_ns, i <= 5 ? 0 : 1);
        telemetry_add(&telemetry, "process", "guest 1 vcpu 0", "cpu_index", at_ns, 3);
        telemetry_add(&telemetry, "process", "guest 1 nic 0", "cpu_index", at_ns, 3);
    }
    size_t marks_count = 0;
    scope_free struct host_picture_mark *marks = host_marks_of(&step, &telemetry, &marks_count);
    cr_assert_eq(marks_count, 2);
    cr_expect_eq(marks[0].vcpu, 1);
    cr_expect_eq(marks[0].cpu, 1, "over the measured windows");
    cr_expect_float_eq(marks[0].load, 1, 1e-9);
    cr_expect_not(marks[0].is_at_home);
    cr_expect_eq(marks[1].cpu, 3);
    cr_expect(marks[1].is_at_home);
    cr_expect(isnan(marks[1].load));
    step_record_done(&step);
}
