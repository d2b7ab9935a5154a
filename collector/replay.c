// SPDX-License-Identifier: GPL-3.0-or-later
// Moves the root of one watch from sample to sample.
#include "collector/replay.h"

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "collector/capture.h"
#include "collector/procfs.h"
#include "collector/watch.h"
#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/model/telemetry.h"

struct moment {
    uint64_t mono_ns, at_ns;
};

// "MONOTONIC REALTIME". A capture made by other tools tells no time.
static bool read_moment(const struct procfs *procfs, struct moment *ret_moment)
{
    scope_free char *line = NULL;
    struct moment moment;
    if (procfs_read_line(procfs, CAPTURE_CLOCK, &line, NULL) < 0 ||
        procfs_digits(line, &moment.mono_ns) < 0 ||
        procfs_digits(line + strcspn(line, " "), &moment.at_ns) < 0 || moment.at_ns > INT64_MAX)
        return false;
    *ret_moment = moment;
    return true;
}

static char *sample_root(const char *folder, size_t sample)
{
    return sample ? alloc_printf("%s/samples/%zu", folder, sample) : alloc_copy(folder);
}

// Time that goes back, or stands still, is told by nobody who took a capture.
static bool take_sample(struct watch *watch, struct procfs *procfs, const char *root,
                        struct moment *last)
{
    struct moment moment;
    procfs->root = root;
    if (!read_moment(procfs, &moment) || moment.mono_ns <= last->mono_ns)
        return false;
    watch_sample_at(watch, (int64_t)moment.at_ns, moment.mono_ns);
    *last = moment;
    return true;
}

int replay_host(const char *folder, struct telemetry *ret_telemetry, struct err *err)
{
    struct procfs procfs = {.root = folder};
    struct moment last = {0};
    if (!procfs_exists(&procfs, "/proc/stat"))
        return err_input(err,
                         "%s: no captured host: it holds no proc/stat (an archive is to be "
                         "unpacked first: mkdir host && tar -C host -xf FILE)",
                         folder);
    // Each sample is a beat of all sources: a capture has few.
    struct watch *watch = watch_new(&(struct watch_options){.procfs = &procfs, .slow_ns = 1});
    size_t sample = 0;
    for (bool is_on = true; is_on; sample++) {
        scope_free char *root = sample_root(folder, sample);
        is_on = take_sample(watch, &procfs, root, &last);
        procfs.root = folder;
    }
    if (last.mono_ns == 0)
        watch_sample_at(watch, 0, CLOCK_NS_PER_SECOND);
    *ret_telemetry = watch_take_telemetry(watch);
    watch_free(watch);
    return 0;
}
