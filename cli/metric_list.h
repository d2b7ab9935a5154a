// SPDX-License-Identifier: GPL-3.0-or-later
// Every metric of this build in one list: those of a run, then those of each variant of each
// workload, whose definition is that of its operation, then those of the verbs of a guest's life.
#ifndef FULLHOUSE_CLI_METRIC_LIST_H
#define FULLHOUSE_CLI_METRIC_LIST_H

#include <stddef.h>

struct metric;

struct metric_list {
    struct metric *metrics;
    size_t count;
    char **texts; // what the metrics' texts borrow
    size_t text_count;
};

// Fills it; release with metric_list_done.
void metric_list_init(struct metric_list *list);
void metric_list_done(struct metric_list *list);

#endif
