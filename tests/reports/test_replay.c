// SPDX-License-Identifier: GPL-3.0-or-later
// A replay's figures against windows made by hand.
#include "reports/replay.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "reports/document_run.h"
#include "reports/gnuplot.h"

#define S UINT64_C(1000000000)

static struct document_run run;
static struct density density;

// Steps of 2 s at 1000/s for 100 %, after 3 windows of warm-up; `taken` of what was due is achieved
// in each of them.
static void make_run(const double *taken)
{
    static const double shares[] = {0.1, 0.5, 0, 0.4};
    struct err err = {0};
    struct step_record *step = alloc_zeroed(1, sizeof *step);
    scenario_init(&run.scenario);
    cr_assert_eq(scenario_load_text(&run.scenario, "s",
                                    "load: {trace: inline 2m 0.1 0.5 0 0.4, rate: 1000/s, "
                                    "trace_speed: 60x}",
                                    &err),
                 0, "%s", err_text(&err));
    step_record_init(step);
    step->kind = RECORD_STEP_LADDER;
    step->state = RECORD_DONE;
    step->guests = step->guest_count = 2;
    step->warmup_windows = 3;
    step->guest_list = alloc_zeroed(2, sizeof *step->guest_list);
    for (uint32_t g = 0; g < 2; g++) {
        guest_record_init(&step->guest_list[g]);
        for (uint32_t w = 0; w < 11; w++) {
            size_t at = w < 3 ? 0 : (w - 3) / 2;
            guest_record_add_window(&step->guest_list[g],
                                    &(struct window_record){
                                        .index = w,
                                        .measured = w >= 3,
                                        .duration_ns = S,
                                        .due = (uint64_t)(1000 * shares[at]),
                                        .operations = (uint64_t)(1000 * shares[at] * taken[at]),
                                    });
        }
    }
    run.steps = step;
    run.step_count = 1;
    density = (struct density){.guests = 2};
    run.densities = &density;
    run.density_count = 1;
}

static void drop_run(void)
{
    step_record_done(run.steps);
    free(run.steps);
    scenario_done(&run.scenario);
    run = (struct document_run){0};
}

TestSuite(reports_replay, .fini = drop_run);

Test(reports_replay, what_was_all_achieved_has_no_error)
{
    struct replay replay;
    make_run((const double[]){1, 1, 1, 1});
    cr_assert(replay_of_largest(&run, &replay));
    cr_assert_eq(replay.count, 4);
    cr_assert_eq(replay.step_ns, 120 * S);
    cr_assert_eq(replay.points[3].at_ns, 360 * S);
    cr_assert_eq(replay.points[1].samples, 2);
    cr_assert_float_eq(replay.points[1].asked_ratio, 0.5, 1e-12);
    cr_assert_float_eq(replay.asked_ratio, 0.25, 1e-12);
    cr_assert_float_eq(replay.correlation, 1, 1e-9);
    cr_assert_float_eq(replay.error_ratio, 0, 1e-12);
    replay_done(&replay);
}

Test(reports_replay, what_was_not_achieved_is_told)
{
    struct replay replay;
    make_run((const double[]){1, 0.5, 1, 1});
    cr_assert(replay_of_largest(&run, &replay));
    cr_assert_eq(replay.worst, 1);
    cr_assert_float_eq(replay.error_ratio, 0.25 / 4, 1e-12);
    cr_assert_float_eq(replay.achieved_ratio, 0.75 / 4, 1e-12);
    // Of (0.1, 0.5, 0, 0.4) and (0.1, 0.25, 0, 0.4), by hand.
    cr_assert_float_eq(replay.correlation, 0.860172, 1e-6);
    replay_done(&replay);
}

Test(reports_replay, there_is_none_without_what_100_percent_are)
{
    struct replay replay;
    make_run((const double[]){1, 1, 1, 1});
    run.scenario.load.rate = (struct rate){.is_share = true, .value = 1};
    cr_assert_not(replay_of_largest(&run, &replay));
    run.scenario.load.arrivals = LOAD_CONSTANT;
    run.scenario.load.rate = (struct rate){.value = 1000};
    cr_assert_not(replay_of_largest(&run, &replay));
}

Test(reports_replay, is_drawn)
{
    scope_strbuf struct strbuf script = {0}, svg = {0};
    struct err err = {0};
    struct replay replay;
    make_run((const double[]){1, 0.5, 1, 1});
    cr_assert(replay_of_largest(&run, &replay));
    replay_script(&replay, &script);
    cr_assert_eq(gnuplot_svg(script.text, &svg, &err), 0, "%s", err_text(&err));
    cr_assert(strstr(svg.text, "achieved"));
    replay_done(&replay);
}
