// SPDX-License-Identifier: GPL-3.0-or-later
// The disk workload over real files: every variant by every engine, what it refuses, and whether it
// sees what is wrong.
#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "workloads/linux/disk_engine.h"
#include "workloads/linux/measure.h"
#include "workloads/linux/runner.h"

#define SHORT_NS (50 * CLOCK_NS_PER_MS)
#define SIZE     "size=1MiB"
enum { SIZE_BYTES = 1 << 20 };

// A folder on a disk: /tmp may be memory, which takes no O_DIRECT everywhere.
static char *make_folder(void)
{
    char *folder = alloc_copy("/var/tmp/fullhouse-test-XXXXXX");

    cr_assert_not_null(mkdtemp(folder));
    return folder;
}

static void remove_folder(const char *folder)
{
    cr_assert_eq(path_remove_tree(folder, NULL), 0);
}

static struct wire_prepare load_of(const char *variant, const char *options, uint32_t threads)
{
    return (struct wire_prepare){
        .load = {.workload = (char *)"disk",
                 .variant = (char *)variant,
                 .options = (char *)options,
                 .threads = threads},
        .seed = 5,
        .content_seed = 7,
    };
}

static int run(const char *variant, const char *options, uint32_t threads,
               struct wire_window *ret_window, struct err *err)
{
    struct wire_prepare prepare = load_of(variant, options, threads);

    return measure_run(&prepare, SHORT_NS, ret_window, err);
}

static void refused(const char *variant, const char *options, int code, const char *why)
{
    struct wire_window window;
    struct err err = {0};

    cr_assert_eq(run(variant, options, 2, &window, &err), code, "%s: %s", options, err_text(&err));
    cr_assert(strstr(err_text(&err), why), "%s: %s", options, err_text(&err));
    err_done(&err);
}

// Where a kernel has not the engine, it says so; that is right, too.
static bool is_there(const char *engine)
{
    for (size_t i = 0; i < 3; i++) {
        const struct disk_engine_ops *ops = disk_engine_table[i];
        struct disk_engine *opened;

        if (strcmp(ops->name, engine) == 0) {
            int rc = ops->open(-1, 1, &opened, NULL);

            cr_assert(rc == 0 || rc == -EOPNOTSUPP);
            if (rc == 0)
                ops->close(opened);
            return rc == 0;
        }
    }
    return false;
}

static void works(const char *folder, const char *variant, const char *engine, const char *more)
{
    scope_free char *options = alloc_printf(SIZE ",target=%s,engine=%s,%s", folder, engine, more);
    struct wire_window window;
    struct err err = {0};
    int rc = run(variant, options, 2, &window, &err);

    if (!is_there(engine)) {
        cr_assert_eq(rc, -EOPNOTSUPP);
        err_done(&err);
        return;
    }
    cr_assert_eq(rc, 0, "%s %s: %s", variant, options, err_text(&err));
    cr_expect_gt(window.operations, 0, "%s %s", variant, options);
    free(window.histogram);
}

Test(workloads_disk, every_variant_by_every_engine)
{
    static const char *const variants[] = {"read", "write", "randread", "randwrite", "mixed"};
    scope_free char *folder = make_folder();

    for (size_t i = 0; i < sizeof variants / sizeof variants[0]; i++) {
        works(folder, variants[i], "psync", "depth=1");
        works(folder, variants[i], "libaio", "depth=4");
        works(folder, variants[i], "io_uring", "depth=4");
    }
    works(folder, "randread", "io_uring", "depth=3,direct=no,block=512");
    works(folder, "write", "libaio", "depth=2,direct=no,block=16KiB");
    works(folder, "fsync", "psync", "sync=fdatasync");
    works(folder, "fsync", "psync", "sync=fsync,direct=no");
    remove_folder(folder);
}

Test(workloads_disk, leaves_no_file_behind)
{
    scope_free char *folder = make_folder();
    scope_free char *options = alloc_printf(SIZE ",target=%s", folder);
    struct wire_window window;

    cr_assert_eq(run("mixed", options, 2, &window, NULL), 0);
    free(window.histogram);
    cr_assert_eq(rmdir(folder), 0);
}

Test(workloads_disk, paced_offers_its_rate)
{
    scope_free char *folder = make_folder();
    scope_free char *options = alloc_printf(SIZE ",target=%s,engine=libaio,depth=4", folder);
    struct wire_prepare prepare = load_of("randread", options, 1);
    struct wire_window window;
    struct err err = {0};

    prepare.load.arrivals = LOAD_CONSTANT;
    prepare.load.rate.value = 200;
    cr_assert_eq(measure_run(&prepare, 4 * SHORT_NS, &window, &err), 0, "%s", err_text(&err));
    cr_assert_eq(window.due, 40);
    cr_assert_leq(window.operations, 40);
    free(window.histogram);
    remove_folder(folder);
}

Test(workloads_disk, refuses_options_that_do_not_go_together)
{
    refused("randread", "depth=4", -EINVAL, "engine=psync does one request at a time");
    refused("fsync", "engine=libaio", -EINVAL, "fsync goes with engine=psync");
    refused("read", "block=1000", -EINVAL, "block=1000 is no multiple of 512");
    refused("read", "size=1MiB,depth=200,engine=libaio", -EINVAL, "too small for depth=200");
    refused("read", "size=1MiB,block=512KiB", -EINVAL, "depth=1 wants twice as many");
}

static char *make_file(const char *folder, size_t bytes)
{
    char *path = path_join(folder, "file");
    scope_close int fd = open(path, O_RDWR | O_CREAT, 0600);

    cr_assert_eq(ftruncate(fd, (off_t)bytes), 0);
    return path;
}

Test(workloads_disk, a_file_that_is_there_wants_consent)
{
    scope_free char *folder = make_folder();
    scope_free char *file = make_file(folder, SIZE_BYTES);
    scope_free char *options = alloc_printf(SIZE ",target=%s", file);

    refused("read", options, -EINVAL, "would be overwritten: overwrite=yes says that it may be");
    refused("read", "target=/nowhere", -ENOENT, "/nowhere");
    refused("read", "target=/dev/null", -EINVAL, "neither a block device nor a file nor a folder");
    remove_folder(folder);
}

Test(workloads_disk, a_disk_that_is_too_small_is_refused_with_the_figures)
{
    scope_free char *folder = make_folder();
    scope_free char *file = make_file(folder, SIZE_BYTES / 2);
    scope_free char *options = alloc_printf(SIZE ",overwrite=yes,target=%s", file);

    refused("read", options, -EINVAL, "has 512 KiB, and the working set is 1.00 MiB");
    remove_folder(folder);
}

// A file system of our own, smaller than what is wanted of it.
Test(workloads_disk, a_full_file_system_is_named)
{
    scope_free char *folder = make_folder();
    scope_free char *options = alloc_printf("size=8MiB,direct=no,target=%s", folder);

    if (mount("none", folder, "tmpfs", 0, "size=1m") < 0) {
        remove_folder(folder);
        cr_skip_test("only root mounts");
    }
    refused("read", options, -ENOSPC, "No space left on device");
    cr_assert_eq(umount(folder), 0);
    remove_folder(folder);
}

// --- what is wrong is seen ----------------------------------------------------------------------

// Of every word a bit: wherever a read looks, it is wrong.
static void spoil(const char *path)
{
    scope_close int fd = open(path, O_RDWR);
    scope_free char *bytes = alloc_zeroed(1, SIZE_BYTES);

    cr_assert_eq(pread(fd, bytes, SIZE_BYTES, 0), SIZE_BYTES);
    for (size_t i = 3; i < SIZE_BYTES; i += 8)
        bytes[i] ^= 1;
    cr_assert_eq(pwrite(fd, bytes, SIZE_BYTES, 0), SIZE_BYTES);
    cr_assert_eq(fdatasync(fd), 0);
}

// A block that lies where another should: each is right in itself.
static void misdirect(const char *path)
{
    scope_close int fd = open(path, O_RDWR);
    scope_free char *bytes = alloc_zeroed(1, SIZE_BYTES);

    cr_assert_eq(pread(fd, bytes, SIZE_BYTES, 0), SIZE_BYTES);
    cr_assert_eq(pwrite(fd, bytes + 32768, SIZE_BYTES - 32768, 0), SIZE_BYTES - 32768);
    cr_assert_eq(pwrite(fd, bytes, 32768, SIZE_BYTES - 32768), 32768);
    cr_assert_eq(fdatasync(fd), 0);
}

static void sees(const char *variant, const char *more, void (*damage)(const char *path))
{
    scope_free char *folder = make_folder();
    scope_free char *file = make_file(folder, SIZE_BYTES);
    scope_free char *options =
        alloc_printf(SIZE ",direct=no,overwrite=yes,target=%s%s", file, more);
    struct wire_prepare prepare = load_of(variant, options, 1);
    uint64_t deadline_ns = clock_monotonic_ns() + 20 * CLOCK_NS_PER_SECOND;
    struct runner *runner;
    struct err err = {0};
    int rc;

    cr_assert_eq(runner_new(&prepare, &runner, &err), 0, "%s", err_text(&err));
    while ((rc = runner_poll(runner, &err)) == 0 && clock_monotonic_ns() < deadline_ns)
        sched_yield();
    cr_assert_eq(rc, 1, "%s", err_text(&err));
    damage(file);
    runner_start(runner, 0, CLOCK_NS_PER_SECOND);
    while ((rc = runner_poll(runner, &err)) == 1 && clock_monotonic_ns() < deadline_ns)
        sched_yield();
    cr_assert_eq(rc, -EIO, "%s", err_text(&err));
    cr_assert(strstr(err_text(&err), "holds what was never written there"), "%s", err_text(&err));
    runner_free(runner);
    err_done(&err);
    remove_folder(folder);
}

Test(workloads_disk, reads_see_flipped_bits)
{
    sees("read", "", spoil);
    sees("randread", ",engine=libaio,depth=4", spoil);
    sees("mixed", "", spoil);
}

Test(workloads_disk, reads_see_a_block_from_elsewhere)
{
    sees("read", "", misdirect);
    sees("randread", "", misdirect);
}
