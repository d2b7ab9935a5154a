// SPDX-License-Identifier: GPL-3.0-or-later
// IPv4 addresses as people write them. Knows no sockets; all numbers are in host byte order.
#ifndef FULLHOUSE_COMMON_BASE_IPV4_H
#define FULLHOUSE_COMMON_BASE_IPV4_H

#include <stdbool.h>
#include <stdint.h>

struct err;

// An address and how many leading bits of it name its network.
struct ipv4_net {
    uint32_t address;
    uint32_t prefix; // 0 to 32
};

// Where somebody listens.
struct ipv4_peer {
    uint32_t address;
    uint16_t port;
};

// "10.77.0.1" as a new string.
char *ipv4_format(uint32_t address);
// "10.77.0.1:7117" as a new string.
char *ipv4_format_peer(const struct ipv4_peer *peer);

// Reads "10.77.0.1": four numbers from 0 to 255, nothing before or behind them. -EINVAL.
int ipv4_parse(const char *text, uint32_t *ret_address, struct err *err);
// Reads "10.77.0.1/16". -EINVAL.
int ipv4_parse_net(const char *text, struct ipv4_net *ret_net, struct err *err);
// Reads "10.77.0.1:7117". Port 0 only where allow_any: the kernel's choice. -EINVAL.
int ipv4_parse_peer(const char *text, bool allow_any, struct ipv4_peer *ret_peer, struct err *err);

// The bits that name the network: 0xffff0000 for a prefix of 16.
uint32_t ipv4_mask(uint32_t prefix);

#endif
