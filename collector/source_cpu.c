// SPDX-License-Identifier: GPL-3.0-or-later
// CPU time of the host and of each CPU, its run queue, and how long threads waited for their turn:
// /proc/stat (proc(5)) and /proc/schedstat (Linux Documentation/scheduler/sched-stats.rst).
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collector/meter.h"
#include "collector/procfs.h"
#include "collector/source_table.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"

enum { USER, NICE, SYSTEM, IDLE, IOWAIT, IRQ, SOFTIRQ, STEAL, GUEST, GUEST_NICE, TIMES };

static const char *const time_names[TIMES] = {"user", "nice",    "system", "idle",  "iowait",
                                              "irq",  "softirq", "steal",  "guest", "guest_nice"};

// Ticks behind "cpu" or "cpu3"; how many there were. Kernels before 2.6.33 tell fewer.
static int read_times(const char *text, uint64_t times[TIMES])
{
    int count = 0;
    for (; count < TIMES; count++) {
        text += strspn(text, " ");
        if (procfs_digits(text, &times[count]) < 0)
            break;
        text += strspn(text, "0123456789");
    }
    return count;
}

// Gains of all times. A time that the kernel set back (it lets iowait go back) gained nothing.
static double gains(struct meter *meter, const char *object, const uint64_t times[TIMES],
                    double gained[TIMES])
{
    double all = 0;
    for (int i = 0; i < TIMES; i++) {
        double gain = meter_gain(meter, object, time_names[i], times[i]);
        gained[i] = isnan(gain) ? 0 : gain;
        all += i < GUEST ? gained[i] : 0;
    }
    return all;
}

// Time of guests is told within user and nice, too.
static void add_shares(struct meter *meter, const char *object, const double gained[TIMES],
                       double all)
{
    double guests = gained[GUEST] + gained[GUEST_NICE];
    double user = fmax(gained[USER] + gained[NICE] - guests, 0);
    double busy = fmax(all - gained[IDLE] - gained[IOWAIT] - gained[STEAL], 0);
    meter_value(meter, object, "cpu_busy_ratio", busy / all);
    meter_value(meter, object, "cpu_steal_ratio", gained[STEAL] / all);
    if (strcmp(object, "host") != 0)
        return;
    meter_value(meter, object, "cpu_user_ratio", user / all);
    meter_value(meter, object, "cpu_system_ratio", gained[SYSTEM] / all);
    meter_value(meter, object, "cpu_guest_ratio", fmin(guests / all, 1));
    meter_value(meter, object, "cpu_iowait_ratio", gained[IOWAIT] / all);
    meter_value(meter, object, "cpu_irq_ratio", (gained[IRQ] + gained[SOFTIRQ]) / all);
}

// "cpu" or "cpu3" as an object: "host", "cpu 3"; NULL for another line.
static char *object_of(const char *line)
{
    uint64_t cpu;
    if (strncmp(line, "cpu ", 4) == 0)
        return alloc_copy("host");
    if (strncmp(line, "cpu", 3) != 0 || line[3] == ' ' || procfs_digits(line + 3, &cpu) < 0)
        return NULL;
    return alloc_printf("cpu %" PRIu64, cpu);
}

static void read_stat(struct meter *meter, const char *text)
{
    static const struct meter_field fields[] = {
        {"ctxt", "context_switches_hz", METER_RATE, 1},
        {"processes", "forks_hz", METER_RATE, 1},
        {"procs_running", "runnable_threads", METER_VALUE, 1},
        {"procs_blocked", "blocked_threads", METER_VALUE, 1},
    };
    for (const char *line = text; *line; line += strcspn(line, "\n"), line += *line == '\n') {
        uint64_t times[TIMES] = {0};
        double gained[TIMES];
        scope_free char *object = object_of(line);
        if (!object || read_times(line + strcspn(line, " \n"), times) <= IDLE)
            continue;
        double all = gains(meter, object, times, gained);
        if (all > 0)
            add_shares(meter, object, gained, all);
    }
    meter_fields(meter, "host", text, "", fields, sizeof fields / sizeof *fields);
}

// "cpu0 0 0 0 0 0 0 RUN_NS WAIT_NS SLICES": the eighth number is how long threads that were ready
// waited for this CPU, in nanoseconds.
static int read_wait(const char *line, uint64_t *ret_wait_ns)
{
    enum { WAIT = 8 };
    for (int i = 0; i < WAIT; i++) {
        line += strcspn(line, " \n");
        line += strspn(line, " ");
    }
    return procfs_digits(line, ret_wait_ns);
}

static void read_schedstat(struct meter *meter, const char *text)
{
    double all = NAN;
    for (const char *line = text; *line; line += strcspn(line, "\n"), line += *line == '\n') {
        uint64_t wait_ns;
        scope_free char *object = object_of(line);
        if (!object || read_wait(line, &wait_ns) < 0)
            continue;
        double cores = meter_gain(meter, object, "wait", wait_ns) / meter->seconds / 1e9;
        meter_value(meter, object, "cpu_wait_cores", cores);
        if (!isnan(cores))
            all = isnan(all) ? cores : all + cores;
    }
    meter_value(meter, "host", "cpu_wait_cores", all);
}

static int open_cpu(const struct source_options *options, void **ret_state, struct err *err)
{
    scope_free char *text = NULL;
    uint64_t times[TIMES];
    int result = procfs_read(options->procfs, "/proc/stat", &text, err);
    if (result == 0 && (strncmp(text, "cpu ", 4) != 0 || read_times(text + 4, times) <= IDLE))
        result = err_host(err, NULL, "/proc/stat tells no CPU time");
    if (result == 0)
        *ret_state = meter_new();
    return result;
}

static void sample_cpu(void *state, const struct source_tick *tick)
{
    struct meter *meter = state;
    const char *text;
    meter_begin(meter, tick);
    if (meter_read(meter, "/proc/stat", &text) == 0)
        read_stat(meter, text);
    if (meter_read(meter, "/proc/schedstat", &text) == 0)
        read_schedstat(meter, text);
    else if (meter->sample == 1)
        source_absent(tick, "host",
                      "cpu_wait_cores: no /proc/schedstat; the kernel was built without "
                      "CONFIG_SCHEDSTATS");
}

const struct source_ops source_cpu = {
    .name = "cpu",
    .help = "CPU time of the host and of each CPU, run queue, waiting for a CPU",
    .beat = SOURCE_FAST,
    .open = open_cpu,
    .sample = sample_cpu,
    .close = meter_free,
};
