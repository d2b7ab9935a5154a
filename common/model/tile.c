// SPDX-License-Identifier: GPL-3.0-or-later
// Life and arithmetic of tiles. How one is written in a scenario is scenario_tile.c's business.
#include "common/model/tile.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"

void role_done(struct role *role)
{
    if (!role)
        return;
    for (size_t i = 0; i < role->load_count; i++)
        load_done(&role->loads[i]);
    free(role->loads);
    free(role->name);
    slo_done(&role->slo);
    *role = (struct role){0};
}

static void role_copy(struct role *into, const struct role *from)
{
    *into = *from;
    into->name = alloc_copy(from->name);
    into->loads = alloc_zeroed(from->load_count, sizeof(into->loads[0]));
    for (size_t i = 0; i < from->load_count; i++)
        load_copy(&into->loads[i], &from->loads[i]);
    slo_copy(&into->slo, &from->slo);
}

void tile_copy(struct tile *into, const struct tile *from)
{
    *into = (struct tile){0};
    for (size_t i = 0; i < from->role_count; i++) {
        struct role role;
        role_copy(&role, &from->roles[i]);
        tile_add_role(into, &role);
    }
}

void tile_done(struct tile *tile)
{
    if (!tile)
        return;
    for (size_t i = 0; i < tile->role_count; i++)
        role_done(&tile->roles[i]);
    free(tile->roles);
    *tile = (struct tile){0};
}

void tile_add_role(struct tile *tile, const struct role *role)
{
    tile->roles = alloc_resized(tile->roles, tile->role_count + 1, sizeof(tile->roles[0]));
    tile->roles[tile->role_count++] = *role;
}

uint32_t tile_guests(const struct tile *tile)
{
    uint32_t guests = 0;
    for (size_t i = 0; i < tile->role_count; i++)
        guests += tile->roles[i].guests;
    return guests ? guests : 1;
}

const struct role *tile_role_of(const struct tile *tile, uint32_t guest)
{
    uint32_t left = guest % tile_guests(tile);
    for (size_t i = 0; i < tile->role_count; i++) {
        if (left < tile->roles[i].guests)
            return &tile->roles[i];
        left -= tile->roles[i].guests;
    }
    return NULL;
}

const struct role *tile_find(const struct tile *tile, const char *name)
{
    for (size_t i = 0; i < tile->role_count; i++)
        if (strcmp(tile->roles[i].name, name) == 0)
            return &tile->roles[i];
    return NULL;
}

size_t tile_streams(const struct tile *tile)
{
    size_t streams = 0;
    for (size_t i = 0; i < tile->role_count; i++)
        streams += tile->roles[i].load_count;
    return streams;
}

static char *short_name(const struct load *load)
{
    bool varied = load->variant && *load->variant;
    return alloc_printf("%s%s%s", load->workload, varied ? ":" : "", varied ? load->variant : "");
}

char *role_stream_name(const struct role *role, size_t stream)
{
    scope_free char *own = short_name(&role->loads[stream]);
    unsigned before = 0;
    if (role->load_count == 1)
        return alloc_copy(role->name);
    for (size_t i = 0; i < stream; i++) {
        scope_free char *other = short_name(&role->loads[i]);
        before += strcmp(own, other) == 0;
    }
    return before ? alloc_printf("%s/%s#%u", role->name, own, before + 1)
                  : alloc_printf("%s/%s", role->name, own);
}

bool tile_is_idle(const struct tile *tile)
{
    for (size_t i = 0; i < tile->role_count; i++)
        for (size_t k = 0; k < tile->roles[i].load_count; k++)
            if (!load_is_idle(&tile->roles[i].loads[k]))
                return false;
    return tile->role_count > 0;
}
