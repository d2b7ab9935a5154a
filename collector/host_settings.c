// SPDX-License-Identifier: GPL-3.0-or-later
// Single lines of /proc and /sys, and the list of vulnerabilities (Linux
// Documentation/ABI/testing/sysfs-devices-system-cpu).
#include "collector/host_settings.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "collector/procfs.h"
#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"

#define CPU "/sys/devices/system/cpu"

static const struct {
    const char *key, *path;
} files[] = {
    {"SMT", CPU "/smt/control"},
    {"CPUs online", CPU "/online"},
    {"CPUs isolated", CPU "/isolated"},
    {"clock driver", CPU "/cpu0/cpufreq/scaling_driver"},
    {"governor", CPU "/cpu0/cpufreq/scaling_governor"},
    {"energy preference", CPU "/cpu0/cpufreq/energy_performance_preference"},
    {"boost", CPU "/cpufreq/boost"},
    {"no turbo", CPU "/intel_pstate/no_turbo"},
    {"clock source", "/sys/devices/system/clocksource/clocksource0/current_clocksource"},
    {"transparent huge pages", "/sys/kernel/mm/transparent_hugepage/enabled"},
    {"huge page defragmentation", "/sys/kernel/mm/transparent_hugepage/defrag"},
    {"same-page merging", "/sys/kernel/mm/ksm/run"},
    {"NUMA balancing", "/proc/sys/kernel/numa_balancing"},
    {"swappiness", "/proc/sys/vm/swappiness"},
};

// Of "always [madvise] never" the word in use.
static char *choice_of(const char *line)
{
    const char *from = strchr(line, '[');
    const char *to = from ? strchr(from, ']') : NULL;
    return to ? alloc_printf("%.*s", (int)(to - from - 1), from + 1) : alloc_copy(line);
}

static void add_file(struct strbuf *out, const struct procfs *procfs, const char *key,
                     const char *path)
{
    scope_free char *line = NULL;
    if (procfs_read_line(procfs, path, &line, NULL) < 0 || !*line)
        return;
    scope_free char *value = choice_of(line);
    strbuf_printf(out, "%s: %s\n", key, value);
}

static void add_microcode(struct strbuf *out, const struct procfs *procfs)
{
    scope_free char *text = NULL;
    if (procfs_read(procfs, "/proc/cpuinfo", &text, NULL) < 0)
        return;
    const char *line = strstr(text, "\nmicrocode");
    const char *colon = line ? strchr(line, ':') : NULL;
    if (!colon || colon > line + 1 + strcspn(line + 1, "\n"))
        return;
    colon += 1 + strspn(colon + 1, " \t");
    strbuf_printf(out, "microcode: %.*s\n", (int)strcspn(colon, "\n"), colon);
}

// Those that this CPU has, and what is done about them.
static void add_mitigations(struct strbuf *out, const struct procfs *procfs)
{
    static const char folder[] = CPU "/vulnerabilities";
    scope_procfs_names struct procfs_names names = {0};
    const char *separator = "mitigations: ";
    if (procfs_list(procfs, folder, "", &names, NULL) < 0)
        return;
    for (size_t i = 0; i < names.count; i++) {
        scope_free char *path = alloc_printf("%s/%s", folder, names.names[i]);
        scope_free char *line = NULL;
        if (procfs_read_line(procfs, path, &line, NULL) < 0 || strcmp(line, "Not affected") == 0)
            continue;
        strbuf_printf(out, "%s%s: %s", separator, names.names[i], line);
        separator = " | ";
    }
    bool is_any = strcmp(separator, " | ") == 0;
    strbuf_add(out, is_any ? "\n" : "mitigations: none, not affected\n");
}

char *host_settings_read(const struct procfs *procfs)
{
    struct strbuf out = {0};
    add_microcode(&out, procfs);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        add_file(&out, procfs, files[i].key, files[i].path);
    add_mitigations(&out, procfs);
    return strbuf_take(&out);
}
