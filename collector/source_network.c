// SPDX-License-Identifier: GPL-3.0-or-later
// Network interfaces of all kinds (hardware, bonds, bridges, taps) from /proc/net/dev (proc(5)) and
// their queue disciplines. Those that are no hardware are told once something went through them.
#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collector/meter.h"
#include "collector/procfs.h"
#include "collector/qdisc.h"
#include "collector/source_table.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"

enum {
    RX_BYTES,
    RX_PACKETS,
    RX_ERRORS,
    RX_DROPS,
    TX_BYTES = 8,
    TX_PACKETS,
    TX_ERRORS,
    TX_DROPS,
    FIELDS = 16
};

// How many samples the speed of a link is good for: some drivers take long to tell it.
enum { LINK_SAMPLES = 16 };

struct network {
    struct meter *meter;
    bool has_no_qdiscs;
};

struct nic_line {
    char *name;
    uint64_t field[FIELDS];
};

// "  eth0: 1 2 3 ...": name is a new string. Whether it is a line of an interface.
static bool read_line(const char *line, struct nic_line *ret_nic)
{
    struct nic_line nic = {0};
    line += strspn(line, " ");
    size_t length = strcspn(line, ":| \n");
    if (length == 0 || line[length] != ':')
        return false;
    const char *at = line + length + 1;
    for (int i = 0; i < FIELDS; i++) {
        at += strspn(at, " ");
        if (procfs_digits(at, &nic.field[i]) < 0)
            return false;
        at += strspn(at, "0123456789");
    }
    nic.name = alloc_printf("%.*s", (int)length, line);
    *ret_nic = nic;
    return true;
}

static bool has_file(const struct procfs *procfs, const char *name, const char *file)
{
    scope_free char *path = alloc_printf("/sys/class/net/%s/%s", name, file);
    return procfs_exists(procfs, path);
}

// What is on a wire: hardware, and what joins hardware. A tap would tell a speed that means
// nothing.
static bool has_link(const struct procfs *procfs, const char *name)
{
    return has_file(procfs, name, "device") || has_file(procfs, name, "bonding");
}

static void add_link(struct meter *meter, const char *object, const char *name)
{
    scope_free char *path = alloc_printf("/sys/class/net/%s/speed", name);
    uint64_t megabits;
    if (meter->sample % LINK_SAMPLES == 1 &&
        procfs_number(meter->tick->procfs, path, &megabits, NULL) == 0 && megabits > 0 &&
        megabits < UINT32_MAX)
        meter_value(meter, object, "link_bits_hz", (double)megabits * 1e6);
}

static void add_nic(struct meter *meter, const char *object, const uint64_t field[FIELDS])
{
    double errors = meter_gain(meter, object, "rx_errors", field[RX_ERRORS]) +
                    meter_gain(meter, object, "tx_errors", field[TX_ERRORS]);
    double drops = meter_gain(meter, object, "rx_drops", field[RX_DROPS]) +
                   meter_gain(meter, object, "tx_drops", field[TX_DROPS]);
    meter_rate(meter, object, "receive_bytes_hz", field[RX_BYTES], 1);
    meter_rate(meter, object, "transmit_bytes_hz", field[TX_BYTES], 1);
    meter_rate(meter, object, "receive_packets_hz", field[RX_PACKETS], 1);
    meter_rate(meter, object, "transmit_packets_hz", field[TX_PACKETS], 1);
    meter_value(meter, object, "errors_hz", errors / meter->seconds);
    meter_value(meter, object, "drops_hz", drops / meter->seconds);
}

static void read_dev(struct meter *meter, const char *text)
{
    for (const char *line = text; *line; line += strcspn(line, "\n"), line += *line == '\n') {
        struct nic_line nic;
        if (!read_line(line, &nic))
            continue;
        scope_free char *name = nic.name;
        scope_free char *object = alloc_printf("nic %s", name);
        bool is_linked = has_link(meter->tick->procfs, name);
        if (!is_linked && nic.field[RX_PACKETS] == 0 && nic.field[TX_PACKETS] == 0)
            continue;
        add_nic(meter, object, nic.field);
        if (is_linked)
            add_link(meter, object, name);
    }
}

// Disciplines that never held anything back are not told: every guest has one.
static void read_qdiscs(struct network *network, const struct source_tick *tick)
{
    struct meter *meter = network->meter;
    scope_qdisc_list struct qdisc_list list = {0};
    struct err err = {0};
    if (network->has_no_qdiscs)
        return;
    network->has_no_qdiscs = qdisc_read(tick->procfs, &list, &err) < 0;
    if (network->has_no_qdiscs) {
        scope_free char *why = alloc_printf("queue disciplines: %s", err_text(&err));
        source_absent(tick, "host", why);
    }
    for (size_t i = 0; i < list.count; i++) {
        const struct qdisc *qdisc = &list.qdiscs[i];
        scope_free char *object = alloc_printf("nic %s", qdisc->interface);
        meter_rate(meter, object, "queue_drops_hz", qdisc->drops, 1);
        meter_rate(meter, object, "queue_overlimits_hz", qdisc->overlimits, 1);
        meter_value(meter, object, "queue_backlog_bytes", (double)qdisc->backlog_bytes);
    }
    err_done(&err);
}

static int open_network(const struct source_options *options, void **ret_state, struct err *err)
{
    scope_free char *text = NULL;
    int result = procfs_read(options->procfs, "/proc/net/dev", &text, err);
    if (result < 0)
        return result;
    struct network *network = alloc_zeroed(1, sizeof *network);
    network->meter = meter_new();
    *ret_state = network;
    return 0;
}

static void sample_network(void *state, const struct source_tick *tick)
{
    struct network *network = state;
    const char *text;
    meter_begin(network->meter, tick);
    if (meter_read(network->meter, "/proc/net/dev", &text) == 0)
        read_dev(network->meter, text);
    read_qdiscs(network, tick);
}

static void close_network(void *state)
{
    struct network *network = state;
    meter_free(network->meter);
    free(network);
}

const struct source_ops source_network = {
    .name = "network",
    .help = "bytes, packets, drops and errors of each NIC, and of its queue discipline",
    .beat = SOURCE_FAST,
    .open = open_network,
    .sample = sample_network,
    .close = close_network,
};
