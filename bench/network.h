// SPDX-License-Identifier: GPL-3.0-or-later
// How guests reach each other and this host, for loads that need it: a private bridge, QEMU's
// user-mode network, a bridge or a card that the user named; plain processes have the loopback.
// docs/network.md tells it to people.
#ifndef FULLHOUSE_BENCH_NETWORK_H
#define FULLHOUSE_BENCH_NETWORK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bench/domain_interface.h"
#include "common/base/ipv4.h"

struct err;
struct network;

struct network_options {
    bool is_native;        // guests are plain processes
    bool is_image;         // guests are images that configure their interface themselves
    const char *connect;   // libvirt URI, "" for the embedded driver
    const char *mode;      // "auto", "bridge", "user", a bridge's name, "sriov:CARD"
    const char *addresses; // of the first guest, "192.168.7.64/24", where the network is the user's
    const char *mark;      // of the run: names what is made
    char letter;           // tells a campaign's bridges apart
    const char *agent;     // path of fullhouse-guest, which answers on the host's side
    void (*say)(void *context, const char *text);
    void *context;
};

// Makes what guests are connected with, and starts the host's responder. 0; -EINVAL for a mode
// there is not; -ENOTSUP where this host cannot; another negative errno.
int network_open(const struct network_options *options, struct network **ret_network,
                 struct err *err);
// Removes it; accepts NULL. Guests must be gone.
void network_close(struct network *network);

// One guest's part.
struct network_place {
    struct domain_interface interface; // its texts are owned here
    char *words;  // fullhouse.net's, "" where the guest finds its address itself
    char *listen; // a plain process': "127.7.0.2:7117"; "" for real guests
};
// 0, or negative errno: no more addresses, no more virtual functions.
int network_place(const struct network *network, uint32_t index, struct network_place *ret_place,
                  struct err *err);
void network_place_done(struct network_place *place);

// How many guests it has room for: addresses, ports of a bridge, virtual functions of a card;
// UINT32_MAX for any number.
uint32_t network_room(const struct network *network);

// Where guest `index` of `guests` finds its peer: NULL is the host, else a guest's index.
// "10.77.0.1:7117", a new string. -ENOTSUP where guests cannot reach each other.
int network_peer(const struct network *network, const uint32_t *guest, char **ret_peer,
                 struct err *err);

// "private bridge fh01234567tbr, 10.77.0.0/16, without vhost-net" as a new string, for the record.
char *network_describe(const struct network *network);

// What a killed run with this mark left behind. How many interfaces there were.
size_t network_sweep(const char *mark);

#endif
