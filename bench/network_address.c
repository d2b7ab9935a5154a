// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the kernel's routes, and looks for a private network that none of them leads into.
#include "bench/network_address.h"

#include <arpa/inet.h>
#include <errno.h>
#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"

// 10.1 to 10.255, 172.16 to 172.31, 192.168. QEMU's user-mode network is 10.0.2.0/24.
enum { TENS = 255, ONE_SEVEN_TWOS = 16, CANDIDATES = TENS + ONE_SEVEN_TWOS + 1, PREFIX = 16 };

static uint32_t candidate(uint32_t number)
{
    if (number < TENS)
        return UINT32_C(10) << 24 | (number + 1) << 16;
    if (number < TENS + ONE_SEVEN_TWOS)
        return UINT32_C(172) << 24 | (16 + number - TENS) << 16;
    return UINT32_C(192) << 24 | UINT32_C(168) << 16;
}

// One line: "eth0 000200C0 00000000 0001 0 0 0 00FFFFFF ...", addresses as they lie in memory.
static bool leads_into(const char *line, const struct ipv4_net *net, const char *except)
{
    char name[64];
    uint32_t destination, mask;
    if (sscanf(line, "%63s %" SCNx32 " %*s %*s %*s %*s %*s %" SCNx32, name, &destination, &mask) !=
        3)
        return false;
    if (mask == 0 || (except && strcmp(name, except) == 0))
        return false;
    uint32_t both = ntohl(mask) & ipv4_mask(net->prefix);
    return (ntohl(destination) & both) == (net->address & both);
}

bool network_address_is_free(const char *routes, const struct ipv4_net *net, const char *except)
{
    scope_free char *lines = alloc_copy(routes);
    char *rest = lines;
    for (char *line; (line = strsep(&rest, "\n"));)
        if (leads_into(line, net, except))
            return false;
    return true;
}

int network_address_choose(const char *routes, uint32_t start, uint32_t number,
                           struct ipv4_net *ret_net, struct err *err)
{
    for (uint32_t i = 0; i < CANDIDATES; i++) {
        const struct ipv4_net net = {
            .address = candidate((start % CANDIDATES + i) % CANDIDATES) | 1,
            .prefix = PREFIX,
        };
        if (!network_address_is_free(routes, &net, NULL) || number-- > 0)
            continue;
        *ret_net = net;
        return 0;
    }
    return err_system(
        err, ENOENT, "a private network of 65536 addresses into which no route of this host leads");
}

uint32_t network_address_count(const struct ipv4_net *first)
{
    uint32_t last = ~ipv4_mask(first->prefix), host = first->address & last;
    // The last address is the network's broadcast.
    return last > host ? last - host : 0;
}

int network_address_of(const struct ipv4_net *first, uint32_t index, uint32_t *ret_address,
                       struct err *err)
{
    if (index >= network_address_count(first)) {
        scope_free char *text = ipv4_format(first->address);
        return err_input(err, "no address for guest %u in %s/%u", index, text, first->prefix);
    }
    *ret_address = first->address + index;
    return 0;
}
