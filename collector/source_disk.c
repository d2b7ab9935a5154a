// SPDX-License-Identifier: GPL-3.0-or-later
// Whole disks from /proc/diskstats (Linux Documentation/admin-guide/iostats.rst). Partitions are
// told within their disk; loop, RAM and compressed RAM disks only once they were used.
#include <errno.h>
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

#define SECTOR_BYTES 512.0 // whatever the disk's own are
#define NS_PER_MS    1e6

enum {
    READS,
    READS_MERGED,
    READ_SECTORS,
    READ_MS,
    WRITES,
    WRITES_MERGED,
    WRITE_SECTORS,
    WRITE_MS,
    IN_FLIGHT,
    BUSY_MS,
    WEIGHTED_MS,
    DISCARDS,
    DISCARDS_MERGED,
    DISCARD_SECTORS,
    DISCARD_MS,
    FLUSHES,
    FLUSH_MS,
    FIELDS
};
enum { FIELDS_ALWAYS = WEIGHTED_MS + 1 };

struct disk_line {
    char *name;
    uint64_t field[FIELDS];
    int count;
};

// "254 0 vda 3088531 ...": name is a new string. Whether it is a line of a disk.
static bool read_line(const char *line, struct disk_line *ret_disk)
{
    struct disk_line disk = {0};
    int at = 0;
    char name[128];
    if (sscanf(line, " %*u %*u %127[^ \n] %n", name, &at) != 1 || at == 0)
        return false;
    for (const char *text = line + at; disk.count < FIELDS; disk.count++) {
        if (procfs_digits(text, &disk.field[disk.count]) < 0)
            break;
        text += strspn(text, "0123456789");
        text += strspn(text, " ");
    }
    if (disk.count < FIELDS_ALWAYS)
        return false;
    disk.name = alloc_copy(name);
    *ret_disk = disk;
    return true;
}

// /sys/block has the whole disks; a '/' in a name stands there as '!'.
static bool is_whole(const struct procfs *procfs, const char *name)
{
    scope_free char *path = alloc_printf("/sys/block/%s", name);
    for (char *at = path + strlen("/sys/block/"); *at; at++)
        *at = *at == '/' ? '!' : *at;
    return procfs_exists(procfs, path);
}

static bool is_spare(const struct disk_line *disk)
{
    static const char *const prefixes[] = {"loop", "ram", "zram", "sr", "fd", "nbd"};
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        if (strncmp(disk->name, prefixes[i], strlen(prefixes[i])) == 0)
            return disk->field[READS] == 0 && disk->field[WRITES] == 0;
    return false;
}

// Milliseconds are 32 bits wide.
static double gain_ms(struct meter *meter, const char *object, const char *name, uint64_t now)
{
    return meter_gain_within(meter, object, name, now, METER_RANGE_32);
}

// Mean time of an operation; none where there was none.
static void add_wait(struct meter *meter, const char *object, const char *metric, double ms,
                     double operations)
{
    if (operations > 0)
        meter_value(meter, object, metric, ms * NS_PER_MS / operations);
}

static void add_waits(struct meter *meter, const char *object, const uint64_t field[FIELDS])
{
    double read_ms = gain_ms(meter, object, "read_ms", field[READ_MS]);
    double write_ms = gain_ms(meter, object, "write_ms", field[WRITE_MS]);
    double reads = meter_gain(meter, object, "reads", field[READS]);
    double writes = meter_gain(meter, object, "writes", field[WRITES]);
    add_wait(meter, object, "read_wait_ns", read_ms, reads);
    add_wait(meter, object, "write_wait_ns", write_ms, writes);
    add_wait(meter, object, "wait_ns", read_ms + write_ms, reads + writes);
}

static void add_disk(struct meter *meter, const char *object, const struct disk_line *disk)
{
    const uint64_t *field = disk->field;
    double ms = meter->seconds * 1000;
    double busy = gain_ms(meter, object, "busy_ms", field[BUSY_MS]) / ms;
    meter_rate(meter, object, "read_hz", field[READS], 1);
    meter_rate(meter, object, "write_hz", field[WRITES], 1);
    meter_rate(meter, object, "read_bytes_hz", field[READ_SECTORS], SECTOR_BYTES);
    meter_rate(meter, object, "write_bytes_hz", field[WRITE_SECTORS], SECTOR_BYTES);
    meter_value(meter, object, "busy_ratio", isnan(busy) ? NAN : fmin(busy, 1));
    meter_value(meter, object, "queue_count",
                gain_ms(meter, object, "weighted_ms", field[WEIGHTED_MS]) / ms);
    add_waits(meter, object, field);
    if (disk->count > DISCARD_SECTORS)
        meter_rate(meter, object, "discard_bytes_hz", field[DISCARD_SECTORS], SECTOR_BYTES);
    if (disk->count > FLUSHES)
        meter_rate(meter, object, "flush_hz", field[FLUSHES], 1);
}

static void read_diskstats(struct meter *meter, const char *text)
{
    for (const char *line = text; *line; line += strcspn(line, "\n"), line += *line == '\n') {
        struct disk_line disk;
        if (!read_line(line, &disk))
            continue;
        scope_free char *name = disk.name;
        scope_free char *object = alloc_printf("disk %s", name);
        if (!is_spare(&disk) && is_whole(meter->tick->procfs, name))
            add_disk(meter, object, &disk);
    }
}

static int open_disk(const struct source_options *options, void **ret_state, struct err *err)
{
    scope_free char *text = NULL;
    int result = procfs_read(options->procfs, "/proc/diskstats", &text, err);
    if (result == 0)
        *ret_state = meter_new();
    return result;
}

static void sample_disk(void *state, const struct source_tick *tick)
{
    struct meter *meter = state;
    const char *text;
    meter_begin(meter, tick);
    if (meter_read(meter, "/proc/diskstats", &text) == 0)
        read_diskstats(meter, text);
}

const struct source_ops source_disk = {
    .name = "disk",
    .help = "operations, bytes, queue and waiting time of each whole disk",
    .beat = SOURCE_FAST,
    .open = open_disk,
    .sample = sample_disk,
    .close = meter_free,
};
