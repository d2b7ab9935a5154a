// SPDX-License-Identifier: GPL-3.0-or-later
// Pre-copy migration as arithmetic: rounds, each shorter than the one before by the ratio of dirty
// rate to bandwidth. Knows no order of moves.
#include "planner/moves/moves_time.h"

#include <math.h>

#include "planner/estate/estate.h"
#include "planner/moves/moves_step.h"

// A round that leaves more than this share of the one before, so often, is no convergence.
enum { ROUNDS_MOST = 1000 };

static double end_of(const struct uncertain *number, enum moves_end end)
{
    return end == MOVES_LOW ? number->low : end == MOVES_HIGH ? number->high : number->value;
}

// The other way round: more bandwidth is less time.
static double opposite_end_of(const struct uncertain *number, enum moves_end end)
{
    return end == MOVES_LOW ? number->high : end == MOVES_HIGH ? number->low : number->value;
}

static struct moves_precopy precopy(double memory_bytes, double dirty_bytes_hz, double bytes_hz,
                                    double allowed_s)
{
    double left = memory_bytes, sent_s = 0;
    bool converges = bytes_hz > 0;
    for (unsigned rounds = 0; converges && left > bytes_hz * allowed_s; rounds++) {
        double round_s = left / bytes_hz;
        double written = fmin(dirty_bytes_hz * round_s, memory_bytes);
        sent_s += round_s;
        converges = written < left && rounds < ROUNDS_MOST;
        left = written;
    }
    return (struct moves_precopy){.seconds = converges ? sent_s + left / bytes_hz
                                                       : 2 * memory_bytes / bytes_hz,
                                  .downtime_s = (converges ? left : memory_bytes) / bytes_hz,
                                  .converges = converges};
}

static struct moves_precopy at_end(double memory_bytes, const struct uncertain *dirty_bytes_hz,
                                   const struct uncertain *bandwidth_bits_hz,
                                   const struct moves_options *options, enum moves_end end)
{
    double fixed_downtime_s = end_of(&options->fixed_downtime_s, end);
    struct moves_precopy time =
        precopy(memory_bytes, end_of(dirty_bytes_hz, end),
                opposite_end_of(bandwidth_bits_hz, end) / 8, options->downtime_allowed_s);
    time.seconds += end_of(&options->fixed_s, end) + fixed_downtime_s;
    time.downtime_s += fixed_downtime_s;
    return time;
}

static enum origin weaker(enum origin a, enum origin b)
{
    return a > b ? a : b;
}

void moves_time(double memory_bytes, const struct uncertain *dirty_bytes_hz,
                const struct uncertain *bandwidth_bits_hz, const struct moves_options *options,
                struct uncertain *ret_seconds, struct uncertain *ret_downtime_s,
                bool *ret_converges)
{
    struct moves_precopy value =
        at_end(memory_bytes, dirty_bytes_hz, bandwidth_bits_hz, options, MOVES_VALUE);
    struct moves_precopy low =
        at_end(memory_bytes, dirty_bytes_hz, bandwidth_bits_hz, options, MOVES_LOW);
    struct moves_precopy high =
        at_end(memory_bytes, dirty_bytes_hz, bandwidth_bits_hz, options, MOVES_HIGH);
    enum origin origin =
        weaker(weaker(dirty_bytes_hz->origin, bandwidth_bits_hz->origin), options->fixed_s.origin);
    *ret_seconds = (struct uncertain){value.seconds, low.seconds, high.seconds, origin};
    // What the last round leaves is anything up to what is allowed: more bandwidth may leave more.
    *ret_downtime_s = (struct uncertain){
        .value = value.downtime_s,
        .low = fmin(options->fixed_downtime_s.low, fmin(low.downtime_s, value.downtime_s)),
        .high = fmax(value.downtime_s, fmax(high.downtime_s, options->fixed_downtime_s.high +
                                                                 options->downtime_allowed_s)),
        .origin = weaker(origin, options->fixed_downtime_s.origin),
    };
    *ret_converges = value.converges;
}

double moves_memory_bytes(const struct estate *estate, int32_t guest)
{
    const struct estate_guest *it = &estate->guests[guest];
    if (it->memory_used_bytes > 0 && !(it->memory_used_bytes > it->memory_bytes))
        return it->memory_used_bytes;
    return it->memory_bytes > 0 ? it->memory_bytes : 0;
}

struct uncertain moves_dirty_bytes_hz(const struct estate *estate, int32_t guest,
                                      const struct moves_options *options)
{
    double stated = estate->guests[guest].dirty_bytes_hz;
    return isnan(stated) ? options->dirty_bytes_hz : uncertain_exact(stated, ORIGIN_STATED);
}

static struct uncertain link_of(const struct estate *estate, int32_t host, unsigned count,
                                const struct moves_options *options)
{
    double network = estate->hosts[host].network_bits_hz;
    struct uncertain link = options->bandwidth_bits_hz;
    if (network > 0)
        link = uncertain_scaled(&options->network_share, network);
    return uncertain_scaled(&link, 1.0 / (count ? count : 1));
}

static struct uncertain least_of(const struct uncertain *a, const struct uncertain *b)
{
    return (struct uncertain){
        .value = fmin(a->value, b->value),
        .low = fmin(a->low, b->low),
        .high = fmin(a->high, b->high),
        .origin = weaker(a->origin, b->origin),
    };
}

struct uncertain moves_bandwidth_bits_hz(const struct estate *estate, int32_t from,
                                         unsigned from_count, int32_t to, unsigned to_count,
                                         const struct moves_options *options)
{
    struct uncertain there = link_of(estate, to, to_count, options);
    if (from < 0)
        return there;
    struct uncertain here = link_of(estate, from, from_count, options);
    struct uncertain both = least_of(&here, &there);
    return least_of(&both, &options->stream_bits_hz);
}

static struct moves_precopy fixed_time(double seconds)
{
    return (struct moves_precopy){.seconds = seconds, .converges = true};
}

struct moves_precopy moves_step_time(const struct estate *estate, const struct moves_step *step,
                                     unsigned from_count, unsigned to_count,
                                     const struct moves_options *options, enum moves_end end)
{
    if (step->kind == MOVE_SWITCH_ON)
        return fixed_time(end_of(&options->switch_on_s, end));
    if (step->kind == MOVE_SWITCH_OFF)
        return fixed_time(end_of(&options->switch_off_s, end));
    if (step->kind == MOVE_MAINTAIN)
        return fixed_time(options->maintenance_s);
    if (step->kind == MOVE_START || estate->guests[step->guest].is_off)
        return fixed_time(end_of(&options->fixed_s, end));
    struct uncertain dirty = moves_dirty_bytes_hz(estate, step->guest, options);
    struct uncertain bandwidth =
        moves_bandwidth_bits_hz(estate, step->from, from_count, step->to, to_count, options);
    return at_end(moves_memory_bytes(estate, step->guest), &dirty, &bandwidth, options, end);
}

enum origin moves_step_origin(const struct estate *estate, const struct moves_step *step,
                              const struct moves_options *options)
{
    if (step->kind == MOVE_SWITCH_ON)
        return options->switch_on_s.origin;
    if (step->kind == MOVE_SWITCH_OFF)
        return options->switch_off_s.origin;
    if (step->kind == MOVE_MAINTAIN)
        return ORIGIN_STATED;
    if (step->kind == MOVE_START || estate->guests[step->guest].is_off)
        return options->fixed_s.origin;
    struct uncertain dirty = moves_dirty_bytes_hz(estate, step->guest, options);
    struct uncertain bandwidth =
        moves_bandwidth_bits_hz(estate, step->from, 1, step->to, 1, options);
    return weaker(weaker(dirty.origin, bandwidth.origin), options->fixed_s.origin);
}
