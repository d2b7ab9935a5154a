// SPDX-License-Identifier: GPL-3.0-or-later
// Limits by resource, whole guests, whole hosts, failover groups.
#include "planner/sizing/sizing.h"

#include <math.h>

#include "planner/sizing/situation.h"

// Sums of many shares miss a whole number by a hair.
static const double hair = 1e-9;

// fmax minds NAN, and so is a call that millions of draws would wait for.
static double larger(double a, double b)
{
    return a > b ? a : b;
}

static void set_room(struct host_room *room, enum resource resource, double amount)
{
    room->is_unknown[resource] = isnan(amount);
    room->room[resource] = isnan(amount) ? INFINITY : larger(0, amount);
}

void host_room_of(const struct situation *situation, size_t option, struct host_room *ret_room)
{
    const struct host_model *model = situation->choices->list[option].model;
    const double *assumed = situation->assumptions;
    ret_room->threads = model->threads ? model->threads : UINT32_MAX;
    set_room(ret_room, RESOURCE_CPU, situation->options[option].capacity);
    set_room(ret_room, RESOURCE_MEMORY,
             (model->memory_bytes - assumed[ASSUME_MEMORY_HOST]) *
                 (1 - assumed[ASSUME_MEMORY_RESERVE]));
    set_room(ret_room, RESOURCE_DISK_SPACE, model->disk_bytes * (1 - assumed[ASSUME_DISK_RESERVE]));
    set_room(ret_room, RESOURCE_DISK_RATE, model->disk_hz * assumed[ASSUME_DISK_USABLE]);
    set_room(ret_room, RESOURCE_NETWORK, model->nic_bits_hz * assumed[ASSUME_NETWORK_USABLE]);
}

// Squared, the equation is a parabola in x; this is its smaller root, written so that nothing
// cancels. Of no variance it is room / mean.
double sizing_cpu_part(double room, double mean, double independent, double common, double z)
{
    double own = z * z * independent;
    double half = 2 * room * mean + own;
    double root = sqrt(own * (own + 4 * room * mean) + 4 * room * room * z * z * common);
    double below = half + root;
    if (below > 0)
        return 2 * room * room / below;
    return INFINITY;
}

void sizing_limits(const struct load_totals *total, double z, const struct host_room *room,
                   double ret_limits[RESOURCE_COUNT])
{
    for (int r = 0; r < RESOURCE_COUNT; r++)
        ret_limits[r] = INFINITY;
    if (!(total->guests > 0))
        return;
    ret_limits[RESOURCE_CPU] =
        total->guests * sizing_cpu_part(room->room[RESOURCE_CPU], total->need[RESOURCE_CPU],
                                        total->cpu_independent, total->cpu_common, z);
    for (int r = RESOURCE_CPU + 1; r < RESOURCE_COUNT; r++)
        if (total->need[r] > 0)
            ret_limits[r] = total->guests * room->room[r] / total->need[r];
}

enum resource sizing_binding(const double limits[RESOURCE_COUNT])
{
    int least = 0;
    for (int r = 1; r < RESOURCE_COUNT; r++)
        if (limits[r] < limits[least])
            least = r;
    return (enum resource)least;
}

double sizing_guests_a_host(double limit)
{
    return larger(1, floor(limit * (1 + hair)));
}

// By whole guests.
static double hosts_of_class(const struct load_dominant *class, enum resource resource, double z,
                             double room)
{
    double n = class->guests;
    if (resource != RESOURCE_CPU)
        return n / sizing_guests_a_host(room / class->need);
    double common = n * class->common_sd;
    double part = sizing_cpu_part(room, n * class->need, n * class->own_sd * class->own_sd,
                                  common * common, z);
    return n / sizing_guests_a_host(n * part);
}

// Whole guests waste less than half of what a host has: a class that asks for less than half of all
// decides nothing. So only the one that asks most needs to be looked at, and that seldom.
double sizing_hosts(const struct load_totals *total, double z, const struct host_room *room,
                    double limit)
{
    if (!(total->guests > 0))
        return 0;
    double most = larger(1, total->guests / limit);
    for (int r = 0; r < RESOURCE_COUNT; r++) {
        const struct load_dominant *class = &total->dominant[r];
        if (2 * class->guests * class->alone > most * room->room[r])
            most = larger(most, hosts_of_class(class, (enum resource)r, z, room->room[r]));
    }
    return ceil(most * (1 - hair));
}

bool sizing_misfit(const struct demand_load *load, const struct host_room *room,
                   enum resource *ret_resource, int *ret_class, bool *ret_is_vcpus)
{
    if (load->vcpus_class >= 0 && load->vcpus > room->threads) {
        *ret_resource = RESOURCE_CPU;
        *ret_class = load->vcpus_class;
        *ret_is_vcpus = true;
        return true;
    }
    for (int r = 0; r < RESOURCE_COUNT; r++) {
        if (load->largest[r].need <= room->room[r] * (1 + hair))
            continue;
        *ret_resource = (enum resource)r;
        *ret_class = load->largest[r].class;
        *ret_is_vcpus = false;
        return true;
    }
    return false;
}

double sizing_spare(double needed, double kept, double group)
{
    if (!(needed > 0) || !(kept > 0))
        return 0;
    if (!(group > 0))
        return kept;
    return group > kept ? ceil(needed / (group - kept)) * kept : INFINITY;
}
