// SPDX-License-Identifier: GPL-3.0-or-later
// Which addresses guests take on a network of our own. Pure: the routes are the caller's.
#ifndef FULLHOUSE_BENCH_NETWORK_ADDRESS_H
#define FULLHOUSE_BENCH_NETWORK_ADDRESS_H

#include <stdbool.h>
#include <stdint.h>

#include "common/base/ipv4.h"

struct err;

// Whether no route of the host leads into the network; routes is the text of /proc/net/route, and
// those over the interface `except` do not count (NULL: all count), nor does the default route.
bool network_address_is_free(const char *routes, const struct ipv4_net *net, const char *except);

// The number-th free private /16, from 10.0.0.0/8 (but for 10.0), 172.16.0.0/12 and 192.168.0.0/16,
// searched from `start` on so that two runs begin elsewhere. *ret_net is its first address,
// x.y.0.1. 0, or -ENOENT when there is none.
int network_address_choose(const char *routes, uint32_t start, uint32_t number,
                           struct ipv4_net *ret_net, struct err *err);

// How many guests find one, counted from `first`.
uint32_t network_address_count(const struct ipv4_net *first);

// The address of the index-th guest, counted from `first`, which is in the net. 0, or -EINVAL when
// the network ends before it.
int network_address_of(const struct ipv4_net *first, uint32_t index, uint32_t *ret_address,
                       struct err *err);

#endif
