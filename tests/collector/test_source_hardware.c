// SPDX-License-Identifier: GPL-3.0-or-later
// Power, cache monitoring and hardware counters: made-up trees of /sys, and why they are absent.
#include <math.h>
#include <string.h>

#include "collector/cpu_list.h"
#include "collector/perf.h"
#include "collector/source_table.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "tests/collector/observe.h"
#include "tests/collector/tree.h"

static void end(void)
{
    observe_end();
    tree_remove();
}

TestSuite(collector_source_hardware, .init = tree_make, .fini = end);

#define RAPL "/sys/class/powercap/intel-rapl:"

static void put_zone(const char *zone, const char *name, const char *energy_uj)
{
    scope_free char *name_path = alloc_printf(RAPL "%s/name", zone);
    scope_free char *energy_path = alloc_printf(RAPL "%s/energy_uj", zone);
    scope_free char *range_path = alloc_printf(RAPL "%s/max_energy_range_uj", zone);
    tree_put(name_path, name);
    tree_put(energy_path, energy_uj);
    tree_put(range_path, "262143328850\n");
}

Test(collector_source_hardware, turns_energy_into_power)
{
    put_zone("0", "package-0\n", "1000000\n");
    put_zone("0:0", "dram\n", "0\n");
    put_zone("1", "package-1\n", "262143328850\n");
    put_zone("2", "psys\n", "0\n");
    put_zone("3", "unheard\n", "0\n");
    observe(&source_rapl);
    observe_sample();
    expect_none("host", "power_watts");
    put_zone("0", "package-0\n", "96000000\n");
    put_zone("0:0", "dram\n", "12500000\n");
    put_zone("1", "package-1\n", "5000000\n"); // began anew
    put_zone("2", "psys\n", "200000000\n");
    observe_sample();
    expect_value("socket 0", "power_watts", 95);
    expect_value("socket 0", "memory_power_watts", 12.5);
    expect_value("socket 1", "power_watts", 5);
    expect_value("host", "power_watts", 100);
    expect_value("host", "platform_power_watts", 200);
    put_zone("1", "package-1\n", "1000000\n"); // set back: no way round is that long
    put_zone("0", "package-0\n", "97000000\n");
    observe_sample();
    expect_none("socket 1", "power_watts");
    expect_none("host", "power_watts");
    expect_value("socket 0", "power_watts", 1);
}

Test(collector_source_hardware, says_why_there_is_no_power)
{
    observe(&source_rapl);
    cr_expect(observe_says("modprobe intel_rapl_msr"));
    tree_put("/proc/cpuinfo", "flags : fpu hypervisor\n");
    observe(&source_rapl);
    cr_expect(observe_says("is a guest"));
}

#define L3 "/sys/fs/resctrl/mon_data/mon_L3_"

Test(collector_source_hardware, reads_cache_monitoring)
{
    tree_put(L3 "00/mbm_total_bytes", "100\n");
    tree_put(L3 "00/llc_occupancy", "5000\n");
    tree_put(L3 "01/mbm_total_bytes", "200\n");
    tree_put(L3 "01/llc_occupancy", "Unavailable\n");
    observe(&source_resctrl);
    observe_sample();
    tree_put(L3 "00/mbm_total_bytes", "1100\n");
    tree_put(L3 "01/mbm_total_bytes", "2200\n");
    observe_sample();
    expect_value("cache 0", "memory_bandwidth_bytes_hz", 1000);
    expect_value("cache 1", "memory_bandwidth_bytes_hz", 2000);
    expect_value("host", "memory_bandwidth_bytes_hz", 3000);
    expect_value("cache 0", "cache_occupancy_bytes", 5000);
    expect_none("cache 1", "cache_occupancy_bytes");
    expect_none("host", "cache_occupancy_bytes");
    expect_none("host", "memory_local_bytes_hz");
}

Test(collector_source_hardware, says_why_caches_are_not_monitored)
{
    tree_put("/proc/cpuinfo", "flags\t: fpu cqm_not\n");
    observe(&source_resctrl);
    cr_expect(observe_says("does not monitor"));
    tree_put("/proc/cpuinfo", "flags\t: fpu cqm cqm_llc\n");
    tree_put("/proc/filesystems", "nodev\tsysfs\n");
    observe(&source_resctrl);
    cr_expect(observe_says("CONFIG_X86_CPU_RESCTRL"));
    tree_put("/proc/filesystems", "nodev\tsysfs\nnodev\tresctrl\n");
    observe(&source_resctrl);
    cr_expect(observe_says("mount -t resctrl"));
    tree_put("/sys/fs/resctrl/schemata", "L3:0=fff\n");
    observe(&source_resctrl);
    cr_expect(observe_says("monitors none"));
}

// Real counters where this host has some, else the reason.
Test(collector_source_hardware, counts_cycles_or_says_why_not)
{
    const struct procfs this_host = {.root = ""};
    struct perf *perf = NULL;
    struct perf_counts first, second;
    struct err err = {0};
    if (perf_open(&this_host, &perf, &err) < 0) {
        cr_expect_not_null(strstr(err_text(&err), "counters"), "%s", err_text(&err));
        cr_expect_null(perf);
        err_done(&err);
        return;
    }
    perf_read(perf, &first);
    perf_read(perf, &second);
    cr_expect_gt(second.count[PERF_CYCLES], first.count[PERF_CYCLES]);
    cr_expect_gt(second.count[PERF_INSTRUCTIONS], first.count[PERF_INSTRUCTIONS]);
    perf_close(perf);
}

Test(collector_source_hardware, opens_no_counters_of_a_captured_host)
{
    observe(&source_perf);
    cr_expect(observe_says("captured"));
}

Test(collector_source_hardware, reads_lists_of_cpus)
{
    static const char *const bad[] = {"0-",
                                      "3-1",
                                      "a",
                                      "0,,1",
                                      "0-70000",
                                      "-1",
                                      "0 1",
                                      "18446744073709551616",
                                      "0-65535,0-65535"};
    scope_cpu_list struct cpu_list list = {0}, none = {0};
    cr_assert_eq(cpu_list_parse("0-2,8,10-11\n", &list, NULL), 0);
    cr_assert_eq(list.count, 6);
    cr_expect_eq(list.cpus[3], 8);
    cr_expect_eq(list.cpus[5], 11);
    cr_assert_eq(cpu_list_parse("\n", &none, NULL), 0);
    cr_expect_eq(none.count, 0);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        cr_expect_lt(cpu_list_parse(bad[i], &none, NULL), 0, "%s", bad[i]);
}
