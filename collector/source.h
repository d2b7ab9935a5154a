// SPDX-License-Identifier: GPL-3.0-or-later
// A source of telemetry: one file and one line in source_table. It reads through a procfs root, so
// that captured hosts replay as tests, and adds points to the telemetry of its watch
// (collector/watch.h). What it cannot tell is no point; why is said once, as an absence.
#ifndef FULLHOUSE_COLLECTOR_SOURCE_H
#define FULLHOUSE_COLLECTOR_SOURCE_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct err;
struct procfs;
struct procfs_pool;
struct source_tick;
struct telemetry;

enum source_beat {
    SOURCE_FAST, // every sample (a second, or a window): a few preads
    SOURCE_SLOW, // every watch_options.slow_ns: what costs the watched, or hardly changes
    SOURCE_ONCE, // at the first sample alone: what does not change while the host is up
};

// What a source is opened on. All of it is the watch's and outlives the source.
struct source_options {
    const struct procfs *procfs;
    struct procfs_pool *pool; // for procfs_file_read
};

// A guest that is watched.
struct source_guest {
    uint64_t id;  // never given again in this watch
    char *object; // "guest 3"
    pid_t pid;    // of its process on this host; 0 where there is none
    uint32_t vcpus;
    void *domain; // virDomainPtr, borrowed, or NULL
    void **slots; // one a source: see source_slot
};

struct source_ops {
    const char *name; // also the source of its points
    const char *help; // a phrase: what it reads and tells
    enum source_beat beat;

    // Looks whether the host has what it reads, and takes what it needs. 0 and *ret_state (may be
    // NULL); negative errno: the source is absent, and err says why in one line.
    int (*open)(const struct source_options *options, void **ret_state, struct err *err);

    // One sample. Never fails: what could not be read now gives no point.
    void (*sample)(void *state, const struct source_tick *tick);

    // At every sample whatever the beat, behind sample, with all guests: takes up answers that came
    // since, where asking takes too long to wait for. NULL: none.
    void (*gather)(void *state, const struct source_tick *tick);

    // Frees what a slot of this source holds (never called with NULL). NULL where it has none.
    void (*free_slot)(void *state, void *slot);

    // NULL where there is nothing to free.
    void (*close)(void *state);
};

// Ends with NULL. Room for more: one line.
extern const struct source_ops *const source_table[];

const char *source_beat_name(enum source_beat beat); // "fast", "slow", "once"

// What a sample is given. All points of one sample carry the same time.
struct source_tick {
    const struct source_ops *ops; // whose sample it is
    size_t index;                 // of the source in this watch
    const struct procfs *procfs;
    struct procfs_pool *pool;
    struct telemetry *telemetry;
    int64_t at_ns;    // since 1970, whole milliseconds
    uint64_t mono_ns; // CLOCK_MONOTONIC of the sample: what intervals are taken from
    // The guests whose turn it is. In a large fleet each sample takes some of them, so an interval
    // of a guest is the time since that guest was sampled: keep it in its slot.
    struct source_guest *const *guests;
    size_t guest_count;
};

// This source's own state of a guest: NULL at first; what is put there is given to free_slot when
// the guest or the watch goes.
void **source_slot(const struct source_tick *tick, struct source_guest *guest);

// Adds a point. A value that is not finite is no point, so that what source_hz gives can be handed
// on. Whole numbers are kept as they are, others to 17 bits (8e-6 of it): what is beyond is noise.
void source_add(const struct source_tick *tick, const char *object, const char *metric,
                double value);

// The same to a series that was looked up once, which is cheaper; the index stays valid as long as
// the watch.
size_t source_series(const struct source_tick *tick, const char *object, const char *metric);
void source_append(const struct source_tick *tick, size_t series, double value);

// What cannot be told of an object, and why; saying it again is free of harm but not of cost.
void source_absent(const struct source_tick *tick, const char *object, const char *why);

// A counter read before. Zero-initialise.
struct source_counter {
    uint64_t value;
    uint64_t mono_ns; // 0: not read yet
};

// How much the counter gained a second since it was read last, and notes what it is now. NAN the
// first time, when it went back (a reset, another source) or no time passed.
double source_hz(struct source_counter *counter, uint64_t value, uint64_t mono_ns);

// The counter could not be read: the next reading is a first one.
void source_forget(struct source_counter *counter);

#endif
