// SPDX-License-Identifier: GPL-3.0-or-later
// Sums of squares level by level, over values in order of boots and their guests.
#include "common/inference/variance_levels.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"

// Things of one kind met so far (Welford 1962, Technometrics 4), and what levels below add to the
// variance of each: sums over them of 1 / windows, and of what their mean has of a guest's.
struct group {
    double count, mean, squares;
    double windows_share, guests_share;
};

static void group_add(struct group *group, double value, double windows_share, double guests_share)
{
    double off = value - group->mean;
    group->mean += off / ++group->count;
    group->squares += off * (value - group->mean);
    group->windows_share += windows_share;
    group->guests_share += guests_share;
}

// A variance pooled over groups by their degrees of freedom, with the shares pooled alike.
struct pooled {
    double freedom, squares, windows_share, guests_share;
};

static void pooled_add(struct pooled *pooled, const struct group *group)
{
    double freedom = group->count - 1;
    pooled->freedom += freedom;
    pooled->squares += group->squares;
    pooled->windows_share += freedom * group->windows_share / group->count;
    pooled->guests_share += freedom * group->guests_share / group->count;
}

// What is left of it without the levels below.
static double pooled_net(const struct pooled *pooled, double guests, double windows)
{
    if (pooled->freedom < 1)
        return NAN;
    double below = 0;
    if (!isnan(windows))
        below += windows * pooled->windows_share;
    if (!isnan(guests))
        below += guests * pooled->guests_share;
    return fmax((pooled->squares - below) / pooled->freedom, 0);
}

struct tally {
    struct pooled windows, guests;
    struct group boots;
    double guest_count, inverse_windows, inverse_guests; // sums for the harmonic means
};

static bool same_guest(const struct variance_value *a, const struct variance_value *b)
{
    return a->boot == b->boot && a->guest == b->guest;
}

// From the first of a guest's values on; the place after the last.
static size_t add_guest(struct tally *tally, struct group *boot, const struct variance_value *list,
                        size_t first, size_t count)
{
    struct group windows = {0};
    size_t i = first;
    for (; i < count && same_guest(&list[i], &list[first]); i++)
        group_add(&windows, log(list[i].value), 0, 0);
    pooled_add(&tally->windows, &windows);
    group_add(boot, windows.mean, 1 / windows.count, 0);
    tally->guest_count++;
    tally->inverse_windows += 1 / windows.count;
    return i;
}

static size_t add_boot(struct tally *tally, const struct variance_value *list, size_t first,
                       size_t count)
{
    struct group guests = {0};
    size_t i = first;
    while (i < count && list[i].boot == list[first].boot)
        i = add_guest(tally, &guests, list, i, count);
    pooled_add(&tally->guests, &guests);
    group_add(&tally->boots, guests.mean, guests.windows_share / (guests.count * guests.count),
              1 / guests.count);
    tally->inverse_guests += 1 / guests.count;
    return i;
}

static int by_place(const void *left, const void *right)
{
    const struct variance_value *a = left, *b = right;
    if (a->boot != b->boot)
        return a->boot < b->boot ? -1 : 1;
    return a->guest < b->guest ? -1 : a->guest > b->guest;
}

static size_t copy_positive(const struct variance_value *values, size_t count,
                            struct variance_value *ret_list)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (isfinite(values[i].value) && values[i].value > 0)
            ret_list[kept++] = values[i];
    qsort(ret_list, kept, sizeof *ret_list, by_place);
    return kept;
}

struct variance_levels variance_levels_of(const struct variance_value *values, size_t count)
{
    scope_free struct variance_value *list = alloc_zeroed(count + 1, sizeof *list);
    size_t kept = copy_positive(values, count, list);
    struct tally tally = {0};
    struct pooled boots = {0};
    for (size_t i = 0; i < kept;)
        i = add_boot(&tally, list, i, kept);
    if (kept > 0)
        pooled_add(&boots, &tally.boots);
    double windows = pooled_net(&tally.windows, NAN, NAN);
    double guests = pooled_net(&tally.guests, NAN, windows);
    return (struct variance_levels){
        .boots = pooled_net(&boots, guests, windows),
        .guests = guests,
        .windows = windows,
        .boot_count = (size_t)tally.boots.count,
        .guests_mean = tally.boots.count / tally.inverse_guests,
        .windows_mean = tally.guest_count / tally.inverse_windows,
    };
}

double variance_levels_windows(const struct variance_levels *levels, double boot_seconds,
                               double window_seconds)
{
    double guests = isnan(levels->guests) ? 0 : levels->guests;
    double above = levels->boots + guests / levels->guests_mean;
    double below = levels->windows / levels->guests_mean;
    if (!isfinite(above) || !isfinite(below) || !(boot_seconds > 0) || !(window_seconds > 0))
        return NAN;
    if (!(below > 0))
        return 1;
    return fmax(ceil(sqrt(boot_seconds / window_seconds * below / above)), 1);
}
