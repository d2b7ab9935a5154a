// SPDX-License-Identifier: GPL-3.0-or-later
// Who is sampled when: sources on their beats, guests in turns; what is absent is said once, and
// what vanishes in between gives no point.
#include "collector/watch.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "collector/source.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/model/telemetry.h"
#include "common/model/telemetry_metric.h"
#include "tests/collector/tree.h"

#define SECOND_NS UINT64_C(1000000000)

static const struct procfs this_host = {.root = ""};
static struct watch *watch;

static void finish(void)
{
    watch_free(watch);
    tree_remove();
}

TestSuite(collector_watch, .init = tree_make, .fini = finish);

// Begins a watch over the made-up host, and gives it samples.
static void begin(struct watch_options options)
{
    options.procfs = tree_procfs();
    watch = watch_new(&options);
}

static void sample_seconds(uint64_t first, uint64_t count)
{
    for (uint64_t i = first; i < first + count; i++)
        watch_sample_at(watch, (int64_t)(i * SECOND_NS), (i + 1) * SECOND_NS);
}

static size_t points_of(const char *source, const char *object, const char *metric)
{
    const struct telemetry_series *series =
        telemetry_find(watch_telemetry(watch), source, object, metric);
    return series ? series->count : 0;
}

static double last_of(const char *source, const char *metric)
{
    const struct telemetry_series *series =
        telemetry_find(watch_telemetry(watch), source, "host", metric);
    cr_assert(series && series->count > 0, "%s told no %s", source, metric);
    return series->points[series->count - 1].value;
}

// --- sources of the test's own -------------------------------------------------------------------

static int open_always(const struct source_options *options, void **ret_state, struct err *err)
{
    (void)options, (void)ret_state, (void)err;
    return 0;
}

static int open_never(const struct source_options *options, void **ret_state, struct err *err)
{
    (void)options, (void)ret_state;
    return err_host(err, NULL, "this host has none");
}

// A point for the host, and one for each guest whose turn it is: how often it had been before.
static void sample_turns(void *state, const struct source_tick *tick)
{
    (void)state;
    source_add(tick, "host", "turns_count", (double)tick->guest_count);
    for (size_t i = 0; i < tick->guest_count; i++) {
        uint64_t **slot = (uint64_t **)source_slot(tick, tick->guests[i]);
        if (!*slot)
            *slot = alloc_zeroed(1, sizeof **slot);
        source_add(tick, tick->guests[i]->object, "turns_count", (double)(*slot)[0]++);
    }
}

static void free_turns(void *state, void *slot)
{
    (void)state;
    free(slot);
}

static const struct source_ops fast = {.name = "fast",
                                       .help = "",
                                       .beat = SOURCE_FAST,
                                       .open = open_always,
                                       .sample = sample_turns,
                                       .free_slot = free_turns};
static const struct source_ops slow = {.name = "slow",
                                       .help = "",
                                       .beat = SOURCE_SLOW,
                                       .open = open_always,
                                       .sample = sample_turns,
                                       .free_slot = free_turns};
static const struct source_ops once = {.name = "once",
                                       .help = "",
                                       .beat = SOURCE_ONCE,
                                       .open = open_always,
                                       .sample = sample_turns,
                                       .free_slot = free_turns};
static const struct source_ops never = {.name = "never",
                                        .help = "",
                                        .beat = SOURCE_FAST,
                                        .open = open_never,
                                        .sample = sample_turns,
                                        .free_slot = free_turns};
static const struct source_ops *const beats[] = {&never, &fast, &slow, &once, NULL};

// --- beats and turns ---------------------------------------------------------------------------

Test(collector_watch, samples_each_source_on_its_beat)
{
    begin((struct watch_options){.sources = beats, .slow_ns = 4 * SECOND_NS});
    sample_seconds(0, 9);
    cr_expect_eq(points_of("fast", "host", "turns_count"), 9);
    cr_expect_eq(points_of("slow", "host", "turns_count"), 3);
    cr_expect_eq(points_of("once", "host", "turns_count"), 1);
    cr_expect_eq(points_of("never", "host", "turns_count"), 0);
}

Test(collector_watch, samples_slow_sources_at_once_when_hurried)
{
    begin((struct watch_options){.sources = beats});
    sample_seconds(0, 2);
    watch_hurry(watch);
    sample_seconds(2, 2);
    cr_expect_eq(points_of("slow", "host", "turns_count"), 2);
}

Test(collector_watch, says_once_why_a_source_is_absent)
{
    begin((struct watch_options){.sources = beats});
    sample_seconds(0, 3);
    const struct telemetry *telemetry = watch_telemetry(watch);
    cr_assert_eq(telemetry->absence_count, 1);
    cr_expect_str_eq(telemetry->absences[0].source, "never");
    cr_expect_str_eq(telemetry->absences[0].object, "host");
    cr_expect_str_eq(telemetry->absences[0].why, "this host has none");
    cr_expect_str_eq(watch_absence(watch, &never), "this host has none");
    cr_expect_null(watch_absence(watch, &fast));
}

Test(collector_watch, gives_every_guest_of_a_large_fleet_its_turn)
{
    begin((struct watch_options){.sources = beats, .guests_max = 4});
    for (int i = 0; i < 10; i++) {
        scope_free char *object = alloc_printf("guest %d", i);
        watch_add_guest(watch, object, 0, 1, NULL);
    }
    sample_seconds(0, 6); // 4, 4, 2, 4, 4, 2
    for (int i = 0; i < 10; i++) {
        scope_free char *object = alloc_printf("guest %d", i);
        cr_expect_eq(points_of("fast", object, "turns_count"), 2, "%s", object);
    }
    const struct telemetry_series *turns =
        telemetry_find(watch_telemetry(watch), "fast", "host", "turns_count");
    for (size_t i = 0; i < turns->count; i++)
        cr_expect_leq(turns->points[i].value, 4);
}

Test(collector_watch, forgets_a_guest_that_went)
{
    begin((struct watch_options){.sources = beats});
    watch_add_guest(watch, "vm a", 0, 1, NULL);
    watch_add_guest(watch, "vm b", 0, 1, NULL);
    sample_seconds(0, 2);
    watch_remove_guest(watch, "vm a");
    watch_remove_guest(watch, "vm of nobody");
    cr_expect_eq(watch_guest_count(watch), 1);
    sample_seconds(2, 2);
    cr_expect_eq(points_of("fast", "vm a", "turns_count"), 2);
    cr_expect_eq(points_of("fast", "vm b", "turns_count"), 4);
    watch_add_guest(watch, "vm a", 0, 1, NULL);
    sample_seconds(4, 1);
    const struct telemetry_series *again =
        telemetry_find(watch_telemetry(watch), "fast", "vm a", "turns_count");
    cr_assert_eq(again->count, 3);
    cr_expect_eq(again->points[2].value, 0, "another guest of the same name begins anew");
}

Test(collector_watch, tells_what_it_costs_and_what_it_missed)
{
    begin((struct watch_options){.sources = beats, .beat_ns = SECOND_NS});
    watch_sample_at(watch, 0, 10 * SECOND_NS);
    cr_expect_eq(points_of("watch", "host", "watch_cpu_ratio"), 0);
    watch_sample_at(watch, 1, 11 * SECOND_NS + SECOND_NS / 5);
    cr_expect_eq(last_of("watch", "watch_missed_count"), 0);
    watch_sample_at(watch, 2, 14 * SECOND_NS);
    cr_expect_eq(last_of("watch", "watch_missed_count"), 2);
    cr_expect_geq(last_of("watch", "watch_cpu_ratio"), 0);
    cr_expect_lt(last_of("watch", "watch_cpu_ratio"), 1);
}

Test(collector_watch, counts_no_missed_beats_where_there_is_no_beat)
{
    begin((struct watch_options){.sources = beats});
    sample_seconds(0, 3);
    cr_expect_eq(points_of("watch", "host", "watch_cpu_ratio"), 2);
    cr_expect_eq(points_of("watch", "host", "watch_missed_count"), 0);
}

Test(collector_watch, hands_its_telemetry_over)
{
    begin((struct watch_options){.sources = beats});
    sample_seconds(0, 2);
    scope_telemetry struct telemetry taken = watch_take_telemetry(watch);
    cr_expect_gt(telemetry_point_count(&taken), 0);
    cr_expect_eq(telemetry_point_count(watch_telemetry(watch)), 0);
    for (size_t i = 0; i < taken.count; i++)
        for (size_t k = 0; k < taken.series[i].count; k++)
            cr_expect_eq(taken.series[i].points[k].at_ns % 1000000, 0, "whole milliseconds");
}

// --- the real sources ----------------------------------------------------------------------------

static void put_memory(unsigned available_kib)
{
    scope_free char *text =
        alloc_printf("MemTotal: 8000 kB\nMemAvailable: %u kB\nSwapTotal: 0 kB\n", available_kib);
    tree_put("/proc/meminfo", text);
}

// user, idle, iowait and steal ticks; the others stay 0.
static void put_stat(unsigned user, unsigned idle, unsigned iowait, unsigned steal)
{
    scope_free char *text = alloc_printf("cpu  %u 0 0 %u %u 0 0 %u 0 0\ncpu0 1 2 3 4\nctxt 9\n"
                                         "procs_running 3\nprocs_blocked 0\n",
                                         user, idle, iowait, steal);
    tree_put("/proc/stat", text);
}

static void put_pressure(const char *what, unsigned total_us)
{
    scope_free char *path = alloc_printf("/proc/pressure/%s", what);
    scope_free char *text = alloc_printf("some avg10=0.00 avg60=0.00 avg300=0.00 total=%u\n"
                                         "full avg10=0.00 avg60=0.00 avg300=0.00 total=0\n",
                                         total_us);
    tree_put(path, text);
}

static void begin_host(void)
{
    put_memory(4000);
    put_stat(1000, 1000, 100, 100);
    begin((struct watch_options){0});
    sample_seconds(0, 1);
}

Test(collector_watch, tells_ratios_between_two_samples)
{
    begin_host();
    cr_expect_eq(points_of("cpu", "host", "cpu_busy_ratio"), 0, "one sample has no ratio");
    cr_expect_eq(points_of("memory", "host", "memory_available_bytes"), 1);
    cr_expect_eq(last_of("cpu", "runnable_threads"), 3);
    put_stat(1060, 1030, 100, 110);
    sample_seconds(1, 1);
    cr_expect_float_eq(last_of("cpu", "cpu_busy_ratio"), 0.6, 1e-5);
    cr_expect_float_eq(last_of("cpu", "cpu_steal_ratio"), 0.1, 1e-5);
}

Test(collector_watch, tells_pressure)
{
    put_pressure("cpu", 5000);
    put_pressure("memory", 0);
    put_pressure("io", 0);
    begin_host();
    put_pressure("cpu", 10000);
    sample_seconds(1, 1);
    cr_expect_float_eq(last_of("pressure", "cpu_pressure_ratio"), 0.005, 1e-7);
    cr_expect_eq(last_of("pressure", "memory_pressure_ratio"), 0, "never waited says zero");
}

Test(collector_watch, says_nothing_of_pressure_where_the_kernel_does_not)
{
    begin_host();
    sample_seconds(1, 2);
    cr_expect_eq(points_of("pressure", "host", "cpu_pressure_ratio"), 0);
    const char *why = NULL;
    for (size_t i = 0; source_table[i]; i++)
        if (strcmp(source_table[i]->name, "pressure") == 0)
            why = watch_absence(watch, source_table[i]);
    cr_assert_not_null(why);
    cr_expect_not_null(strstr(why, "/proc/pressure"), "%s", why);
}

Test(collector_watch, gives_no_number_for_counters_that_went_back)
{
    put_pressure("cpu", 5000);
    put_pressure("memory", 0);
    put_pressure("io", 0);
    begin_host();
    put_stat(10, 10, 1, 1);
    put_pressure("cpu", 10);
    sample_seconds(1, 1);
    cr_expect_eq(points_of("cpu", "host", "cpu_busy_ratio"), 0);
    cr_expect_eq(points_of("cpu", "host", "cpu_steal_ratio"), 0);
    cr_expect_eq(points_of("pressure", "host", "cpu_pressure_ratio"), 0);
    put_stat(20, 20, 1, 1);
    sample_seconds(2, 1);
    cr_expect_float_eq(last_of("cpu", "cpu_busy_ratio"), 0.5, 1e-5);
}

Test(collector_watch, gives_no_number_when_no_tick_passed)
{
    begin_host();
    sample_seconds(1, 1);
    cr_expect_eq(points_of("cpu", "host", "cpu_busy_ratio"), 0);
    cr_expect_eq(points_of("cpu", "host", "cpu_steal_ratio"), 0);
}

Test(collector_watch, goes_on_after_a_file_was_gone_for_a_while)
{
    begin_host();
    tree_drop("/proc/stat");
    tree_drop("/proc/meminfo");
    sample_seconds(1, 1);
    put_stat(2000, 2000, 200, 200);
    sample_seconds(2, 1);
    cr_expect_eq(points_of("cpu", "host", "cpu_busy_ratio"), 0, "nothing to compare with");
    put_stat(2100, 2100, 200, 200);
    sample_seconds(3, 1);
    cr_expect_float_eq(last_of("cpu", "cpu_busy_ratio"), 0.5, 1e-5);
    cr_expect_eq(points_of("memory", "host", "memory_available_bytes"), 1);
}

Test(collector_watch, survives_a_host_that_says_nothing)
{
    begin((struct watch_options){0});
    watch_add_guest(watch, "guest 0", 1, 2, NULL);
    sample_seconds(0, 3);
    const struct telemetry *telemetry = watch_telemetry(watch);
    for (size_t i = 0; i < telemetry->count; i++)
        cr_expect(telemetry->series[i].count == 0 || !strcmp(telemetry->series[i].source, "watch"),
                  "%s told %s", telemetry->series[i].source, telemetry->series[i].metric);
    cr_expect_gt(telemetry->absence_count, 2);
}

Test(collector_watch, tells_only_what_the_table_of_metrics_has)
{
    watch = watch_new(&(struct watch_options){.procfs = &this_host, .beat_ns = SECOND_NS});
    watch_add_guest(watch, "guest 0", getpid(), 1, NULL);
    sample_seconds(0, 3);
    const struct telemetry *telemetry = watch_telemetry(watch);
    cr_assert_eq(points_of("memory", "host", "memory_available_bytes"), 3);
    for (size_t i = 0; i < telemetry->count; i++) {
        const struct telemetry_series *series = &telemetry->series[i];
        cr_expect_not_null(telemetry_metric_find(series->source, series->metric), "%s %s",
                           series->source, series->metric);
    }
}

Test(collector_watch, closes_what_it_opened)
{
    uint64_t before, after;
    cr_assert_eq(procfs_count(&this_host, "/proc/self/fd", &before, NULL), 0);
    for (int round = 0; round < 2; round++) {
        watch = watch_new(&(struct watch_options){.procfs = &this_host});
        watch_add_guest(watch, "guest 0", getpid(), 1, NULL);
        sample_seconds(0, 2);
        watch_free(watch);
    }
    watch = NULL;
    cr_assert_eq(procfs_count(&this_host, "/proc/self/fd", &after, NULL), 0);
    cr_expect_eq(before, after);
}

// --- the table of sources ------------------------------------------------------------------------

Test(collector_source_table, every_source_has_a_name_of_its_own_and_metrics)
{
    for (size_t i = 0; source_table[i]; i++) {
        const struct source_ops *ops = source_table[i];
        size_t metrics = 0, same = 0;
        for (size_t k = 0; k < telemetry_metric_count; k++)
            metrics += strcmp(telemetry_metric_table[k].source, ops->name) == 0;
        for (size_t k = 0; source_table[k]; k++)
            same += strcmp(source_table[k]->name, ops->name) == 0;
        cr_expect_gt(metrics, 0, "%s has no metric in the table", ops->name);
        cr_expect_eq(same, 1, "%s is there twice", ops->name);
        cr_expect(ops->open && ops->sample && *ops->help, "%s", ops->name);
    }
}

Test(collector_source_table, every_metric_has_its_source)
{
    for (size_t i = 0; i < telemetry_metric_count; i++) {
        bool has_source = strcmp(telemetry_metric_table[i].source, "watch") == 0;
        for (size_t k = 0; source_table[k]; k++)
            has_source |= strcmp(telemetry_metric_table[i].source, source_table[k]->name) == 0;
        cr_expect(has_source, "%s of %s", telemetry_metric_table[i].name,
                  telemetry_metric_table[i].source);
    }
}
