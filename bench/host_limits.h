// SPDX-License-Identifier: GPL-3.0-or-later
// How many guests fit this host, and what says so first: memory, descriptors, threads and
// processes, disks, addresses, and for guests that do nothing the CPUs. One table: what one guest
// takes (estimated, then measured), what is there now, what is held back. A step that would not fit
// is refused with the figures, never tried; one that drives the host into a corner although it
// should fit is stopped (host_alarm.h).
#ifndef FULLHOUSE_BENCH_HOST_LIMITS_H
#define FULLHOUSE_BENCH_HOST_LIMITS_H

#include <stdbool.h>
#include <stdint.h>

#include "bench/host_alarm.h"

struct err;
struct procfs;
struct step_record;

enum host_limit_unit {
    HOST_UNIT_BYTES,
    HOST_UNIT_PIECES,
    HOST_UNIT_MICROCORES, // millionths of a CPU
};

// enum, name, unit.
#define HOST_LIMITS(X)                                                                             \
    X(MEMORY, "memory", BYTES)                                                                     \
    X(HUGE, "huge pages", BYTES)          /* of guests whose memory they are */                    \
    X(DESCRIPTORS, "descriptors", PIECES) /* of our own process */                                 \
    X(THREADS, "threads", PIECES)         /* of everyone; a process is one, too */                 \
    X(DISK, "disk", BYTES)                /* where consoles, logs and sockets are */               \
    X(DATA, "data disks", BYTES)          /* where the guests' data disks are */                   \
    X(ADDRESSES, "addresses", PIECES) /* of their network, or its ports, or virtual functions */   \
    X(STORE, "store", BYTES)          /* the disk that finished steps go to */                     \
    X(CPU, "CPU time", MICROCORES)    /* for idle guests: beyond it even they starve */

enum host_limit_kind {
#define X(name, text, unit) HOST_##name,
    HOST_LIMITS(X)
#undef X
        HOST_LIMIT_COUNT
};

struct host_limit {
    double each;        // what one guest takes: an estimate on the safe side
    uint32_t measured;  // in a step of so many guests; 0: nothing measured yet
    uint64_t available; // when last read; UINT64_MAX where there is no limit
    uint64_t reserve;   // of it, never given to guests
    const char *source; // which limit it is, where there are several: "kernel.pid_max"; "" else
};

struct host_limits {
    const struct procfs *procfs; // borrowed
    const char *folder;          // whose disk is asked; borrowed
    const char *data_folder;     // of data disks, or NULL; borrowed
    const char *store;           // the file that steps are written to, or NULL; borrowed
    bool is_idle;
    struct host_limit list[HOST_LIMIT_COUNT];
};

struct host_limits_options {
    const struct procfs *procfs;
    const char *folder;
    uint64_t shape_bytes;    // a guest's own memory: the first estimate
    uint64_t reserve_bytes;  // of memory; 0: a twentieth of the host's, at least 256 MiB
    const char *data_folder; // where the guests' data disks are, NULL: they have none
    uint64_t data_bytes;     // what one may grow to
    uint64_t huge_bytes;     // of a guest's memory that is huge pages, 0: none
    uint64_t addresses;      // guests that their network has room for; 0: any number
    const char *store;       // the file that steps are written to, NULL: none
    uint32_t windows;        // of a guest in a step, warm-up included
    bool is_idle; // guests do nothing: they may be only so many that none starves; what guests that
                  // work do to each other is measured, and no limit
};

// What is in use at a moment; the difference of two, around the start of N guests, is what they
// take.
struct host_use {
    uint64_t descriptors, threads, disk_bytes;
};

const char *host_limit_name(enum host_limit_kind kind);

// Cautious estimates, and what is available. 0 or negative errno when the host does not tell.
int host_limits_init(struct host_limits *limits, const struct host_limits_options *options,
                     struct err *err);

// What is available now; to be asked while no guest runs. 0 or negative errno.
int host_limits_read(struct host_limits *limits, struct err *err);

// What is in use now; what cannot be read is 0.
void host_use_read(const struct host_limits *limits, struct host_use *ret_use);

// A finished step says what a guest really takes. Memory: the mean proportional set size of
// the guests' processes; from eight guests on its share of the drop in available memory where that
// is larger, up to twice as much; only that where no process can be seen. before and after
// (its guests up) may be NULL. A step of fewer guests than have been measured together teaches
// nothing: what is shared and what is noise weighs more in it.
void host_limits_learn(struct host_limits *limits, const struct step_record *step,
                       const struct host_use *before, const struct host_use *after);

// The most guests that one limit lets in; UINT32_MAX where there is none.
uint32_t host_limits_fit_of(const struct host_limits *limits, enum host_limit_kind kind);

// The most guests that fit, and the limit that says so (may be NULL).
uint32_t host_limits_fit(const struct host_limits *limits, enum host_limit_kind *ret_kind);

// "memory: 1024 guests of 24.1 MiB each (measured) and 1.20 GiB in reserve need 25.3 GiB; 23.0 GiB
// are there, for 926" as a new string: the limit that binds first.
char *host_limits_explain(const struct host_limits *limits, uint32_t guests);

// What is watched while guests run; it borrows what the limits do.
struct host_alarm_options host_limits_alarm(const struct host_limits *limits);

#endif
