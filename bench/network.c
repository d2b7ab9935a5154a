// SPDX-License-Identifier: GPL-3.0-or-later
// What a network is once it is open. How one is made stands in network_open.c.
#include "bench/network.h"

#include <stdlib.h>

#include "bench/bridge.h"
#include "bench/network_address.h"
#include "bench/network_sriov.h"
#include "bench/network_state.h"
#include "collector/procfs.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"

char *network_name_prefix(const char *mark)
{
    return alloc_printf("fh%.8s", mark);
}

size_t network_sweep(const char *mark)
{
    scope_free char *prefix = network_name_prefix(mark);
    return bridge_sweep(prefix);
}

void network_close(struct network *network)
{
    if (!network)
        return;
    responder_stop(&network->responder);
    if (network->owns_bridge)
        bridge_remove(network->name);
    free(network->name);
    free(network->prefix);
    free(network);
}

// --- a guest's part -----------------------------------------------------------------------------

static char *tap_name(const struct network *network, uint32_t index)
{
    return network->owns_bridge ? alloc_printf("%s%04x", network->prefix, index) : alloc_copy("");
}

static void place_on_bridge(const struct network *network, uint32_t index,
                            struct network_place *place)
{
    place->interface = (struct domain_interface){
        .kind = DOMAIN_INTERFACE_BRIDGE,
        .source = alloc_copy(network->name),
        .target = tap_name(network, index),
        .vhost = network->vhost,
    };
}

static int place_on_card(const struct network *network, uint32_t index, struct network_place *place,
                         struct err *err)
{
    char *function;
    int result = network_sriov_function("", network->name, index, &function, err);
    if (result == 0)
        place->interface = (struct domain_interface){
            .kind = DOMAIN_INTERFACE_HOSTDEV,
            .source = function,
            .target = alloc_copy(""),
        };
    return result;
}

static int place_interface(const struct network *network, uint32_t index,
                           struct network_place *place, struct err *err)
{
    switch (network->kind) {
    case NETWORK_BRIDGE:
        place_on_bridge(network, index, place);
        return 0;
    case NETWORK_CARD:
        return place_on_card(network, index, place, err);
    case NETWORK_USER:
        place->interface.kind = DOMAIN_INTERFACE_USER;
        return 0;
    default:
        return 0;
    }
}

// What the kernel's command line says, and where a plain process listens.
static void place_words(const struct network *network, uint32_t address,
                        struct network_place *place)
{
    scope_free char *own = ipv4_format(address);
    scope_free char *gateway = ipv4_format(network->host.address);
    if (network->kind == NETWORK_LOOPBACK)
        place->listen = alloc_printf("%s:%d", own, NETWORK_PORT);
    else
        place->words = alloc_printf("%s/%u,%s", own, network->first.prefix, gateway);
}

static void fill_gaps(struct network_place *place)
{
    char **texts[] = {&place->interface.source, &place->interface.target, &place->words,
                      &place->listen};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (!*texts[i])
            *texts[i] = alloc_copy("");
}

// Every guest of the user-mode network is alone in one of its own, with the same address.
static int address_of(const struct network *network, uint32_t index, uint32_t *ret_address,
                      struct err *err)
{
    return network_address_of(&network->first, network->kind == NETWORK_USER ? 0 : index,
                              ret_address, err);
}

int network_place(const struct network *network, uint32_t index, struct network_place *ret_place,
                  struct err *err)
{
    struct network_place place = {0};
    uint32_t address;
    int result = address_of(network, index, &address, err);
    if (result == 0)
        result = place_interface(network, index, &place, err);
    if (result < 0)
        return result;
    place_words(network, address, &place);
    fill_gaps(&place);
    *ret_place = place;
    return 0;
}

void network_place_done(struct network_place *place)
{
    char *texts[] = {place->interface.source, place->interface.target, place->words, place->listen};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        free(texts[i]);
    *place = (struct network_place){0};
}

// Beyond which the kernel adds no port to a bridge (BR_MAX_PORTS, net/bridge/br_private.h); one of
// ours has none beside the guests'.
enum { BRIDGE_PORTS = 1023 };

static uint32_t ports_left(const struct network *network)
{
    scope_free char *path = alloc_printf("/sys/class/net/%s/brif", network->name);
    const struct procfs here = {.root = ""};
    uint64_t used = 0;
    if (!network->owns_bridge && procfs_count(&here, path, &used, NULL) < 0)
        return UINT32_MAX; // an Open vSwitch, which has no such bound
    return used < BRIDGE_PORTS ? BRIDGE_PORTS - (uint32_t)used : 0;
}

static uint32_t functions_left(const struct network *network)
{
    for (uint32_t count = 0;; count++) {
        scope_free char *function = NULL;
        if (network_sriov_function("", network->name, count, &function, NULL) < 0)
            return count;
    }
}

uint32_t network_room(const struct network *network)
{
    uint32_t addresses = network_address_count(&network->first);
    uint32_t places = UINT32_MAX;
    if (network->kind == NETWORK_USER)
        return UINT32_MAX;
    if (network->kind == NETWORK_BRIDGE)
        places = ports_left(network);
    if (network->kind == NETWORK_CARD)
        places = functions_left(network);
    return addresses < places ? addresses : places;
}

// --- who talks to whom --------------------------------------------------------------------------

int network_peer(const struct network *network, const uint32_t *guest, char **ret_peer,
                 struct err *err)
{
    struct ipv4_peer peer = network->host;
    if (guest && network->kind == NETWORK_USER)
        return err_host(err, "run it as root, or with --network BRIDGE",
                        "guests on QEMU's user-mode network cannot reach each other");
    int result = guest ? address_of(network, *guest, &peer.address, err) : 0;
    if (result < 0)
        return result;
    if (guest)
        peer.port = NETWORK_PORT;
    *ret_peer = ipv4_format_peer(&peer);
    return 0;
}

char *network_describe(const struct network *network)
{
    scope_free char *address =
        ipv4_format(network->first.address & ipv4_mask(network->first.prefix));
    const char *vhost = network->vhost ? "with vhost-net" : "without vhost-net";
    switch (network->kind) {
    case NETWORK_LOOPBACK:
        return alloc_printf("loopback, %s/%u", address, network->first.prefix);
    case NETWORK_USER:
        return alloc_copy("QEMU's user-mode network");
    case NETWORK_CARD:
        return alloc_printf("virtual functions of %s", network->name);
    default:
        return alloc_printf("%s bridge %s, %s/%u, %s", network->owns_bridge ? "private" : "the",
                            network->name, address, network->first.prefix, vhost);
    }
}
