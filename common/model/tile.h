// SPDX-License-Identifier: GPL-3.0-or-later
// A set of guests with roles that belong together, as a shop's web server and its database: the
// unit of density where guests differ. After the tiles of consolidation benchmarks (Makhija et al.
// 2006, "VMmark: A Scalable Benchmark for Virtualized Systems", VMware TR-2006-002, section 3).
#ifndef FULLHOUSE_COMMON_MODEL_TILE_H
#define FULLHOUSE_COMMON_MODEL_TILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/model/load.h"
#include "common/model/shape.h"
#include "common/model/slo.h"

enum {
    TILE_ROLES_MAX = 16,
    TILE_GUESTS_MAX = 256, // of one role
    TILE_LOADS_MAX = 16,   // of one guest: its streams
    TILE_NAME_MAX = 32,    // bytes of a role's name
};

// Guests of one kind. All that a role's text is heap-owned.
struct role {
    char *name;      // "db"; letters, digits, - and _
    uint32_t guests; // in one tile
    struct shape shape;
    struct load *loads; // run side by side in each of its guests: the streams of a mix
    size_t load_count;  // at least 1
    struct slo slo;     // of each of its streams, where it has one of its own
    bool has_slo;
};

// Roles in the order of the scenario, which is that of the guests within a tile.
struct tile {
    struct role *roles;
    size_t role_count; // 0: there is no tile, all guests are alike
};

void role_done(struct role *role);

// Deep copy; *into is overwritten (not released first).
void tile_copy(struct tile *into, const struct tile *from);
void tile_done(struct tile *tile);

// Adds a role, which is taken over.
void tile_add_role(struct tile *tile, const struct role *role);

// How many guests one tile has; 1 where there is none, so that a plain guest is its own unit.
uint32_t tile_guests(const struct tile *tile);

// The role of a guest of a step, by its index: tiles one after the other, roles in order. NULL
// where there is no tile.
const struct role *tile_role_of(const struct tile *tile, uint32_t guest);

// The role of that name, or NULL.
const struct role *tile_find(const struct tile *tile, const char *name);

// Streams of all roles.
size_t tile_streams(const struct tile *tile);

// What a stream is called: "db", or "db/disk:randread" where the role has several; of two alike the
// second gets its number. New string.
char *role_stream_name(const struct role *role, size_t stream);

// Whether no stream of any role does anything.
bool tile_is_idle(const struct tile *tile);

#endif
