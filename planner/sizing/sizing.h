// SPDX-License-Identifier: GPL-3.0-or-later
// How many guests of a mix one host holds by each resource, and how many hosts that makes with the
// spare ones. Knows no money.
#ifndef FULLHOUSE_PLANNER_SIZING_SIZING_H
#define FULLHOUSE_PLANNER_SIZING_SIZING_H

#include <stddef.h>

#include "planner/sizing/demand_load.h"

// What a host of an option has for its guests, after reserves. INFINITY: not known, no limit.
struct host_room {
    double room[RESOURCE_COUNT]; // CPU: in reference hosts; else bytes, operations, bits a second
    uint32_t threads;
    bool is_unknown[RESOURCE_COUNT];
};
void host_room_of(const struct situation *situation, size_t option, struct host_room *ret_room);

// Largest part of a total demand whose CPU quantile one host carries: the x for which
// mean x + z sqrt(independent x + common x^2) = room. Variances of guests that swing each for
// themselves grow with their number, those in common with its square. More than 1 when the host
// would carry more than all; INFINITY of no demand.
double sizing_cpu_part(double room, double mean, double independent, double common, double z);

// Guests of the year's mix that one host holds by each resource, not rounded. INFINITY: no limit.
void sizing_limits(const struct load_totals *total, double z, const struct host_room *room,
                   double ret_limits[RESOURCE_COUNT]);

// The least limit.
enum resource sizing_binding(const double limits[RESOURCE_COUNT]);

// Whole guests by a limit, at least 1: what does not hold one guest is found by sizing_misfit.
double sizing_guests_a_host(double limit);

// Hosts that the year's guests need: all together by the least limit as it is, since hosts need not
// hold the same mix; and those of the class that asks most of a resource by whole guests. With one
// class that is guests over guests a host. Never fewer for more guests.
double sizing_hosts(const struct load_totals *total, double z, const struct host_room *room,
                    double limit);

// A guest that fits no such host: 1 and the resource and class, or 0. With vCPUs it is the
// RESOURCE_CPU, and *ret_is_vcpus.
bool sizing_misfit(const struct demand_load *load, const struct host_room *room,
                   enum resource *ret_resource, int *ret_class, bool *ret_is_vcpus);

// Hosts beside the needed ones, of which kept are free in every group of at most group hosts (0:
// one group of any size). INFINITY when a group is not larger than what is kept free in it.
double sizing_spare(double needed, double kept, double group);

#endif
