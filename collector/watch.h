// SPDX-License-Identifier: GPL-3.0-or-later
// Watches a host and its guests: opens every source of the table, samples each on its beat, keeps
// what they said as telemetry, and tells what watching itself costs (source "watch").
#ifndef FULLHOUSE_COLLECTOR_WATCH_H
#define FULLHOUSE_COLLECTOR_WATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct procfs;
struct source_ops;
struct telemetry;
struct watch;

struct watch_options {
    const struct procfs *procfs;             // borrowed; a captured host's root may be changed
                                             // between two samples
    const struct source_ops *const *sources; // NULL-terminated; NULL: source_table
    uint64_t slow_ns;                        // between two samples of slow sources; 0: 10 s
    uint64_t beat_ns;    // how often watch_sample is meant to be called, so that missed beats are
                         // counted; 0: there is no such time, and none are
    uint32_t guests_max; // guests a source samples at one beat; the others' turn is next. 0: 128
};

// Opens the sources. One that the host lacks is an absence in the telemetry, with the reason.
struct watch *watch_new(const struct watch_options *options);
// Accepts NULL.
void watch_free(struct watch *watch);

// Slow sources are sampled at the next beat, too, however short the time since the last: at the
// beginning and at the end of what their figures are wanted of.
void watch_hurry(struct watch *watch);

// From now on the guest is watched, too; slow sources are sampled at the next beat. object ("guest
// 3", copied) is what its points are of; pid is 0 where it has no process here; domain is a
// virDomainPtr that outlives the guest's watching, or NULL.
void watch_add_guest(struct watch *watch, const char *object, pid_t pid, uint32_t vcpus,
                     void *domain);
// From now on that is its domain, or NULL for none. Nothing happens when there is no such guest.
void watch_set_domain(struct watch *watch, const char *object, void *domain);
// It is gone. Nothing happens when there is none.
void watch_remove_guest(struct watch *watch, const char *object);
size_t watch_guest_count(const struct watch *watch);

// One sample, now.
void watch_sample(struct watch *watch);
// One sample at a time of the caller's: since 1970 and monotonic, which must never go back.
void watch_sample_at(struct watch *watch, int64_t at_ns, uint64_t mono_ns);

// What was said so far; the watch's. telemetry_drop_points on it is allowed between samples.
struct telemetry *watch_telemetry(struct watch *watch);
// The same taken over; the watch is only to be freed afterwards.
struct telemetry watch_take_telemetry(struct watch *watch);

// Whether a source is there: NULL when it is, else why not; valid as long as the watch.
const char *watch_absence(const struct watch *watch, const struct source_ops *ops);

#endif
