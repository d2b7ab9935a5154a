// SPDX-License-Identifier: GPL-3.0-or-later
// Topology and facts of this host, and of hosts that lack what we read.
#include "collector/host_facts.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

#include "collector/host_settings.h"
#include "collector/memory.h"
#include "collector/topology.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/model/record.h"
#include "tests/collector/tree.h"

static const struct procfs host = {.root = ""};

TestSuite(collector_host_facts, .init = tree_make, .fini = tree_remove);

Test(collector_host_facts, tell_this_host)
{
    struct host_record record;
    struct host_memory memory;
    struct utsname name;
    struct err err = {0};
    cpu_set_t allowed;
    cr_assert_eq(host_facts_read(&host, &record, &err), 0, "%s", err_text(&err));
    cr_assert_eq(host_memory_read(&host, &memory, NULL), 0);
    uname(&name);
    sched_getaffinity(0, sizeof allowed, &allowed);
    cr_assert_str_eq(record.name, name.nodename);
    cr_assert_str_eq(record.kernel, name.release);
    cr_assert_eq(record.cpus, CPU_COUNT(&allowed));
    cr_assert_leq(record.cores, record.cpus);
    cr_assert_leq(record.sockets, record.cores);
    cr_assert_eq(record.memory_bytes, memory.total_bytes);
    cr_assert_neq(record.cpu_model[0], '\0');
    cr_assert_not_null(strstr(record.topology_xml, "<topology"));
    host_record_done(&record);
}

Test(collector_host_facts, count_only_cpus_we_may_use)
{
    cpu_set_t one;
    struct topology topology;
    cpu_set_t allowed;
    sched_getaffinity(0, sizeof allowed, &allowed);
    CPU_ZERO(&one);
    for (int cpu = 0; CPU_COUNT(&one) == 0 && cpu < CPU_SETSIZE; cpu++)
        if (CPU_ISSET(cpu, &allowed))
            CPU_SET(cpu, &one);
    cr_assert_eq(sched_setaffinity(0, sizeof one, &one), 0);
    cr_assert_eq(topology_read(NULL, &topology, NULL), 0);
    cr_assert_eq(topology.cpus, 1);
    topology_done(&topology);
    cr_assert_null(topology.xml);
}

Test(collector_host_facts, need_a_cpuinfo)
{
    struct host_record record = {.cpus = 99};
    struct err err = {0};
    cr_assert_eq(host_facts_read(tree_procfs(), &record, &err), -ENOENT);
    cr_assert_not_null(strstr(err_text(&err), "cpuinfo"));
    cr_assert_eq(record.cpus, 99);
    err_done(&err);
}

Test(collector_host_facts, are_not_this_hosts_where_a_capture_shows_none)
{
    struct topology topology = {.cpus = 99};
    struct err err = {0};
    cr_assert_eq(topology_read(tree_root(), &topology, &err), -ENOENT);
    cr_assert_not_null(strstr(err_text(&err), tree_root()));
    cr_assert_eq(topology.cpus, 99);
    err_done(&err);
}

// Four CPUs, two sockets of two cores, the way a kernel of today shows them.
static void put_cpu(unsigned cpu, unsigned socket, unsigned core)
{
    const struct {
        const char *file;
        unsigned value;
    } files[] = {{"physical_package_id", socket},    {"core_id", core},
                 {"core_cpus", 1u << cpu},           {"thread_siblings", 1u << cpu},
                 {"package_cpus", 3u << 2 * socket}, {"core_siblings", 3u << 2 * socket}};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        scope_free char *path =
            alloc_printf("/sys/devices/system/cpu/cpu%u/topology/%s", cpu, files[i].file);
        scope_free char *text = alloc_printf("%x\n", files[i].value);
        tree_put(path, text);
    }
}

Test(collector_host_facts, tell_a_captured_host_and_leave_no_trace)
{
    struct host_record record;
    struct err err = {0};
    tree_put("/proc/cpuinfo", "processor\t: 0\nmodel name\t: Some CPU @ 2 GHz\n"
                              "flags\t\t: fpu hypervisor\n");
    tree_put("/proc/meminfo", "MemTotal: 1048576 kB\nMemAvailable: 524288 kB\n");
    tree_put("/proc/sys/kernel/hostname", "lab\n");
    tree_put("/proc/sys/kernel/osrelease", "6.1.0\n");
    tree_put("/sys/class/dmi/id/sys_vendor", "QEMU\n");
    tree_put("/sys/devices/system/cpu/online", "0-3\n");
    for (unsigned cpu = 0; cpu < 4; cpu++)
        put_cpu(cpu, cpu / 2, cpu % 2);
    cr_assert_eq(host_facts_read(tree_procfs(), &record, &err), 0, "%s", err_text(&err));
    cr_assert_str_eq(record.name, "lab");
    cr_assert_str_eq(record.cpu_model, "Some CPU @ 2 GHz");
    cr_assert_str_eq(record.kernel, "6.1.0");
    cr_assert_str_eq(record.virtualization, "QEMU");
    cr_assert_eq(record.memory_bytes, UINT64_C(1) << 30);
    cr_assert_eq(record.cpus, 4, "%u", record.cpus);
    cr_assert_eq(record.cores, 4, "%u", record.cores);
    cr_assert_eq(record.sockets, 2, "%u", record.sockets);
    host_record_done(&record);
    cr_assert_null(getenv("HWLOC_FSROOT"));
    cr_assert_null(getenv("HWLOC_THISSYSTEM"));
}

Test(collector_host_facts, tell_how_a_host_is_set_up)
{
    tree_put("/proc/cpuinfo", "processor\t: 0\nmicrocode\t: 0xb000040\nflags\t: fpu\n");
    tree_put("/sys/devices/system/cpu/smt/control", "off\n");
    tree_put("/sys/devices/system/cpu/isolated", "\n");
    tree_put("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "performance\n");
    tree_put("/sys/kernel/mm/transparent_hugepage/enabled", "always [madvise] never\n");
    tree_put("/sys/devices/system/cpu/vulnerabilities/l1tf", "Not affected\n");
    tree_put("/sys/devices/system/cpu/vulnerabilities/meltdown", "Mitigation: PTI\n");
    tree_put("/sys/devices/system/cpu/vulnerabilities/mds", "Vulnerable\n");
    scope_free char *settings = host_settings_read(tree_procfs());
    cr_expect_str_eq(settings, "microcode: 0xb000040\nSMT: off\ngovernor: performance\n"
                               "transparent huge pages: madvise\n"
                               "mitigations: mds: Vulnerable | meltdown: Mitigation: PTI\n");
    tree_drop("/sys");
    tree_drop("/proc");
    scope_free char *none = host_settings_read(tree_procfs());
    cr_expect_str_eq(none, "");
}

// CPUs 1 and 3 of four were taken offline: no topology, no time in /proc/stat.
Test(collector_host_facts, count_no_cpu_that_is_offline)
{
    struct host_record record;
    struct err err = {0};
    tree_put("/proc/cpuinfo", "processor\t: 0\nmodel name\t: Some CPU\n\nprocessor\t: 2\n");
    tree_put("/proc/meminfo", "MemTotal: 1048576 kB\nMemAvailable: 524288 kB\n");
    tree_put("/sys/devices/system/cpu/possible", "0-3\n");
    tree_put("/sys/devices/system/cpu/present", "0-3\n");
    tree_put("/sys/devices/system/cpu/online", "0,2\n");
    tree_put("/sys/devices/system/cpu/cpu1/online", "0\n");
    tree_put("/sys/devices/system/cpu/cpu3/online", "0\n");
    put_cpu(0, 0, 0);
    put_cpu(2, 1, 0);
    tree_put("/sys/devices/system/cpu/cpu0/topology/package_cpus", "1\n");
    tree_put("/sys/devices/system/cpu/cpu0/topology/core_siblings", "1\n");
    tree_put("/sys/devices/system/cpu/cpu2/topology/package_cpus", "4\n");
    tree_put("/sys/devices/system/cpu/cpu2/topology/core_siblings", "4\n");
    cr_assert_eq(host_facts_read(tree_procfs(), &record, &err), 0, "%s", err_text(&err));
    cr_expect_eq(record.cpus, 2, "%u", record.cpus);
    cr_expect_eq(record.sockets, 2, "%u", record.sockets);
    cr_expect_not_null(strstr(record.settings, "CPUs online: 0,2\n"), "%s", record.settings);
    host_record_done(&record);
}
