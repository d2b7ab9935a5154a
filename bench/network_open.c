// SPDX-License-Identifier: GPL-3.0-or-later
// How a network is made: which kind, on which addresses, and who answers on the host's side.
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/bridge.h"
#include "bench/network.h"
#include "bench/network_address.h"
#include "bench/network_sriov.h"
#include "bench/network_state.h"
#include "collector/procfs.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/nearest.h"
#include "common/base/scope.h"

static const struct procfs this_host = {.root = ""};
static const char sriov[] = "sriov:";

// QEMU's user-mode network: the guest, and the host's loopback as it sees it.
#define USER_GUEST UINT32_C(0x0a00020f) // 10.0.2.15
#define USER_HOST  UINT32_C(0x0a000202) // 10.0.2.2
#define LOOPBACK   UINT32_C(0x7f000001)

static bool is(const char *text, const char *other)
{
    return strcmp(text, other) == 0;
}

// A number that differs from run to run.
static uint32_t number_of(const char *mark)
{
    scope_free char *digits = alloc_printf("%.8s", mark);
    return (uint32_t)strtoul(digits, NULL, 16);
}

static int answer_at(struct network *network, const struct network_options *options,
                     uint32_t address, uint16_t port, struct err *err)
{
    const struct ipv4_peer at = {.address = address, .port = port};
    return responder_start(options->agent, &at, &network->responder, err);
}

// --- plain processes ----------------------------------------------------------------------------

// The loopback has 2^24 addresses: a run takes 127.R.0.0/16, and who listens on its first address
// holds it.
static int open_loopback(struct network *network, const struct network_options *options,
                         struct err *err)
{
    enum { FIRST = 1, COUNT = 254 };
    uint32_t start = number_of(options->mark);
    struct err problem = {0};
    int result = -EADDRINUSE;
    network->kind = NETWORK_LOOPBACK;
    for (uint32_t i = 0; i < COUNT && result == -EADDRINUSE; i++) {
        uint32_t host = UINT32_C(127) << 24 | (FIRST + (start + i) % COUNT) << 16 | 1;
        err_done(&problem);
        network->first = (struct ipv4_net){.address = host + 1, .prefix = 16};
        result = answer_at(network, options, host, NETWORK_PORT, &problem);
        network->host = network->responder.peer;
    }
    err_move(err, &problem);
    return result;
}

// --- a bridge of our own ------------------------------------------------------------------------

// Makes it on the number-th free network. 1 when another run has taken the same one meanwhile.
static int make_bridge(struct network *network, const struct network_options *options,
                       uint32_t number, struct err *err)
{
    scope_free char *before = NULL, *after = NULL;
    struct ipv4_net net;
    int result = procfs_read(&this_host, "/proc/net/route", &before, err);
    if (result == 0)
        result = network_address_choose(before, number_of(options->mark), number, &net, err);
    if (result == 0)
        result = bridge_make(network->name, &net, err);
    if (result == 0)
        result = procfs_read(&this_host, "/proc/net/route", &after, err);
    if (result < 0)
        return result;
    if (!network_address_is_free(after, &net, network->name)) {
        bridge_remove(network->name);
        return 1;
    }
    network->owns_bridge = true;
    network->first = (struct ipv4_net){.address = net.address + 1, .prefix = net.prefix};
    return 0;
}

static int open_own_bridge(struct network *network, const struct network_options *options,
                           struct err *err)
{
    scope_free char *marked = network_name_prefix(options->mark);
    int result = 1;
    network->kind = NETWORK_BRIDGE;
    network->prefix = alloc_printf("%s%c", marked, options->letter);
    network->name = alloc_printf("%sbr", network->prefix);
    for (uint32_t number = 0; result == 1; number++)
        result = make_bridge(network, options, number, err);
    if (result == 0)
        result = answer_at(network, options, network->first.address - 1, NETWORK_PORT, err);
    network->host = network->responder.peer;
    return result;
}

// --- what the user named ------------------------------------------------------------------------

static int read_addresses(struct network *network, const struct network_options *options,
                          struct err *err)
{
    if (!*options->addresses)
        return err_input(err,
                         "network.addresses: which addresses may guests take on %s? The first one, "
                         "as 192.168.7.64/24",
                         network->name);
    int result = ipv4_parse_net(options->addresses, &network->first, err);
    return result < 0 ? err_prefix(err, "network.addresses") : 0;
}

// The host's own end is its address on that interface.
static int answer_on(struct network *network, const struct network_options *options,
                     const char *interface, struct err *err)
{
    struct ipv4_net own;
    int result = bridge_address(interface, &own, err);
    if (result == 0)
        result = answer_at(network, options, own.address, 0, err);
    network->host = network->responder.peer;
    return result;
}

static int open_named_bridge(struct network *network, const struct network_options *options,
                             struct err *err)
{
    static const char *const words[] = {"auto", "bridge", "user", "sriov:CARD"};
    network->kind = NETWORK_BRIDGE;
    network->name = alloc_copy(options->mode);
    if (!*options->connect && !bridge_exists(options->mode)) {
        scope_free char *hint = nearest_hint(options->mode, words, sizeof words / sizeof *words);
        return err_input(err, "network.mode: this host has no bridge '%s'%s", options->mode, hint);
    }
    int result = read_addresses(network, options, err);
    return result < 0 ? result : answer_on(network, options, network->name, err);
}

static int open_card(struct network *network, const struct network_options *options,
                     struct err *err)
{
    scope_free char *function = NULL, *card = NULL;
    network->kind = NETWORK_CARD;
    network->name = alloc_copy(options->mode + sizeof sriov - 1);
    int result = network_sriov_function("", network->name, 0, &function, err);
    if (result == 0)
        result = network_sriov_card("", network->name, &card, err);
    if (result == 0)
        result = read_addresses(network, options, err);
    return result < 0 ? result : answer_on(network, options, card, err);
}

// --- inside QEMU --------------------------------------------------------------------------------

static int open_user(struct network *network, const struct network_options *options,
                     struct err *err)
{
    network->kind = NETWORK_USER;
    network->first = (struct ipv4_net){.address = USER_GUEST, .prefix = 24};
    int result = answer_at(network, options, LOOPBACK, 0, err);
    network->host = (struct ipv4_peer){.address = USER_HOST, .port = network->responder.peer.port};
    return result;
}

// --- which --------------------------------------------------------------------------------------

static void tell_fallback(const struct network_options *options, const char *why)
{
    scope_free char *text = alloc_printf(
        "guests get QEMU's user-mode network, which is slow and keeps them apart: %s", why);
    options->say(options->context, text);
}

static int open_auto(struct network *network, const struct network_options *options,
                     struct err *err)
{
    scope_free char *why = NULL;
    if (options->is_image)
        why = alloc_copy("it gives an image of your own its address by DHCP");
    else if (*options->connect)
        why = alloc_copy("another libvirt's host may not be this one");
    else if (bridge_possible(&why))
        return open_own_bridge(network, options, err);
    tell_fallback(options, why);
    return open_user(network, options, err);
}

static int open_bridge(struct network *network, const struct network_options *options,
                       struct err *err)
{
    scope_free char *why = NULL;
    if (bridge_possible(&why))
        return open_own_bridge(network, options, err);
    return err_host(err, "run it as root, or with --network user", "no bridge can be made here: %s",
                    why);
}

static int open_kind(struct network *network, const struct network_options *options,
                     struct err *err)
{
    if (options->is_native)
        return open_loopback(network, options, err);
    if (is(options->mode, "auto"))
        return open_auto(network, options, err);
    if (is(options->mode, "bridge"))
        return open_bridge(network, options, err);
    if (is(options->mode, "user"))
        return open_user(network, options, err);
    if (strncmp(options->mode, sriov, sizeof sriov - 1) == 0)
        return open_card(network, options, err);
    return open_named_bridge(network, options, err);
}

int network_open(const struct network_options *options, struct network **ret_network,
                 struct err *err)
{
    struct network *network = alloc_zeroed(1, sizeof *network);
    network->responder.pipe_fd = -1;
    network->vhost = !*options->connect && access("/dev/vhost-net", R_OK | W_OK) == 0;
    int result = open_kind(network, options, err);
    if (!network->name)
        network->name = alloc_copy("");
    if (!network->prefix)
        network->prefix = alloc_copy("");
    if (result < 0)
        network_close(network);
    else
        *ret_network = network;
    return result;
}
