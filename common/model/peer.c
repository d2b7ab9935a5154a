// SPDX-License-Identifier: GPL-3.0-or-later
// Counts guests through tiles and roles.
#include "common/model/peer.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>

#include "common/base/err.h"
#include "common/model/tile.h"

static int find_other(uint32_t first, uint32_t count, uint32_t own, struct peer *ret_peer,
                      struct err *err)
{
    uint32_t other = (own ^ 1) < count ? own ^ 1 : 0;
    if (count < 2)
        return err_input(err, "option peer: one guest alone has no other to talk to (at least two: "
                              "guests: 2..8, or two in a tile)");
    *ret_peer = (struct peer){.is_guest = true, .guest = first + other};
    return 0;
}

// The first guest of a role within a tile.
static uint32_t first_of(const struct tile *tile, const struct role *role)
{
    uint32_t first = 0;
    for (const struct role *before = tile->roles; before < role; before++)
        first += before->guests;
    return first;
}

static int find_in_role(const struct tile *tile, uint32_t tile_first, uint32_t own,
                        const struct role *role, struct peer *ret_peer, struct err *err)
{
    uint32_t own_number = own - first_of(tile, tile_role_of(tile, own));
    uint32_t other = first_of(tile, role) + own_number % role->guests;
    if (other == own && role->guests < 2)
        return err_input(err, "option peer: the only guest of role '%s' cannot talk to itself",
                         role->name);
    if (other == own)
        other = first_of(tile, role) + (own_number + 1) % role->guests;
    *ret_peer = (struct peer){.is_guest = true, .guest = tile_first + other};
    return 0;
}

int peer_find(const struct tile *tile, uint32_t guests, uint32_t index, const char *wanted,
              struct peer *ret_peer, struct err *err)
{
    bool has_tile = tile && tile->role_count > 0;
    uint32_t unit = has_tile ? tile_guests(tile) : guests, own = has_tile ? index % unit : index;
    const struct role *role = has_tile && wanted ? tile_find(tile, wanted) : NULL;
    if (!wanted || strcmp(wanted, "host") == 0) {
        *ret_peer = (struct peer){0};
        return 0;
    }
    if (role)
        return find_in_role(tile, index - own, own, role, ret_peer, err);
    if (strcmp(wanted, "guest") == 0)
        return find_other(index - own, unit, own, ret_peer, err);
    return err_input(err, "option peer: '%.64s' is neither host nor guest%s", wanted,
                     has_tile ? ", nor a role of this tile" : "");
}
