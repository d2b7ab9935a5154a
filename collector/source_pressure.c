// SPDX-License-Identifier: GPL-3.0-or-later
// Time lost waiting for CPUs, memory and disks, as the kernel counts it (pressure stall
// information, Linux Documentation/accounting/psi.rst).
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "collector/procfs_file.h"
#include "collector/source_table.h"
#include "common/base/alloc.h"
#include "common/base/err.h"

// A file's two lines: "some" and "full" with total=MICROSECONDS. A metric that is NULL is not told:
// "full" of the CPU means nothing for a whole host.
static const struct {
    const char *path, *some, *full;
} resources[] = {
    {"/proc/pressure/cpu", "cpu_pressure_ratio", NULL},
    {"/proc/pressure/memory", "memory_pressure_ratio", "memory_stall_ratio"},
    {"/proc/pressure/io", "io_pressure_ratio", "io_stall_ratio"},
};
enum { RESOURCES = sizeof resources / sizeof *resources };

struct pressure {
    struct procfs_file files[RESOURCES];
    struct source_counter some[RESOURCES], full[RESOURCES];
};

static void close_pressure(void *state)
{
    struct pressure *pressure = state;
    for (size_t i = 0; i < RESOURCES; i++)
        procfs_file_done(&pressure->files[i]);
    free(pressure);
}

static int open_pressure(const struct source_options *options, void **ret_state, struct err *err)
{
    struct pressure *pressure = alloc_zeroed(1, sizeof *pressure);
    const char *text;
    int result = 0;
    for (size_t i = 0; i < RESOURCES; i++)
        procfs_file_init(&pressure->files[i], options->pool, alloc_copy(resources[i].path));
    for (size_t i = 0; i < RESOURCES && result == 0; i++)
        result = procfs_file_read(&pressure->files[i], &text, err);
    if (result < 0)
        close_pressure(pressure);
    else
        *ret_state = pressure;
    return result;
}

// The microseconds behind "total=" of the line that begins with the word. 0 or negative errno.
static int parse_total(const char *text, const char *word, uint64_t *ret_us)
{
    static const char key[] = "total=";
    const char *line = strstr(text, word);
    const char *at = line ? strstr(line, key) : NULL;
    if (!at)
        return -EBADMSG;
    *ret_us = strtoull(at + strlen(key), NULL, 10);
    return 0;
}

static void add_share(struct source_counter *counter, const char *text, const char *word,
                      const char *metric, const struct source_tick *tick)
{
    uint64_t us;
    if (!metric)
        return;
    if (text && parse_total(text, word, &us) == 0)
        source_add(tick, "host", metric, source_hz(counter, us, tick->mono_ns) / 1e6);
    else
        source_forget(counter);
}

static void sample_pressure(void *state, const struct source_tick *tick)
{
    struct pressure *pressure = state;
    for (size_t i = 0; i < RESOURCES; i++) {
        const char *text = NULL;
        procfs_file_read(&pressure->files[i], &text, NULL);
        add_share(&pressure->some[i], text, "some ", resources[i].some, tick);
        add_share(&pressure->full[i], text, "full ", resources[i].full, tick);
    }
}

const struct source_ops source_pressure = {
    .name = "pressure",
    .help = "time lost waiting for CPUs, memory and disks, from /proc/pressure",
    .beat = SOURCE_FAST,
    .open = open_pressure,
    .sample = sample_pressure,
    .close = close_pressure,
};
