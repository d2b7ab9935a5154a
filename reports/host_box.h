// SPDX-License-Identifier: GPL-3.0-or-later
// A host as boxes in boxes, and where each is on the sheet. Geometry alone: what a box looks like
// stands in host_picture.c.
#ifndef FULLHOUSE_REPORTS_HOST_BOX_H
#define FULLHOUSE_REPORTS_HOST_BOX_H

#include <stddef.h>
#include <stdint.h>

struct host_map;

enum host_box_kind {
    HOST_BOX_MACHINE,
    HOST_BOX_PACKAGE,
    HOST_BOX_NODE,
    HOST_BOX_CACHE,
    HOST_BOX_CORE,
    HOST_BOX_CPU,
    HOST_BOX_FRAMELESS, // a level the host does not tell of, or that says nothing new
};

struct host_box {
    enum host_box_kind kind;
    int id; // place in the map's list of its kind; a CPU's own number
    struct host_box *children;
    size_t count;
    double x, y, width, height;
};

// What a layout is made with.
struct host_box_scale {
    double cpu_width;  // at least
    double cpu_height; // of each
    double chips;      // height that a node keeps for its devices
};

// The boxes of all CPUs that are online, not laid out yet. Release with host_box_done.
void host_box_init(struct host_box *machine, const struct host_map *map);
void host_box_done(struct host_box *box);

// Lays it out from (x, y) in a width: children in rows as long as they find room, all of a row
// equally wide. Sets height.
void host_box_lay(struct host_box *box, const struct host_box_scale *scale, double x, double y,
                  double width);

// Heights of the line of text at a box's top and bottom; 0 for none.
double host_box_head(enum host_box_kind kind);
double host_box_foot(enum host_box_kind kind, const struct host_box_scale *scale);

#endif
