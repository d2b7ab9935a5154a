// SPDX-License-Identifier: GPL-3.0-or-later
// Any text as an address, a network and a peer: refused, or read and written back the same.
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/err.h"
#include "common/base/ipv4.h"

#define REQUIRE(condition)                                                                         \
    do {                                                                                           \
        if (!(condition))                                                                          \
            abort();                                                                               \
    } while (0)

static void check_same(char *again, const char *text)
{
    REQUIRE(strcmp(again, text) == 0);
    free(again);
}

static void check(const char *text)
{
    uint32_t address;
    struct ipv4_net net;
    struct ipv4_peer peer;
    struct err err = {0};
    int rc = ipv4_parse(text, &address, &err);

    REQUIRE(rc == 0 || (rc == -EINVAL && err.kind == ERR_INPUT));
    if (rc == 0)
        check_same(ipv4_format(address), text);
    if (ipv4_parse_net(text, &net, NULL) == 0)
        REQUIRE(net.prefix <= 32);
    if (ipv4_parse_peer(text, true, &peer, NULL) == 0)
        check_same(ipv4_format_peer(&peer), text);
    err_done(&err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);

    REQUIRE(text);
    memcpy(text, data, size);
    text[size] = '\0';
    check(text);
    free(text);
    return 0;
}
