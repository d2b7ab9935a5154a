// SPDX-License-Identifier: GPL-3.0-or-later
// The files of both versions. Knows nothing of who is in a group.
#include "bench/control_limits.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "collector/procfs.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"

// The kernel's own period, and libvirt's. In a shorter one what it hands out in advance to each CPU
// (5 ms, and a tick) is lost: a single thread allowed a whole CPU in every 10 ms was held up for a
// twelfth of its time, in every 100 ms never. The kernel takes no share below one millisecond.
enum { PERIOD_US = 100000, QUOTA_LEAST_US = 1000 };

static const struct procfs this_host = {.root = ""};

void control_limits_wants(const struct control_limits *limits, bool ret_wanted[CONTROLLER_COUNT])
{
    ret_wanted[CONTROLLER_CPU] = limits->cpus > 0;
    ret_wanted[CONTROLLER_MEMORY] = limits->memory_bytes > 0;
    ret_wanted[CONTROLLER_IO] = limits->disk_iops > 0 || limits->disk_bytes_hz > 0;
}

static int put(const char *folder, const char *file, const char *text, struct err *err)
{
    scope_free char *path = alloc_printf("%s/%s", folder, file);
    scope_close int fd = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC);
    if (fd >= 0 && write(fd, text, strlen(text)) >= 0)
        return 0;
    return err_host(err, NULL, "control group: '%s' into %s: %s", text, path, strerror(errno));
}

// Files that not every kernel has.
static int put_if_there(const char *folder, const char *file, const char *text, struct err *err)
{
    scope_free char *path = alloc_printf("%s/%s", folder, file);
    return access(path, F_OK) < 0 ? 0 : put(folder, file, text, err);
}

// Version 1 refuses more than the group above allows: then that one's limit is this one's.
static int put_quota(const char *folder, const char *quota, struct err *err)
{
    scope_free char *path = alloc_printf("%s/cpu.cfs_quota_us", folder);
    scope_close int fd = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC);
    if (fd >= 0 && (write(fd, quota, strlen(quota)) >= 0 || errno == EINVAL))
        return 0;
    return err_host(err, NULL, "control group: '%s' into %s: %s", quota, path, strerror(errno));
}

static int write_cpu(const struct control_limits *limits, int version, const char *folder,
                     struct err *err)
{
    long quota_us = lround(limits->cpus * PERIOD_US);
    if (quota_us < QUOTA_LEAST_US)
        quota_us = QUOTA_LEAST_US;
    scope_free char *both = alloc_printf("%ld %d", quota_us, PERIOD_US);
    scope_free char *period = alloc_printf("%d", PERIOD_US);
    scope_free char *quota = alloc_printf("%ld", quota_us);
    if (version == 2)
        return put(folder, "cpu.max", both, err);
    int result = put(folder, "cpu.cfs_period_us", period, err);
    return result < 0 ? result : put_quota(folder, quota, err);
}

static int write_memory(const struct control_limits *limits, int version, const char *folder,
                        struct err *err)
{
    scope_free char *bytes = alloc_printf("%" PRIu64, limits->memory_bytes);
    const char *file = version == 2 ? "memory.max" : "memory.limit_in_bytes";
    int result = put(folder, file, bytes, err);
    if (result < 0)
        return result;
    return version == 2 ? put_if_there(folder, "memory.swap.max", "0", err)
                        : put_if_there(folder, "memory.memsw.limit_in_bytes", bytes, err);
}

static int put_throttle(const struct control_limits *limits, const char *folder, const char *file,
                        uint64_t limit, struct err *err)
{
    scope_free char *line = alloc_printf("%" PRIu32 ":%" PRIu32 " %" PRIu64, limits->disk_major,
                                         limits->disk_minor, limit);
    return limit ? put(folder, file, line, err) : 0;
}

static int write_io_first(const struct control_limits *limits, const char *folder, struct err *err)
{
    const struct {
        const char *file;
        uint64_t limit;
    } throttles[] = {
        {"blkio.throttle.read_iops_device", limits->disk_iops},
        {"blkio.throttle.write_iops_device", limits->disk_iops},
        {"blkio.throttle.read_bps_device", limits->disk_bytes_hz},
        {"blkio.throttle.write_bps_device", limits->disk_bytes_hz},
    };
    int result = 0;
    for (size_t i = 0; result == 0 && i < sizeof throttles / sizeof *throttles; i++)
        result = put_throttle(limits, folder, throttles[i].file, throttles[i].limit, err);
    return result;
}

static int write_io(const struct control_limits *limits, int version, const char *folder,
                    struct err *err)
{
    if (version == 1)
        return write_io_first(limits, folder, err);
    uint64_t iops = limits->disk_iops, bytes = limits->disk_bytes_hz;
    scope_free char *operations =
        iops ? alloc_printf(" riops=%" PRIu64 " wiops=%" PRIu64, iops, iops) : alloc_copy("");
    scope_free char *amounts =
        bytes ? alloc_printf(" rbps=%" PRIu64 " wbps=%" PRIu64, bytes, bytes) : alloc_copy("");
    scope_free char *line = alloc_printf("%" PRIu32 ":%" PRIu32 "%s%s", limits->disk_major,
                                         limits->disk_minor, operations, amounts);
    return put(folder, "io.max", line, err);
}

int control_limits_write(const struct control_limits *limits, enum controller controller,
                         int version, const char *folder, struct err *err)
{
    switch (controller) {
    case CONTROLLER_CPU:
        return write_cpu(limits, version, folder, err);
    case CONTROLLER_MEMORY:
        return write_memory(limits, version, folder, err);
    default:
        return write_io(limits, version, folder, err);
    }
}

// --- the device ---------------------------------------------------------------------------------

// The disk that a partition is of: the kernel takes no limit for a part of one.
static void take_whole(uint32_t *major, uint32_t *minor)
{
    scope_free char *part = alloc_printf("/sys/dev/block/%u:%u/partition", *major, *minor);
    scope_free char *whole = alloc_printf("/sys/dev/block/%u:%u/../dev", *major, *minor);
    scope_free char *line = NULL;
    unsigned numbers[2];
    if (access(part, F_OK) < 0 || procfs_read_line(&this_host, whole, &line, NULL) < 0 ||
        sscanf(line, "%u:%u", &numbers[0], &numbers[1]) != 2)
        return;
    *major = numbers[0];
    *minor = numbers[1];
}

int control_limits_find_device(const char *folder, struct control_limits *limits, struct err *err)
{
    struct stat status;
    if (stat(folder, &status) < 0)
        return err_system(err, errno, "%s", folder);
    limits->disk_major = major(status.st_dev);
    limits->disk_minor = minor(status.st_dev);
    if (limits->disk_major == 0)
        return err_host(err, NULL,
                        "disk: %s lies on a file system without a block device of its own, whose "
                        "operations cannot be limited; disk.path names another folder",
                        folder);
    take_whole(&limits->disk_major, &limits->disk_minor);
    return 0;
}
