// SPDX-License-Identifier: GPL-3.0-or-later
// What host and guest say to each other: one JSON object a line, its "type" first; an empty line
// is a sign of life and says nothing else. Door: jansson.
// This header is the protocol's definition; docs/protocol.md shows a whole conversation.
//
//   guest  hello    once, as soon as the agent runs
//   host   ping     any time before start and after done; guest answers pong with its clock at once
//   host   prepare  a load; the guest makes its working set (unique content) and answers ready;
//                   further ones with stream 1, 2, ... add loads to be run beside it
//   host   start    at a time of the guest's own clock; the guest answers started when it began
//   guest  window   one for every window_ns and stream, until `windows` are done (0: until stop)
//   guest  figure   a number that is no window, any time after started and before done
//   host   accident   while the load runs: an accident befalls the guest, which goes on if it can
//   host   stop     the window under way is dropped; the guest answers done, may be prepared anew
//   host   quit     the agent ends (as PID 1: the guest powers off)
//   guest  error    at any time; the guest is of no further use
//
// 64-bit values that need every bit (seed, ping id) travel as 16 hexadecimal digits, all others as
// JSON integers below 2^63; bytes travel as base64.
#ifndef FULLHOUSE_COMMON_WIRE_MESSAGE_H
#define FULLHOUSE_COMMON_WIRE_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/model/load.h"
#include "common/model/accident.h"
#include "common/stats/histogram.h"

struct err;
struct strbuf;

// Counts up with every change that an older peer would misread.
enum { WIRE_VERSION = 1 };
// A longer line is refused: the peer is broken or not ours.
enum { WIRE_LINE_MAX = 1 << 20 };
// The bare guest has room for no longer one, newline not counted.
enum { WIRE_BARE_LINE_MAX = 4095 };
// Name of the virtio-serial port that carries the conversation.
#define WIRE_PORT_NAME "org.fullhouse.agent.0"

// Bounds every message is checked against when it is decoded.
enum {
    WIRE_THREADS_MAX = 1024,
    WIRE_CPUS_MAX = 65536,
    WIRE_WINDOWS_MAX = 10000000,
    WIRE_STREAMS_MAX = 16,
};
#define WIRE_WINDOW_MIN_NS UINT64_C(1000000)       // 1 ms
#define WIRE_WINDOW_MAX_NS UINT64_C(3600000000000) // 1 hour
#define WIRE_OFFSET_MAX_NS UINT64_C(3600000000000) // 1 hour
#define WIRE_CLOCK_MAX_NS  (UINT64_C(1) << 62)     // 146 years
#define WIRE_RATE_MIN      1e-6                    // operations a second
#define WIRE_RATE_MAX      1e9

// A serial line cannot tell that the host is gone. So the host sends every guest an empty line, the
// sign of life that readers ignore, at least every WIRE_ALIVE_NS once it has spoken; and a guest on
// a serial line that has then heard nothing for WIRE_SILENCE_NS ends as if the host had hung up.
// Several signs may be lost or late before that: the host may be crowded.
#define WIRE_ALIVE_NS   UINT64_C(10000000000) // 10 s
#define WIRE_SILENCE_NS UINT64_C(60000000000) // 60 s

// enum, text on the wire: one list, so that they cannot drift.
#define WIRE_TYPES(X)                                                                              \
    X(HELLO, "hello")                                                                              \
    X(PING, "ping")                                                                                \
    X(PONG, "pong")                                                                                \
    X(PREPARE, "prepare")                                                                          \
    X(READY, "ready")                                                                              \
    X(START, "start")                                                                              \
    X(STARTED, "started")                                                                          \
    X(WINDOW, "window")                                                                            \
    X(FIGURE, "figure")                                                                            \
    X(ACCIDENT, "accident")                                                                        \
    X(STOP, "stop")                                                                                \
    X(DONE, "done")                                                                                \
    X(ERROR, "error")                                                                              \
    X(QUIT, "quit")

enum wire_type {
#define X(name, text) WIRE_##name,
    WIRE_TYPES(X)
#undef X
        WIRE_TYPE_COUNT
};

struct wire_hello {
    uint32_t version; // WIRE_VERSION of the agent
    char *kernel;     // "Linux 6.1.0-56-cloud-amd64"
    uint32_t cpus;
    uint64_t memory_bytes; // what the guest's kernel sees
    char **workloads;      // names, workload_count of them
    size_t workload_count;
};

struct wire_ping {
    uint64_t id;
    bool census; // the pong is to tell the machine as it is now; an appliance first takes into
                 // service what was plugged in. Absent on the wire where false.
};

struct wire_pong {
    uint64_t id;
    uint64_t clock_ns; // the guest's CLOCK_MONOTONIC
    // Answers to a census; 0, and absent on the wire, where none was asked for or can be given.
    uint32_t cpus;
    uint64_t memory_bytes; // what the guest's kernel manages now
};

struct wire_prepare {
    struct load load;      // rate already absolute (never a share)
    uint64_t seed;         // of due times: unlike any other guest's
    uint64_t content_seed; // of what working sets hold: the same for guests that may share pages;
                           // where it is absent on the wire it is the seed
    uint64_t offset_ns; // paced: the first operation is due this long after start, so that guests
                        // released together do not fire together
    uint32_t stream;    // 0, and the only one, unless the guest has several loads: each is prepared
                        // after the one before is ready, 0 begins anew; absent on the wire it is 0
    char *peer; // "10.77.0.1:7117": who answers a network load; "" or NULL, absent on the wire:
                // nobody
};

struct wire_start {
    uint64_t at_ns; // guest clock; a time already past means now
    uint64_t window_ns;
    uint32_t windows; // 0: until stop
};

struct wire_started {
    uint64_t clock_ns; // guest clock when the first worker thread began
};

struct wire_window {
    uint32_t index;              // from 0
    uint64_t duration_ns;        // guest clock
    uint64_t operations;         // completed in it, all threads; the histogram's total
    uint64_t due;                // paced: fell due in it; closed: equal to operations
    uint64_t steal_ns;           // CPU time the hypervisor took away, all vCPUs; 0 where not told
    struct histogram *histogram; // latency of the completed operations, heap-owned
    uint32_t stream;             // which load's; absent on the wire it is 0
};

// What a program printed, how many datagrams were lost: figure_record.
struct wire_figure {
    char *name;
    char *unit; // "" for a plain number
    bool higher_is_better;
    double value;    // finite
    uint32_t stream; // which load's; absent on the wire it is 0
};

struct wire_accident {
    enum accident kind;   // one that happens inside; never none
    uint64_t limit_bytes; // of memory or disk it may take; absent on the wire and 0: no limit but
                          // the guest's own
};

struct wire_error {
    char *workload; // or "" when none is running
    char *what;
    int32_t code; // positive errno or 0
};

struct wire_message {
    enum wire_type type;
    union {
        struct wire_hello hello;
        struct wire_ping ping;
        struct wire_pong pong;
        struct wire_prepare prepare;
        struct wire_start start;
        struct wire_started started;
        struct wire_window window;
        struct wire_figure figure;
        struct wire_accident accident;
        struct wire_error error;
    };
};

const char *wire_type_name(enum wire_type type);

// Appends the message as one line with its newline.
void wire_encode(const struct wire_message *message, struct strbuf *line);

// Reads one line (newline not needed) of length bytes. 0 and *ret_message, which the caller
// releases with wire_message_done; -EBADMSG for what is no message of ours, with err saying why.
// Unknown members are ignored, so that a newer peer may say more. A hello of any version decodes:
// judging it is the host's business.
int wire_decode(const char *line, size_t length, struct wire_message *ret_message, struct err *err);

// Frees what a decoded message owns; accepts NULL and a zeroed message.
void wire_message_done(struct wire_message *message);

#endif
