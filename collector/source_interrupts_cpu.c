// SPDX-License-Identifier: GPL-3.0-or-later
// Which CPU takes the interrupts, and how many are calls between CPUs, from /proc/interrupts
// (proc(5)). A large file on a large host, so on the slow beat.
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

// Rows of x86 that tell of the cost of many CPUs and many guests (arch/x86/kernel/irq.c).
static const struct {
    const char *row, *metric;
} rows[] = {
    {"LOC", "local_timer_hz"},
    {"RES", "rescheduling_hz"},
    {"CAL", "function_calls_hz"},
    {"TLB", "tlb_shootdowns_hz"},
    {"NMI", "nmi_hz"},
    {"TRM", "thermal_events_hz"},
    {"MCE", "machine_checks_hz"},
    {"PIN", "posted_interrupts_hz"},
};

// The CPUs of the columns; those offline have none. The header: "           CPU0       CPU2".
struct columns {
    uint64_t *cpus;
    double *gained;
    size_t count;
};

static void read_header(const char *text, struct columns *columns)
{
    size_t end = strcspn(text, "\n");
    for (const char *at = text; (at = strstr(at, "CPU")) && at < text + end; at += 3) {
        uint64_t cpu;
        if (procfs_digits(at + 3, &cpu) < 0)
            continue;
        columns->cpus = alloc_resized(columns->cpus, columns->count + 1, sizeof *columns->cpus);
        columns->cpus[columns->count++] = cpu;
    }
    columns->gained = alloc_zeroed(columns->count + 1, sizeof *columns->gained);
}

static const char *metric_of(const char *key)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strcmp(rows[i].row, key) == 0)
            return rows[i].metric;
    return NULL;
}

// " 24:   1   0  IO-APIC ...". Rows such as ERR have one number for all CPUs.
static void read_row(struct meter *meter, const char *line, struct columns *columns)
{
    const char *key = line + strspn(line, " ");
    size_t length = strcspn(key, ":\n"), column = 0;
    if (key[length] != ':' || strncmp(key, "ERR", 3) == 0 || strncmp(key, "MIS", 3) == 0)
        return;
    scope_free char *name = alloc_printf("%.*s", (int)length, key);
    double row = 0;
    for (const char *at = key + length + 1; column < columns->count; column++) {
        uint64_t number;
        char cell[32];
        at += strspn(at, " ");
        if (procfs_digits(at, &number) < 0)
            break;
        at += strspn(at, "0123456789");
        snprintf(cell, sizeof cell, "cpu %" PRIu64, columns->cpus[column]);
        double gain = meter_gain(meter, cell, name, number);
        columns->gained[column] += isnan(gain) ? 0 : gain;
        row += gain;
    }
    const char *metric = metric_of(name);
    if (metric && column == columns->count)
        meter_value(meter, "host", metric, row / meter->seconds);
}

static void read_interrupts(struct meter *meter, const char *text)
{
    struct columns columns = {0};
    read_header(text, &columns);
    for (const char *line = text + strcspn(text, "\n"); *line; line += strcspn(line, "\n")) {
        line += *line == '\n';
        read_row(meter, line, &columns);
    }
    for (size_t i = 0; i < columns.count; i++) {
        scope_free char *object = alloc_printf("cpu %" PRIu64, columns.cpus[i]);
        meter_value(meter, object, "interrupts_hz", columns.gained[i] / meter->seconds);
    }
    free(columns.cpus);
    free(columns.gained);
}

static int open_interrupts(const struct source_options *options, void **ret_state, struct err *err)
{
    scope_free char *text = NULL;
    int result = procfs_read(options->procfs, "/proc/interrupts", &text, err);
    if (result == 0)
        *ret_state = meter_new();
    return result;
}

static void sample_interrupts(void *state, const struct source_tick *tick)
{
    struct meter *meter = state;
    const char *text;
    meter_begin(meter, tick);
    if (meter_read(meter, "/proc/interrupts", &text) == 0)
        read_interrupts(meter, text);
}

const struct source_ops source_interrupts_cpu = {
    .name = "interrupts_cpu",
    .help = "interrupts of each CPU, timers, rescheduling, calls between CPUs, TLB shootdowns",
    .beat = SOURCE_SLOW,
    .open = open_interrupts,
    .sample = sample_interrupts,
    .close = meter_free,
};
