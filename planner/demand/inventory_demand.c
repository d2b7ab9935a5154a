// SPDX-License-Identifier: GPL-3.0-or-later
// Guests of a class summed up: the most of what cannot be shared out, means of the rest.
#include "planner/demand/inventory_demand.h"

#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "planner/demand/usage.h"

#define Z95 1.6448536269514722 // 95th percentile of the standard normal
enum { QUANTILE_LEAST = 20 };  // guests that a 95th percentile takes

// Where only a share of what its vCPUs could is told: RVTools' MHz.
double inventory_guest_cores(const struct inventory_guest *guest)
{
    if (!isnan(guest->cpu_cores))
        return guest->cpu_cores;
    if (guest->cpu_most_hz > 0 && guest->cpu_hz >= 0)
        return fmin(guest->cpu_hz / guest->cpu_most_hz, 1) * guest->vcpus;
    return NAN;
}

// A mean over guests, each counted as often as its row says; NAN are passed over.
struct mean {
    double sum, squares, count;
};

static void mean_add(struct mean *mean, double value, double count)
{
    if (isnan(value))
        return;
    mean->sum += count * value;
    mean->squares += count * value * value;
    mean->count += count;
}

static double mean_of(const struct mean *mean)
{
    return mean->count > 0 ? mean->sum / mean->count : (double)NAN;
}

static double variance_of(const struct mean *mean)
{
    double value = mean_of(mean);
    return fmax(mean->squares / mean->count - value * value, 0);
}

// Over time, as its row tells it: by sd, or as if it were normal by its p95.
static double guest_variance(const struct inventory_guest *guest)
{
    if (!isnan(guest->cpu_sd))
        return guest->cpu_sd * guest->cpu_sd;
    double sd = (guest->cpu_p95 - guest->cpu_cores) / Z95;
    return isnan(sd) ? 0 : sd * sd;
}

// Of guests' own 95th percentiles, else of what they use at this moment, among themselves.
static double p95_of(const struct inventory_guests *guests, const struct inventory_class *class)
{
    struct mean own = {0};
    scope_free double *values = alloc_zeroed(class->count, sizeof *values);
    size_t known = 0;
    for (size_t i = 0; i < class->count; i++) {
        const struct inventory_guest *guest = &guests->list[class->guests[i]];
        mean_add(&own, guest->cpu_p95, guest->count);
        values[i] = inventory_guest_cores(guest);
        known += !isnan(values[i]);
    }
    if (own.count > 0)
        return mean_of(&own);
    return known >= QUANTILE_LEAST ? usage_quantile(values, class->count, 0.95) : (double)NAN;
}

// A figure a guest, without its course: guests that differ tell of a guest drawn at random.
static void set_told_cpu(const struct inventory_guests *guests, const struct inventory_class *class,
                         struct cpu_demand *cpu)
{
    struct mean means = {0}, variances = {0};
    for (size_t i = 0; i < class->count; i++) {
        const struct inventory_guest *guest = &guests->list[class->guests[i]];
        double cores = inventory_guest_cores(guest);
        mean_add(&means, cores, guest->count);
        mean_add(&variances, isnan(cores) ? (double)NAN : guest_variance(guest), guest->count);
    }
    if (means.count <= 0)
        return;
    cpu->mean_cores = uncertain_exact(mean_of(&means), ORIGIN_STATED);
    cpu->sd_cores = sqrt(variance_of(&means) + mean_of(&variances));
    cpu->correlation = cpu->sd_cores > 0 ? CPU_CORRELATION_GUESS : 0;
    cpu->p95_cores = p95_of(guests, class);
}

static size_t windows_of(const struct inventory_guests *guests, const size_t *indices, size_t count)
{
    size_t windows = 0;
    for (size_t i = 0; i < count; i++) {
        const struct inventory_guest *guest = &guests->list[indices ? indices[i] : i];
        if (guest->windows > windows)
            windows = guest->windows;
    }
    return windows;
}

// Of guests that run and have windows; indices NULL: all. NULL where there are none.
static struct usage *usage_of(const struct inventory_guests *guests, const size_t *indices,
                              size_t count)
{
    size_t windows = windows_of(guests, indices, count);
    if (windows == 0)
        return NULL;
    struct usage *usage = usage_new(windows);
    scope_free double *cores = alloc_zeroed(windows, sizeof *cores);
    for (size_t i = 0; i < count; i++) {
        const struct inventory_guest *guest = &guests->list[indices ? indices[i] : i];
        for (size_t k = 0; k < windows; k++)
            cores[k] = k < guest->windows ? guest->cores[k] : (double)NAN;
        if (guest->state == INVENTORY_ON && guest->windows > 0)
            usage_add(usage, cores);
    }
    return usage;
}

double inventory_covariance(const struct inventory_guests *guests)
{
    struct usage *usage = usage_of(guests, NULL, guests->count);
    double covariance = usage ? usage_covariance(usage) : (double)NAN;
    usage_free(usage);
    return covariance;
}

static void set_cpu(const struct inventory_guests *guests, const struct inventory_class *class,
                    double covariance, struct cpu_demand *cpu)
{
    struct usage *usage = usage_of(guests, class->guests, class->count);
    if (usage && usage_guests(usage) > 0)
        *cpu = usage_cpu(usage, covariance);
    else
        set_told_cpu(guests, class, cpu);
    usage_free(usage);
}

void inventory_class_demand(const struct inventory_guests *guests,
                            const struct inventory_class *class, double covariance,
                            struct guest_class *ret_class)
{
    struct mean disk = {0}, disk_hz = {0}, network_bits_hz = {0};
    double count = 0, vcpus = 0, memory_bytes = 0;
    for (size_t i = 0; i < class->count; i++) {
        const struct inventory_guest *guest = &guests->list[class->guests[i]];
        count += guest->count;
        vcpus = fmax(vcpus, guest->vcpus);
        memory_bytes = fmax(memory_bytes, guest->memory_bytes);
        mean_add(&disk, isnan(guest->disk_bytes) ? 0 : guest->disk_bytes, guest->count);
        mean_add(&disk_hz, guest->disk_hz, guest->count);
        mean_add(&network_bits_hz, guest->network_bits_hz, guest->count);
    }
    guest_class_init(ret_class);
    ret_class->name =
        class->name ? alloc_copy(class->name) : inventory_class_name(vcpus, memory_bytes);
    ret_class->count = uncertain_exact(count, ORIGIN_STATED);
    ret_class->vcpus = (uint32_t)vcpus;
    ret_class->memory_bytes = memory_bytes;
    ret_class->disk_bytes = ceil(mean_of(&disk));
    ret_class->disk_hz = mean_of(&disk_hz);
    ret_class->network_bits_hz = mean_of(&network_bits_hz);
    set_cpu(guests, class, covariance, &ret_class->cpu);
}
