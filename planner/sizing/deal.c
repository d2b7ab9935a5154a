// SPDX-License-Identifier: GPL-3.0-or-later
// Hosts that hold the same are dealt to together: a class splits at most one such group in two, so
// that a deal takes the square of the number of classes, however many hosts and guests there are.
#include "planner/sizing/deal.h"

#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/inference/normal.h"
#include "planner/sizing/situation.h"
#include "planner/sizing/sizing.h"

static const double hair = 1e-9;

struct deal_class {
    double count;
    double need[RESOURCE_COUNT]; // CPU: the mean
    double own_variance, common_sd;
    double size; // the largest part of a host that one takes, by any resource
};

struct deal_group {
    double hosts; // that all hold the same
    double used[RESOURCE_COUNT];
    double own_variance, common_sd;
    double fullness; // of the resource that is fullest
};

struct deal {
    struct host_room room;
    double z;
    double guests;
    struct deal_class *classes; // largest guests first
    size_t class_count;
    struct deal_group *groups;
    size_t group_count;
};

static double part_of(double used, double room)
{
    return used > 0 ? used / room : 0;
}

static double fullness(const struct deal *deal, const struct deal_group *group)
{
    double cpu = group->used[RESOURCE_CPU] +
                 deal->z * sqrt(group->own_variance + group->common_sd * group->common_sd);
    double most = part_of(cpu, deal->room.room[RESOURCE_CPU]);
    for (int r = RESOURCE_CPU + 1; r < RESOURCE_COUNT; r++)
        most = fmax(most, part_of(group->used[r], deal->room.room[r]));
    return most;
}

static struct deal_group with_guests(const struct deal *deal, const struct deal_group *group,
                                     const struct deal_class *class, double count)
{
    struct deal_group sum = *group;
    for (int r = 0; r < RESOURCE_COUNT; r++)
        sum.used[r] += count * class->need[r];
    sum.own_variance += count * class->own_variance;
    sum.common_sd += count * class->common_sd;
    sum.fullness = fullness(deal, &sum);
    return sum;
}

static bool is_within(const struct deal_group *group)
{
    return group->fullness <= 1 + hair;
}

static int by_size(const void *a, const void *b)
{
    double x = ((const struct deal_class *)a)->size, y = ((const struct deal_class *)b)->size;
    return (x < y) - (x > y);
}

static int by_fullness(const void *a, const void *b)
{
    double x = ((const struct deal_group *)a)->fullness;
    double y = ((const struct deal_group *)b)->fullness;
    return (x > y) - (x < y);
}

static void init_class(const struct situation *situation, size_t basis, size_t class, uint32_t year,
                       struct deal *deal)
{
    struct guest_load load;
    struct deal_class *item = &deal->classes[class];
    guest_load_of(situation, basis, class, &load);
    item->count = demand_load_guests(situation, class, year);
    item->own_variance = load.own_sd * load.own_sd;
    item->common_sd = load.common_sd;
    for (int r = 0; r < RESOURCE_COUNT; r++) {
        item->need[r] = isnan(load.need[r]) ? 0 : load.need[r];
        item->size = fmax(item->size, part_of(item->need[r], deal->room.room[r]));
    }
    item->need[RESOURCE_CPU] = load.share;
    deal->guests += item->count;
}

static void deal_init(const struct situation *situation, size_t option, uint32_t year,
                      struct deal *deal)
{
    size_t classes = situation->plan->demand.count;
    *deal = (struct deal){
        .z = normal_quantile(situation->assumptions[ASSUME_PERCENTILE]),
        .classes = alloc_zeroed(classes, sizeof(*deal->classes)),
        .class_count = classes,
        .groups = alloc_zeroed(classes + 1, sizeof(*deal->groups)),
    };
    host_room_of(situation, option, &deal->room);
    for (size_t c = 0; c < classes; c++)
        init_class(situation, situation->choices->list[option].basis_index, c, year, deal);
    qsort(deal->classes, classes, sizeof(*deal->classes), by_size);
}

static void deal_done(struct deal *deal)
{
    free(deal->classes);
    free(deal->groups);
}

// What every host gets of every class.
static bool deal_evenly(struct deal *deal, double hosts)
{
    struct deal_group all = {.hosts = hosts};
    for (size_t c = 0; c < deal->class_count; c++)
        all = with_guests(deal, &all, &deal->classes[c], floor(deal->classes[c].count / hosts));
    deal->groups[0] = all;
    deal->group_count = 1;
    return is_within(&all);
}

// One guest each to as many hosts, the emptiest first. False when they do not fit.
static bool deal_rest(struct deal *deal, const struct deal_class *class, double rest)
{
    size_t count = deal->group_count;
    qsort(deal->groups, count, sizeof(*deal->groups), by_fullness);
    for (size_t g = 0; g < count && rest > 0; g++) {
        struct deal_group *group = &deal->groups[g];
        struct deal_group more = with_guests(deal, group, class, 1);
        if (!is_within(&more))
            continue;
        if (group->hosts > rest) {
            deal->groups[deal->group_count] = *group;
            deal->groups[deal->group_count++].hosts -= rest;
            more.hosts = rest;
        }
        rest -= more.hosts;
        *group = more;
    }
    return rest <= 0;
}

static bool is_dealt(struct deal *deal, double hosts)
{
    if (!deal_evenly(deal, hosts))
        return false;
    for (size_t c = 0; c < deal->class_count; c++) {
        const struct deal_class *class = &deal->classes[c];
        if (!deal_rest(deal, class, class->count - floor(class->count / hosts) * hosts))
            return false;
    }
    return true;
}

double deal_hosts(const struct situation *situation, size_t option, uint32_t year, double least)
{
    __attribute__((cleanup(deal_done))) struct deal deal;
    deal_init(situation, option, year, &deal);
    double low = least, high = least, step = 1;
    if (!(deal.guests > 0) || !(least > 0) || is_dealt(&deal, least))
        return least;
    // Doubling steps up to a number that does, then halved between it and the last that does not.
    // A host for every guest always does.
    do {
        low = high;
        high = fmin(high + step, fmax(deal.guests, high + 1));
        step *= 2;
    } while (high < deal.guests && !is_dealt(&deal, high));
    while (high - low > 1) {
        double middle = floor((low + high) / 2);
        if (is_dealt(&deal, middle))
            high = middle;
        else
            low = middle;
    }
    return high;
}
