// SPDX-License-Identifier: GPL-3.0-or-later
// The host's map for those who place guests on it.
#include "bench/pins.h"

#include "collector/topology.h"
#include "common/base/err.h"
#include "common/model/shape.h"

int pins_open(struct pins *pins, enum pinning pinning, struct err *err)
{
    const struct shape smallest = {.vcpus = 1, .memory_bytes = 1};
    struct topology topology;
    int result = topology_read(NULL, &topology, err);
    if (result < 0)
        return result;
    pins->pinning = pinning;
    pins->map = topology.map;
    topology.map = (struct host_map){0};
    topology_done(&topology);
    return pins_check(pins, &smallest, err);
}

int pins_check(const struct pins *pins, const struct shape *shape, struct err *err)
{
    struct placement placement;
    int result = placement_make(&pins->map, pins->pinning, shape, 1, &placement, err);
    if (result == 0)
        placement_done(&placement);
    return result;
}

void pins_done(struct pins *pins)
{
    if (pins)
        host_map_done(&pins->map);
}
