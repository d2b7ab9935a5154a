// SPDX-License-Identifier: GPL-3.0-or-later
// The numbers of a boot, and the series of a run.
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/model/metric.h"
#include "compare/measure.h"
#include "tests/compare/made_run.h"

static double value_of(const struct made_run *run, const char *measure)
{
    const struct measure *found = measure_find(measure);
    cr_assert_not_null(found, "%s", measure);
    return measure_of_step(found, &run->scenario, &run->steps[0]);
}

Test(compare_measure, the_table_is_sound)
{
    for (size_t i = 0; i < measure_count; i++) {
        const struct measure *measure = &measure_table[i];
        const struct metric *metric = metric_find(measure->name);
        cr_expect_eq(measure_find(measure->name), measure, "%s is there twice", measure->name);
        cr_expect(*measure->unit && *measure->definition, "%s", measure->name);
        if (metric)
            cr_expect_eq(metric->higher_is_better, measure->higher_is_better, "%s", measure->name);
    }
    cr_expect_null(measure_find("nonsense"));
}

Test(compare_measure, a_boot_tells_what_was_put_into_it)
{
    struct made_run run;
    made_run_init(&run, 1, NULL);
    struct step_record *step = made_run_add(&run, 2, 10000);
    step->guest_list[1].windows[0].operations = 8000;
    cr_expect_float_eq(value_of(&run, "throughput"), 9000, 1e-6);
    cr_expect_float_eq(value_of(&run, "worst"), 8000.0 / 9000, 1e-6);
    cr_expect_float_eq(value_of(&run, "fairness"), 18000.0 * 18000 / (2 * 164e6), 1e-6);
    cr_expect_float_eq(value_of(&run, "p50"), 110000, 500);
    cr_expect_float_eq(value_of(&run, "p99"), 119800, 500);
    cr_expect(isnan(value_of(&run, "p99.9")), "8 operations lie beyond it");
    cr_expect_float_eq(value_of(&run, "cpu_per_operation"), 2e9 / 18000, 1e-6);
    cr_expect_float_eq(value_of(&run, "host_cpu"), 1, 1e-9);
    cr_expect_eq(value_of(&run, "memory"), 64 << 20);
    cr_expect_eq(value_of(&run, "hello_p50"), 500500000);
    cr_expect_eq(value_of(&run, "all_up"), 600000000);
    const char *const absent[] = {"achieved", "steal", "wakeups", "alone"};
    for (size_t i = 0; i < sizeof absent / sizeof *absent; i++)
        cr_expect(isnan(value_of(&run, absent[i])), "%s", absent[i]);
    step->state = RECORD_INTERRUPTED;
    for (size_t i = 0; i < measure_count; i++)
        cr_expect(isnan(value_of(&run, measure_table[i].name)), "%s", measure_table[i].name);
    made_run_done(&run);
}

Test(compare_measure, guests_that_failed_and_hosts_that_saw_nothing_tell_nothing)
{
    struct made_run run;
    made_run_init(&run, 1, NULL);
    struct step_record *step = made_run_add(&run, 2, 10000);
    step->guest_list[0].host_cpu_ns = RECORD_ABSENT;
    cr_expect(isnan(value_of(&run, "host_cpu")));
    step->guest_list[0].state = step->guest_list[1].state = RECORD_FAILED;
    cr_expect(isnan(value_of(&run, "throughput")));
    cr_expect(isnan(value_of(&run, "worst")));
    made_run_done(&run);
}

Test(compare_measure, series_are_by_the_table_then_by_density_then_by_boot)
{
    struct made_run run;
    struct measure_set set;
    made_run_init(&run, 1, NULL);
    made_run_add(&run, 4, 100)->repeat = 1;
    made_run_add(&run, 1, 300)->repeat = 2;
    made_run_add(&run, 4, 200)->repeat = 0;
    const struct side_run side = made_run_side(&run);
    measure_set_of(&side, &set);
    cr_expect_str_eq(set.list[0].name, "throughput");
    cr_expect_eq(set.list[0].guests, 1);
    cr_expect_eq(set.list[1].guests, 4);
    const struct measure_values *boots = &measure_set_find(&set, "throughput", 4)->boots;
    cr_assert_eq(boots->count, 2);
    cr_expect_eq(boots->repeats[0], 0);
    cr_expect_eq(boots->values[0], 200);
    cr_expect_eq(boots->values[1], 100);
    cr_expect_null(measure_set_find(&set, "fairness", 1));
    cr_expect_null(measure_set_find(&set, "throughput", 2));
    measure_set_done(&set);
    made_run_done(&run);
}

// Those boots that did too little for a percentile are those that were slow.
Test(compare_measure, a_percentile_is_told_by_all_boots_or_none)
{
    struct made_run run;
    struct measure_set set;
    made_run_init(&run, 1, NULL);
    made_run_add(&run, 1, 100);
    made_run_add(&run, 2, 100);
    struct window_record *window = &made_run_add(&run, 1, 100)->guest_list[0].windows[0];
    free(window->histogram);
    window->histogram = NULL;
    const struct side_run side = made_run_side(&run);
    measure_set_of(&side, &set);
    cr_expect_null(measure_set_find(&set, "p99", 1));
    cr_expect_not_null(measure_set_find(&set, "p99", 2));
    cr_expect_eq(measure_set_find(&set, "throughput", 1)->boots.count, 2);
    measure_set_done(&set);
    made_run_done(&run);
}

static struct measure_set set_with_calibrations(const char *yaml, int calibrations)
{
    struct made_run run;
    struct measure_set set;
    made_run_init(&run, 1, yaml);
    for (int i = 0; i < calibrations; i++)
        made_run_add(&run, 1, 1000)->kind = RECORD_STEP_CALIBRATE;
    made_run_add(&run, 1, 250)->rate_hz = 250;
    const struct side_run side = made_run_side(&run);
    measure_set_of(&side, &set);
    made_run_done(&run);
    return set;
}

// Else two runs that are alike would be told apart by what their calibrations happened to find.
Test(compare_measure, a_share_of_a_rate_is_judged_by_its_calibration)
{
    struct measure_set set = set_with_calibrations("load:\n  rate: 25%\n", 2);
    cr_expect_not(measure_set_find(&set, "throughput", 1)->is_judged);
    cr_expect(measure_set_find(&set, "alone", 1)->is_judged);
    cr_expect_eq(measure_set_find(&set, "alone", 1)->boots.values[0], 1000);
    measure_set_done(&set);
    set = set_with_calibrations("load:\n  rate: 250/s\n", 1);
    cr_expect(measure_set_find(&set, "throughput", 1)->is_judged);
    cr_expect_not(measure_set_find(&set, "alone", 1)->is_judged);
    measure_set_done(&set);
}

Test(compare_measure, idle_guests_are_judged_by_what_they_take)
{
    struct made_run run;
    struct measure_set set;
    made_run_init(&run, 1, "load:\n  workload: idle\n");
    made_run_add(&run, 1, 0.5);
    const struct side_run side = made_run_side(&run);
    measure_set_of(&side, &set);
    cr_expect_null(measure_set_find(&set, "throughput", 1));
    cr_expect(measure_set_find(&set, "host_cpu", 1)->is_judged);
    cr_expect(measure_set_find(&set, "memory", 1)->is_judged);
    measure_set_done(&set);
    made_run_done(&run);
}

Test(compare_measure, streams_of_a_tile_are_told_by_themselves)
{
    struct made_run run;
    struct measure_set set;
    made_run_init(&run, 1,
                  "tiles: 1..2\n"
                  "tile:\n"
                  "  web:\n    guests: 1\n    load:\n      workload: cpu\n"
                  "  db:\n    guests: 1\n    load:\n      workload: memory\n");
    struct step_record *step = made_run_add(&run, 4, 1000);
    step->tiles = 2;
    for (uint32_t g = 0; g < 4; g++) {
        made_run_set(&step->guest_list[g].role, g % 2 ? "db" : "web");
        step->guest_list[g].windows[0].operations = g % 2 ? 500 : 1000;
    }
    const struct side_run side = made_run_side(&run);
    measure_set_of(&side, &set);
    const struct measure_series *web = measure_set_find(&set, "throughput of web", 2);
    const struct measure_series *db = measure_set_find(&set, "throughput of db", 2);
    cr_assert_not_null(web);
    cr_assert_not_null(db);
    cr_expect_eq(web->boots.values[0], 1000);
    cr_expect_eq(db->boots.values[0], 500);
    cr_expect_null(measure_set_find(&set, "throughput", 2));
    cr_expect(measure_name_means("throughput", "throughput of db"));
    cr_expect_not(measure_name_means("throughput", "throughputs"));
    measure_set_done(&set);
    made_run_done(&run);
}
