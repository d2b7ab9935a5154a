// SPDX-License-Identifier: GPL-3.0-or-later
// Reads what is on the list into memory: all of it at once, so that the figures of one sample are
// of one moment, and writing does not disturb them.
#include "collector/capture.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collector/capture_list.h"
#include "collector/capture_walk.h"
#include "collector/cgroup.h"
#include "collector/procfs.h"
#include "collector/qdisc.h"
#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"

// Of PCI configuration space the part that hwloc reads; beyond it may stand serial numbers.
enum { CONFIG_BYTES = 64, STEPS_MAX = 4 << 20 };
static const size_t BYTES_MAX = (size_t)512 << 20;

struct sampling {
    struct capture *capture;
    const struct procfs *procfs;
    const struct capture_item *item;
    struct strbuf skipped;
    size_t first; // entry of this sample
    size_t bytes;
};

void capture_done(struct capture *capture)
{
    for (size_t i = 0; i < capture->count; i++) {
        free(capture->entries[i].path);
        free(capture->entries[i].bytes);
    }
    free(capture->entries);
    *capture = (struct capture){0};
}

// Takes the bytes over.
static void add(struct sampling *sampling, const char *path, char *bytes, size_t length,
                bool is_link)
{
    struct capture *capture = sampling->capture;
    if (capture->count == capture->capacity) {
        capture->capacity = capture->capacity ? capture->capacity * 2 : 1024;
        capture->entries =
            alloc_resized(capture->entries, capture->capacity, sizeof *capture->entries);
    }
    char *place = capture->samples ? alloc_printf("samples/%zu%s", capture->samples, path)
                                   : alloc_copy(path + 1);
    sampling->bytes += length + strlen(place);
    capture->entries[capture->count++] =
        (struct capture_entry){.path = place, .bytes = bytes, .length = length, .is_link = is_link};
}

static void add_text(struct sampling *sampling, const char *path, const char *text)
{
    add(sampling, path, alloc_copy(text), strlen(text), false);
}

static void take_link(void *context, const char *path, const char *target)
{
    add(context, path, alloc_copy(target), strlen(target), true);
}

// Control groups, huge pages, cache monitoring: what we and hwloc look for.
static char *own_mounts(const char *text)
{
    static const char *const types[] = {" cgroup ", " cgroup2 ", " hugetlbfs ", " resctrl "};
    struct strbuf kept = {0};
    for (const char *line = text; *line; line += strcspn(line, "\n"), line += *line == '\n') {
        size_t length = strcspn(line, "\n");
        scope_free char *copy = alloc_printf("%.*s\n", (int)length, line);
        for (size_t i = 0; i < sizeof types / sizeof *types; i++)
            if (strstr(copy, types[i])) {
                strbuf_add(&kept, copy);
                break;
            }
    }
    return strbuf_take(&kept);
}

static bool is_config(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash && strcmp(slash, "/config") == 0;
}

static void take_file(void *context, const char *path)
{
    struct sampling *sampling = context;
    struct err err = {0};
    char *bytes = NULL;
    size_t length = 0;
    if (sampling->bytes > BYTES_MAX)
        return;
    int result = procfs_read_bytes(sampling->procfs, path, &bytes, &length, &err);
    // Files of devices that are down, or of no use to anybody but root: so it replays, too.
    if (result < 0) {
        strbuf_printf(&sampling->skipped, "%s: %s\n", path, strerror(-result));
    } else if (sampling->item && sampling->item->is_mounts) {
        add(sampling, path, own_mounts(bytes), 0, false);
        struct capture_entry *entry = &sampling->capture->entries[sampling->capture->count - 1];
        entry->length = strlen(entry->bytes);
        free(bytes);
    } else {
        length = is_config(path) && length > CONFIG_BYTES ? CONFIG_BYTES : length;
        add(sampling, path, bytes, length, false);
    }
    err_done(&err);
}

static void take_list(struct sampling *sampling, struct capture_walk *walk)
{
    const struct capture *capture = sampling->capture;
    for (size_t i = 0; i < capture_list_count; i++) {
        sampling->item = &capture_list[i];
        if ((capture->samples == 0 || sampling->item->moves) &&
            !(capture->anonymous && sampling->item->names_host))
            capture_walk(walk, sampling->item->pattern);
    }
    sampling->item = NULL;
}

static const char *const controllers[] = {"cpu", "cpuacct", "memory", "pids", "blkio", "io"};
static const char *const group_files[] = {
    "cpu.max",
    "cpu.stat",
    "cpu.cfs_quota_us",
    "cpu.cfs_period_us",
    "cpu.pressure",
    "cpuacct.usage",
    "memory.max",
    "memory.current",
    "memory.events",
    "memory.stat",
    "memory.pressure",
    "memory.limit_in_bytes",
    "memory.usage_in_bytes",
    "memory.failcnt",
    "memory.oom_control",
    "pids.max",
    "pids.current",
    "io.max",
    "io.pressure",
    "blkio.throttle.read_bps_device",
    "blkio.throttle.write_bps_device",
    "blkio.throttle.read_iops_device",
    "blkio.throttle.write_iops_device",
};

// Our own group and those above it, wherever they are mounted; not the groups of others.
static void take_group(const struct procfs *procfs, const struct cgroup *group, void *context)
{
    (void)procfs;
    for (size_t i = 0; i < sizeof group_files / sizeof *group_files; i++) {
        scope_free char *path = alloc_printf("%s/%s", group->folder, group_files[i]);
        capture_walk(context, path);
    }
}

static void take_clock(struct sampling *sampling)
{
    scope_free char *clock =
        alloc_printf("%" PRIu64 " %" PRId64 "\n", clock_monotonic_ns(), clock_realtime_ns());
    add_text(sampling, CAPTURE_CLOCK, clock);
}

static void take_qdiscs(struct sampling *sampling)
{
    scope_qdisc_list struct qdisc_list list = {0};
    if (qdisc_read(sampling->procfs, &list, NULL) < 0)
        return;
    scope_free char *text = qdisc_text(&list);
    add_text(sampling, QDISC_CAPTURED, text);
}

static int compare_entries(const void *left, const void *right)
{
    return strcmp(((const struct capture_entry *)left)->path,
                  ((const struct capture_entry *)right)->path);
}

// One of each: patterns share links, and control groups folders.
static void drop_doubles(struct capture *capture, size_t first)
{
    struct capture_entry *entries = capture->entries + first;
    size_t count = capture->count - first, kept = 0;
    qsort(entries, count, sizeof *entries, compare_entries);
    for (size_t i = 0; i < count; i++) {
        if (kept > 0 && strcmp(entries[kept - 1].path, entries[i].path) == 0) {
            free(entries[i].path);
            free(entries[i].bytes);
            continue;
        }
        entries[kept++] = entries[i];
    }
    capture->count = first + kept;
}

int capture_sample(struct capture *capture, const struct procfs *procfs, struct err *err)
{
    scope_free char *stat = NULL;
    int result = procfs_read(procfs, "/proc/stat", &stat, err);
    if (result < 0)
        return result;
    struct sampling sampling = {.capture = capture, .procfs = procfs, .first = capture->count};
    struct capture_walk walk = {.procfs = procfs,
                                .file = take_file,
                                .link = take_link,
                                .context = &sampling,
                                .steps_left = STEPS_MAX};
    take_clock(&sampling);
    take_list(&sampling, &walk);
    for (size_t i = 0; i < sizeof controllers / sizeof *controllers; i++)
        cgroup_walk(procfs, controllers[i], take_group, &walk);
    take_qdiscs(&sampling);
    add_text(&sampling, CAPTURE_SKIPPED, strbuf_text(&sampling.skipped));
    strbuf_done(&sampling.skipped);
    drop_doubles(capture, sampling.first);
    capture->samples++;
    if (sampling.bytes > BYTES_MAX || walk.steps_left == 0)
        return err_input(err, "%s/: more files than any host has", procfs->root);
    return 0;
}
