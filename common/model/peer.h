// SPDX-License-Identifier: GPL-3.0-or-later
// Who answers whom: the option `peer` of a network load, read against the guests there are.
#ifndef FULLHOUSE_COMMON_MODEL_PEER_H
#define FULLHOUSE_COMMON_MODEL_PEER_H

#include <stdbool.h>
#include <stdint.h>

struct err;
struct tile;

struct peer {
    bool is_guest; // else it is the host
    uint32_t guest;
};

// Who answers guest `index` of `guests`. wanted is NULL or "host"; "guest", the other of a pair
// (an odd last one's is the first), within its own tile where there is one; or the name of a role
// of its tile, of which the guest with its own number answers. tile may be NULL. -EINVAL for
// another word, and where there is nobody but the guest itself.
int peer_find(const struct tile *tile, uint32_t guests, uint32_t index, const char *wanted,
              struct peer *ret_peer, struct err *err);

#endif
