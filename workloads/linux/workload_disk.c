// SPDX-License-Identifier: GPL-3.0-or-later
// The disk workload: the records of its variants and the options they share, and which of these go
// together.
#include <errno.h>

#include "common/base/err.h"
#include "common/base/units.h"
#include "workloads/linux/disk.h"
#include "workloads/linux/disk_target.h"
#include "workloads/linux/settings.h"
#include "workloads/linux/workload_table.h"

static const struct disk_mode sequential_read = {.reads = true};
static const struct disk_mode sequential_write = {.writes = true};
static const struct disk_mode random_read = {.is_random = true, .reads = true};
static const struct disk_mode random_write = {.is_random = true, .writes = true};
static const struct disk_mode random_mixed = {.is_random = true, .reads = true, .writes = true};
static const struct disk_mode write_and_sync = {.writes = true, .syncs = true};

#define PREPARE(name, mode)                                                                        \
    static int name##_prepare(void *state, const struct workload_place *place)                     \
    {                                                                                              \
        return disk_open(state, &mode, place);                                                     \
    }

PREPARE(read, sequential_read)
PREPARE(write, sequential_write)
PREPARE(randread, random_read)
PREPARE(randwrite, random_write)
PREPARE(mixed, random_mixed)
PREPARE(fsync, write_and_sync)

// One request of those that a flight has many of.
static int operate(void *state)
{
    uint32_t tags[1];
    int rc;

    disk_flight_ops.choose(state, 0);
    rc = disk_flight_ops.submit(state, 0);
    if (rc == 0)
        rc = disk_flight_ops.reap(state, FLIGHT_NEVER, tags);
    return rc < 0 ? rc : disk_flight_ops.check(state, 0);
}

static void finish(void *state)
{
    disk_close(state);
}

// What all of them have.
#define REQUESTS                                                                                   \
    .operate = operate, .flight = &disk_flight_ops, .finish = finish,                              \
    .shared_bytes = sizeof(struct disk_target), .bytes_option = "block"

static const struct workload_variant variants[] = {
    {
        .name = "randread",
        .operation = "reads a block at a random place of the thread's region",
        .comparable = "fio --rw=randread with the same bs, iodepth, ioengine, direct and size: its "
                      "lat, and IOPS",
        .prepare = randread_prepare,
        REQUESTS,
    },
    {
        .name = "randwrite",
        .operation = "writes a block at a random place of the thread's region",
        .comparable = "fio --rw=randwrite over a file that is there, --overwrite=1: its lat, and "
                      "IOPS",
        .prepare = randwrite_prepare,
        REQUESTS,
    },
    {
        .name = "read",
        .operation = "reads the next block of the thread's region",
        .comparable = "fio --rw=read: its lat, and IOPS",
        .prepare = read_prepare,
        REQUESTS,
    },
    {
        .name = "write",
        .operation = "writes the next block of the thread's region",
        .comparable = "fio --rw=write over a file that is there, --overwrite=1: its lat, and IOPS",
        .prepare = write_prepare,
        REQUESTS,
    },
    {
        .name = "mixed",
        .operation = "reads or, by the share of reads, writes a block at a random place",
        .comparable = "fio --rw=randrw --rwmixread: IOPS of both together; it tells two latencies",
        .prepare = mixed_prepare,
        REQUESTS,
    },
    {
        .name = "fsync",
        .operation = "writes the next block and has it made durable (fdatasync, or fsync)",
        .comparable = "fio --rw=write --fdatasync=1: IOPS; its lat of the write and of the sync "
                      "together",
        .prepare = fsync_prepare,
        REQUESTS,
    },
};

// Choices of engine in the order of disk_engine_table.
static const struct workload_option options[] = {
    {
        .name = "block",
        .kind = WORKLOAD_OPTION_BYTES,
        .fallback = "4KiB",
        .min = DISK_SECTOR_BYTES,
        .max = 16 << 20,
        .help = "of one request, a multiple of 512",
    },
    {
        .name = "depth",
        .kind = WORKLOAD_OPTION_COUNT,
        .fallback = "1",
        .min = 1,
        .max = 4096,
        .help = "requests of a thread under way at once; above 1 with libaio and io_uring",
    },
    {
        .name = "engine",
        .kind = WORKLOAD_OPTION_CHOICE,
        .fallback = "psync",
        .choices = "psync|libaio|io_uring",
        .help = "how requests are handed to the kernel",
    },
    {
        .name = "direct",
        .kind = WORKLOAD_OPTION_CHOICE,
        .fallback = "yes",
        .choices = "yes|no",
        .help = "past the page cache (O_DIRECT)",
    },
    {
        .name = "size",
        .kind = WORKLOAD_OPTION_BYTES,
        .fallback = "256MiB",
        .min = 64 << 10,
        .max = UINT64_C(64) << 40,
        .help = "working set of all threads, filled before the load starts",
    },
    {
        .name = "reads",
        .kind = WORKLOAD_OPTION_SHARE,
        .fallback = "70%",
        .help = "mixed: of all requests",
    },
    {
        .name = "sync",
        .kind = WORKLOAD_OPTION_CHOICE,
        .fallback = "fdatasync",
        .choices = "fdatasync|fsync",
        .help = "fsync: which call makes the write durable",
    },
    {
        .name = "target",
        .kind = WORKLOAD_OPTION_TEXT,
        .fallback = "",
        .help = "a block device, a file or a folder; without one the guest's data disk, natively a "
                "file in $TMPDIR or /var/tmp",
    },
    {
        .name = "overwrite",
        .kind = WORKLOAD_OPTION_CHOICE,
        .fallback = "no",
        .choices = "no|yes",
        .help = "whether a device or file named by target may lose what it holds",
    },
};

static int check(const struct workload_variant *variant, const struct settings *settings,
                 struct err *err)
{
    const struct disk_engine_ops *engine = disk_engine_table[settings_number(settings, "engine")];
    uint64_t block = settings_number(settings, "block");
    uint64_t depth = settings_number(settings, "depth");
    char size[UNITS_TEXT_SIZE];

    if (block % DISK_SECTOR_BYTES)
        return err_input(err, "block=%s is no multiple of %d", settings_text(settings, "block"),
                         DISK_SECTOR_BYTES);
    if (variant->prepare == fsync_prepare && engine != &disk_engine_psync)
        return err_input(err, "fsync goes with engine=psync: a sync waits for what was written");
    if (depth > engine->depth_max)
        return err_input(err,
                         "engine=%s does one request at a time: depth=%u wants "
                         "engine=io_uring or libaio, or more threads",
                         engine->name, (unsigned)depth);
    if (settings_number(settings, "size") / block < 2 * depth)
        return err_input(err, "size=%s is too small for depth=%u: twice as many blocks are wanted",
                         units_format_bytes(size, settings_number(settings, "size")),
                         (unsigned)depth);
    return 0;
}

const struct workload workload_disk = {
    .name = "disk",
    .help = "reads and writes a block device or a file, with several requests under way",
    .variants = variants,
    .variant_count = sizeof variants / sizeof variants[0],
    .options = options,
    .option_count = sizeof options / sizeof options[0],
    .check = check,
    .needs_disk = true,
};
