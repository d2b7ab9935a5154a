// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as every file that the sources of the host read, in two samples (the first half of the
// bytes, then the second): no crash, no hang, and nothing but finite values.
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "collector/procfs.h"
#include "collector/source.h"
#include "collector/watch.h"
#include "common/base/alloc.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "common/model/telemetry.h"

#define REQUIRE(condition)                                                                         \
    do {                                                                                           \
        if (!(condition))                                                                          \
            abort();                                                                               \
    } while (0)

// All of them are links to the first: one write changes them all.
static const char *const files[] = {
    "/proc/text",
    "/proc/stat",
    "/proc/schedstat",
    "/proc/meminfo",
    "/proc/vmstat",
    "/proc/diskstats",
    "/proc/interrupts",
    "/proc/cpuinfo",
    "/proc/filesystems",
    "/proc/net/dev",
    "/proc/pressure/cpu",
    "/proc/pressure/memory",
    "/proc/self/cgroup",
    "/proc/self/mountinfo",
    "/fullhouse/qdisc",
    "/sys/block/sda/size",
    "/sys/devices/system/cpu/online",
    "/sys/devices/system/cpu/cpu0/cpufreq/scaling_cur_freq",
    "/sys/devices/system/node/node0/meminfo",
    "/sys/devices/system/node/node0/numastat",
    "/sys/kernel/mm/hugepages/hugepages-2048kB/nr_hugepages",
    "/sys/kernel/mm/ksm/pages_sharing",
    "/sys/class/powercap/intel-rapl:0/name",
    "/sys/class/powercap/intel-rapl:0/energy_uj",
    "/sys/class/powercap/intel-rapl:0/max_energy_range_uj",
    "/sys/fs/resctrl/mon_data/mon_L3_00/mbm_total_bytes",
    "/sys/fs/cgroup/cpu.max",
    "/sys/fs/cgroup/cpu.stat",
    "/sys/fs/cgroup/memory.max",
    "/sys/fs/cgroup/memory.current",
    "/sys/fs/cgroup/memory.events",
    "/sys/fs/cgroup/io.max",
    "/sys/fs/cgroup/cpu/cpu.cfs_quota_us",
    "/sys/fs/cgroup/blkio/blkio.throttle.read_bps_device",
};

static char root[] = "/tmp/fh-fuzz-XXXXXX";

static void remove_root(void)
{
    path_remove_tree(root, NULL);
}

static void make_root(void)
{
    REQUIRE(mkdtemp(root));
    atexit(remove_root);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        scope_free char *path = alloc_printf("%s%s", root, files[i]);
        scope_free char *folder = alloc_printf("%.*s", (int)(strrchr(path, '/') - path), path);
        REQUIRE(path_make_dirs(folder, NULL) == 0);
        if (i > 0)
            REQUIRE(symlink("/proc/text", path) == 0);
    }
}

static void put(const uint8_t *data, size_t size)
{
    scope_free char *path = alloc_printf("%s/proc/text", root);
    scope_fclose FILE *file = fopen(path, "we");
    REQUIRE(file && fwrite(data, 1, size, file) == size);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct procfs procfs = {.root = root};
    if (root[strlen(root) - 1] == 'X')
        make_root();
    put(data, size / 2);
    struct watch *watch = watch_new(&(struct watch_options){.procfs = &procfs, .slow_ns = 1});
    watch_sample_at(watch, INT64_C(1000000000), UINT64_C(1000000000));
    put(data + size / 2, size - size / 2);
    watch_sample_at(watch, INT64_C(2000000000), UINT64_C(2000000000));
    const struct telemetry *telemetry = watch_telemetry(watch);
    for (size_t i = 0; i < telemetry->count; i++)
        for (size_t j = 0; j < telemetry->series[i].count; j++)
            REQUIRE(isfinite(telemetry->series[i].points[j].value));
    watch_free(watch);
    return 0;
}
