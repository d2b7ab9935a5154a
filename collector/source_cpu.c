// SPDX-License-Identifier: GPL-3.0-or-later
// CPU time of the whole host and its run queue, from /proc/stat.
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collector/procfs_file.h"
#include "collector/source_table.h"
#include "common/base/alloc.h"
#include "common/base/err.h"

// What /proc/stat counted up to a sample, in ticks.
struct cpu_ticks {
    uint64_t all, busy, steal;
};

struct cpu {
    struct procfs_file stat;
    struct cpu_ticks last;
    bool has_last;
};

// The first line: user nice system idle iowait irq softirq steal.
static int parse_ticks(const char *text, struct cpu_ticks *ret_ticks)
{
    enum { FIELDS = 8, IDLE = 3, IOWAIT = 4, STEAL = 7 };
    uint64_t field[FIELDS], all = 0;
    if (sscanf(text,
               "cpu %" SCNu64 " %" SCNu64 " %" SCNu64 " %" SCNu64 " %" SCNu64 " %" SCNu64
               " %" SCNu64 " %" SCNu64,
               &field[0], &field[1], &field[2], &field[3], &field[4], &field[5], &field[6],
               &field[7]) != FIELDS)
        return -EBADMSG;
    for (int i = 0; i < FIELDS; i++)
        all += field[i];
    *ret_ticks = (struct cpu_ticks){
        .all = all,
        .busy = all - field[IDLE] - field[IOWAIT] - field[STEAL],
        .steal = field[STEAL],
    };
    return 0;
}

static void close_cpu(void *state)
{
    struct cpu *cpu = state;
    procfs_file_done(&cpu->stat);
    free(cpu);
}

static int open_cpu(const struct source_options *options, void **ret_state, struct err *err)
{
    struct cpu *cpu = alloc_zeroed(1, sizeof *cpu);
    const char *text;
    struct cpu_ticks ticks;
    procfs_file_init(&cpu->stat, options->pool, alloc_copy("/proc/stat"));
    int result = procfs_file_read(&cpu->stat, &text, err);
    if (result == 0 && parse_ticks(text, &ticks) < 0)
        result = err_host(err, NULL, "/proc/stat tells no CPU time");
    if (result < 0)
        close_cpu(cpu);
    else
        *ret_state = cpu;
    return result;
}

// The kernel lets its count of iowait go back: then the shares are not known.
static double share(uint64_t now, uint64_t before, uint64_t all, uint64_t all_before)
{
    return now < before || all <= all_before ? NAN
                                             : (double)(now - before) / (double)(all - all_before);
}

static void add_shares(struct cpu *cpu, const struct cpu_ticks *now, const struct source_tick *tick)
{
    const struct cpu_ticks *last = &cpu->last;
    source_add(tick, "host", "cpu_busy_ratio", share(now->busy, last->busy, now->all, last->all));
    source_add(tick, "host", "cpu_steal_ratio",
               share(now->steal, last->steal, now->all, last->all));
}

static void sample_cpu(void *state, const struct source_tick *tick)
{
    struct cpu *cpu = state;
    const char *text;
    struct cpu_ticks now;
    bool has_now = procfs_file_read(&cpu->stat, &text, NULL) == 0 && parse_ticks(text, &now) == 0;
    if (has_now && cpu->has_last)
        add_shares(cpu, &now, tick);
    cpu->has_last = has_now;
    if (!has_now)
        return;
    cpu->last = now;
    const char *running = strstr(text, "procs_running ");
    if (running)
        source_add(tick, "host", "runnable_threads",
                   strtod(running + strlen("procs_running "), NULL));
}

const struct source_ops source_cpu = {
    .name = "cpu",
    .help = "CPU time and run queue of the host, from /proc/stat",
    .beat = SOURCE_FAST,
    .open = open_cpu,
    .sample = sample_cpu,
    .close = close_cpu,
};
