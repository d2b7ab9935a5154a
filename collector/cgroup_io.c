// SPDX-License-Identifier: GPL-3.0-or-later
// Reads "254:0 rbps=1048576 wbps=max riops=max wiops=120" of version 2 and "254:0 1048576" of
// version 1's four files; devices are told by number, /proc/diskstats has their names.
#include "collector/cgroup_io.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collector/cgroup.h"
#include "collector/procfs.h"
#include "common/base/alloc.h"
#include "common/base/scope.h"

static const struct {
    const char *metric;
    const char *key;  // version 2
    const char *file; // version 1
} kinds[CGROUP_IO_KINDS] = {
    {"limit_read_bytes_hz", "rbps=", "blkio.throttle.read_bps_device"},
    {"limit_write_bytes_hz", "wbps=", "blkio.throttle.write_bps_device"},
    {"limit_read_hz", "riops=", "blkio.throttle.read_iops_device"},
    {"limit_write_hz", "wiops=", "blkio.throttle.write_iops_device"},
};

const char *cgroup_io_metric(enum cgroup_io_kind kind)
{
    return kinds[kind].metric;
}

void cgroup_io_done(struct cgroup_io *io)
{
    for (size_t i = 0; i < io->count; i++)
        free(io->limits[i].disk);
    free(io->limits);
    *io = (struct cgroup_io){0};
}

// The name behind major and minor number in /proc/diskstats as a new string, or NULL.
static char *disk_of(const char *diskstats, unsigned major, unsigned minor)
{
    for (const char *line = diskstats; *line; line += strcspn(line, "\n"), line += *line == '\n') {
        unsigned here_major, here_minor;
        int at = 0;
        if (sscanf(line, " %u %u %n", &here_major, &here_minor, &at) == 2 && at > 0 &&
            here_major == major && here_minor == minor)
            return alloc_printf("%.*s", (int)strcspn(line + at, " \n"), line + at);
    }
    return NULL;
}

static struct cgroup_io_limit *limit_of(struct cgroup_io *io, const char *disk)
{
    for (size_t i = 0; i < io->count; i++)
        if (strcmp(io->limits[i].disk, disk) == 0)
            return &io->limits[i];
    io->limits = alloc_resized(io->limits, io->count + 1, sizeof *io->limits);
    io->limits[io->count] = (struct cgroup_io_limit){.disk = alloc_copy(disk)};
    return &io->limits[io->count++];
}

static void keep_tighter(struct cgroup_io *io, const char *disk, int kind, uint64_t value)
{
    double *limit = &limit_of(io, disk)->limit[kind];
    if (value > 0 && (*limit <= 0 || (double)value < *limit))
        *limit = (double)value;
}

struct reading {
    struct cgroup_io *io;
    char *diskstats;
};

// kind: of version 1's file, or -1 where the line says it.
static void read_line(const struct reading *reading, const char *line, int kind)
{
    unsigned major, minor;
    int at = 0;
    uint64_t value;
    if (sscanf(line, "%u:%u %n", &major, &minor, &at) != 2 || at == 0)
        return;
    scope_free char *disk = disk_of(reading->diskstats, major, minor);
    if (!disk)
        return;
    if (kind >= 0 && procfs_digits(line + at, &value) == 0)
        keep_tighter(reading->io, disk, kind, value);
    for (int i = 0; kind < 0 && i < CGROUP_IO_KINDS; i++) {
        const char *found = strstr(line, kinds[i].key);
        if (found && procfs_digits(found + strlen(kinds[i].key), &value) == 0)
            keep_tighter(reading->io, disk, i, value);
    }
}

static void read_file(const struct reading *reading, const struct procfs *procfs,
                      const struct cgroup *group, const char *file, int kind)
{
    scope_free char *text = NULL;
    char *more = NULL;
    if (cgroup_read(procfs, group, file, &text) < 0)
        return;
    for (char *line = strtok_r(text, "\n", &more); line; line = strtok_r(NULL, "\n", &more))
        read_line(reading, line, kind);
}

static void visit(const struct procfs *procfs, const struct cgroup *group, void *context)
{
    if (group->version == 2)
        read_file(context, procfs, group, "io.max", -1);
    for (int i = 0; group->version == 1 && i < CGROUP_IO_KINDS; i++)
        read_file(context, procfs, group, kinds[i].file, i);
}

void cgroup_io_read(const struct procfs *procfs, struct cgroup_io *io)
{
    struct reading reading = {.io = io};
    if (procfs_read(procfs, "/proc/diskstats", &reading.diskstats, NULL) < 0)
        return;
    int version;
    scope_free char *first = cgroup_own(procfs, "blkio", &version);
    cgroup_walk(procfs, first && version == 1 ? "blkio" : "io", visit, &reading);
    free(reading.diskstats);
}
