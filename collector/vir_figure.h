// SPDX-License-Identifier: GPL-3.0-or-later
// Which figure of libvirt's bulk call becomes which metric of which object. A table; pure.
#ifndef FULLHOUSE_COLLECTOR_VIR_FIGURE_H
#define FULLHOUSE_COLLECTOR_VIR_FIGURE_H

#include <stddef.h>

enum vir_figure_kind {
    VIR_FIGURE_GAUGE, // as it is
    VIR_FIGURE_RATE,  // gain a second of a counter
    VIR_FIGURE_MEAN,  // gain of a counter over that of another: a mean time
};

struct vir_figure {
    const char *group;  // "block": the fields block.N.name; "balloon": those without a number
    const char *field;  // "rd.reqs"
    const char *metric; // several fields of one metric are summed up
    enum vir_figure_kind kind;
    double scale;     // of the field's unit to the metric's
    const char *over; // VIR_FIGURE_MEAN: the other field
};

extern const struct vir_figure vir_figures[];
extern const size_t vir_figure_count;

// The figure that a field such as "block.0.rd.reqs" is; *ret_number becomes its number, or -1.
// NULL for a field that is not ours.
const struct vir_figure *vir_figure_find(const char *field, int *ret_number);

#endif
