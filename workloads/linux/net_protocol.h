// SPDX-License-Identifier: GPL-3.0-or-later
// What the two ends of a network load say to each other, and the content they fill it with. Both
// are ours and of one architecture: numbers lie as the processor has them.
//
// TCP: a connection whose first byte is below NET_MAGIC is a greeting, answered by that byte's
// complement and closed. Else it begins with a struct net_hello, and one of two modes follows:
//   NET_RR      a request of request_bytes, a response of response_bytes, and so on
//   NET_STREAM  blocks of request_bytes; for each the receiver says how many it has taken, 8 bytes
// Message k, from 0, in either direction is the content of the seed (a response: of its complement)
// with k over its first bytes.
//
// UDP: every datagram begins with a struct net_datagram, and is filled with the content that its
// header gives.
#ifndef FULLHOUSE_WORKLOADS_LINUX_NET_PROTOCOL_H
#define FULLHOUSE_WORKLOADS_LINUX_NET_PROTOCOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    NET_PORT = 7117,         // of a guest's responder
    NET_MAGIC = 0xf5,        // first byte of a hello
    NET_BYTES_MAX = 4 << 20, // of one message over TCP
    NET_DATAGRAM_MAX = 1472, // an Ethernet frame's worth
};
#define NET_DAMAGED UINT64_MAX // instead of a count: wrong bytes came

enum net_mode { NET_RR = 1, NET_STREAM = 2 };

struct net_hello {
    uint8_t magic;
    uint8_t mode;
    uint8_t check_all; // every byte is looked at, else the first and the last 64 of a block
    uint8_t zero;
    uint32_t request_bytes;
    uint32_t response_bytes;
    uint32_t zeros;
    uint64_t seed;
};

enum net_kind {
    NET_ASK = 0x7f501, // a request: `value` is the response's size
    NET_ANSWER,
    NET_PACKET, // one of many
    NET_LAST,   // one of many, of which the receiver says how many came
    NET_PROBE,  // none of them: how many came?
    NET_COUNT,  // `value` came, up to the number that asked; NET_DAMAGED: wrong bytes did
};
enum { NET_COUNT_BYTES = 40 }; // of a probe and a count: a header and some content

struct net_datagram {
    uint64_t kind;
    uint64_t seed;
    uint64_t number; // from 1
    uint64_t value;
};

// The content of a seed.
void net_fill(void *bytes, size_t length, uint64_t seed);

// Puts number k over the first bytes of a message that holds the content of seed, or takes it off
// again.
void net_stamp(void *bytes, size_t length, uint64_t k);

// Fills a datagram behind its header, and says whether one is filled so.
void net_datagram_fill(void *bytes, size_t length);
bool net_datagram_is_whole(const void *bytes, size_t length);

#endif
