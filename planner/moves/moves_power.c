// SPDX-License-Identifier: GPL-3.0-or-later
// Hosts are switched on before everything else, as it takes long and hurts nobody; off right after
// the last step that had to do with them.
#include "planner/moves/moves_power.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "planner/estate/estate.h"

struct power {
    const struct estate *estate;
    bool *has_guest;   // [host] at the end
    int64_t *last_use; // [host] the last step that has to do with it, or -1
    bool *gets_guest;  // [host] some step brings one
};

static void use(struct power *power, int32_t host, size_t step)
{
    if (host >= 0)
        power->last_use[host] = (int64_t)step;
}

static void power_init(struct power *power, const struct moves_steps *steps,
                       const struct estate *estate, const int32_t *end)
{
    size_t hosts = estate->host_count;
    *power = (struct power){
        .estate = estate,
        .has_guest = alloc_zeroed(hosts + 1, sizeof(*power->has_guest)),
        .last_use = alloc_zeroed(hosts + 1, sizeof(*power->last_use)),
        .gets_guest = alloc_zeroed(hosts + 1, sizeof(*power->gets_guest)),
    };
    memset(power->last_use, -1, (hosts + 1) * sizeof(*power->last_use));
    for (size_t g = 0; g < estate->guest_count; g++)
        if (end[g] >= 0)
            power->has_guest[end[g]] = true;
    for (size_t s = 0; s < steps->count; s++) {
        use(power, steps->list[s].from, s);
        use(power, steps->list[s].to, s);
        power->gets_guest[steps->list[s].to] = true;
    }
}

static void power_done(struct power *power)
{
    free(power->has_guest);
    free(power->last_use);
    free(power->gets_guest);
}

static void add(struct moves_steps *steps, enum move_kind kind, int32_t host)
{
    moves_steps_add(steps, (struct moves_step){
                               .kind = kind,
                               .reason = MOVE_CONSOLIDATE,
                               .guest = -1,
                               .from = -1,
                               .to = host,
                           });
}

// Nobody switches off what is in maintenance: somebody works on it.
static bool goes_off(const struct power *power, size_t host, const bool *keeps_on)
{
    return !power->has_guest[host] && !(keeps_on && keeps_on[host]) &&
           !power->estate->hosts[host].is_drained &&
           !(power->estate->hosts[host].is_off && power->last_use[host] < 0);
}

static bool goes_on(const struct power *power, size_t host, const bool *keeps_on)
{
    return power->estate->hosts[host].is_off &&
           (power->gets_guest[host] || (keeps_on && keeps_on[host]));
}

void moves_power_add(struct moves_steps *steps, const struct estate *estate, const bool *keeps_on,
                     const int32_t *end, bool *is_off)
{
    __attribute__((cleanup(power_done))) struct power power;
    power_init(&power, steps, estate, end);
    struct moves_steps with = {0};
    for (size_t h = 0; h < estate->host_count; h++)
        if (goes_on(&power, h, keeps_on))
            add(&with, MOVE_SWITCH_ON, (int32_t)h);
    for (size_t s = 0; s < steps->count; s++) {
        const struct moves_step *step = &steps->list[s];
        moves_steps_add(&with, *step);
        int32_t hosts[] = {step->from, step->to};
        for (size_t i = 0; i < 2; i++)
            if (hosts[i] >= 0 && power.last_use[hosts[i]] == (int64_t)s &&
                goes_off(&power, (size_t)hosts[i], keeps_on))
                add(&with, MOVE_SWITCH_OFF, hosts[i]);
    }
    for (size_t h = 0; h < estate->host_count; h++) {
        bool off = goes_off(&power, h, keeps_on);
        if (off && power.last_use[h] < 0)
            add(&with, MOVE_SWITCH_OFF, (int32_t)h);
        is_off[h] = off || (estate->hosts[h].is_off && !goes_on(&power, h, keeps_on));
    }
    moves_steps_done(steps);
    *steps = with;
}
