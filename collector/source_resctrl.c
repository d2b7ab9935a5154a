// SPDX-License-Identifier: GPL-3.0-or-later
// Traffic to memory and use of each last-level cache, where the CPU monitors it and the file system
// resctrl is mounted (Linux Documentation/arch/x86/resctrl.rst).
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

static const char top[] = "/sys/fs/resctrl";
static const char folder[] = "/sys/fs/resctrl/mon_data";
static const char domain_prefix[] = "mon_L3_";

static const struct meter_field fields[] = {
    {"mbm_total_bytes", "memory_bandwidth_bytes_hz", METER_RATE, 1},
    {"mbm_local_bytes", "memory_local_bytes_hz", METER_RATE, 1},
    {"llc_occupancy", "cache_occupancy_bytes", METER_VALUE, 1},
};
enum { FIELDS = sizeof fields / sizeof *fields };

// Whether /proc/filesystems, and the CPU's flags, have a word of their own.
static bool has_word(const struct procfs *procfs, const char *path, const char *word)
{
    scope_free char *text = NULL;
    size_t length = strlen(word);
    if (procfs_read(procfs, path, &text, NULL) < 0)
        return false;
    for (const char *at = text; (at = strstr(at, word)); at += length)
        if (at > text && strchr(" \t\n", at[-1]) && strchr(" \t\n", at[length]))
            return true;
    return false;
}

static int explain(const struct procfs *procfs, struct err *err)
{
    if (!has_word(procfs, "/proc/cpuinfo", "cqm_llc") && !has_word(procfs, "/proc/cpuinfo", "cqm"))
        return err_host(err, NULL,
                        "no resctrl: this CPU, or the hypervisor below this host, does not monitor "
                        "caches (no flag cqm)");
    if (!has_word(procfs, "/proc/filesystems", "resctrl"))
        return err_host(err, NULL, "no resctrl: the kernel has no CONFIG_X86_CPU_RESCTRL");
    if (!procfs_exists(procfs, "/sys/fs/resctrl/schemata"))
        return err_host(err, "mount -t resctrl resctrl /sys/fs/resctrl",
                        "resctrl is not mounted; mount -t resctrl resctrl /sys/fs/resctrl mends "
                        "that");
    return err_host(err, NULL, "no %s: this CPU shares out caches, but monitors none", folder);
}

static int open_resctrl(const struct source_options *options, void **ret_state, struct err *err)
{
    scope_procfs_names struct procfs_names domains = {0};
    struct err why = {0};
    int result = procfs_list(options->procfs, folder, domain_prefix, &domains, &why);
    if (result == -EACCES || result == -EPERM)
        result = err_host(err, NULL, "%s: only root may read it", top);
    else if (result < 0 || domains.count == 0)
        result = explain(options->procfs, err);
    else
        *ret_state = meter_new();
    err_done(&why);
    return result;
}

// While the kernel moves counters about it tells "Unavailable" instead of a number.
static bool read_domain(struct meter *meter, const char *domain, uint64_t cache,
                        double sums[FIELDS])
{
    scope_free char *object = alloc_printf("cache %" PRIu64, cache);
    for (int i = 0; i < FIELDS; i++) {
        scope_free char *path = alloc_printf("%s/%s/%s", folder, domain, fields[i].key);
        uint64_t number;
        if (procfs_number(meter->tick->procfs, path, &number, NULL) < 0) {
            sums[i] = NAN;
            continue;
        }
        double value = fields[i].kind == METER_VALUE
                           ? (double)number
                           : meter_gain(meter, object, fields[i].key, number) / meter->seconds;
        meter_value(meter, object, fields[i].metric, value);
        sums[i] += value;
    }
    return true;
}

static void sample_resctrl(void *state, const struct source_tick *tick)
{
    struct meter *meter = state;
    scope_procfs_names struct procfs_names domains = {0};
    double sums[FIELDS] = {0};
    bool is_any = false;
    meter_begin(meter, tick);
    procfs_list(tick->procfs, folder, domain_prefix, &domains, NULL);
    for (size_t i = 0; i < domains.count; i++) {
        uint64_t cache;
        if (procfs_digits(domains.names[i] + strlen(domain_prefix), &cache) == 0)
            is_any |= read_domain(meter, domains.names[i], cache, sums);
    }
    for (int i = 0; is_any && i < FIELDS; i++)
        meter_value(meter, "host", fields[i].metric, sums[i]);
}

const struct source_ops source_resctrl = {
    .name = "resctrl",
    .help = "traffic to memory and use of each last-level cache",
    .beat = SOURCE_FAST,
    .open = open_resctrl,
    .sample = sample_resctrl,
    .close = meter_free,
};
