// SPDX-License-Identifier: GPL-3.0-or-later
// Interrupts and softirqs a second, from the sums in /proc/stat (proc(5)).
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "collector/meter.h"
#include "collector/procfs.h"
#include "collector/source_table.h"
#include "common/base/err.h"
#include "common/base/scope.h"

// The order of the numbers in the line (include/linux/interrupt.h); NULL: what no modern kernel
// uses.
static const char *const softirqs[] = {
    NULL, // all of them, told as softirqs_hz
    "softirq_high_hz",
    "softirq_timer_hz",
    "softirq_transmit_hz",
    "softirq_receive_hz",
    "softirq_block_hz",
    "softirq_poll_hz",
    "softirq_tasklet_hz",
    "softirq_scheduler_hz",
    "softirq_hrtimer_hz",
    "softirq_rcu_hz",
};

static const char *line_of(const char *text, const char *key)
{
    size_t length = strlen(key);
    for (const char *line = text; *line; line += strcspn(line, "\n"), line += *line == '\n')
        if (strncmp(line, key, length) == 0 && line[length] == ' ')
            return line + length;
    return NULL;
}

static void read_softirqs(struct meter *meter, const char *text)
{
    const char *at = line_of(text, "softirq");
    uint64_t number;
    for (size_t i = 0; at && i < sizeof softirqs / sizeof *softirqs; i++) {
        at += strspn(at, " ");
        if (procfs_digits(at, &number) < 0)
            return;
        if (softirqs[i])
            meter_rate(meter, "host", softirqs[i], number, 1);
        at += strspn(at, "0123456789");
    }
}

static int open_interrupts(const struct source_options *options, void **ret_state, struct err *err)
{
    scope_free char *text = NULL;
    int result = procfs_read(options->procfs, "/proc/stat", &text, err);
    if (result == 0 && !line_of(text, "intr"))
        result = err_host(err, NULL, "/proc/stat tells no interrupts");
    if (result == 0)
        *ret_state = meter_new();
    return result;
}

static void sample_interrupts(void *state, const struct source_tick *tick)
{
    static const struct meter_field fields[] = {
        {"intr", "interrupts_hz", METER_RATE, 1},
        {"softirq", "softirqs_hz", METER_RATE, 1},
    };
    struct meter *meter = state;
    const char *text;
    meter_begin(meter, tick);
    if (meter_read(meter, "/proc/stat", &text) < 0)
        return;
    meter_fields(meter, "host", text, "", fields, sizeof fields / sizeof *fields);
    read_softirqs(meter, text);
}

const struct source_ops source_interrupts = {
    .name = "interrupts",
    .help = "interrupts and softirqs of the host by kind",
    .beat = SOURCE_FAST,
    .open = open_interrupts,
    .sample = sample_interrupts,
    .close = meter_free,
};
