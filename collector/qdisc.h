// SPDX-License-Identifier: GPL-3.0-or-later
// What queue disciplines of network interfaces counted. Door: rtnetlink, for this is nowhere in
// /proc or /sys. Of a captured host the text that its capture wrote is read instead.
#ifndef FULLHOUSE_COLLECTOR_QDISC_H
#define FULLHOUSE_COLLECTOR_QDISC_H

#include <stddef.h>
#include <stdint.h>

struct err;
struct procfs;

// Where a capture keeps qdisc_text.
#define QDISC_CAPTURED "/fullhouse/qdisc"

// Of one interface: its outermost discipline (which counts what those within drop) and the one for
// what comes in, where rates of guests are policed, added up.
struct qdisc {
    char *interface;
    uint64_t drops;         // packets thrown away, the queue being full or the rate exceeded
    uint64_t overlimits;    // times a packet had to wait since the rate was used up
    uint64_t backlog_bytes; // waiting now
};

struct qdisc_list {
    struct qdisc *qdiscs;
    size_t count;
};

// Those of the network namespace we are in. 0 or negative errno.
int qdisc_read(const struct procfs *procfs, struct qdisc_list *ret_list, struct err *err);
void qdisc_list_done(struct qdisc_list *list);
#define scope_qdisc_list __attribute__((cleanup(qdisc_list_done)))

// A list as text, one interface a line: "eth0 DROPS OVERLIMITS BACKLOG", and back; lines that are
// none are passed over. qdisc_text gives a new string.
char *qdisc_text(const struct qdisc_list *list);
void qdisc_parse(const char *text, struct qdisc_list *ret_list);

#endif
