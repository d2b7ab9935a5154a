// SPDX-License-Identifier: GPL-3.0-or-later
// Virtual functions of PCI devices (SR-IOV), of which hwloc knows no more than that they are
// devices. Private to topology*.c.
#ifndef FULLHOUSE_COLLECTOR_TOPOLOGY_FUNCTIONS_H
#define FULLHOUSE_COLLECTOR_TOPOLOGY_FUNCTIONS_H

struct host_map;
struct procfs;

// Gives every virtual function in the map its physical function, and adds those that have no
// driver of the host's. A host without a PCI bus has none.
void topology_add_functions(const struct procfs *procfs, struct host_map *map);

#endif
