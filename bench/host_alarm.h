// SPDX-License-Identifier: GPL-3.0-or-later
// What on the host ends a step that is under way, one table: memory that runs out, tasks that stand
// still for want of it, swap that grows, the OOM killer, a file system that fills up, a task that
// is stuck in the kernel. Reads and compares; who is told, and when, is host_watchdog.c's business.
#ifndef FULLHOUSE_BENCH_HOST_ALARM_H
#define FULLHOUSE_BENCH_HOST_ALARM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bench/host_stuck.h"

struct procfs;

struct host_alarm_options {
    const struct procfs *procfs;
    uint64_t reserve_bytes;       // of memory, which guests never get
    const char *folder;           // where consoles and sockets are; NULL: nowhere
    const char *data_folder;      // of data disks, or NULL
    const char *store;            // file that steps are written to, or NULL
    int64_t (*realtime_ns)(void); // NULL: the host's clock
};

// What is remembered from one look to the next. Borrows what the options borrow.
struct host_alarm {
    struct host_alarm_options options;
    struct host_stuck stuck;
    uint64_t available_bytes;  // of memory at the last look,
    uint64_t looked_ns;        // which was then
    uint64_t least_bytes;      // of memory, of all looks
    uint64_t swap_bytes;       // used at the beginning
    uint64_t kills, own_kills; // of the OOM killer so far: of the host, of our control group
    int64_t clock_ns;          // real time less monotonic time
    uint64_t next_slow_ns;     // when what is not memory is due
    char *remark;              // what ends nothing and should be known, or NULL
};

// One line of the table, for docs and tests.
struct host_alarm_rule {
    const char *name;      // "swap"
    const char *threshold; // in words
    const char *reason;    // why there
    // NULL, or what is wrong, with figures, as a new string.
    char *(*check)(struct host_alarm *alarm, uint64_t now_ns);
};
extern const struct host_alarm_rule host_alarm_rules[];
extern const size_t host_alarm_rule_count;

// Whether the reason that stopped a step (its words, as the store keeps them) is one that fewer
// guests would not have spared it: a full disk, a store that cannot be written, something hung.
bool host_alarm_blames_host(const char *reason);

// Before the first guest is started: what is now is what is compared with.
void host_alarm_begin(struct host_alarm *alarm, const struct host_alarm_options *options);
void host_alarm_done(struct host_alarm *alarm);

// Looks: at memory every time, at the rest once a second. NULL while all is well, else what is not.
// *ret_next_ns is when to look again: sooner where memory goes fast.
char *host_alarm_look(struct host_alarm *alarm, uint64_t now_ns, uint64_t *ret_next_ns);

#endif
