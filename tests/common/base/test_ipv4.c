// SPDX-License-Identifier: GPL-3.0-or-later
// Addresses as people write them, and everything that only looks like one.
#include "common/base/ipv4.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "common/base/err.h"
#include "common/base/scope.h"

Test(base_ipv4, reads_what_it_writes)
{
    static const char *const texts[] = {"0.0.0.0", "10.77.0.1", "127.0.0.1", "255.255.255.255"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        uint32_t address;
        cr_assert_eq(ipv4_parse(texts[i], &address, NULL), 0, "%s", texts[i]);
        scope_free char *again = ipv4_format(address);
        cr_assert_str_eq(again, texts[i]);
    }
}

Test(base_ipv4, refuses_what_only_looks_like_an_address)
{
    static const char *const texts[] = {
        "",          "10",         "10.1",      "10.1.2",    "10.1.2.3.4", "10.1.2.256",
        "10.1.2.-3", "010.1.2.3",  "10.1.2.03", " 10.1.2.3", "10.1.2.3 ",  "0x10.1.2.3",
        "10..2.3",   "10.1.2.3\n", "a.b.c.d",   "10.1.2.",   "1e1.1.2.3",  "99999999999.1.2.3",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        uint32_t address = 7;
        struct err err = {0};
        cr_assert_eq(ipv4_parse(texts[i], &address, &err), -EINVAL, "'%s'", texts[i]);
        cr_assert_eq(address, 7);
        cr_assert_not_null(strstr(err_text(&err), "as 10.77.0.1"), "%s", err_text(&err));
        err_done(&err);
    }
}

Test(base_ipv4, reads_networks)
{
    struct ipv4_net net;
    cr_assert_eq(ipv4_parse_net("10.77.0.2/16", &net, NULL), 0);
    cr_assert_eq(net.address, 0x0a4d0002);
    cr_assert_eq(net.prefix, 16);
    cr_assert_eq(ipv4_parse_net("0.0.0.0/0", &net, NULL), 0);
    cr_assert_eq(ipv4_parse_net("10.77.0.2", &net, NULL), -EINVAL);
    cr_assert_eq(ipv4_parse_net("10.77.0.2/", &net, NULL), -EINVAL);
    cr_assert_eq(ipv4_parse_net("10.77.0.2/33", &net, NULL), -EINVAL);
    cr_assert_eq(ipv4_parse_net("10.77.0.2/16,10.77.0.1", &net, NULL), -EINVAL);
    cr_assert_eq(ipv4_parse_net("10.77.0.2/255.255.0.0", &net, NULL), -EINVAL);
}

Test(base_ipv4, reads_peers)
{
    struct ipv4_peer peer;
    cr_assert_eq(ipv4_parse_peer("127.0.0.1:7117", false, &peer, NULL), 0);
    cr_assert_eq(peer.port, 7117);
    scope_free char *again = ipv4_format_peer(&peer);
    cr_assert_str_eq(again, "127.0.0.1:7117");
    cr_assert_eq(ipv4_parse_peer("127.0.0.1:0", true, &peer, NULL), 0);
    cr_assert_eq(ipv4_parse_peer("127.0.0.1:0", false, &peer, NULL), -EINVAL);
    cr_assert_eq(ipv4_parse_peer("127.0.0.1:65536", false, &peer, NULL), -EINVAL);
    cr_assert_eq(ipv4_parse_peer("127.0.0.1:", false, &peer, NULL), -EINVAL);
    cr_assert_eq(ipv4_parse_peer("127.0.0.1", false, &peer, NULL), -EINVAL);
}

Test(base_ipv4, masks)
{
    cr_assert_eq(ipv4_mask(0), 0);
    cr_assert_eq(ipv4_mask(1), 0x80000000);
    cr_assert_eq(ipv4_mask(16), 0xffff0000);
    cr_assert_eq(ipv4_mask(32), 0xffffffff);
}
