// SPDX-License-Identifier: GPL-3.0-or-later
// An estate out of files: CSV of our own columns (docs/pack-inputs.md), RVTools' sheets vHost,
// vInfo, vCPU, vMemory, vDisk saved as CSV, and one document of YAML or JSON with both.
#ifndef FULLHOUSE_PLANNER_ESTATE_ESTATE_READ_H
#define FULLHOUSE_PLANNER_ESTATE_ESTATE_READ_H

#include <stddef.h>

#include "planner/estate/estate.h"

struct err;
struct store;

// Each adds what one text says; name stands for the file in messages, "name:line: what is wrong,
// what would be right" with -EINVAL. Hosts come before the guests that stand on them. A guest on an
// unknown host is refused with the nearest name.
int estate_read_hosts(struct estate *estate, const char *name, const char *bytes, size_t length,
                      struct err *err);
int estate_read_guests(struct estate *estate, const char *name, const char *bytes, size_t length,
                       struct err *err);
// YAML or JSON: "hosts:" and "guests:", lists of maps with the columns' names as keys.
int estate_read_document(struct estate *estate, const char *name, const char *bytes, size_t length,
                         struct err *err);
// A column "time", and one for each guest by its name, with shares of its vCPUs ("0.35" or "35%",
// as in all traces of Fullhouse), or with cores where the first column is "time (cores)"; or one
// sample a line of the guest whose name the file's is, in percents or shares, estate->trace_step_s
// apart. All traces share windows: as fine as the finest, from the first begin to the last end. Who
// is not there for all of it is noted.
int estate_read_traces(struct estate *estate, const char *name, const char *bytes, size_t length,
                       struct err *err);
// Hosts and guests that `collect` watched, with traces: runs by number, label or "latest", with
// commas between, one for each host. -ENOENT where there is no such run.
int estate_read_store(struct estate *estate, struct store *store, const char *word,
                      struct err *err);

// The same of files on disk (1 GiB at most): hosts and guests in files that end in .yaml, .yml or
// .json are documents, traces may be a folder with a file for each guest.
enum estate_content { ESTATE_HOSTS, ESTATE_GUESTS, ESTATE_DOCUMENT, ESTATE_TRACES };
int estate_read_file(struct estate *estate, enum estate_content content, const char *path,
                     struct err *err);

#endif
