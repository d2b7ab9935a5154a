// SPDX-License-Identifier: GPL-3.0-or-later
// The machines of a run of `collect`, as an inventory of what their series say. Private to the
// planner.
#ifndef FULLHOUSE_PLANNER_DEMAND_TELEMETRY_GUESTS_H
#define FULLHOUSE_PLANNER_DEMAND_TELEMETRY_GUESTS_H

#include <stddef.h>
#include <stdint.h>

#include "planner/demand/inventory_guest.h"

struct telemetry_series;

enum telemetry_figure {
    TELEMETRY_CPU,
    TELEMETRY_RESIDENT, // memory its process holds
    TELEMETRY_MEMORY,   // that it may have
    TELEMETRY_VCPUS,
    TELEMETRY_ONE_VCPU, // of several series, as the following
    TELEMETRY_DISK,
    TELEMETRY_DISK_RATE,
    TELEMETRY_NETWORK,
    TELEMETRY_DIRTY_RATE, // memory written anew
    TELEMETRY_OTHER,      // nothing that a plan needs
};

// What a series tells, and of which machine: *ret_name is new, untouched for TELEMETRY_OTHER.
enum telemetry_figure telemetry_figure_of(const struct telemetry_series *series, char **ret_name);

// Beside its guest, by the same index.
struct telemetry_guest {
    int64_t first_ns, last_ns, distance_ns; // of its CPU; distance 0: less than two points
    double resident_bytes, peak_cores;
    double dirty_bytes_hz; // the most; 0: not told
    size_t vcpus_seen;
};

struct telemetry_guests {
    struct inventory_guests guests;
    struct telemetry_guest *list;
    size_t capacity;
    int64_t first_ns, last_ns, distance_ns; // of all; the shortest distance
    size_t by_resident;                     // guests whose memory nothing but their process tells
    size_t by_peak;                         // whose vCPUs nothing but their CPU use tells
};

// Takes a series in: shapes and times, no CPU.
void telemetry_guests_add(struct telemetry_guests *guests, const struct telemetry_series *series);

// When all are in: fills in shapes that libvirt did not tell, and marks who was gone at the end.
void telemetry_guests_finish(struct telemetry_guests *guests);

void telemetry_guests_done(struct telemetry_guests *guests);

#endif
