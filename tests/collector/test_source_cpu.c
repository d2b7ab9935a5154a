// SPDX-License-Identifier: GPL-3.0-or-later
// CPU time, pressure and interrupts of made-up hosts: shares that add up, CPUs that go offline and
// come back, counters that go back.
#include <math.h>
#include <stdbool.h>
#include <stdio.h>

#include "collector/source_table.h"
#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "tests/collector/observe.h"
#include "tests/collector/tree.h"

static void end(void)
{
    observe_end();
    tree_remove();
}

TestSuite(collector_source_cpu, .init = tree_make, .fini = end);

static void put_stat(const char *text)
{
    tree_put("/proc/stat", text);
}

Test(collector_source_cpu, shares_out_the_time_of_all_cpus)
{
    put_stat("cpu  1000 0 0 1000 0 0 0 0 0 0\nctxt 5\nprocesses 1\nprocs_running 3\n");
    observe(&source_cpu);
    observe_sample();
    expect_none("host", "cpu_busy_ratio");
    expect_value("host", "runnable_threads", 3);
    put_stat("cpu  1040 10 20 1080 10 5 5 30 40 0\nctxt 1005\nprocesses 21\nprocs_running 4\n"
             "procs_blocked 2\n");
    observe_sample();
    expect_value("host", "cpu_busy_ratio", 80.0 / 200);
    expect_value("host", "cpu_user_ratio", 10.0 / 200);
    expect_value("host", "cpu_guest_ratio", 40.0 / 200);
    expect_value("host", "cpu_system_ratio", 20.0 / 200);
    expect_value("host", "cpu_iowait_ratio", 10.0 / 200);
    expect_value("host", "cpu_irq_ratio", 10.0 / 200);
    expect_value("host", "cpu_steal_ratio", 30.0 / 200);
    expect_value("host", "context_switches_hz", 1000);
    expect_value("host", "forks_hz", 20);
    expect_value("host", "blocked_threads", 2);
}

Test(collector_source_cpu, knows_only_cpus_that_are_online)
{
    put_stat("cpu  0 0 0 0 0 0 0 0\ncpu0 0 0 0 0 0 0 0 0\ncpu2 0 0 0 0 0 0 0 0\n");
    observe(&source_cpu);
    observe_sample();
    put_stat("cpu  50 0 0 50 0 0 0 0\ncpu0 50 0 0 0 0 0 0 0\n");
    observe_sample();
    expect_value("cpu 0", "cpu_busy_ratio", 1);
    expect_none("cpu 2", "cpu_busy_ratio");
    expect_none("cpu 1", "cpu_busy_ratio");
    put_stat("cpu  50 0 0 150 0 0 0 0\ncpu0 50 0 0 100 0 0 0 0\ncpu2 90 0 0 90 0 0 0 0\n");
    observe_sample();
    expect_value("cpu 0", "cpu_busy_ratio", 0);
    expect_none("cpu 2", "cpu_busy_ratio");
    put_stat("cpu  60 0 0 160 0 0 0 0\ncpu0 50 0 0 100 0 0 0 0\ncpu2 95 0 0 105 0 0 0 0\n");
    observe_sample();
    expect_none("cpu 0", "cpu_busy_ratio");
    expect_value("cpu 2", "cpu_busy_ratio", 0.25);
}

Test(collector_source_cpu, takes_iowait_that_goes_back_for_none)
{
    put_stat("cpu  100 0 0 100 50 0 0 0\nctxt 10\n");
    observe(&source_cpu);
    observe_sample();
    put_stat("cpu  150 0 0 150 40 0 0 0\nctxt 5\n");
    observe_sample();
    expect_value("host", "cpu_busy_ratio", 0.5);
    expect_value("host", "cpu_iowait_ratio", 0);
    expect_none("host", "context_switches_hz");
}

Test(collector_source_cpu, knows_how_long_threads_waited)
{
    put_stat("cpu  0 0 0 0 0 0 0 0\n");
    tree_put("/proc/schedstat", "version 15\ntimestamp 1\ncpu0 0 0 0 0 0 0 10 1000000000 5\n"
                                "domain0 3 0 0 0 0 0 0 0 99999999999\n"
                                "cpu1 0 0 0 0 0 0 10 0 5\n");
    observe(&source_cpu);
    observe_sample();
    expect_none("host", "cpu_wait_cores");
    tree_put("/proc/schedstat", "version 15\ntimestamp 1\ncpu0 0 0 0 0 0 0 10 3500000000 5\n"
                                "domain0 3 0 0 0 0 0 0 0 0\ncpu1 0 0 0 0 0 0 10 500000000 5\n"
                                "cpu2 0 0\n");
    observe_sample();
    expect_value("host", "cpu_wait_cores", 3);
    expect_value("cpu 0", "cpu_wait_cores", 2.5);
    expect_value("cpu 1", "cpu_wait_cores", 0.5);
    expect_none("cpu 2", "cpu_wait_cores");
}

Test(collector_source_cpu, says_what_the_kernel_does_not_tell)
{
    put_stat("cpu  0 0 0 0 0 0 0 0\n");
    observe(&source_cpu);
    observe_sample();
    cr_expect(observe_says("CONFIG_SCHEDSTATS"));
    put_stat("cpu one two\n");
    observe(&source_cpu);
    cr_expect_not_null(observe_why());
    put_stat("cpu  1 2 3\n");
    observe(&source_cpu);
    cr_expect_not_null(observe_why(), "three times are none");
}

Test(collector_source_cpu, survives_rubbish_in_mid_watch)
{
    put_stat("cpu  0 0 0 0 0 0 0 0\n");
    observe(&source_cpu);
    observe_sample();
    put_stat("cpu  -5 0 0\ncpu99999999999999999999 1 1 1 1\ncpu\ncpuX 1 2 3 4 5\nctxt\nctxt x\n");
    observe_sample();
    expect_none("host", "cpu_busy_ratio");
    tree_drop("/proc/stat");
    observe_sample();
    put_stat("cpu  5 0 0 5 0 0 0 0\n");
    observe_sample();
    expect_none("host", "cpu_busy_ratio");
}

// --- pressure ------------------------------------------------------------------------------------

static void put_pressure(const char *file, unsigned long some_us, unsigned long full_us)
{
    char text[256];
    scope_free char *path = alloc_printf("/proc/pressure/%s", file);
    snprintf(text, sizeof text,
             "some avg10=1.00 avg60=0.00 avg300=0.00 total=%lu\n"
             "full avg10=0.50 avg60=0.00 avg300=0.00 total=%lu\n",
             some_us, full_us);
    tree_put(path, text);
}

Test(collector_source_cpu, knows_the_pressure)
{
    put_pressure("cpu", 0, 0);
    put_pressure("memory", 1000, 500);
    tree_put("/proc/pressure/irq", "full avg10=0.00 avg60=0.00 avg300=0.00 total=0\n");
    observe(&source_pressure);
    observe_sample();
    expect_none("host", "cpu_pressure_ratio");
    put_pressure("cpu", 250000, 0);
    put_pressure("memory", 501000, 100500);
    put_pressure("io", 5, 5);
    tree_put("/proc/pressure/irq", "full avg10=0.00 avg60=0.00 avg300=0.00 total=1000500\n");
    observe_sample();
    expect_value("host", "cpu_pressure_ratio", 0.25);
    expect_value("host", "memory_pressure_ratio", 0.5);
    expect_value("host", "memory_stall_ratio", 0.1);
    expect_value("host", "irq_stall_ratio", 1);
    expect_none("host", "io_pressure_ratio");
}

Test(collector_source_cpu, says_how_to_get_pressure)
{
    observe(&source_pressure);
    cr_expect(observe_says("psi=1"));
    tree_put("/proc/pressure/cpu", "some total=\nfull\n");
    observe(&source_pressure);
    observe_sample();
    observe_sample();
    expect_none("host", "cpu_pressure_ratio");
}

// --- interrupts ----------------------------------------------------------------------------------

Test(collector_source_cpu, counts_interrupts)
{
    put_stat("cpu  0 0 0 0 0 0 0 0\nintr 100 1 2 3\nsoftirq 50 0 10 0 20 5 0 0 10 0 5\n");
    observe(&source_interrupts);
    observe_sample();
    put_stat("cpu  0 0 0 0 0 0 0 0\nintr 1100 1 2 3\nsoftirq 90 0 20 0 30 5 0 0 20 0 15\n");
    observe_sample();
    expect_value("host", "interrupts_hz", 1000);
    expect_value("host", "softirqs_hz", 40);
    expect_value("host", "softirq_timer_hz", 10);
    expect_value("host", "softirq_receive_hz", 10);
    expect_value("host", "softirq_rcu_hz", 10);
    put_stat("cpu  0 0 0 0\n");
    observe(&source_interrupts);
    cr_expect_not_null(observe_why());
}

Test(collector_source_cpu, knows_which_cpu_is_interrupted)
{
    tree_put("/proc/interrupts", "           CPU0       CPU2       \n"
                                 " 24:          0          0  IO-APIC   5-edge      ACPI:Ged\n"
                                 "RES:          0          0   Rescheduling interrupts\n"
                                 "ERR:          0\n");
    observe(&source_interrupts_cpu);
    observe_sample();
    tree_put("/proc/interrupts", "           CPU0       CPU2       \n"
                                 " 24:         10          5  IO-APIC   5-edge      ACPI:Ged\n"
                                 " 25:       1000       1000  new device\n"
                                 "RES:         20         40   Rescheduling interrupts\n"
                                 "TLB:         20\n"
                                 "ERR:          7\n");
    observe_sample();
    expect_value("host", "rescheduling_hz", 60);
    expect_value("cpu 0", "interrupts_hz", 30);
    expect_value("cpu 2", "interrupts_hz", 45);
    expect_none("host", "tlb_shootdowns_hz");
    expect_none("cpu 1", "interrupts_hz");
}

Test(collector_source_cpu, reads_clocks_and_heat)
{
    tree_put("/sys/devices/system/cpu/online", "0,2\n");
    tree_put("/sys/devices/system/cpu/cpu0/cpufreq/scaling_cur_freq", "2000000\n");
    tree_put("/sys/devices/system/cpu/cpu0/cpufreq/scaling_max_freq", "3000000\n");
    tree_put("/sys/devices/system/cpu/cpu0/thermal_throttle/core_throttle_count", "3\n");
    tree_put("/sys/devices/system/cpu/cpu1/cpufreq/scaling_cur_freq", "9000000\n");
    tree_put("/sys/devices/system/cpu/cpu2/cpufreq/scaling_cur_freq", "1000000\n");
    observe(&source_frequency);
    observe_sample();
    expect_value("cpu 0", "frequency_hz", 2e9);
    expect_none("cpu 1", "frequency_hz");
    expect_value("host", "frequency_hz", 1.5e9);
    expect_value("host", "frequency_limit_hz", 3e9);
    tree_put("/sys/devices/system/cpu/cpu0/thermal_throttle/core_throttle_count", "8\n");
    observe_sample();
    expect_value("cpu 0", "thermal_throttles_hz", 5);
}

Test(collector_source_cpu, reads_clocks_of_cpuinfo)
{
    tree_put("/proc/cpuinfo", "processor\t: 0\ncpu MHz\t\t: 2400.000\n\nprocessor\t: 3\n"
                              "cpu MHz\t\t: 1200.000\n\nprocessor\t: 4\ncpu MHz\t\t: fast\n");
    observe(&source_frequency);
    observe_sample();
    expect_value("cpu 0", "frequency_hz", 2.4e9);
    expect_value("cpu 3", "frequency_hz", 1.2e9);
    expect_none("cpu 4", "frequency_hz");
    expect_value("host", "frequency_hz", 1.8e9);
    tree_put("/proc/cpuinfo", "processor\t: 0\nBogoMIPS : 50\n");
    observe(&source_frequency);
    cr_expect_not_null(observe_why());
}
