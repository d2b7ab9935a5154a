// SPDX-License-Identifier: GPL-3.0-or-later
// Host by host, window by window: sums that are divided at the end.
#include "planner/risk/risk.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "planner/amount/policy.h"
#include "planner/curve/curve.h"
#include "planner/estate/estate.h"
#include "planner/risk/risk_host.h"
#include "planner/risk/risk_latency.h"
#include "planner/sizing/power.h"

struct sums {
    double host_windows, over_host_windows;
    double guest_windows, over_guest_windows;
    double asked, unserved; // core-windows
    double served, cores;   // likewise
    double watts;           // watt-windows
    double latency_windows; // guest-windows whose latency is known
    struct uncertain latency;
    double *by_curve; // guests of each latency curve on the host at hand
};

// --- latency -------------------------------------------------------------------------------------

static void add_latency(struct sums *sums, struct uncertain inflation, double guests,
                        struct risk *risk)
{
    sums->latency_windows += guests;
    sums->latency.value += guests * inflation.value;
    sums->latency.low += guests * inflation.low;
    sums->latency.high += guests * inflation.high;
    if (isnan(risk->p99_worst.value) || inflation.value > risk->p99_worst.value)
        risk->p99_worst = inflation;
}

static void count_curves(struct sums *sums, const struct latency_curves *curves,
                         const struct risk_hosts *hosts, uint32_t host)
{
    for (size_t c = 0; c < curves->count; c++)
        sums->by_curve[c] = 0;
    for (size_t i = hosts->first[host]; i < hosts->first[host + 1]; i++)
        if (curves->of_guest[hosts->guests[i]] >= 0)
            sums->by_curve[curves->of_guest[hosts->guests[i]]]++;
}

static void add_latencies(struct sums *sums, const struct latency_curves *curves, double load,
                          struct risk *risk)
{
    for (size_t c = 0; c < curves->count; c++)
        if (sums->by_curve[c] > 0)
            add_latency(sums, latency_at(&curves->list[c], load, &risk->p99_is_at_least),
                        sums->by_curve[c], risk);
}

// --- a host --------------------------------------------------------------------------------------

static void add_window(struct sums *sums, const struct estate_host *host, double asked,
                       double present)
{
    double served = fmin(asked, host->cores);
    bool is_over = asked > host->cores;
    sums->host_windows += 1;
    sums->over_host_windows += is_over;
    sums->guest_windows += present;
    sums->over_guest_windows += is_over ? present : 0;
    sums->asked += asked;
    sums->unserved += asked - served;
    sums->served += served;
    sums->cores += host->cores;
    sums->watts += power_watts(host->watts, asked / host->cores);
}

static void note_worst(struct risk *risk, uint32_t host, double load)
{
    if (risk->worst_host < 0 || load > risk->worst_load) {
        risk->worst_load = load;
        risk->worst_host = (int32_t)host;
    }
}

struct replay {
    const struct estate *estate;
    struct risk_hosts hosts;
    struct latency_curves curves;
    struct risk_window window;
    double *asked, *present; // [window]
};

static void add_host(const struct replay *replay, uint32_t host, struct sums *sums,
                     struct risk *risk)
{
    const struct estate_host *of = &replay->estate->hosts[host];
    risk_host_asked(replay->estate, &replay->hosts, host, replay->window, replay->asked,
                    replay->present);
    count_curves(sums, &replay->curves, &replay->hosts, host);
    risk->hosts_on++;
    for (size_t t = 0; t < replay->window.to - replay->window.from; t++) {
        double load = replay->asked[t] / of->cores;
        add_window(sums, of, replay->asked[t], replay->present[t]);
        add_latencies(sums, &replay->curves, load, risk);
        note_worst(risk, host, load);
    }
}

// --- guests --------------------------------------------------------------------------------------

static void count_guests(const struct replay *replay, struct risk *risk)
{
    const struct estate *estate = replay->estate;
    size_t there = replay->hosts.first[estate->host_count], traced = 0;
    for (size_t i = 0; i < there; i++) {
        uint32_t guest = replay->hosts.guests[i];
        bool has_trace = estate->guests[guest].trace >= 0 && estate->windows > 0;
        traced += has_trace;
        risk->guests_unknown += !has_trace && isnan(risk_constant_cores(estate, guest));
    }
    risk->guests_traced = there ? (double)traced / (double)there : NAN;
}

// --- the whole -----------------------------------------------------------------------------------

static double over(double sum, double total)
{
    return total > 0 ? sum / total : NAN;
}

static void conclude(const struct sums *sums, double hours, struct risk *risk)
{
    risk->over_time = over(sums->over_host_windows, sums->host_windows);
    risk->over_guest_hours = sums->over_guest_windows * hours;
    risk->guest_hours = sums->guest_windows * hours;
    risk->unserved = over(sums->unserved, sums->asked);
    risk->mean_load = over(sums->served, sums->cores);
    risk->kwh = power_kwh(sums->watts, hours, 1);
    if (sums->latency_windows > 0)
        risk->p99_inflation = (struct uncertain){
            sums->latency.value / sums->latency_windows, sums->latency.low / sums->latency_windows,
            sums->latency.high / sums->latency_windows, ORIGIN_SCALED};
}

static double window_hours(const struct estate *estate)
{
    return estate->windows > 0 ? estate->window_s / 3600 : 1;
}

void risk_replay(const struct estate *estate, const struct policy *policy,
                 const struct curves *curves, const int32_t *host, const bool *is_on,
                 struct risk_window window, struct risk *ret_risk)
{
    size_t count = window.to - window.from;
    struct replay replay = {
        .estate = estate,
        .hosts = risk_hosts_of(estate, host),
        .curves = latency_curves_of(estate, policy, curves),
        .window = window,
        .asked = alloc_zeroed(count + 1, sizeof *replay.asked),
        .present = alloc_zeroed(count + 1, sizeof *replay.present),
    };
    struct sums sums = {.by_curve = alloc_zeroed(replay.curves.count + 1, sizeof *sums.by_curve)};
    *ret_risk = (struct risk){.worst_host = -1,
                              .worst_load = NAN,
                              .p99_inflation = uncertain_absent(),
                              .p99_worst = uncertain_absent()};
    count_guests(&replay, ret_risk);
    for (size_t h = 0; h < estate->host_count; h++)
        if (is_on[h])
            add_host(&replay, (uint32_t)h, &sums, ret_risk);
    ret_risk->hours = (double)count * window_hours(estate);
    conclude(&sums, window_hours(estate), ret_risk);
    free(sums.by_curve);
    free(replay.asked);
    free(replay.present);
    latency_curves_done(&replay.curves);
    risk_hosts_done(&replay.hosts);
}

// --- curves --------------------------------------------------------------------------------------

int risk_read_curves(const struct estate *estate, const struct policy *policy, struct store *store,
                     struct curves *curves, struct err *err)
{
    int result = policy->run && store ? curves_read(store, policy->run, NULL, curves, err) : 0;
    struct name_index seen = {0};
    if (result < 0)
        return err_prefix(err, "cpu.run");
    for (size_t g = 0; result == 0 && store && g < estate->guest_count; g++) {
        const struct estate_guest *guest = &estate->guests[g];
        if (!guest->run || name_index_find(&seen, guest->run) != NAME_INDEX_NONE)
            continue;
        name_index_add(&seen, guest->run);
        result = curves_read(store, guest->run, NULL, curves, err);
        if (result < 0) {
            err_prefix(err, "run");
            estate_blame_guest(guest, err);
        }
    }
    name_index_done(&seen);
    return result;
}
