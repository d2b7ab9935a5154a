// SPDX-License-Identifier: GPL-3.0-or-later
// Telemetry from counters of a made-up host: ratios between samples, and nothing at all where a
// source is missing or a counter goes back.
#include "collector/sampler.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "tests/collector/tree.h"

static struct sampler sampler;

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

static void begin(void)
{
    tree_make();
    put_memory(4000);
    put_stat(1000, 1000, 100, 100);
}

static void finish(void)
{
    sampler_done(&sampler);
    cr_assert_null(sampler.records);
    tree_remove();
}

TestSuite(collector_sampler, .init = begin, .fini = finish);

static size_t count_of(const char *metric)
{
    size_t count = 0;
    for (size_t i = 0; i < sampler.count; i++)
        count += strcmp(sampler.records[i].metric, metric) == 0;
    return count;
}

static double last_of(const char *metric)
{
    double value = NAN;
    for (size_t i = 0; i < sampler.count; i++)
        if (strcmp(sampler.records[i].metric, metric) == 0)
            value = sampler.records[i].value;
    return value;
}

Test(collector_sampler, tells_ratios_between_two_samples)
{
    sampler_init(&sampler, tree_procfs());
    cr_assert_eq(count_of("cpu_busy_ratio"), 0, "one sample has no ratio");
    cr_assert_eq(count_of("memory_available_bytes"), 1);
    cr_assert_eq(last_of("runnable_threads"), 3);
    put_stat(1060, 1030, 100, 110);
    sampler_take(&sampler);
    cr_assert_float_eq(last_of("cpu_busy_ratio"), 0.6, 1e-9);
    cr_assert_float_eq(last_of("cpu_steal_ratio"), 0.1, 1e-9);
    for (size_t i = 0; i < sampler.count; i++) {
        cr_assert_str_eq(sampler.records[i].source, "proc");
        cr_assert_str_eq(sampler.records[i].object, "host");
        cr_assert_gt(sampler.records[i].at_ns, 0);
    }
}

Test(collector_sampler, keeps_the_first_and_the_least_memory)
{
    sampler_init(&sampler, tree_procfs());
    static const unsigned kib[] = {3000, 1500, 5000};
    for (size_t i = 0; i < 3; i++) {
        put_memory(kib[i]);
        sampler_take(&sampler);
    }
    cr_assert_eq(sampler.first_available_bytes, 4000 * 1024);
    cr_assert_eq(sampler.least_available_bytes, 1500 * 1024);
    cr_assert_eq(last_of("memory_available_bytes"), 5000 * 1024);
}

Test(collector_sampler, says_nothing_of_pressure_where_the_kernel_does_not)
{
    sampler_init(&sampler, tree_procfs());
    put_stat(1100, 1100, 100, 100);
    sampler_take(&sampler);
    cr_assert_eq(count_of("cpu_busy_ratio"), 1);
    cr_assert_eq(count_of("cpu_pressure_ratio"), 0);
    cr_assert_eq(count_of("memory_pressure_ratio"), 0);
}

Test(collector_sampler, tells_pressure)
{
    put_pressure("cpu", 5000);
    put_pressure("memory", 0);
    sampler_init(&sampler, tree_procfs());
    usleep(20000);
    put_pressure("cpu", 10000);
    sampler_take(&sampler);
    cr_assert_eq(count_of("cpu_pressure_ratio"), 1);
    cr_assert_gt(last_of("cpu_pressure_ratio"), 0);
    cr_assert_leq(last_of("cpu_pressure_ratio"), 0.25, "5 ms of at least 20");
    cr_assert_eq(count_of("memory_pressure_ratio"), 1, "a host that never waited says zero");
    cr_assert_eq(last_of("memory_pressure_ratio"), 0);
}

Test(collector_sampler, gives_no_number_for_counters_that_went_back)
{
    put_pressure("cpu", 5000);
    sampler_init(&sampler, tree_procfs());
    put_stat(10, 10, 1, 1);
    put_pressure("cpu", 10);
    sampler_take(&sampler);
    cr_assert_eq(count_of("cpu_busy_ratio"), 0);
    cr_assert_eq(count_of("cpu_steal_ratio"), 0);
    cr_assert_eq(count_of("cpu_pressure_ratio"), 0);
}

Test(collector_sampler, gives_no_number_when_only_the_idle_time_went_back)
{
    sampler_init(&sampler, tree_procfs());
    put_stat(1010, 1000, 20, 100); // the kernel lets iowait decrease
    sampler_take(&sampler);
    cr_assert_eq(count_of("cpu_busy_ratio"), 0);
    cr_assert_eq(count_of("cpu_steal_ratio"), 0);
}

Test(collector_sampler, gives_no_number_when_no_tick_passed)
{
    sampler_init(&sampler, tree_procfs());
    sampler_take(&sampler);
    cr_assert_eq(count_of("cpu_busy_ratio"), 0);
    cr_assert_eq(count_of("cpu_steal_ratio"), 0);
}

Test(collector_sampler, goes_on_after_a_source_was_gone_for_a_while)
{
    sampler_init(&sampler, tree_procfs());
    tree_drop("/proc/stat");
    sampler_take(&sampler);
    put_stat(2000, 2000, 200, 200);
    sampler_take(&sampler);
    cr_assert_eq(count_of("cpu_busy_ratio"), 0, "nothing to compare with");
    cr_assert_eq(count_of("cpu_steal_ratio"), 0);
    put_stat(2100, 2100, 200, 200);
    sampler_take(&sampler);
    cr_assert_float_eq(last_of("cpu_busy_ratio"), 0.5, 1e-9);
}

Test(collector_sampler, survives_a_host_that_says_nothing)
{
    tree_drop("/proc");
    sampler_init(&sampler, tree_procfs());
    sampler_take(&sampler);
    cr_assert_eq(sampler.count, 0);
    cr_assert_eq(sampler.first_available_bytes, 0);
}

Test(collector_sampler, samples_this_host)
{
    const struct procfs host = {.root = ""};
    sampler_init(&sampler, &host);
    usleep(100000);
    sampler_take(&sampler);
    cr_assert_eq(count_of("memory_available_bytes"), 2);
    cr_assert_eq(count_of("runnable_threads"), 2);
    if (count_of("cpu_busy_ratio")) {
        cr_assert_geq(last_of("cpu_busy_ratio"), 0);
        cr_assert_leq(last_of("cpu_busy_ratio"), 1);
    }
}
