// SPDX-License-Identifier: GPL-3.0-or-later
// A host as a picture: packages, NUMA nodes, caches, cores and CPUs as boxes in boxes, disks and
// network cards at their node, guests where they ran, coloured by load.
#ifndef FULLHOUSE_REPORTS_HOST_PICTURE_H
#define FULLHOUSE_REPORTS_HOST_PICTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct host_map;
struct strbuf;

// Of a vCPU that nobody saw on a CPU.
#define HOST_PICTURE_NOWHERE UINT32_MAX

// One vCPU (of a guest that is a process: its threads together) where it ran.
struct host_picture_mark {
    uint32_t guest, vcpu;
    uint32_t cpu;    // where it was most often, or HOST_PICTURE_NOWHERE
    double load;     // share of the CPU it used, 0 to 1; NAN unknown
    bool is_at_home; // bound to that CPU or to CPUs with it; else it only happened to be there
};

struct host_picture {
    const struct host_map *map;            // borrowed
    const struct host_picture_mark *marks; // borrowed, `count` of them; none: the bare host
    size_t count;
};

// Appends one <svg> element, which stands alone as a file (it names its namespace) or in a page:
// its styles are its own, light or dark by the reader's setting. 1000 units wide, as high as it
// must be. Where more vCPUs are on a CPU than can be drawn one by one, a bar with their number
// stands for them.
void host_picture_draw(const struct host_picture *picture, struct strbuf *out);

#endif
