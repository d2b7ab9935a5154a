// SPDX-License-Identifier: GPL-3.0-or-later
// An estate by a policy: guests' sizes, hosts' rooms, and what was guessed on the way.
#include "planner/amount/amounts.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "planner/amount/amount_part.h"
#include "planner/estate/estate.h"

static void init(struct amounts *amounts, const struct estate *estate, const struct policy *policy)
{
    size_t hosts = estate->host_count, guests = estate->guest_count;
    *amounts = (struct amounts){
        .policy = policy->cpu,
        .hosts = hosts,
        .guests = guests,
        .percentile = policy->percentile,
        .size = alloc_zeroed(guests + 1, sizeof *amounts->size),
        .least = alloc_zeroed(guests + 1, sizeof *amounts->least),
        .room = alloc_zeroed(hosts + 1, sizeof *amounts->room),
        .is_closed = alloc_zeroed(hosts + 1, sizeof *amounts->is_closed),
        .guests_most = alloc_zeroed(hosts + 1, sizeof *amounts->guests_most),
        .nodes = alloc_zeroed(hosts + 1, sizeof *amounts->nodes),
        .node_counts = alloc_zeroed(hosts + 1, sizeof *amounts->node_counts),
    };
}

void amounts_done(struct amounts *amounts)
{
    if (!amounts)
        return;
    for (size_t h = 0; amounts->nodes && h < amounts->hosts; h++)
        free(amounts->nodes[h]);
    for (size_t i = 0; i < amounts->note_count; i++)
        free(amounts->notes[i]);
    free(amounts->size);
    free(amounts->least);
    free(amounts->room);
    free(amounts->is_closed);
    free(amounts->guests_most);
    free(amounts->nodes);
    free(amounts->node_counts);
    free(amounts->trace);
    free(amounts->trace_peak);
    free(amounts->trace_values);
    free(amounts->kind);
    free(amounts->slowdown);
    free(amounts->notes);
    *amounts = (struct amounts){0};
}

// --- guests -------------------------------------------------------------------------------------

static int64_t known_or_none(double value, enum amount_guess guess, bool is_limited,
                             const char *guest, struct amount_guesses *guesses)
{
    if (isnan(value) && is_limited)
        amount_guess(guesses, guess, guest);
    return amount_up(value);
}

// Of all but CPU. is_limited: some host has so much and no more.
static void fill_guest(const struct estate_guest *guest, const bool is_limited[AMOUNT_COUNT],
                       struct amount_guesses *guesses, int64_t size[AMOUNT_COUNT])
{
    size[AMOUNT_DISK] = known_or_none(guest->disk_bytes, AMOUNT_GUESS_NO_DISK,
                                      is_limited[AMOUNT_DISK], guest->name, guesses);
    if (guest->is_off) {
        amount_guess(guesses, AMOUNT_GUESS_OFF, guest->name);
        return;
    }
    size[AMOUNT_MEMORY] = amount_up(guest->memory_bytes);
    size[AMOUNT_DISK_RATE] = known_or_none(guest->disk_hz, AMOUNT_GUESS_NO_DISK_RATE,
                                           is_limited[AMOUNT_DISK_RATE], guest->name, guesses);
    size[AMOUNT_NETWORK] = known_or_none(guest->network_bits_hz, AMOUNT_GUESS_NO_NETWORK,
                                         is_limited[AMOUNT_NETWORK], guest->name, guesses);
}

static int refuse_unknown_cpu(const struct policy *policy, struct err *err)
{
    if (policy->cpu == POLICY_CPU_VCPUS)
        return err_input(err, "no vCPUs are known, which cpu.by vcpus counts");
    return err_input(
        err,
        "no CPU use is known, which cpu.by %s counts; give it a trace or a column cpu, "
        "or plan by vcpus",
        policy->cpu == POLICY_CPU_MEAN ? "mean" : "percentile");
}

static int fill_cpu(const struct estate_guest *guest, const struct policy *policy,
                    struct amount_guesses *guesses, int64_t *ret_size, struct err *err)
{
    bool has_trace = guest->trace >= 0 && policy->cpu != POLICY_CPU_VCPUS;
    double cores = guest->is_off || has_trace ? 0 : amount_cores(guest, policy, guesses);
    if (isnan(cores)) {
        refuse_unknown_cpu(policy, err);
        return estate_blame_guest(guest, err);
    }
    *ret_size = amount_up(cores * AMOUNT_MICRO);
    return 0;
}

// A drained host has no room of anything, which limits nobody.
static void find_limits(const struct amounts *amounts, bool is_limited[AMOUNT_COUNT])
{
    for (size_t h = 0; h < amounts->hosts; h++)
        for (int r = 0; r < AMOUNT_COUNT; r++)
            is_limited[r] |= !amounts->is_closed[h] && amounts->room[h][r] != AMOUNT_UNLIMITED;
}

static void find_use(const bool is_limited[AMOUNT_COUNT], struct amounts *amounts)
{
    for (size_t g = 0; g < amounts->guests; g++)
        for (int r = 0; r < AMOUNT_COUNT; r++)
            if (is_limited[r] && amounts->size[g][r] > 0)
                amounts->is_used[r] = true;
}

// Sums of all guests are to be whole numbers that fit.
static int check_sums(const struct estate *estate, const struct amounts *amounts, struct err *err)
{
    for (int r = 0; r < AMOUNT_COUNT; r++) {
        double sum = 0;
        size_t largest = 0;
        for (size_t g = 0; g < amounts->guests; g++) {
            sum += (double)amounts->size[g][r];
            largest = amounts->size[g][r] > amounts->size[largest][r] ? g : largest;
        }
        const struct estate_guest *guest = &estate->guests[largest];
        scope_free char *text = amount_format(amounts->policy, r, amounts->size[largest][r]);
        if (sum >= (double)AMOUNT_MOST) {
            err_input(err, "%s of %s is more than can be counted", text, amount_name(r));
            return estate_blame_guest(guest, err);
        }
    }
    return 0;
}

static int fill_guests(const struct estate *estate, const struct policy *policy,
                       struct amounts *amounts, struct amount_guesses *guesses, struct err *err)
{
    bool is_limited[AMOUNT_COUNT] = {false};
    int result = 0;
    find_limits(amounts, is_limited);
    for (size_t g = 0; result == 0 && g < amounts->guests; g++) {
        const struct estate_guest *guest = &estate->guests[g];
        fill_guest(guest, is_limited, guesses, amounts->size[g]);
        if (policy->cpu != POLICY_CPU_CURVE)
            result = fill_cpu(guest, policy, guesses, &amounts->size[g][AMOUNT_CPU], err);
    }
    return result;
}

static int fill(const struct estate *estate, const struct policy *policy, struct store *store,
                struct amounts *amounts, struct amount_guesses *guesses, struct err *err)
{
    amount_rooms(estate, policy, amounts);
    int result = fill_guests(estate, policy, amounts, guesses, err);
    if (result == 0 && policy->cpu == POLICY_CPU_CURVE)
        result = amount_curve(estate, policy, store, amounts, guesses, err);
    if (result < 0)
        return result;
    memcpy(amounts->least, amounts->size, amounts->guests * sizeof *amounts->size);
    if (policy->cpu == POLICY_CPU_PEAK || policy->cpu == POLICY_CPU_PERCENTILE ||
        policy->cpu == POLICY_CPU_MEAN)
        amount_traces(estate, policy, amounts);
    amount_nodes(estate, amounts);
    return check_sums(estate, amounts, err);
}

int amounts_of(const struct estate *estate, const struct policy *policy, struct store *store,
               struct amounts *ret_amounts, struct err *err)
{
    struct amounts amounts;
    struct amount_guesses guesses = {0};
    bool is_limited[AMOUNT_COUNT] = {false};
    init(&amounts, estate, policy);
    int result = fill(estate, policy, store, &amounts, &guesses, err);
    if (result < 0) {
        amounts_done(&amounts);
        return result;
    }
    find_limits(&amounts, is_limited);
    find_use(is_limited, &amounts);
    amount_guesses_tell(&guesses, &amounts);
    *ret_amounts = amounts;
    return 0;
}
