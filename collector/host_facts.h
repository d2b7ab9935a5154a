// SPDX-License-Identifier: GPL-3.0-or-later
// What host this is: the facts that stand beside every number measured on it.
#ifndef FULLHOUSE_COLLECTOR_HOST_FACTS_H
#define FULLHOUSE_COLLECTOR_HOST_FACTS_H

struct err;
struct host_record;
struct procfs;

// Fills *ret_host; release with host_record_done. 0 or negative errno.
int host_facts_read(const struct procfs *procfs, struct host_record *ret_host, struct err *err);

#endif
