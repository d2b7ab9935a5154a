// SPDX-License-Identifier: GPL-3.0-or-later
// What is asked for: where the estate stands, the policy, the rules, the aim, and what moves may
// cost. Out of a YAML file (docs/pack-file.md) or set key by key, by one table.
#ifndef FULLHOUSE_PLANNER_REQUEST_REQUEST_H
#define FULLHOUSE_PLANNER_REQUEST_REQUEST_H

#include <stdbool.h>
#include <stddef.h>

#include "planner/amount/policy.h"
#include "planner/moves/moves.h"
#include "planner/rules/rule.h"
#include "planner/target/target.h"

struct err;
struct estate;

struct request_source { // a list of paths, addresses or words
    char **list;
    size_t count;
};

struct request {
    char *name;
    char *currency;
    struct request_source documents, hosts, guests, traces; // files, relative to the request's own
    struct request_source connect;                          // libvirt URIs
    char *telemetry;                                        // run of collect; NULL
    double traces_step_s; // from line to line of traces without times
    double watch_s;       // how long live hosts are watched for rates
    struct policy policy;
    struct rule_set *rules;
    struct target_options target;
    struct moves_options moves;
    struct uncertain energy_price, pue; // money a kWh
    double plan_share; // of the traces' time that is planned on; the rest judges. 1: both on all
};

void request_init(struct request *request);
void request_done(struct request *request);

struct request_key {
    const char *key, *unit;
    const char *fallback; // what holds where nothing is said; "" for what then is not known
    const char *help;
    bool is_path; // in a file: relative to the file's folder
    bool is_list; // each time it is set adds to it
    // 0 or -EINVAL.
    int (*set)(struct request *request, const char *text, struct err *err);
};
extern const struct request_key request_keys[]; // ends with a key of NULL

// "aim", "cpu.percentile", "memory.overcommit", "moves.per-host": -EINVAL with the nearest key.
int request_set(struct request *request, const char *key, const char *text, struct err *err);
// One document of YAML (JSON is YAML, too); relative paths count from folder. -EINVAL with
// "name:line: key: ...".
int request_read(struct request *request, const char *name, const char *text, size_t length,
                 const char *folder, struct err *err);
int request_read_file(struct request *request, const char *path, struct err *err);

// Reads hosts, documents, guests and traces that the request names into the estate, in this order.
// What it connects to and what collect stored is for others.
int request_read_estate(const struct request *request, struct estate *estate, struct err *err);

#endif
