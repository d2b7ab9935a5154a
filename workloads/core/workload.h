// SPDX-License-Identifier: GPL-3.0-or-later
// What a guest can do: the table of workloads. To add one: a file with a record at its end, and a
// line in workload.c. Freestanding, as all of this folder: the same objects' sources run in the
// Linux agent and in the guest without an operating system.
#ifndef FULLHOUSE_WORKLOADS_CORE_WORKLOAD_H
#define FULLHOUSE_WORKLOADS_CORE_WORKLOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// What a record has for people who ask the agent. The bare guest, which nobody asks, is small
// without.
#ifdef WORKLOAD_SPEECHLESS
#define WORKLOAD_WORDS(text)         ""
#define WORKLOAD_SELF_TEST(function) (0 ? (function) : NULL)
#else
#define WORKLOAD_WORDS(text)         text
#define WORKLOAD_SELF_TEST(function) function
#endif

// What a home with an operating system gives beside (workloads/linux/place.h).
struct home_place;
// How operations are kept in flight (workloads/linux/flight.h).
struct flight_ops;
struct err;
struct settings;

// What one worker is given. It stays where it is until the worker has finished.
struct workload_place {
    uint64_t seed;              // unlike any other worker's
    uint64_t working_set_bytes; // of this worker
    void *memory; // that many bytes, on 2 MiB pages where the home has them; what they hold is
                  // undefined. NULL for none.
    const struct home_place *home; // NULL without an operating system, and in self-tests
};

// How an option's text is read, and what its number counts.
enum workload_option_kind {
    WORKLOAD_OPTION_COUNT,    // a whole number in min..max
    WORKLOAD_OPTION_BYTES,    // bytes in min..max
    WORKLOAD_OPTION_DURATION, // nanoseconds in min..max
    WORKLOAD_OPTION_SHARE,    // a ratio, 0 to 1
    WORKLOAD_OPTION_CHOICE,   // one of `choices`; its number is the place in the list
    WORKLOAD_OPTION_TEXT,     // any text without a comma
};

// What a workload can be told beside its variant, as "block=4KiB" (struct load's options).
struct workload_option {
    const char *name;
    enum workload_option_kind kind;
    const char *fallback; // what holds when nothing is said, as one would write it
    uint64_t min, max;
    const char *choices; // "large|small"
    const char *help;
};

// A worker keeps so much state for its variant, aligned to a cache line.
enum { WORKLOAD_STATE_BYTES = 4096, WORKLOAD_STATE_ALIGN = 64 };
// Memory that a self-test works in.
enum { WORKLOAD_SCRATCH_BYTES = 3 << 19 };

struct workload_variant {
    const char *name;
    const char *operation;  // definition of one operation, so that a reader could rebuild it
    const char *comparable; // which tool's figure is of the same operation, or counts what else
    uint64_t bytes; // that one operation moves by its definition, 0 when it is not about bytes
    const char *bytes_option;  // or the option that says how many; NULL
    uint64_t working_set_unit; // working sets are whole multiples of this; 0: it has none
    // Fills the state, and the place's memory. 0, -EIO when what it made is wrong, or another
    // negative errno: with an operating system home->err then says more, and -ENOSYS, -EOPNOTSUPP
    // and -ENODEV mean that this guest has no such thing. What it took it has given back then.
    int (*prepare)(void *state, const struct workload_place *place);
    // One operation. 0, or as above. NULL: there is none, the worker only waits (idle).
    int (*operate)(void *state);
    // Keeps several operations under way at once, where the home can do that and instead of
    // operate, which then stands for one of them. NULL: one at a time.
    const struct flight_ops *flight;
    // Latency of the operation just done, where a closed load's is not the time it took: a
    // wake-up's is how late it came. NULL: it is.
    uint64_t (*latency_ns)(const void *state);
    // Called by another thread while an operation may be under way that waits for something: makes
    // it return soon, as it likes, and every one after it. NULL: operations are short.
    void (*hurry)(void *state);
    // Gives back what prepare took, after the last operation. NULL: nothing.
    void (*finish)(void *state);
    // finish tells figures: who stops the load waits for it before saying that it is done.
    bool tells_at_end;
    // Zeroed bytes that all workers of one load share (home->shared); 0: none.
    size_t shared_bytes;
    // Worker threads where the load does not say; 0: one a vCPU.
    uint32_t threads;
    // Runs the kernel on a fixed input against a known answer, in a state and
    // WORKLOAD_SCRATCH_BYTES lent to it. NULL when it is right, else what is wrong. May be NULL
    // itself.
    const char *(*self_test)(void *state, void *scratch);
};

struct workload {
    const char *name;
    const char *help;
    const struct workload_variant *variants; // the first is the default
    size_t variant_count;
    const struct workload_option *options; // of all variants
    size_t option_count;
    // What no option alone can tell: whether they go together. As settings_read; may be NULL.
    int (*check)(const struct workload_variant *variant, const struct settings *settings,
                 struct err *err);
    bool needs_disk;    // a block device that it may overwrite
    bool needs_network; // somebody at the other end, and an interface to reach them by
};

// What both homes can do, and how much that is. The Linux agent can do more
// (workloads/linux/workload_table.h).
extern const struct workload *const workload_table[];
extern const size_t workload_count;

// The records that the table lists.
extern const struct workload workload_null;
extern const struct workload workload_cpu;
extern const struct workload workload_memory;
extern const struct workload workload_idle;

// The workload and variant of these names ("" or NULL: the first variant). 0, -ENOENT when there is
// no such workload, -ESRCH when it has no such variant (*ret_workload is set). Both results are
// borrowed from the table.
int workload_find(const char *name, const char *variant, const struct workload **ret_workload,
                  const struct workload_variant **ret_variant);

// The same in any table.
int workload_find_in(const struct workload *const *table, size_t count, const char *name,
                     const char *variant, const struct workload **ret_workload,
                     const struct workload_variant **ret_variant);

#endif
