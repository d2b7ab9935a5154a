// SPDX-License-Identifier: GPL-3.0-or-later
// This host captured and replayed: the same facts come out. And trees that somebody made to harm.
#include "collector/capture.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "collector/archive.h"
#include "collector/host_facts.h"
#include "collector/procfs.h"
#include "collector/replay.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "common/model/record.h"
#include "common/model/telemetry.h"
#include "tests/collector/tree.h"

static const struct procfs this_host = {.root = ""};

TestSuite(collector_capture, .init = tree_make, .fini = tree_remove);

static void take(struct capture *capture, const struct procfs *procfs)
{
    struct err err = {0};
    cr_assert_eq(capture_sample(capture, procfs, &err), 0, "%s", err_text(&err));
}

static char *write_to(const struct capture *capture, const char *name)
{
    char *path = tree_path(name);
    struct err err = {0};
    cr_assert_eq(capture_write(capture, path, &err), 0, "%s", err_text(&err));
    return path;
}

static const struct capture_entry *entry_of(const struct capture *capture, const char *path)
{
    for (size_t i = 0; i < capture->count; i++)
        if (strcmp(capture->entries[i].path, path) == 0)
            return &capture->entries[i];
    return NULL;
}

static void expect_same_facts(const struct host_record *here, const struct host_record *there)
{
    cr_expect_str_eq(there->name, here->name);
    cr_expect_str_eq(there->cpu_model, here->cpu_model);
    cr_expect_str_eq(there->kernel, here->kernel);
    cr_expect_str_eq(there->settings, here->settings);
    cr_expect_str_eq(there->virtualization, here->virtualization);
    cr_expect_eq(there->memory_bytes, here->memory_bytes);
    cr_expect_eq(there->cores, here->cores);
    cr_expect_eq(there->sockets, here->sockets);
    cr_expect_eq(there->numa_nodes, here->numa_nodes);
}

Test(collector_capture, replays_the_facts_of_this_host)
{
    scope_capture struct capture capture = {0};
    struct host_record here, there;
    struct err err = {0};
    take(&capture, &this_host);
    scope_free char *folder = write_to(&capture, "/host");
    const struct procfs captured = {.root = folder};
    cr_assert_eq(host_facts_read(&this_host, &here, &err), 0, "%s", err_text(&err));
    cr_assert_eq(host_facts_read(&captured, &there, &err), 0, "%s", err_text(&err));
    expect_same_facts(&here, &there);
    host_record_done(&here);
    host_record_done(&there);
}

Test(collector_capture, replays_rates_of_two_samples)
{
    scope_capture struct capture capture = {0};
    scope_telemetry struct telemetry telemetry = {0};
    struct err err = {0};
    take(&capture, &this_host);
    // Some work of our own, so that time passes for certain.
    for (struct stat status; capture.samples < 3;) {
        for (int i = 0; i < 10000; i++)
            stat("/proc", &status);
        take(&capture, &this_host);
    }
    scope_free char *folder = write_to(&capture, "/host");
    cr_assert_eq(replay_host(folder, &telemetry, &err), 0, "%s", err_text(&err));
    const struct telemetry_series *total =
        telemetry_find(&telemetry, "memory", "host", "memory_total_bytes");
    const struct telemetry_series *switches =
        telemetry_find(&telemetry, "cpu", "host", "context_switches_hz");
    cr_assert_not_null(total);
    cr_assert_not_null(switches);
    cr_expect_eq(total->count, 3);
    cr_expect_eq(switches->count, 2);
    cr_expect_gt(total->points[2].at_ns, total->points[0].at_ns - 1);
}

Test(collector_capture, writes_archives_of_every_kind_and_no_other)
{
    static const char *const names[] = {"/host.tar", "/host.tar.gz", "/host.tar.xz",
                                        "/host.tar.zst"};
    scope_capture struct capture capture = {0};
    struct err err = {0};
    tree_put("/made/proc/stat", "cpu  1 2 3 4 5 6 7 8\n");
    scope_free char *root = tree_path("/made");
    take(&capture, &(struct procfs){.root = root});
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        scope_free char *path = write_to(&capture, names[i]);
        scope_free void *bytes = NULL;
        size_t length;
        cr_assert_eq(archive_read_plain(path, &bytes, &length, &err), 0, "%s", err_text(&err));
        cr_expect_not_null(memmem(bytes, length, "cpu  1 2 3", 10));
    }
    scope_free char *odd = tree_path("/host.tar.lzo");
    cr_expect_eq(capture_write(&capture, odd, &err), -EINVAL);
    cr_expect_not_null(strstr(err_text(&err), ".tar.zst"));
    err_done(&err);
    scope_free char *nowhere = tree_path("/none/host.tar");
    cr_expect_lt(capture_write(&capture, nowhere, &err), 0);
    cr_expect_not_null(strstr(err_text(&err), "/none/host.tar"));
    err_done(&err);
}

Test(collector_capture, overwrites_no_folder)
{
    scope_capture struct capture capture = {0};
    struct err err = {0};
    scope_free char *folder = tree_path("/mine");
    tree_put("/mine/letter", "dear");
    tree_put("/made/proc/stat", "cpu  1 2 3 4\n");
    scope_free char *root = tree_path("/made");
    take(&capture, &(struct procfs){.root = root});
    cr_expect_eq(capture_write(&capture, folder, &err), -EINVAL);
    cr_expect_not_null(strstr(err_text(&err), "is there already"), "%s", err_text(&err));
    scope_free char *letter = tree_path("/mine/letter");
    cr_expect(path_exists(letter));
    err_done(&err);
}

Test(collector_capture, tells_nothing_of_others)
{
    static const char *const secrets[] = {"proc/cmdline",
                                          "proc/self/environ",
                                          "proc/self/cmdline",
                                          "proc/1/cmdline",
                                          "sys/class/dmi/id/product_uuid",
                                          "proc/sys/kernel/hostname"};
    scope_capture struct capture capture = {.anonymous = true};
    take(&capture, &this_host);
    for (size_t i = 0; i < sizeof secrets / sizeof *secrets; i++)
        cr_expect_null(entry_of(&capture, secrets[i]), "%s", secrets[i]);
    for (size_t i = 0; i < capture.count; i++) {
        cr_expect_null(strstr(capture.entries[i].path, "serial"), "%s", capture.entries[i].path);
        cr_expect_null(strstr(capture.entries[i].path, "/address"), "%s", capture.entries[i].path);
    }
}

Test(collector_capture, keeps_of_mounts_what_it_reads)
{
    scope_capture struct capture capture = {0};
    tree_put("/proc/stat", "cpu  1 2 3 4\n");
    tree_put("/proc/self/mountinfo", "1 1 8:1 / /home/alice rw - ext4 /dev/secret rw\n"
                                     "2 1 0:2 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n");
    take(&capture, tree_procfs());
    const struct capture_entry *mounts = entry_of(&capture, "proc/self/mountinfo");
    cr_assert_not_null(mounts);
    cr_expect_str_eq(mounts->bytes, "2 1 0:2 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n");
}

// --- trees made to harm --------------------------------------------------------------------------

static void put_link(const char *path, const char *target)
{
    scope_free char *full = tree_path(path);
    tree_put(path, "");
    cr_assert_eq(unlink(full), 0);
    cr_assert_eq(symlink(target, full), 0);
}

static void put_hostile(void)
{
    static const unsigned char rubbish[] = {0, 255, 1, 254, '\n', 0, '%', 's', 128};
    tree_put("/proc/stat", "cpu  1 2 3 4\n");
    tree_put_bytes("/proc/meminfo", rubbish, sizeof rubbish);
    tree_put("/proc/pressure/cpu", "");
    scope_free char *huge = tree_path("/proc/vmstat");
    tree_put("/proc/vmstat", "");
    cr_assert_eq(truncate(huge, INT64_C(1) << 40), 0);
    tree_put("/proc/net/x", "");
    scope_free char *fifo = tree_path("/proc/net/dev");
    cr_assert_eq(mkfifo(fifo, 0600), 0);
    put_link("/proc/diskstats", "../../../../../../etc/passwd");
    put_link("/proc/interrupts", "interrupts");
    put_link("/sys/class/net/eth0", "../../../../../../etc");
    put_link("/sys/class/block/a", "b");
    put_link("/sys/class/block/b", "../block/a");
    put_link("/sys/bus/pci/devices/x", "*/../*/../*/../*");
    tree_put("/proc/self/cgroup", "0::/../../../../etc\n1:cpu:/a/b/c\n:::::\n");
    tree_put("/fullhouse/qdisc", "eth0 99999999999999999999 1 2\n");
    tree_put("/fullhouse/clock", "18446744073709551615 18446744073709551615\n");
}

Test(collector_capture, takes_no_harm_from_a_hostile_tree)
{
    scope_capture struct capture capture = {0};
    scope_telemetry struct telemetry telemetry = {0}, again = {0};
    struct err err = {0};
    put_hostile();
    take(&capture, tree_procfs());
    for (size_t i = 0; i < capture.count; i++)
        cr_expect_null(memmem(capture.entries[i].bytes, capture.entries[i].length, "root:", 5),
                       "%s leads out", capture.entries[i].path);
    const struct capture_entry *skipped = entry_of(&capture, "fullhouse/skipped");
    cr_assert_not_null(skipped);
    cr_expect_not_null(strstr(skipped->bytes, "/proc/vmstat"), "%s", skipped->bytes);
    cr_assert_eq(replay_host(tree_root(), &telemetry, &err), 0, "%s", err_text(&err));
    scope_free char *folder = write_to(&capture, "/again");
    cr_assert_eq(replay_host(folder, &again, &err), 0, "%s", err_text(&err));
}

Test(collector_capture, says_what_is_no_host)
{
    scope_capture struct capture capture = {0};
    struct telemetry telemetry = {.count = 7};
    struct err err = {0};
    cr_expect_lt(capture_sample(&capture, tree_procfs(), &err), 0);
    err_done(&err);
    cr_expect_eq(replay_host(tree_root(), &telemetry, &err), -EINVAL);
    cr_expect_not_null(strstr(err_text(&err), "no captured host"), "%s", err_text(&err));
    cr_expect_eq(telemetry.count, 7, "kept on failure");
    err_done(&err);
}
