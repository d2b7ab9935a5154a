// SPDX-License-Identifier: GPL-3.0-or-later
// What stands on a CPU of the picture: its number, and the vCPUs that ran there. Private to
// host_picture*.c.
#ifndef FULLHOUSE_REPORTS_HOST_PICTURE_CPU_H
#define FULLHOUSE_REPORTS_HOST_PICTURE_CPU_H

#include <stdbool.h>
#include <stddef.h>

#include "reports/host_picture.h"

struct host_box;
struct strbuf;

// The marks in the order of their CPUs.
struct host_picture_cpus {
    const struct host_map *map;
    struct host_picture_mark *marks; // sorted by CPU, guest, vCPU; those without a CPU last
    size_t count;
    size_t most;                   // on one CPU
    double mark;                   // size of one, and whether all find room one by one: set by
    bool has_room;                 // host_picture_cpus_height
    bool has_unknown, has_passing; // some load is not known; some are not at home
};

void host_picture_cpus_init(struct host_picture_cpus *cpus, const struct host_picture *picture);
void host_picture_cpus_done(struct host_picture_cpus *cpus);

// How high a CPU of this width must be for marks of this size.
double host_picture_cpus_height(struct host_picture_cpus *cpus, double width, double mark);

// Draws the CPU of a box with its marks.
void host_picture_cpus_draw(const struct host_picture_cpus *cpus, const struct host_box *box,
                            struct strbuf *out);

// A line of those that were seen nowhere; how high it is, 0 for none.
double host_picture_cpus_draw_lost(const struct host_picture_cpus *cpus, double x, double y,
                                   double width, struct strbuf *out);

#endif
