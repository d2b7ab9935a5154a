// SPDX-License-Identifier: GPL-3.0-or-later
// Reads one column of /proc/stat.
#include "workloads/linux/steal.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "common/base/clock.h"
#include "common/base/scope.h"

uint64_t steal_total_ns(void)
{
    // The first line is enough, and it is short: ten numbers.
    char line[512];
    scope_close int fd = open("/proc/stat", O_RDONLY | O_CLOEXEC);
    ssize_t length = fd < 0 ? -1 : read(fd, line, sizeof line - 1);
    long hz = sysconf(_SC_CLK_TCK);
    uint64_t ticks;

    if (length <= 0 || hz <= 0)
        return 0;
    line[length] = '\0';
    if (sscanf(line, "cpu %*u %*u %*u %*u %*u %*u %*u %" SCNu64, &ticks) != 1)
        return 0;
    return ticks * (CLOCK_NS_PER_SECOND / (uint64_t)hz);
}
