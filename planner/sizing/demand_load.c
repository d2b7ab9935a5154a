// SPDX-License-Identifier: GPL-3.0-or-later
// Adds the guests of a situation up: shares of a reference host's CPUs with their variance, bytes,
// rates, cores in use, licences by the guest.
#include "planner/sizing/demand_load.h"

#include <math.h>

#include "common/inference/normal.h"
#include "planner/sizing/situation.h"

static double known_or(double value, double otherwise)
{
    return isnan(value) ? otherwise : value;
}

// Cores of the host that the demand was seen on, in cores of the reference host.
static double core_ratio(const struct guest_class *class, const struct capacity_basis *basis)
{
    double ratio = class->cpu.core_score / basis->core_score;
    return ratio > 0 && isfinite(ratio) ? ratio : 1;
}

// Standard deviation over the mean. The 95th percentile of a normal distribution tells it, too.
static double variation(const struct guest_class *class)
{
    double mean = class->cpu.mean_cores.value, sd = class->cpu.sd_cores;
    if (!(sd > 0) && class->cpu.p95_cores > mean)
        sd = (class->cpu.p95_cores - mean) / normal_quantile(0.95);
    return mean > 0 && sd > 0 ? sd / mean : 0;
}

static void share_by_curve(const struct situation_share *measured, const struct guest_class *class,
                           struct guest_load *load)
{
    // A host that holds none of them: a share that no host has, yet one that can be added up.
    const double none = 1e-9;
    load->share = class->scale / fmax(measured->guests, none);
}

static void share_by_cores(const struct situation *situation, const struct capacity_basis *basis,
                           const struct guest_class *class, double mean_cores,
                           struct guest_load *load)
{
    double cores = mean_cores * core_ratio(class, basis);
    load->is_guessed = isnan(mean_cores);
    if (load->is_guessed)
        cores = class->vcpus;
    load->share = cores / (basis->cores * situation->assumptions[ASSUME_CPU_USABLE]);
    if (load->is_guessed)
        return;
    double sd = load->share * variation(class), rho = class->cpu.correlation;
    load->own_sd = sd * sqrt(1 - rho);
    load->common_sd = sd * sqrt(rho);
}

// What the user or telemetry told of the mean goes before what a run at full load drew; that before
// a guess; and with none of them a guest is as busy as its share of the CPUs allows.
static double busy_cores_of(const struct capacity_basis *basis, const struct guest_class *class,
                            double mean_cores, double measured, const struct guest_load *load)
{
    bool is_guess = class->cpu.mean_cores.origin == ORIGIN_GUESSED;
    if (!isnan(mean_cores) && !(is_guess && !isnan(measured)))
        return mean_cores * core_ratio(class, basis);
    if (!isnan(measured))
        return measured * class->scale;
    return load->is_guessed ? class->vcpus : load->share * basis->cores;
}

static void fill_needs(const struct situation *situation, const struct guest_class *class,
                       double overhead_bytes, struct guest_load *load)
{
    double memory = class->memory_bytes / situation->assumptions[ASSUME_OVERCOMMIT];
    double guess = situation->assumptions[ASSUME_OVERHEAD];
    load->need[RESOURCE_MEMORY] = fmax(0, memory + known_or(overhead_bytes, guess));
    load->need[RESOURCE_DISK_SPACE] = class->disk_bytes;
    load->need[RESOURCE_DISK_RATE] = class->disk_hz;
    load->need[RESOURCE_NETWORK] = class->network_bits_hz;
}

// z: normal quantile at cpu.percentile.
static void fill_guest(const struct situation *situation, size_t basis, size_t class, double z,
                       struct guest_load *load)
{
    const struct guest_class *type = &situation->plan->demand.list[class];
    const struct capacity_basis *reference = &situation->capacities->list[basis];
    const struct situation_share *measured = situation_share(situation, basis, class);
    double mean_cores = situation->classes[class].cpu_mean_cores;
    *load = (struct guest_load){0};
    if (!isnan(measured->guests))
        share_by_curve(measured, type, load);
    else
        share_by_cores(situation, reference, type, mean_cores, load);
    fill_needs(situation, type, measured->overhead_bytes, load);
    load->need[RESOURCE_CPU] = load->share + z * hypot(load->own_sd, load->common_sd);
    load->busy_cores = busy_cores_of(reference, type, mean_cores, measured->busy_cores, load);
    load->throughput_hz = measured->throughput_hz * type->scale;
}

void guest_load_of(const struct situation *situation, size_t basis, size_t class,
                   struct guest_load *ret_load)
{
    fill_guest(situation, basis, class, normal_quantile(situation->assumptions[ASSUME_PERCENTILE]),
               ret_load);
}

double demand_load_guests(const struct situation *situation, size_t class, uint32_t year)
{
    if (situation->guests)
        return situation->guests[year * situation->plan->demand.count + class];
    const struct situation_class *type = &situation->classes[class];
    double count = type->count;
    for (uint32_t y = 0; y < year; y++)
        count *= 1 + type->growth;
    return fmax(0, round(count));
}

static void note_dominant(struct load_totals *total, const struct guest_load *guest, double count)
{
    for (int r = 0; r < RESOURCE_COUNT; r++) {
        double alone = known_or(guest->need[r], 0);
        double need = r == RESOURCE_CPU ? guest->share : alone;
        struct load_dominant *most = &total->dominant[r];
        if (count * need > most->guests * most->need)
            *most = (struct load_dominant){count, need, alone, guest->own_sd, guest->common_sd};
    }
}

static void add_guests(struct load_totals *total, const struct guest_load *guest, double before,
                       double count)
{
    double average = (before + count) / 2;
    total->guests += count;
    total->average += average;
    total->need[RESOURCE_CPU] += count * guest->share;
    for (int r = RESOURCE_CPU + 1; r < RESOURCE_COUNT; r++)
        total->need[r] += count * known_or(guest->need[r], 0);
    total->cpu_independent += count * guest->own_sd * guest->own_sd;
    total->cpu_common += count * guest->common_sd; // squared when all are in
    total->cpu_busy += average * guest->busy_cores;
    if (count > 0)
        total->throughput_hz += count * guest->throughput_hz;
    note_dominant(total, guest, count);
}

static void note_largest(struct demand_load *load, const struct guest_load *guest, uint32_t vcpus,
                         int class)
{
    for (int r = 0; r < RESOURCE_COUNT; r++) {
        if (isnan(guest->need[r]))
            load->is_unknown[r] = true;
        else if (load->largest[r].class < 0 || guest->need[r] > load->largest[r].need)
            load->largest[r] = (struct load_largest){guest->need[r], class};
    }
    load->is_cpu_guessed |= guest->is_guessed;
    if (load->vcpus_class < 0 || vcpus > load->vcpus) {
        load->vcpus = vcpus;
        load->vcpus_class = class;
    }
}

static void add_class(const struct situation *situation, size_t basis, size_t class,
                      struct demand_load *load)
{
    struct guest_load guest;
    fill_guest(situation, basis, class, load->percentile_z, &guest);
    double before = demand_load_guests(situation, class, 0);
    bool is_any = before > 0;
    for (uint32_t y = 0; y < load->years; y++) {
        double count = demand_load_guests(situation, class, y + 1);
        add_guests(&load->year[y], &guest, before, count);
        is_any |= count > 0;
        load->is_shrinking |= y == 0 && count < before;
        before = count;
    }
    if (is_any)
        note_largest(load, &guest, situation->plan->demand.list[class].vcpus, (int)class);
}

static void add_today(const struct situation *situation, size_t basis, struct demand_load *load)
{
    for (size_t c = 0; c < situation->plan->demand.count; c++) {
        struct guest_load guest;
        double count = demand_load_guests(situation, c, 0);
        fill_guest(situation, basis, c, load->percentile_z, &guest);
        add_guests(&load->today, &guest, count, count);
    }
    load->today.cpu_common *= load->today.cpu_common;
}

static double licensed_guests(const struct situation *situation, size_t licence, uint32_t year)
{
    int only = situation->licence_class[licence];
    if (only >= 0)
        return demand_load_guests(situation, (size_t)only, year);
    double sum = 0;
    for (size_t c = 0; c < situation->plan->demand.count; c++)
        sum += demand_load_guests(situation, c, year);
    return sum;
}

// What was bought once is kept: guests that come back later need none, those of the first day do.
static void add_licence(const struct situation *situation, size_t index, struct demand_load *load)
{
    const struct licence *licence = &situation->plan->licences[index];
    double price = situation->licence_prices[index], owned = 0;
    double today = licensed_guests(situation, index, 0);
    for (uint32_t y = 0; y < load->years; y++) {
        double guests = licensed_guests(situation, index, y + 1);
        struct load_totals *total = &load->year[y];
        if (licence->yearly) {
            total->licences_yearly += guests * price;
            continue;
        }
        double most = fmax(y == 0 ? today : owned, guests);
        total->licences_once += (most - owned) * price;
        total->licences_yearly += most * price * licence->maintenance;
        owned = most;
    }
}

void demand_load_of(const struct situation *situation, size_t basis, struct demand_load *ret_load)
{
    struct demand_load load = {
        .years = (uint32_t)situation->assumptions[ASSUME_HORIZON],
        .percentile_z = normal_quantile(situation->assumptions[ASSUME_PERCENTILE]),
        .vcpus_class = -1,
    };
    for (int r = 0; r < RESOURCE_COUNT; r++)
        load.largest[r].class = -1;
    for (size_t c = 0; c < situation->plan->demand.count; c++)
        add_class(situation, basis, c, &load);
    if (load.is_shrinking)
        add_today(situation, basis, &load);
    size_t licences = situation->plan->licence_count;
    for (size_t k = 0; k < licences; k++)
        if (situation->guest_applies[basis * licences + k])
            add_licence(situation, k, &load);
    for (uint32_t y = 0; y < load.years; y++)
        load.year[y].cpu_common *= load.year[y].cpu_common;
    *ret_load = load;
}
