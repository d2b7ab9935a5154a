// SPDX-License-Identifier: GPL-3.0-or-later
// What a host says to the bare guest: common/wire/message.h read without a heap. Freestanding.
#ifndef FULLHOUSE_WORKLOADS_BARE_ORDER_H
#define FULLHOUSE_WORKLOADS_BARE_ORDER_H

#include <stddef.h>
#include <stdint.h>

#include "common/wire/message.h"
#include "workloads/bare/json_value.h"

enum {
    ORDER_NAME_SIZE = 64,  // of a workload's or variant's name, end included; longer is refused
    ORDER_WHAT_SIZE = 256, // large enough for every text of order_read, end included
};

struct order_prepare { // meanings and bounds are those of struct wire_prepare
    char workload[ORDER_NAME_SIZE];
    char variant[ORDER_NAME_SIZE];
    char options[ORDER_NAME_SIZE]; // "" when it says none
    enum load_arrivals arrivals;
    double rate_hz; // 0 for closed; see json_value.h for how near it comes to what was said
    bool counts_from_start;
    struct load_burst burst; // bursty
    struct json_value trace; // replay: within the line; see order_trace.h
    uint32_t trace_count;    // its steps
    uint64_t trace_lead_ns;  // replay
    bool trace_is_poisson;   // replay
    uint64_t working_set_bytes;
    uint32_t threads;
    uint64_t seed;
    uint64_t content_seed;
    uint64_t offset_ns;
    uint32_t stream; // 0 where it was not said
};

struct order {
    enum wire_type type; // ping, prepare, start, accident, stop or quit
    union {
        struct wire_ping ping;
        struct order_prepare prepare;
        struct wire_start start;
        struct wire_accident accident;
    };
};

// Reads one line of length bytes; its newline may be there or not. 0; -EBADMSG for what is no
// message of the protocol; -EPROTO for a message that a host never says. On failure `what` says
// why, naming the member, and *ret_order is kept; on success `what` is of no meaning. A trace is
// borrowed from the line. Takes and
// refuses what wire_decode does, but for this:
//   - refused: names that do not fit, a line beyond json_scan's bounds;
//   - taken: members said twice within nested objects;
//   - either way: a rate of more than 15 digits, a few units in the last place from a bound;
//   - what a host never says is refused by its type, whatever else it holds.
int order_read(const char *line, size_t length, struct order *ret_order,
               char what[ORDER_WHAT_SIZE]);

#endif
