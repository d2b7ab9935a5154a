// SPDX-License-Identifier: GPL-3.0-or-later
// Which resource gives out first: the rules' order, missing figures, limits that are not set.
#include "common/inference/saturation.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/scope.h"
#include "common/model/telemetry.h"
#include "common/model/telemetry_metric.h"

#define SECOND INT64_C(1000000000)

static struct telemetry telemetry;
static struct saturation saturation;

static void tear_down(void)
{
    saturation_done(&saturation);
    telemetry_done(&telemetry);
}

TestSuite(inference_saturation, .fini = tear_down);

// Five seconds of it.
static void tell(const char *source, const char *object, const char *metric, double value)
{
    for (int i = 1; i <= 5; i++)
        telemetry_add(&telemetry, source, object, metric, i * SECOND, value);
}

static void tell_quiet_host(void)
{
    tell("cpu", "host", "cpu_busy_ratio", 0.3);
    tell("cpu", "host", "cpu_wait_cores", 0.01);
    tell("cpu", "host", "cpu_steal_ratio", 0);
    tell("pressure", "host", "cpu_pressure_ratio", 0.01);
    tell("pressure", "host", "memory_pressure_ratio", 0);
    tell("pressure", "host", "io_pressure_ratio", 0.01);
    tell("memory", "host", "memory_total_bytes", 16e9);
    tell("memory", "host", "memory_available_bytes", 8e9);
    tell("memory", "host", "swap_in_bytes_hz", 0);
    tell("disk", "disk vda", "busy_ratio", 0.2);
    tell("cgroup", "group", "pids_used_count", 40);
}

// Says something else from the same moment on.
static void change(const char *source, const char *object, const char *metric, double value)
{
    size_t index = telemetry_series_of(&telemetry, source, object, metric);
    for (size_t i = 0; i < telemetry.series[index].count; i++)
        telemetry.series[index].points[i].value = value;
    if (telemetry.series[index].count == 0)
        tell(source, object, metric, value);
}

static void expect_first(const char *resource, const char *object)
{
    saturation_done(&saturation);
    saturation_init(&saturation, &telemetry, 5 * SECOND);
    scope_free char *text = saturation_sentence(&saturation);
    cr_assert_not_null(saturation.first, "%s", text);
    cr_assert_str_eq(saturation.first->resource, resource, "%s", text);
    cr_assert_str_eq(saturation.first->object, object, "%s", text);
}

static char *sentence(void)
{
    saturation_done(&saturation);
    saturation_init(&saturation, &telemetry, 5 * SECOND);
    return saturation_sentence(&saturation);
}

static enum saturation_state state_of(const char *resource)
{
    for (size_t i = 0; i < saturation.count; i++)
        if (strcmp(saturation.list[i].resource, resource) == 0)
            return saturation.list[i].state;
    cr_assert_fail("no finding of %s", resource);
    return SATURATION_NO;
}

Test(inference_saturation, nothing_gives_out_on_a_quiet_host)
{
    tell_quiet_host();
    scope_free char *text = sentence();
    cr_assert_null(saturation.first);
    cr_assert_str_eq(text, "nothing gave out by the rules");
}

Test(inference_saturation, busy_cpus_alone_are_no_shortage)
{
    tell_quiet_host();
    change("cpu", "host", "cpu_busy_ratio", 0.99);
    free(sentence());
    cr_assert_null(saturation.first, "nobody waited");
    change("pressure", "host", "cpu_pressure_ratio", 0.6);
    expect_first("CPU", "host");
    scope_free char *text = sentence();
    cr_assert_str_eq(text, "first to give out: CPU: 99 % of the CPUs' time was used and some task "
                           "waited for a CPU 60 % of the time");
}

Test(inference_saturation, run_queue_tells_where_the_kernel_has_no_pressure)
{
    tell("cpu", "host", "cpu_busy_ratio", 0.99);
    tell("cpu", "host", "cpu_wait_cores", 3.2);
    tell("memory", "host", "memory_total_bytes", 16e9);
    tell("memory", "host", "memory_available_bytes", 1e9);
    telemetry_add_absence(&telemetry, "pressure", "host", "no /proc/pressure: boot with psi=1");
    expect_first("CPU", "host");
    scope_free char *text = sentence();
    cr_assert_not_null(strstr(text, "3.2 tasks waited for a CPU"), "%s", text);
    cr_assert_not_null(strstr(text, "boot with psi=1"), "what is not known is said: %s", text);
}

Test(inference_saturation, missing_figures_are_not_known_and_never_fine)
{
    telemetry_add_absence(&telemetry, "cpu", "host", "/proc/stat: no such file");
    scope_free char *text = sentence();
    cr_assert_eq(state_of("CPU"), SATURATION_UNKNOWN);
    cr_assert_eq(state_of("memory"), SATURATION_UNKNOWN);
    cr_assert_not_null(strstr(text, "CPU (no cpu_busy_ratio: /proc/stat: no such file)"), "%s",
                       text);
}

Test(inference_saturation, one_figure_that_says_no_decides)
{
    tell("cpu", "host", "cpu_busy_ratio", 0.2);
    free(sentence());
    cr_assert_eq(state_of("CPU"), SATURATION_NO, "whatever waits, it is not for CPUs");
}

Test(inference_saturation, limit_comes_before_what_it_limits)
{
    tell_quiet_host();
    change("cpu", "host", "cpu_busy_ratio", 0.95);
    change("pressure", "host", "cpu_pressure_ratio", 0.9);
    expect_first("CPU", "host");
    tell("cgroup", "group", "cpu_quota_cores", 1.6);
    tell("cgroup", "group", "cpu_used_cores", 1.59);
    tell("cgroup", "group", "cpu_throttled_ratio", 0.8);
    expect_first("CPU quota", "group");
    scope_free char *text = sentence();
    cr_assert_not_null(strstr(text, "; also: CPU"), "%s", text);
}

Test(inference_saturation, limit_that_is_not_set_cannot_be_reached)
{
    tell_quiet_host();
    tell("cgroup", "group", "cpu_used_cores", 1.59);
    tell("cgroup", "group", "memory_used_bytes", 1e9);
    free(sentence());
    cr_assert_eq(state_of("CPU quota"), SATURATION_NO);
    cr_assert_eq(state_of("memory limit"), SATURATION_NO);
}

Test(inference_saturation, want_of_memory_explains_a_busy_disk)
{
    tell_quiet_host();
    change("disk", "disk vda", "busy_ratio", 0.98);
    change("pressure", "host", "io_pressure_ratio", 0.7);
    expect_first("disk", "disk vda");
    change("memory", "host", "memory_available_bytes", 0.2e9);
    change("pressure", "host", "memory_pressure_ratio", 0.4);
    expect_first("memory", "host");
}

Test(inference_saturation, of_several_disks_the_busy_one_is_named)
{
    tell_quiet_host();
    tell("disk", "disk sdb", "busy_ratio", 0.99);
    change("pressure", "host", "io_pressure_ratio", 0.5);
    expect_first("disk", "disk sdb");
    scope_free char *text = sentence();
    cr_assert_not_null(strstr(text, "disk (disk sdb): it was busy 99 % of the time"), "%s", text);
}

Test(inference_saturation, throttled_disk_is_told_by_its_limit)
{
    tell_quiet_host();
    change("pressure", "host", "io_pressure_ratio", 0.9);
    tell("disk", "disk vda", "write_bytes_hz", 1.0e6);
    telemetry_add(&telemetry, "cgroup", "disk vda", "limit_write_bytes_hz", -9 * SECOND, 1048576);
    expect_first("disk limit", "disk vda");
}

Test(inference_saturation, queue_that_drops_beyond_its_rate_is_the_network)
{
    tell_quiet_host();
    tell("network", "nic tap0", "queue_drops_hz", 120);
    tell("network", "nic tap0", "queue_overlimits_hz", 900);
    expect_first("network", "nic tap0");
}

Test(inference_saturation, full_link_counts_in_bits)
{
    tell_quiet_host();
    tell("network", "nic eth0", "transmit_bytes_hz", 1.2e8);
    tell("network", "nic eth0", "link_bits_hz", 1e9);
    expect_first("network", "nic eth0");
}

Test(inference_saturation, only_the_measured_part_counts)
{
    tell_quiet_host();
    change("pressure", "host", "cpu_pressure_ratio", 0.9);
    change("cpu", "host", "cpu_busy_ratio", 0.99);
    // Booting was busy; then came two quiet seconds, which are what was measured.
    for (int i = 6; i <= 7; i++) {
        telemetry_add(&telemetry, "cpu", "host", "cpu_busy_ratio", i * SECOND, 0.1);
        telemetry_add(&telemetry, "pressure", "host", "cpu_pressure_ratio", i * SECOND, 0);
    }
    saturation_init(&saturation, &telemetry, 2 * SECOND);
    cr_assert_null(saturation.first);
}

Test(inference_saturation, empty_telemetry_knows_nothing)
{
    saturation_init(&saturation, &telemetry, 0);
    cr_assert_null(saturation.first);
    scope_free char *text = saturation_sentence(&saturation);
    cr_assert_not_null(strstr(text, "not known: "), "%s", text);
}

// Every rule has figures, words for each of them with one gap, and metrics somebody tells.
Test(inference_saturation, rules_are_whole)
{
    for (size_t r = 0; r < saturation_rule_count; r++) {
        const struct saturation_rule *rule = &saturation_rules[r];
        cr_assert_not_null(rule->conditions[0].metric, "%s", rule->resource);
        for (size_t i = 0; i < SATURATION_CONDITIONS && rule->conditions[i].metric; i++) {
            const struct saturation_condition *condition = &rule->conditions[i];
            cr_assert_not_null(strstr(condition->words, "%s"), "%s", condition->words);
            cr_assert_gt(condition->bound, 0);
            cr_assert_not_null(telemetry_metric_find(condition->source, condition->metric),
                               "nobody tells %s of %s", condition->metric, condition->source);
            cr_assert(!condition->over ||
                          telemetry_metric_find(condition->over_source, condition->over),
                      "nobody tells %s of %s", condition->over, condition->over_source);
        }
    }
}
