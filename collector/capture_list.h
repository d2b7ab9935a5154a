// SPDX-License-Identifier: GPL-3.0-or-later
// Which files a capture of a host takes: an explicit list, so that nothing is in one that is not
// here (docs/capture.md tells it to users).
#ifndef FULLHOUSE_COLLECTOR_CAPTURE_LIST_H
#define FULLHOUSE_COLLECTOR_CAPTURE_LIST_H

#include <stdbool.h>
#include <stddef.h>

struct capture_item {
    const char *pattern; // a path whose components may be glob(7) patterns
    bool moves;          // what sources of telemetry read: in every sample, else in the first alone
    bool names_host;     // left out of an anonymous capture
    bool is_mounts;      // of a table of mounts only the lines we read: a host's others are its own
};

extern const struct capture_item capture_list[];
extern const size_t capture_list_count;

#endif
