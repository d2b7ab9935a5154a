// SPDX-License-Identifier: GPL-3.0-or-later
// A step from inside: windows on one axis with the host's figures, which steps are shown, and the
// script that draws them.
#include "reports/timeline.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/model/telemetry.h"
#include "reports/document.h"
#include "reports/figure_timeline.h"
#include "reports/step_choice.h"
#include "reports/step_windows.h"
#include "reports/timeline_of.h"
#include "tests/reports/fixture.h"

#define SECOND INT64_C(1000000000)

static struct step_record step;
static struct telemetry telemetry;

static void add_window(struct guest_record *guest, uint32_t index, uint64_t operations)
{
    guest_record_add_window(guest, &(struct window_record){.index = index,
                                                           .measured = index >= 2 && index < 5,
                                                           .duration_ns = 500000000,
                                                           .operations = operations});
}

// Two guests with two windows of warm-up, three that count and one that is cut off; the second is
// half as fast. The host was sampled when each window ended.
static void begin(void)
{
    step_record_init(&step);
    step.kind = RECORD_STEP_LADDER;
    step.state = RECORD_DONE;
    step.guests = 2;
    step.warmup_windows = 2;
    step.measured_ns = 3 * SECOND / 2;
    step.guest_count = 2;
    step.guest_list = alloc_zeroed(2, sizeof *step.guest_list);
    for (uint32_t g = 0; g < 2; g++) {
        guest_record_init(&step.guest_list[g]);
        step.guest_list[g].index = g;
        for (uint32_t w = 0; w < 6; w++)
            add_window(&step.guest_list[g], w, w == 5 ? 7 : g ? 50 : 100);
    }
    for (int64_t i = -5; i <= 3; i++) {
        int64_t at_ns = 1790000000 * SECOND + i * SECOND / 2;
        telemetry_add(&telemetry, "cpu", "host", "cpu_busy_ratio", at_ns, i < 0 ? 0.2 : 0.8);
        telemetry_add(&telemetry, "disk", "disk quiet", "read_bytes_hz", at_ns, 1);
        telemetry_add(&telemetry, "disk", "disk busy", "read_bytes_hz", at_ns, 5e6);
    }
}

static void finish(void)
{
    telemetry_done(&telemetry);
    step_record_done(&step);
}

TestSuite(reports_timeline, .init = begin, .fini = finish);

Test(reports_timeline, windows_begin_where_the_measured_ones_do)
{
    scope_step_windows struct step_windows windows = {0};
    step_windows_init(&windows, &step);
    cr_assert_eq(windows.windows, 5, "the last one is cut off");
    cr_expect_float_eq(windows.from_s, -1, 1e-9);
    cr_expect_float_eq(windows.to_s, 1.5, 1e-9);
    cr_expect_float_eq(windows.ends_s[1], 0, 1e-9);
    cr_expect_float_eq(step_windows_hz(&windows, 0, 2), 200, 1e-9);
    cr_expect_float_eq(step_windows_hz(&windows, 1, 2), 100, 1e-9);
}

Test(reports_timeline, a_fast_guest_clock_is_brought_to_the_hosts)
{
    scope_step_windows struct step_windows windows = {0};
    step.guest_list[0].clock_rate = step.guest_list[1].clock_rate = 1.25;
    step_windows_init(&windows, &step);
    cr_expect_float_eq(windows.to_s, 1.2, 1e-9);
    cr_expect_float_eq(step_windows_hz(&windows, 0, 2), 250, 1e-9);
}

Test(reports_timeline, guests_stand_above_their_host_on_one_axis)
{
    scope_timeline struct timeline timeline = {0};
    timeline_of_step(&step, &telemetry, &timeline);
    cr_assert_eq(timeline.count, 3);
    const struct timeline_line *median = &timeline.panels[0].lines[0];
    cr_expect_eq(median->count, 5);
    cr_expect_float_eq(median->points[0].value, 150, 1e-9);
    cr_expect_float_eq(median->points[0].low, 100, 1e-9);
    cr_expect_float_eq(median->points[0].high, 200, 1e-9);
    const struct timeline_line *busy = &timeline.panels[1].lines[0];
    cr_expect_eq(busy->count, 6, "what was before the warm-up is left out");
    cr_expect_float_eq(busy->points[0].at_s, -1, 1e-6);
    cr_expect_float_eq(busy->points[5].at_s, 1.5, 1e-6, "both end together");
    cr_expect(strstr(timeline.panels[2].title, "disk busy"), "%s", timeline.panels[2].title);
    cr_expect(strstr(timeline.missing, "memory available"), "%s", timeline.missing);
}

Test(reports_timeline, without_telemetry_the_guests_stand_alone)
{
    scope_timeline struct timeline timeline = {0};
    timeline_of_step(&step, NULL, &timeline);
    cr_expect_eq(timeline.count, 1);
    cr_expect(strstr(timeline.missing, "no telemetry"), "%s", timeline.missing);
}

Test(reports_timeline, machines_are_added_up_where_they_were_told)
{
    scope_timeline struct timeline timeline = {0};
    for (int64_t i = 0; i < 3; i++) {
        int64_t at_ns = 1790000000 * SECOND + (i - 5) * SECOND / 2;
        telemetry_add(&telemetry, "process", "vm a", "cpu_cores", at_ns, 0.5);
        if (i > 0)
            telemetry_add(&telemetry, "process", "vm b", "cpu_cores", at_ns, 1);
    }
    timeline_of_host(&telemetry, &timeline);
    const struct timeline_point *points = timeline.panels[0].lines[0].points;
    cr_assert_eq(timeline.panels[0].lines[0].count, 9);
    cr_expect_float_eq(points[0].value, 0.5, 1e-9);
    cr_expect_float_eq(points[2].value, 1.5, 1e-9);
    cr_expect(isnan(points[3].value));
}

Test(reports_timeline, long_lines_are_thinned)
{
    scope_timeline struct timeline timeline = {0};
    struct timeline_panel *panel = timeline_add_panel(&timeline, "x", QUANTITY_NUMBER, 1);
    struct timeline_line *line = timeline_add_line(panel, "", SVG_INK_FIRST);
    for (int i = 0; i < 10 * TIMELINE_POINTS_MAX; i++)
        timeline_add_point(line, &(struct timeline_point){i, i % 2 ? 4 : 2, NAN, NAN});
    timeline_thin(&timeline);
    cr_expect_eq(timeline.panels[0].lines[0].count, TIMELINE_POINTS_MAX);
    cr_expect_float_eq(timeline.panels[0].lines[0].points[7].value, 3, 1e-9);
}

Test(reports_timeline, its_script_has_every_chart)
{
    scope_timeline struct timeline timeline = {0};
    scope_strbuf struct strbuf script = {0};
    timeline_of_step(&step, &telemetry, &timeline);
    timeline_figure_script(&timeline, "t", &script);
    const char *text = strbuf_text(&script);
    cr_expect(strstr(text, "set multiplot") && strstr(text, "unset multiplot"));
    cr_expect(strstr(text, "$line0_0 << EOD") && strstr(text, "$line2_0 << EOD"));
    cr_expect(strstr(text, "'disk busy: bytes a second'"), "%s", text);
    cr_expect(strstr(text, "set xrange [-1:1.5]"), "%s", text);
}

Test(reports_timeline, the_steps_at_the_edge_are_chosen)
{
    struct fixture fixture;
    struct document document = {0};
    struct step_choice choices[STEP_CHOICES];
    fixture_init(&fixture);
    int64_t run = fixture_add_run(&fixture, &(struct fixture_run){
                                                .densities = fixture_ladder,
                                                .density_count = fixture_ladder_count,
                                                .boots = 3,
                                            });
    fixture_load(&fixture, &run, 1, &document);
    const struct document_run *whole = &document.runs[0];
    cr_assert_eq(step_choice_of(whole, choices), 2);
    cr_expect_eq(whole->steps[choices[0].step].guests, whole->maximum.guests);
    cr_expect_eq(whole->steps[choices[1].step].guests, whole->maximum.next);
    cr_expect_eq(whole->steps[choices[1].step].repeat, 0);
    document_done(&document);
    fixture_done(&fixture);
}
