// SPDX-License-Identifier: GPL-3.0-or-later
// The guest's memory: how much there is, and who has which part of it. First the agent's own
// things, which stay; behind them what a load works on, which the next load takes over.
#ifndef FULLHOUSE_WORKLOADS_BARE_MEMORY_H
#define FULLHOUSE_WORKLOADS_BARE_MEMORY_H

#include <stddef.h>
#include <stdint.h>

// upper_kib: what the loader found above 1 MiB. Maps all of it, by pages of 2 MiB.
void memory_init(uint32_t upper_kib);

// All of it, from address 0.
uint64_t memory_bytes(void);

// Zeroed, aligned to a cache line, for good. NULL when there is no more.
void *memory_take(size_t bytes);

// What a load may have: whole pages of 2 MiB.
uint64_t memory_left(void);

// Part `index` of `count` equal parts of what is left, aligned to 2 MiB; memory_part_bytes each.
uint64_t memory_part_bytes(uint32_t count);
void *memory_part(uint32_t index, uint32_t count);

#endif
