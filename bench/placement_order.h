// SPDX-License-Identifier: GPL-3.0-or-later
// The CPUs of a host in the order in which a policy gives them out. Private to placement*.c.
#ifndef FULLHOUSE_BENCH_PLACEMENT_ORDER_H
#define FULLHOUSE_BENCH_PLACEMENT_ORDER_H

#include <stdbool.h>
#include <stdint.h>

struct host_map;

// Every CPU that is online and allowed, once; *ret_count of them. dense: as the machine has them;
// else around packages, nodes, caches and cores, hyper-threads last. The caller frees.
uint32_t *placement_order(const struct host_map *map, bool dense, uint32_t *ret_count);

#endif
