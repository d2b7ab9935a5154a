// SPDX-License-Identifier: GPL-3.0-or-later
// CPUs by their folders in /sys, memory by sysinfo(2). Memory goes into service by itself
// (memhp_default_state=online); for a CPU the kernel waits for user space.
#include "workloads/linux/census.h"

#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <sys/sysinfo.h>
#include <unistd.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"

static const char sys_cpus[] = "/sys/devices/system/cpu";

// "cpu12", not "cpufreq". The first has no switch, and needs none.
static int is_cpu(const char *entry)
{
    return strncmp(entry, "cpu", 3) == 0 && isdigit((unsigned char)entry[3]);
}

// One that will not come stays out of the count, which is what the host looks at.
static void switch_on(const char *entry)
{
    scope_free char *path = alloc_printf("%s/%s/online", sys_cpus, entry);
    scope_close int fd = open(path, O_RDWR | O_CLOEXEC);
    char state = '1';

    if (fd >= 0 && read(fd, &state, 1) == 1 && state == '0' && pwrite(fd, "1", 1, 0) != 1)
        return;
}

static void take_into_service(void)
{
    scope_closedir DIR *dir = opendir(sys_cpus);
    struct dirent *entry;

    while (dir && (entry = readdir(dir)))
        if (is_cpu(entry->d_name))
            switch_on(entry->d_name);
}

void census_take(bool owns_machine, struct wire_pong *ret_pong)
{
    struct sysinfo info = {0};
    long cpus;

    if (owns_machine)
        take_into_service();
    cpus = sysconf(_SC_NPROCESSORS_ONLN);
    if (cpus > 0 && cpus <= WIRE_CPUS_MAX)
        ret_pong->cpus = (uint32_t)cpus;
    if (sysinfo(&info) == 0)
        ret_pong->memory_bytes = (uint64_t)info.totalram * info.mem_unit;
}
