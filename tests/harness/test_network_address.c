// SPDX-License-Identifier: GPL-3.0-or-later
// Which addresses are free on a host, by routes as the kernel prints them.
#include "bench/network_address.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"

#define HEAD "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n"
// A default route, 192.0.2.0/24, 10.2.0.0/16 and 10.3.4.0/24.
static const char routes[] = HEAD "eth0\t00000000\t010200C0\t0003\t0\t0\t0\t00000000\t0\t0\t0\n"
                                  "eth0\t000200C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0\n"
                                  "virbr0\t0000020A\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0\n"
                                  "tun0\t0004030A\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0\n";

static bool is_free(const char *text, const char *except)
{
    struct ipv4_net net;
    cr_assert_eq(ipv4_parse_net(text, &net, NULL), 0);
    return network_address_is_free(routes, &net, except);
}

Test(harness_network_address, sees_what_routes_lead_into)
{
    cr_assert(is_free("10.1.0.1/16", NULL), "the default route leads everywhere");
    cr_assert_not(is_free("10.2.0.1/16", NULL));
    cr_assert_not(is_free("10.3.0.1/16", NULL), "a part of it");
    cr_assert_not(is_free("10.2.7.0/24", NULL), "it is a part");
    cr_assert(is_free("10.2.0.1/16", "virbr0"), "our own");
    cr_assert(network_address_is_free("", &(struct ipv4_net){.address = 1, .prefix = 16}, NULL));
}

static char *chosen(const char *text, uint32_t start, uint32_t number)
{
    struct ipv4_net net;
    cr_assert_eq(network_address_choose(text, start, number, &net, NULL), 0);
    cr_assert_eq(net.prefix, 16);
    return ipv4_format(net.address);
}

static void expect_chosen(uint32_t start, uint32_t number, const char *expected)
{
    scope_free char *net = chosen(routes, start, number);
    cr_assert_str_eq(net, expected, "start %u, number %u: %s", start, number, net);
}

Test(harness_network_address, takes_the_next_that_is_free)
{
    expect_chosen(0, 0, "10.1.0.1");
    expect_chosen(0, 1, "10.4.0.1");
    expect_chosen(1, 0, "10.4.0.1");
    expect_chosen(254, 0, "10.255.0.1");
    expect_chosen(255, 0, "172.16.0.1");
    expect_chosen(271, 0, "192.168.0.1");
    expect_chosen(272, 0, "10.1.0.1");
    expect_chosen(UINT32_MAX, 0, "172.16.0.1");
    expect_chosen(UINT32_MAX, 17, "10.1.0.1");
}

Test(harness_network_address, goes_elsewhere_where_all_of_ten_is_taken)
{
    scope_free char *net =
        chosen(HEAD "vpn\t0000000A\t00000000\t0001\t0\t0\t0\t000000FF\t0\t0\t0\n", 3, 0);
    cr_assert_str_eq(net, "172.16.0.1");
}

Test(harness_network_address, says_when_nothing_is_free)
{
    struct ipv4_net net;
    struct err err = {0};
    const char *all = HEAD "vpn\t00000000\t00000000\t0001\t0\t0\t0\t00000080\t0\t0\t0\n"
                           "vpn\t00000080\t00000000\t0001\t0\t0\t0\t00000080\t0\t0\t0\n";
    cr_assert_eq(network_address_choose(all, 0, 0, &net, &err), -ENOENT);
    cr_assert_not_null(strstr(err_text(&err), "a private network"), "%s", err_text(&err));
    err_done(&err);
}

Test(harness_network_address, counts_guests_up_to_the_networks_end)
{
    struct ipv4_net first;
    uint32_t address;
    struct err err = {0};
    cr_assert_eq(ipv4_parse_net("192.168.7.250/24", &first, NULL), 0);
    cr_assert_eq(network_address_of(&first, 4, &address, NULL), 0);
    scope_free char *text = ipv4_format(address);
    cr_assert_str_eq(text, "192.168.7.254");
    cr_assert_eq(network_address_of(&first, 5, &address, &err), -EINVAL);
    cr_assert_not_null(strstr(err_text(&err), "no address for guest 5 in 192.168.7.250/24"));
    err_done(&err);
    cr_assert_eq(network_address_of(&first, UINT32_MAX, &address, NULL), -EINVAL);
}
