// SPDX-License-Identifier: GPL-3.0-or-later
// Hosts as they stand and the guests on them, as facts: what a consolidation is planned for. What
// of a host may be given out is a policy's business (planner/amount).
#ifndef FULLHOUSE_PLANNER_ESTATE_ESTATE_H
#define FULLHOUSE_PLANNER_ESTATE_ESTATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/base/name_index.h"
#include "planner/market/host_model.h"

struct err;

#define ESTATE_NOWHERE      (-1) // the host of a guest that runs on none
#define ESTATE_TRACE_STEP_S 300  // that is guessed where a trace tells no times

// "rack=r1": what rules speak of. A word without "=" has the value "".
struct estate_label {
    char *key, *value;
};

struct estate_labels {
    struct estate_label *list;
    size_t count;
};

struct estate_node { // NUMA
    double cores;
    double memory_bytes;
};

// Numbers that nobody said are NAN.
struct estate_host {
    char *name;
    struct estate_labels labels;
    double cores; // physical
    double threads;
    double memory_bytes;
    double disk_bytes, disk_hz, network_bits_hz;
    struct estate_node *nodes;
    size_t node_count; // 0: one, or not known
    double cost_year;  // money a year that is saved where it goes
    double watts[POWER_POINTS];
    double guests_most;
    double score;     // published performance of the whole host, one benchmark for all
    char *platform;   // "kvm", or NULL
    char *uri;        // libvirt's, for moves; NULL
    bool is_drained;  // in maintenance: nothing may stay or come
    bool is_off;      // stands there, switched off
    const char *file; // where it was read; "" for none; of the estate
    size_t line;
};

struct estate_guest {
    char *name;
    struct estate_labels labels;
    int32_t host; // index, or ESTATE_NOWHERE
    double vcpus;
    double memory_bytes;      // that it may have
    double memory_used_bytes; // that it touches; NAN unknown
    double disk_bytes, disk_hz, network_bits_hz;
    double cpu_cores; // mean use, in cores of its host; NAN unknown, as the following
    double cpu_p95_cores, cpu_peak_cores;
    double dirty_bytes_hz; // memory that is written anew a second, for migration
    int32_t trace;         // index, or -1
    char *run;             // label of runs whose curve speaks for such a guest, or NULL
    char *workload; // row of the interference matrix that it is like ("cpu:integer"), or NULL
    bool is_pinned; // stays where it is
    bool is_off;    // shut off: takes disk and memory of its host only when started
    const char *file;
    size_t line;
};

// CPU use over time, in cores, of windows that all traces of the estate share; NAN: not there then.
struct estate_trace {
    float *cores; // [windows]
};

struct estate {
    struct estate_host *hosts;
    size_t host_count, host_capacity;
    struct estate_guest *guests;
    size_t guest_count, guest_capacity;
    struct name_index host_names, guest_names;
    struct estate_trace *traces;
    size_t trace_count, trace_capacity;
    size_t windows; // 0: no trace yet
    double window_s;
    int64_t from_ns;     // where window 0 begins, on the clock of the traces' times
    double trace_step_s; // between the lines of traces that tell no times: set it before reading
    char *currency;      // of the costs; NULL unknown
    char **notes;        // what was left out, guessed or rounded while reading, a sentence each
    size_t note_count;
    size_t length_note; // the one about traces of different lengths, + 1
    char **files;       // names that hosts and guests point to
    size_t file_count;
};

void estate_init(struct estate *estate);
void estate_done(struct estate *estate);

// A new host or guest with everything unknown (name copied), valid until the next is added.
struct estate_host *estate_add_host(struct estate *estate, const char *name);
struct estate_guest *estate_add_guest(struct estate *estate, const char *name);
// A name that lives as long as the estate, for file of hosts and guests.
const char *estate_file(struct estate *estate, const char *name);
// A sentence that is there already is not repeated.
void estate_note(struct estate *estate, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

// Index by name, or ESTATE_NOWHERE; of two with one name the first.
int32_t estate_find_host(const struct estate *estate, const char *name);
int32_t estate_find_guest(const struct estate *estate, const char *name);

// " (did you mean 'h2'?)", ", one of: h1, h2" where there are few, or "". New string.
char *estate_host_hint(const struct estate *estate, const char *name);
char *estate_guest_hint(const struct estate *estate, const char *name);

// "rack=r1 site=ulm production" appended, with blanks, commas or semicolons between; -EINVAL for
// two values of one key.
int estate_labels_parse(struct estate_labels *labels, const char *text, struct err *err);
// One of them; what cannot stand in a label (blanks, commas, semicolons) becomes "_".
int estate_labels_add(struct estate_labels *labels, const char *key, const char *value,
                      struct err *err);
// The value of the key, or NULL.
const char *estate_label(const struct estate_labels *labels, const char *key);
void estate_labels_done(struct estate_labels *labels);

// Once everything is read: what cannot be is refused with file and line. No host, no guest, a
// doubled name (both lines), no memory or cores of a host, no vCPUs or memory of a guest, NUMA
// nodes that are more than their host, a number that is negative.
int estate_check(const struct estate *estate, struct err *err);

// Puts who it is before what is wrong, with where it was read as far as that is known:
// "hosts.csv:7: h3: ", "telemetry of run 3: h3: ", "h3: ". Give the code of err.
int estate_blame_host(const struct estate_host *host, struct err *err);
int estate_blame_guest(const struct estate_guest *guest, struct err *err);

#endif
