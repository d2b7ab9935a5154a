// SPDX-License-Identifier: GPL-3.0-or-later
// Puts an option together: guests a host, hosts by year, their load and power, their money.
#include "planner/sizing/outcome.h"

#include <math.h>

#include "planner/sizing/cost_year.h"
#include "planner/sizing/deal.h"
#include "planner/sizing/power.h"
#include "planner/sizing/situation.h"
#include "planner/sizing/sizing.h"

const char *outcome_stop_words(enum outcome_stop stop)
{
    static const char *const words[] = {
#define X(name, word) [OUTCOME_STOP_##name] = word,
        OUTCOME_STOPS(X)
#undef X
    };
    return words[stop];
}

static void stop_at(struct outcome *outcome, enum outcome_stop stop, enum resource binding,
                    int class)
{
    outcome->is_possible = false;
    outcome->stop = stop;
    outcome->binding = binding;
    outcome->stopped_class = class;
}

static void count_guests(const struct demand_load *load, struct outcome *outcome)
{
    for (uint32_t y = 0; y < outcome->years; y++) {
        outcome->year[y].guests = load->year[y].guests;
        outcome->year[y].average = load->year[y].average;
    }
}

// Where nothing can be bought there is no cost, not a cost of nothing.
static void leave_money(const struct demand_load *load, struct outcome *outcome)
{
    for (uint32_t y = 0; y < outcome->years; y++)
        outcome->year[y] = (struct outcome_year){0};
    count_guests(load, outcome);
    outcome->net_present_cost = outcome->guest_month = NAN;
    outcome->performance_hz = outcome->cost_per_hz = NAN;
}

static void init(const struct demand_load *load, const struct host_room *room,
                 struct outcome *outcome)
{
    outcome->is_possible = true;
    outcome->stop = OUTCOME_STOP_NONE;
    outcome->stopped_class = -1;
    outcome->peak = 0;
    outcome->years = load->years;
    for (int r = 0; r < RESOURCE_COUNT; r++)
        outcome->is_unchecked[r] =
            load->is_unknown[r] || (room->is_unknown[r] && load->largest[r].need > 0);
}

// Hosts for the guests of one day. Where none before asked for more: its limits and what binds.
static double size_day(const struct load_totals *day, double z, const struct host_room *room,
                       double most, struct outcome *outcome)
{
    double limits[RESOURCE_COUNT];
    sizing_limits(day, z, room, limits);
    enum resource binding = sizing_binding(limits);
    double needed = sizing_hosts(day, z, room, limits[binding]);
    if (needed < most)
        return needed;
    outcome->binding = binding;
    outcome->guests_a_host = sizing_guests_a_host(limits[binding]);
    for (int r = 0; r < RESOURCE_COUNT; r++)
        outcome->limits[r] = limits[r];
    return needed;
}

// Needed hosts of every year; limits and binding of the day that needs most.
static void size(const struct demand_load *load, const struct host_room *room,
                 struct outcome *outcome)
{
    double z = load->percentile_z, most = -1;
    if (load->is_shrinking)
        most = size_day(&load->today, z, room, most, outcome);
    for (uint32_t y = 0; y < load->years; y++) {
        struct outcome_year *year = &outcome->year[y];
        double needed = size_day(&load->year[y], z, room, most, outcome);
        year->needed = y == 0 && needed < most ? most : needed;
        year->dealt = 0;
        if (needed < most)
            continue;
        most = needed;
        outcome->peak = y;
    }
}

// Or what stops it is noted.
static bool is_sized(const struct situation *situation, size_t option,
                     const struct demand_load *load, struct outcome *outcome)
{
    const double *assumed = situation->assumptions;
    struct host_room room;
    enum resource resource;
    int class;
    bool is_vcpus;
    host_room_of(situation, option, &room);
    init(load, &room, outcome);
    size(load, &room, outcome);
    if (sizing_misfit(load, &room, &resource, &class, &is_vcpus))
        stop_at(outcome, is_vcpus ? OUTCOME_STOP_VCPUS : OUTCOME_STOP_GUEST, resource, class);
    else if (isinf(sizing_spare(outcome->year[outcome->peak].needed,
                                assumed[ASSUME_SPARE] + assumed[ASSUME_DRAINED],
                                assumed[ASSUME_GROUP])))
        stop_at(outcome, OUTCOME_STOP_GROUP, outcome->binding, -1);
    if (!outcome->is_possible)
        leave_money(load, outcome);
    return outcome->is_possible;
}

// Installed and bought: never fewer than before, and new ones for those that are worn out.
static void count_hosts(const double *assumed, struct outcome *outcome)
{
    double kept = assumed[ASSUME_SPARE] + assumed[ASSUME_DRAINED], before = 0;
    uint32_t lifetime = (uint32_t)assumed[ASSUME_LIFETIME];
    for (uint32_t y = 0; y < outcome->years; y++) {
        struct outcome_year *year = &outcome->year[y];
        year->spare = sizing_spare(year->needed, kept, assumed[ASSUME_GROUP]);
        double asked = year->needed + year->spare;
        year->hosts = asked > before ? asked : before;
        year->bought = year->hosts - before;
        if (y >= lifetime)
            year->bought += outcome->year[y - lifetime].bought;
        before = year->hosts;
    }
}

// The guests are spread evenly over all installed hosts, spare ones included.
static void count_power(const struct situation *situation, size_t option,
                        const struct demand_load *load, struct outcome *outcome)
{
    const struct host_option *choice = &situation->choices->list[option];
    double cores = choice->basis->cores * situation->options[option].capacity;
    double hours = situation->assumptions[ASSUME_HOURS];
    for (uint32_t y = 0; y < outcome->years; y++) {
        struct outcome_year *year = &outcome->year[y];
        double part = load->year[y].cpu_busy / (cores * year->hosts);
        year->load = part < 1 ? part : year->hosts > 0;
        year->watts = power_watts(choice->model->watts, year->load);
        year->kwh = power_kwh(year->watts, hours, year->hosts);
    }
}

static void fill_from_needed(const struct situation *situation, size_t option,
                             const struct demand_load *load, struct outcome *outcome)
{
    count_guests(load, outcome);
    count_hosts(situation->assumptions, outcome);
    count_power(situation, option, load, outcome);
    cost_year_fill(situation, option, load, outcome);
}

void outcome_price(const struct situation *situation, size_t option, const struct demand_load *load,
                   struct outcome *outcome)
{
    outcome->years = load->years;
    fill_from_needed(situation, option, load, outcome);
    cost_year_sum(situation, load, false, outcome);
}

void outcome_of(const struct situation *situation, size_t option, const struct demand_load *load,
                struct outcome *ret_outcome)
{
    if (!is_sized(situation, option, load, ret_outcome))
        return;
    double ratio = situation->options[option].dealt_ratio;
    for (uint32_t y = 0; ratio > 1 && y < load->years; y++) {
        struct outcome_year *year = &ret_outcome->year[y];
        double dealt = ceil(year->needed * ratio * (1 - 1e-9));
        year->dealt = dealt - year->needed;
        year->needed = dealt;
    }
    outcome_price(situation, option, load, ret_outcome);
}

// Adds the hosts that whole guests ask for.
static void deal_all(const struct situation *situation, size_t option,
                     const struct demand_load *load, struct outcome *outcome)
{
    for (uint32_t y = 0; y < load->years; y++) {
        struct outcome_year *year = &outcome->year[y];
        double dealt = deal_hosts(situation, option, y + 1, year->needed);
        if (y == 0 && load->is_shrinking)
            dealt = deal_hosts(situation, option, 0, dealt);
        year->dealt = dealt - year->needed;
        year->needed = dealt;
    }
}

void outcome_confirm(const struct situation *situation, size_t option,
                     const struct demand_load *load, struct outcome *ret_outcome)
{
    if (!is_sized(situation, option, load, ret_outcome))
        return;
    deal_all(situation, option, load, ret_outcome);
    fill_from_needed(situation, option, load, ret_outcome);
    cost_year_round(ret_outcome);
    cost_year_sum(situation, load, true, ret_outcome);
}

void outcome_settle(struct situation *situation)
{
    const struct host_options *choices = situation->choices;
    struct demand_load load;
    for (size_t b = 0; b < situation->capacities->count; b++) {
        demand_load_of(situation, b, &load);
        for (size_t i = 0; i < choices->count; i++) {
            struct outcome outcome;
            if (choices->list[i].basis_index != b || !is_sized(situation, i, &load, &outcome))
                continue;
            deal_all(situation, i, &load, &outcome);
            const struct outcome_year *peak = &outcome.year[outcome.peak];
            if (peak->needed > 0)
                situation->options[i].dealt_ratio = peak->needed / (peak->needed - peak->dealt);
        }
    }
}
