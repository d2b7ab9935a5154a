// SPDX-License-Identifier: GPL-3.0-or-later
// Telemetry of a host and its virtual machines as they are, for a while or for ever, into the
// store: a run of the platform "host" with one step of the kind "collect". Nothing is started,
// changed or asked of a guest.
#ifndef FULLHOUSE_COLLECTOR_COLLECT_H
#define FULLHOUSE_COLLECTOR_COLLECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct collect;
struct err;
struct store;
struct telemetry;

struct collect_options {
    uint64_t interval_ns; // of the fast beat
    uint64_t slow_ns;     // of the slow one
    uint64_t flush_ns;    // how often the store is written: what a kill loses at the most
    uint64_t duration_ns; // 0: until the user interrupts
    uint64_t keep_ns;     // older telemetry goes; 0: all is kept
    const char *connect;  // libvirt URI, "" for none
    const char *label;
    struct store *store; // collect's alone until collect_free
    // Told what happens, in sentences; and at each beat, for a live line. Either may be NULL.
    void (*say)(void *context, const char *text);
    void (*beat)(void *context, const struct collect *collect);
    void *context;
};

// Notes the run in the store and looks who is there. options and what they point to outlive it. 0
// and *ret_collect, or negative errno.
int collect_new(const struct collect_options *options, struct collect **ret_collect,
                struct err *err);
// Accepts NULL.
void collect_free(struct collect *collect);
int64_t collect_run_id(const struct collect *collect);

// Watches until the time is over or the user interrupts, then ends the run in the store. 0 at its
// end, -EINTR when it was cut short, negative errno when the store did not take the end of it.
int collect_run(struct collect *collect, struct err *err);

// --- for the live line
uint64_t collect_elapsed_ns(const struct collect *collect);
size_t collect_vms(const struct collect *collect); // now
uint64_t collect_samples(const struct collect *collect);
uint64_t collect_missed(const struct collect *collect);
// Since the store was written last.
const struct telemetry *collect_telemetry(const struct collect *collect);

#endif
