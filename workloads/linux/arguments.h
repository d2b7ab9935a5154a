// SPDX-License-Identifier: GPL-3.0-or-later
// The agent's command line, checked. Private to its main.
#ifndef FULLHOUSE_WORKLOADS_LINUX_ARGUMENTS_H
#define FULLHOUSE_WORKLOADS_LINUX_ARGUMENTS_H

#include <stdbool.h>
#include <stdint.h>

#include "common/base/err.h"
#include "common/base/ipv4.h"
#include "common/wire/message.h"
#include "workloads/core/fault.h"

enum action {
    ACTION_NONE,
    ACTION_SERVE,
    ACTION_LIST,
    ACTION_SELF_TEST,
    ACTION_MEASURE,
    ACTION_RESPOND
};

struct arguments {
    enum action action;
    int fd; // to serve, -1: the virtio port
    enum fault fault;
    bool responds;           // answers network loads, alone or beside another action
    struct ipv4_peer answer; // where
    uint64_t duration_ns;
    struct wire_prepare prepare; // texts are argv's
    bool has_rate;
    bool json; // ACTION_MEASURE
    struct err err;
};

// Reads the command line; wrong use and --help end the process, as argp has it (exit 2 and 0).
void arguments_parse(int argc, char **argv, struct arguments *ret_arguments);

#endif
