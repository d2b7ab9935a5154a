// SPDX-License-Identifier: GPL-3.0-or-later
// Power of CPU packages and their parts from the energy they count, below /sys/class/powercap
// (Linux Documentation/power/powercap/powercap.rst). Counters begin anew after max_energy_range_uj.
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "collector/meter.h"
#include "collector/procfs.h"
#include "collector/source_table.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"

static const char folder[] = "/sys/class/powercap";
// AMD's packages stand here, too.
static const char prefix[] = "intel-rapl:";

static const struct {
    const char *name, *metric;
} parts[] = {
    {"core", "core_power_watts"},
    {"uncore", "uncore_power_watts"},
    {"dram", "memory_power_watts"},
    {"psys", "platform_power_watts"},
};

static int explain(const struct procfs *procfs, int failed, struct err *err)
{
    if (failed == -EACCES || failed == -EPERM)
        return err_host(err, "chmod a+r /sys/class/powercap/intel-rapl:*/energy_uj",
                        "RAPL energy is for root alone; chmod a+r "
                        "/sys/class/powercap/intel-rapl:*/energy_uj mends that until the next boot "
                        "(and lets every user measure what others compute)");
    scope_free char *cpuinfo = NULL;
    if (procfs_read(procfs, "/proc/cpuinfo", &cpuinfo, NULL) == 0 && strstr(cpuinfo, " hypervisor"))
        return err_host(err, NULL,
                        "no RAPL energy: this host is a guest, whose hypervisor shows "
                        "none");
    return err_host(err, "modprobe intel_rapl_msr",
                    "no RAPL energy in %s; modprobe intel_rapl_msr mends that where the CPU counts "
                    "it",
                    folder);
}

static char *zone_file(const char *zone, const char *file)
{
    return alloc_printf("%s/%s/%s", folder, zone, file);
}

static int open_rapl(const struct source_options *options, void **ret_state, struct err *err)
{
    scope_procfs_names struct procfs_names zones = {0};
    uint64_t energy;
    if (procfs_list(options->procfs, folder, prefix, &zones, NULL) < 0 || zones.count == 0)
        return explain(options->procfs, -ENOENT, err);
    scope_free char *path = zone_file(zones.names[0], "energy_uj");
    int result = procfs_number(options->procfs, path, &energy, NULL);
    if (result < 0)
        return explain(options->procfs, result, err);
    *ret_state = meter_new();
    return 0;
}

// Power since the sample before; NAN where it is not known.
static double zone_watts(struct meter *meter, const char *zone)
{
    scope_free char *energy_path = zone_file(zone, "energy_uj");
    scope_free char *range_path = zone_file(zone, "max_energy_range_uj");
    uint64_t energy_uj, range_uj;
    if (procfs_number(meter->tick->procfs, energy_path, &energy_uj, NULL) < 0)
        return NAN;
    if (procfs_number(meter->tick->procfs, range_path, &range_uj, NULL) < 0)
        range_uj = 0;
    return meter_gain_within(meter, zone, "energy", energy_uj, range_uj) / 1e6 / meter->seconds;
}

// "intel-rapl:1:0" belongs to the package "intel-rapl:1", whose name is "package-1" (with dies:
// "package-1-die-0").
static int socket_of(struct meter *meter, const char *zone, uint64_t *ret_socket)
{
    static const char package[] = "package-";
    size_t own = strcspn(zone + strlen(prefix), ":") + strlen(prefix);
    scope_free char *parent = alloc_printf("%.*s", (int)own, zone);
    scope_free char *path = zone_file(parent, "name");
    scope_free char *name = NULL;
    if (procfs_read_line(meter->tick->procfs, path, &name, NULL) < 0 ||
        strncmp(name, package, strlen(package)) != 0)
        return -ENOENT;
    return procfs_digits(name + strlen(package), ret_socket);
}

static const char *part_metric(const char *name)
{
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (strcmp(parts[i].name, name) == 0)
            return parts[i].metric;
    return strncmp(name, "package-", strlen("package-")) == 0 ? "power_watts" : NULL;
}

// Whether it was a package, whose power counts for the host's: *sum is added to.
static bool read_zone(struct meter *meter, const char *zone, double *sum)
{
    scope_free char *path = zone_file(zone, "name");
    scope_free char *name = NULL;
    uint64_t socket;
    if (procfs_read_line(meter->tick->procfs, path, &name, NULL) < 0)
        return false;
    const char *metric = part_metric(name);
    double watts = zone_watts(meter, zone);
    if (!metric)
        return false;
    bool is_of_socket = socket_of(meter, zone, &socket) == 0;
    scope_free char *object =
        is_of_socket ? alloc_printf("socket %" PRIu64, socket) : alloc_copy("host");
    meter_value(meter, object, metric, watts);
    bool is_package = strcmp(metric, "power_watts") == 0;
    *sum += is_package ? watts : 0;
    return is_package;
}

static void sample_rapl(void *state, const struct source_tick *tick)
{
    struct meter *meter = state;
    scope_procfs_names struct procfs_names zones = {0};
    double sum = 0;
    bool is_any = false;
    meter_begin(meter, tick);
    procfs_list(tick->procfs, folder, prefix, &zones, NULL);
    for (size_t i = 0; i < zones.count; i++)
        is_any |= read_zone(meter, zones.names[i], &sum);
    if (is_any)
        meter_value(meter, "host", "power_watts", sum);
}

const struct source_ops source_rapl = {
    .name = "rapl",
    .help = "power of CPU packages, cores and memory, from the energy they count",
    .beat = SOURCE_FAST,
    .open = open_rapl,
    .sample = sample_rapl,
    .close = meter_free,
};
