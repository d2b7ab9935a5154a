// SPDX-License-Identifier: GPL-3.0-or-later
// A scenario as the texts of its file, before anyone asked what they mean. Private to scenario*.c.
#ifndef FULLHOUSE_COMMON_MODEL_SCENARIO_TEXT_H
#define FULLHOUSE_COMMON_MODEL_SCENARIO_TEXT_H

#include <stddef.h>

#include "common/model/config.h"

struct err;
struct scenario;

// One member a key, NULL when the file does not have it.
struct scenario_shape_text {
    char *vcpus, *memory;
};
struct scenario_memory_text {
    char *backing;
};
struct scenario_cpu_text {
    char *model, *quota;
};
struct scenario_load_text {
    char *workload, *variant, *options, *rate, *arrivals, *working_set, *threads;
    char *burst, *trace, *trace_speed, *trace_arrivals, *trace_gaps;
};
struct scenario_network_text {
    char *mode, *addresses;
};
struct scenario_disk_text {
    char *size, *cache, *aio, *backing, *path, *destroy, *iops, *bandwidth;
};
struct scenario_boot_text {
    char *parallel, *timeout, *from, *firmware, *medium;
};
struct scenario_text {
    char *label, *platform, *guest, *connect, *kernel, *qemu, *machine;
    struct scenario_cpu_text cpu;
    char *guests, *tiles, *overcommit, *densities, *interference, *fault, *curve;
    struct scenario_shape_text shape;
    struct scenario_memory_text memory;
    char *pinning;
    struct scenario_network_text network;
    struct scenario_disk_text disk;
    struct scenario_load_text load;
    char *slo;
    char *repeats, *confidence, *budget, *terms, *windows, *window, *warmup;
    struct scenario_boot_text boot;
    char *reserve, *seed, *unique_content;
};

extern const cyaml_schema_value_t scenario_text_schema;

// A file's tile, its sweep and a load's program are not here: libcyaml knows no mappings of names.
// See scenario_tile.h, scenario_sweep.h and scenario_exec.h.

// What a key means: both directions, and where its text is.
struct scenario_key {
    const char *path;
    size_t offset; // in struct scenario_text
    int (*set)(struct scenario *scenario, const char *text, struct err *err);
    char *(*get)(const struct scenario *scenario); // new string, NULL for nothing to write
};

// Ends with a path of NULL. A trace, a burst and a rate come before arrivals, so that arrivals have
// the last word; windows come after a trace, which is replayed whole unless they say otherwise.
extern const struct scenario_key scenario_keys[];

#endif
