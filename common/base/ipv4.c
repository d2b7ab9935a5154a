// SPDX-License-Identifier: GPL-3.0-or-later
// Reads digit by digit: inet_aton(3) takes octal, hexadecimal and fewer than four numbers.
#include "common/base/ipv4.h"

#include <errno.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"

char *ipv4_format(uint32_t address)
{
    return alloc_printf("%u.%u.%u.%u", address >> 24, address >> 16 & 255, address >> 8 & 255,
                        address & 255);
}

char *ipv4_format_peer(const struct ipv4_peer *peer)
{
    uint32_t address = peer->address;
    return alloc_printf("%u.%u.%u.%u:%u", address >> 24, address >> 16 & 255, address >> 8 & 255,
                        address & 255, peer->port);
}

// A number without a leading zero, at most max; *text moves behind it.
static bool take_number(const char **text, uint32_t max, uint32_t *ret_number)
{
    const char *at = *text;
    uint32_t number = 0;
    if (*at < '0' || *at > '9' || (at[0] == '0' && at[1] >= '0' && at[1] <= '9'))
        return false;
    for (; *at >= '0' && *at <= '9'; at++) {
        number = number * 10 + (uint32_t)(*at - '0');
        if (number > max)
            return false;
    }
    *text = at;
    *ret_number = number;
    return true;
}

static bool take_char(const char **text, char wanted)
{
    bool found = **text == wanted;
    *text += found;
    return found;
}

static bool take_address(const char **text, uint32_t *ret_address)
{
    uint32_t address = 0;
    for (int i = 0; i < 4; i++) {
        uint32_t part;
        if ((i > 0 && !take_char(text, '.')) || !take_number(text, 255, &part))
            return false;
        address = address << 8 | part;
    }
    *ret_address = address;
    return true;
}

int ipv4_parse(const char *text, uint32_t *ret_address, struct err *err)
{
    const char *at = text;
    uint32_t address;
    if (!take_address(&at, &address) || *at)
        return err_input(err, "'%.64s' is no IPv4 address, as 10.77.0.1", text);
    *ret_address = address;
    return 0;
}

int ipv4_parse_net(const char *text, struct ipv4_net *ret_net, struct err *err)
{
    const char *at = text;
    struct ipv4_net net;
    if (!take_address(&at, &net.address) || !take_char(&at, '/') ||
        !take_number(&at, 32, &net.prefix) || *at)
        return err_input(err, "'%.64s' is no IPv4 address with its network, as 10.77.0.2/16", text);
    *ret_net = net;
    return 0;
}

int ipv4_parse_peer(const char *text, bool allow_any, struct ipv4_peer *ret_peer, struct err *err)
{
    const char *at = text;
    uint32_t address, port;
    if (!take_address(&at, &address) || !take_char(&at, ':') ||
        !take_number(&at, UINT16_MAX, &port) || *at || (port == 0 && !allow_any))
        return err_input(err, "'%.64s' is no IPv4 address with a port, as 10.77.0.1:7117", text);
    *ret_peer = (struct ipv4_peer){.address = address, .port = (uint16_t)port};
    return 0;
}

uint32_t ipv4_mask(uint32_t prefix)
{
    return prefix == 0 ? 0 : UINT32_MAX << (32 - prefix);
}
