// SPDX-License-Identifier: GPL-3.0-or-later
// A host packed into a fixture: those files of /proc and /sys that we and hwloc read
// (collector/capture_list.h), at one or more moments, so that the host replays elsewhere. Below the
// top lie the files of the first moment; below samples/1, samples/2, ... those that move, again.
#ifndef FULLHOUSE_COLLECTOR_CAPTURE_H
#define FULLHOUSE_COLLECTOR_CAPTURE_H

#include <stdbool.h>
#include <stddef.h>

struct err;
struct procfs;

// The text in which a capture says when it was taken: CLOCK_MONOTONIC and time since 1970, in
// nanoseconds. And the files it could not read, with the reasons.
#define CAPTURE_CLOCK   "/fullhouse/clock"
#define CAPTURE_SKIPPED "/fullhouse/skipped"

struct capture_entry {
    char *path;  // in the capture: "proc/stat", "samples/1/proc/stat"
    char *bytes; // content, or the target of a link
    size_t length;
    bool is_link;
};

// Zero-initialise; release with capture_done.
struct capture {
    bool anonymous; // leaves the host's name out
    struct capture_entry *entries;
    size_t count, capacity;
    size_t samples;
};

// Takes one sample: the first one whole. What is not there or cannot be read is left out. 0, or
// negative errno when the host is no host (no /proc/stat) or more than a capture may hold.
int capture_sample(struct capture *capture, const struct procfs *procfs, struct err *err);

// Writes it: a name that ends in .tar, .tar.gz, .tar.xz or .tar.zst is an archive, any other a
// folder that must be empty or not there yet. Nothing half-written stays. 0 or negative errno.
int capture_write(const struct capture *capture, const char *path, struct err *err);

void capture_done(struct capture *capture);
#define scope_capture __attribute__((cleanup(capture_done)))

#endif
